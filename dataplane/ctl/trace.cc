// tidegatectl trace.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ctl/verbs.h"

namespace tidegate {
namespace {

struct Step {
  std::string node;
  std::uint64_t at_ns = 0;
  std::uint32_t bytes = 0;
  std::string before, behind;  // of the connection; "?" where no firewall was asked
};

struct Packet {
  std::uint32_t number = 0;
  unsigned worker = 0;
  std::uint32_t bytes = 0;
  unsigned tcp_flags = 0;
  std::string where = "-", port{}, tuple{};
  std::vector<Step> steps{};
};

// An answer that is "ok", or "error: ..." or anything else.
absl::Status Command(const Client& client, const std::string& command) {
  const absl::StatusOr<Json> answer = client.Ask(command);
  if (!answer.ok()) return answer.status();
  const std::string text = answer->is_string() ? answer->get<std::string>() : answer->dump();
  constexpr std::string_view kError = "error: ";
  if (text == "ok") return absl::OkStatus();
  return absl::InvalidArgumentError(text.starts_with(kError) ? text.substr(kError.size()) : text);
}

volatile std::sig_atomic_t interrupted = 0;

// Until all packets were seen, the time is over, or somebody presses Ctrl-C.
absl::Status WaitForPackets(const Client& client, std::uint64_t packets) {
  std::signal(SIGINT, [](int) { interrupted = 1; });
  for (;;) {
    const absl::StatusOr<Json> state = client.Ask("/tidegate/trace/state");
    if (!state.ok()) return state.status();
    const bool all = state->value("packets", std::uint64_t{0}) >= packets;
    // The last one may wait in a node, for a neighbour or its other fragments.
    if (all) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (all || state->value("over", 1) != 0 || interrupted != 0) return absl::OkStatus();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

void AddLine(const std::string& line, std::vector<Packet>& packets) {
  std::istringstream words(line);
  std::string kind;
  std::uint32_t number = 0;
  words >> kind >> number;
  if (packets.empty() || packets.back().number != number) packets.push_back({.number = number});
  Packet& packet = packets.back();
  if (kind == "packet") {
    words >> packet.worker >> packet.bytes >> packet.tcp_flags >> packet.where;
    std::getline(words >> std::ws, packet.port);
  } else if (kind == "tuple") {
    std::getline(words >> std::ws, packet.tuple);
  } else {
    Step step;
    words >> step.at_ns >> step.bytes >> step.before >> step.behind;
    std::getline(words >> std::ws, step.node);
    packet.steps.push_back(step);
  }
}

// "SA", as tcpdump has it: S, F, R, P, and a point for ACK.
std::string FlagsText(unsigned flags) {
  constexpr std::string_view kLetters = "FSRP.U";
  std::string text;
  for (std::size_t bit = 0; bit < kLetters.size(); ++bit) {
    if ((flags >> bit & 1) != 0) text += kLetters[bit];
  }
  return text;
}

std::string ConnText(const Step& step) {
  if (step.before == "?") return "";
  const auto name = [](const std::string& state) { return state == "-" ? std::string("no connection") : state; };
  if (step.before == step.behind) return name(step.before);
  return name(step.before) + " -> " + name(step.behind);
}

void Print(const Packet& packet) {
  std::printf("packet %u, %u bytes, worker %u: %s", packet.number, packet.bytes, packet.worker, packet.tuple.c_str());
  if (packet.tcp_flags != 0) std::printf(" [%s]", FlagsText(packet.tcp_flags).c_str());
  if (packet.where != "-") std::printf(" (%s)", packet.where == "tunnel" ? "in a tunnel" : "a fragment");
  std::printf("\n  %10s  from %s\n", "", packet.port.c_str());
  for (const Step& step : packet.steps) {
    const double us = static_cast<double>(step.at_ns - packet.steps.front().at_ns) / 1e3;
    std::printf("  %7.1f us  %-24s", us, step.node.c_str());
    const std::string conn = ConnText(step);
    if (!conn.empty()) std::printf("  %s", conn.c_str());
    if (step.bytes != packet.bytes) std::printf("  %u bytes", step.bytes);
    std::printf("\n");
  }
}

Json ToJson(const Packet& packet) {
  Json json = {{"packet", packet.number},
               {"worker", packet.worker},
               {"bytes", packet.bytes},
               {"port", packet.port},
               {"tuple", packet.tuple}};
  if (packet.tcp_flags != 0) json["tcp_flags"] = FlagsText(packet.tcp_flags);
  json["in_tunnel"] = packet.where == "tunnel";
  json["fragment"] = packet.where == "fragment";
  json["steps"] = Json::array();
  for (const Step& step : packet.steps) {
    Json one = {{"node", step.node}, {"ns", step.at_ns - packet.steps.front().at_ns}, {"bytes", step.bytes}};
    if (step.before != "?") {
      one["before"] = step.before == "-" ? Json() : Json(step.before);
      one["behind"] = step.behind == "-" ? Json() : Json(step.behind);
    }
    json["steps"].push_back(one);
  }
  return json;
}

}  // namespace

absl::Status TracePackets(const Client& client, const Request& request) {
  const std::uint64_t packets = request.count != 0 ? request.count : 10;
  const std::uint64_t seconds = request.seconds != 0 ? request.seconds : 10;
  absl::Status status = Command(client, "/tidegate/trace/begin," + std::to_string(packets) + " " +
                                            std::to_string(seconds) + " " + request.packet);
  if (status.ok()) status = WaitForPackets(client, packets);
  if (!status.ok()) return status;
  std::vector<Packet> seen;
  status = client.AskPages("/tidegate/trace/read", [&seen](const Json& page) {
    for (const Json& line : page.value("lines", Json::array())) AddLine(line.get<std::string>(), seen);
  });
  if (!status.ok()) return status;
  if (request.json) {
    Json all = Json::array();
    for (const Packet& packet : seen) all.push_back(ToJson(packet));
    std::cout << all.dump() << "\n";
    return absl::OkStatus();
  }
  for (const Packet& packet : seen) Print(packet);
  if (seen.empty()) std::printf("no such packet came in %llu s\n", static_cast<unsigned long long>(seconds));
  return absl::OkStatus();
}

}  // namespace tidegate
