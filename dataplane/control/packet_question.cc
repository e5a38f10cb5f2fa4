// Word by word: protocol, source, arrow, destination, and pairs of a name and a number.
#include "control/packet_question.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "config/protocol_names.h"

namespace tidegate {
namespace {

absl::Status Wrong(std::string_view found, const std::string& expected) {
  return absl::InvalidArgumentError("\"" + std::string(found) + "\" is " + expected);
}

std::vector<std::string> Words(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    if (word != ">" && word != "->") words.push_back(word);
  }
  return words;
}

std::optional<std::uint32_t> Number(std::string_view text, std::uint32_t max) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > max) return std::nullopt;
  return number;
}

// "10.0.0.1:22" or "[2001:db8::1]:22".
std::optional<Endpoint> EndpointWithPort(std::string_view word) {
  const std::size_t colon = word.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = word.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  const std::optional<IpAddress> address = ParseIpAddress(host);
  const std::optional<std::uint32_t> port = Number(word.substr(colon + 1), 65535);
  if (!address || !port || address->v6 != bracketed) return std::nullopt;
  return Endpoint{*address, static_cast<std::uint16_t>(*port)};
}

absl::StatusOr<Endpoint> ParseEndpoint(std::string_view word, bool with_port) {
  if (with_port) {
    const std::optional<Endpoint> endpoint = EndpointWithPort(word);
    if (endpoint) return *endpoint;
    return Wrong(word, "no endpoint; expected ADDRESS:PORT, an IPv6 address in brackets");
  }
  const std::optional<IpAddress> address = ParseIpAddress(word);
  if (address) return Endpoint{*address, 0};
  return Wrong(word, "no IP address; only tcp, udp and sctp have ports");
}

bool HasPorts(std::uint8_t protocol) {
  return protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == kProtocolSctp;
}

// "type 3", "code 4" or "zone 7".
absl::Status ReadPair(const std::string& name, const std::string& value, bool icmp, PacketQuestion& out) {
  const bool zone = name == "zone";
  if (!zone && !(icmp && (name == "type" || name == "code"))) {
    return Wrong(name, icmp ? "unknown; expected type, code or zone" : "unknown; expected zone");
  }
  const std::uint32_t max = zone ? kMaxZone : 255;
  const std::optional<std::uint32_t> number = Number(value, max);
  if (!number) return Wrong(value, "no " + name + "; expected 0 to " + std::to_string(max));
  if (zone) out.tuple.zone = *number;
  if (name == "type") out.icmp.type = static_cast<std::uint8_t>(*number);
  if (name == "code") out.icmp.code = static_cast<std::uint8_t>(*number);
  return absl::OkStatus();
}

}  // namespace

PacketView PacketQuestion::View() const {
  PacketView view;
  view.ip_version = tuple.source.address.v6 ? 6 : 4;
  view.src_address = tuple.source.address.bytes.data();
  view.dst_address = tuple.destination.address.bytes.data();
  view.protocol = tuple.protocol;
  view.src_port = tuple.source.port;
  view.dst_port = tuple.destination.port;
  view.tcp.flags = kTcpSyn;
  view.icmp = icmp;
  return view;
}

absl::StatusOr<PacketQuestion> ParsePacketQuestion(std::string_view text) {
  const std::vector<std::string> words = Words(text);
  if (words.size() < 3) {
    return Wrong(text, R"(no packet; expected one such as "tcp 10.0.0.1:1234 > 192.168.0.4:22")");
  }
  const std::optional<std::uint8_t> protocol = config::ProtocolNumber(words[0]);
  if (!protocol) return Wrong(words[0], "no protocol; expected tcp, udp, icmp, another name of IANA, or a number");
  PacketQuestion question;
  question.tuple.protocol = *protocol;
  for (const std::size_t end : {1, 2}) {
    const absl::StatusOr<Endpoint> endpoint = ParseEndpoint(words[end], HasPorts(*protocol));
    if (!endpoint.ok()) return endpoint.status();
    (end == 1 ? question.tuple.source : question.tuple.destination) = *endpoint;
  }
  const bool v6 = question.tuple.source.address.v6;
  if (question.tuple.destination.address.v6 != v6) {
    return Wrong(words[2], "of another family; expected both addresses to be IPv4 or IPv6");
  }
  // As in rules, ICMP stands for ICMPv6 in IPv6.
  if (*protocol == kProtocolIcmp && v6) question.tuple.protocol = kProtocolIcmpV6;
  const bool icmp = question.tuple.protocol == (v6 ? kProtocolIcmpV6 : kProtocolIcmp);
  if (icmp) question.icmp.type = v6 ? kIcmpV6EchoRequest : kIcmpEchoRequest;
  for (std::size_t i = 3; i < words.size(); i += 2) {
    if (i + 1 == words.size()) return Wrong(words[i], "the last word; expected a number behind it");
    const absl::Status status = ReadPair(words[i], words[i + 1], icmp, question);
    if (!status.ok()) return status;
  }
  return question;
}

}  // namespace tidegate
