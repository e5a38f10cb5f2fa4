// What tidegate-replay prints. All names that appear in JSON are plain ASCII words, so nothing needs escaping.
#include "report.h"

#include <cinttypes>
#include <cstdio>
#include <string_view>

#include "tidegate/flow_key.h"

namespace tidegate::replay {
namespace {

template <typename... Args>
std::string Format(const char* format, Args... args) {
  char line[256];
  const int length = std::snprintf(line, sizeof line, format, args...);
  return {line, static_cast<std::size_t>(length) < sizeof line ? static_cast<std::size_t>(length) : sizeof line - 1};
}

// The names of the bits that are set, in the order of the bits.
std::string CtNames(std::uint8_t bits, std::string_view quote) {
  std::string names;
  for (std::size_t i = 0; i < std::size(ct::kNames); ++i) {
    if ((bits >> i & 1) == 0) continue;
    if (!names.empty()) names += ',';
    names.append(quote).append(ct::kNames[i]).append(quote);
  }
  return names;
}

std::string TcpFlagNames(std::uint8_t flags) {
  constexpr struct {
    std::uint8_t bit;
    const char* name;
  } kFlags[] = {{kTcpSyn, "SYN"}, {kTcpFin, "FIN"}, {kTcpRst, "RST"},
                {kTcpPsh, "PSH"}, {kTcpUrg, "URG"}, {kTcpAck, "ACK"}};
  std::string names;
  for (const auto& flag : kFlags) {
    if ((flags & flag.bit) != 0) names.append(names.empty() ? "" : " ").append(flag.name);
  }
  return names;
}

FlowTuple TupleOf(const PacketView& view) {
  const auto address = view.ip_version == 4 ? &IpAddress::V4 : &IpAddress::V6;
  FlowTuple tuple;
  tuple.protocol = view.protocol;
  tuple.source = {address(view.src_address), view.src_port};
  tuple.destination = {address(view.dst_address), view.dst_port};
  if (view.IsIcmp()) tuple.source.port = tuple.destination.port = view.icmp.identifier;
  return tuple;
}

std::string PacketName(const PacketView& view) {
  if (view.ip_version == 0) {
    return view.ether_type == kEtherTypeArp ? "arp" : Format("Ethernet type 0x%04x", view.ether_type);
  }
  std::string name = ToString(TupleOf(view));
  if (view.IsTcp()) name += Format(" [%s]", TcpFlagNames(view.tcp.flags).c_str());
  if (view.IsIcmp()) name += Format(" [type %d code %d]", view.icmp.type, view.icmp.code);
  return name;
}

std::string CountLine(std::string_view name, std::uint64_t count, std::string_view note = "") {
  return Format("%-24.*s %12" PRIu64 "%s%.*s\n", static_cast<int>(name.size()), name.data(), count,
                note.empty() ? "" : "  ", static_cast<int>(note.size()), note.data());
}

std::string Drops(const Tally& tally) {
  std::string lines;
  for (std::size_t i = 0; i < kDropReasonCount; ++i) {
    if (tally.dropped[i] == 0) continue;
    lines += CountLine("  " + std::string(kDropReasons[i].name), tally.dropped[i], kDropReasons[i].description);
  }
  return lines;
}

std::string LiveByClass(const Occupancy& occupancy) {
  std::string lines;
  for (std::size_t i = 0; i < kConnClassCount; ++i) {
    if (occupancy.by_class[i] == 0) continue;
    lines += CountLine("  " + std::string(Name(static_cast<ConnClass>(i))), occupancy.by_class[i]);
  }
  return lines;
}

}  // namespace

std::string JsonLine(std::uint64_t packet, const PacketResult& result) {
  std::string line = "{\"packet\":" + std::to_string(packet);
  line.append(",\"verdict\":\"").append(Name(result.verdict));
  line.append("\",\"reason\":\"").append(Name(result.reason));
  line.append("\",\"ct\":[").append(CtNames(result.ct_bits, "\""));
  line.append("],\"state\":\"").append(Name(result.state)).append("\"}");
  return line;
}

std::string TextLine(std::uint64_t packet, TimeNs since_first, const PacketView& view, const PacketResult& result) {
  const std::string bits = CtNames(result.ct_bits, "");
  std::string line =
      Format("%7" PRIu64 " %12.6f  %-5s  %-11s  %-15s  ", packet, static_cast<double>(since_first) / kSecond,
             Name(result.verdict).data(), Name(result.state).data(), bits.empty() ? "-" : bits.c_str());
  line += PacketName(view);
  if (result.reason != DropReason::kNone) line.append(": ").append(Name(result.reason));
  return line;
}

void Tally::Count(const PacketResult& result) {
  ++packets;
  if (result.verdict == Verdict::kPass) ++passed;
  if (result.verdict != Verdict::kPass) ++dropped[static_cast<std::size_t>(result.reason)];
}

std::string Summary(const Tally& tally, TimeNs duration, const FirewallCounters& counters, const Occupancy& occupancy) {
  const std::string seconds = Format("in %.6f seconds", static_cast<double>(duration) / kSecond);
  const std::string capacity = "of " + std::to_string(occupancy.capacity);
  return std::string(1, '\n') + CountLine("packets", tally.packets, seconds) + CountLine("passed", tally.passed) +
         CountLine("dropped", tally.packets - tally.passed) + Drops(tally) +
         CountLine("connections created", counters.created) + CountLine("  reopened", counters.reopened) +
         CountLine("  established", counters.established) + CountLine("  closed", counters.closed) +
         CountLine("  reset", counters.reset) + CountLine("connections refused", counters.refused) +
         CountLine("connections at the end", occupancy.live, capacity) + LiveByClass(occupancy);
}

}  // namespace tidegate::replay
