// /tidegate/trace/begin, /end, /state and /read: packets followed through the nodes.
#include <rte_graph.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include "control/commands.h"
#include "control/packet_question.h"
#include "control/reply.h"

namespace tidegate {
namespace {

constexpr std::uint64_t kMostSeconds = 3600;
constexpr std::size_t kPage = 120;  // lines of up to about 125 bytes, in an answer of 16 KB

// Takes the number in front of the text.
std::optional<std::uint64_t> TakeNumber(std::string_view& text) {
  const std::size_t end = text.find(' ');
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  const auto number = ParseNumber(text.substr(0, end));
  text.remove_prefix(end + 1);
  return number;
}

std::string StateName(ConnState state) { return state == ConnState::kNone ? "-" : std::string(Name(state)); }

// "packet NUMBER WORKER BYTES FLAGS WHERE PORT", "tuple NUMBER TUPLE" and "step NUMBER TIME BYTES BEFORE BEHIND NODE",
// each packet's steps in their order.
struct Line {
  std::uint32_t packet;
  TimeNs at;  // 0 for the packet's own
  std::string text;
};

std::string PacketLine(const ControlTargets& targets, const TracedPacket& packet, std::size_t worker) {
  const char* where = packet.seen.in_tunnel ? "tunnel" : packet.seen.fragment ? "fragment" : "-";
  const std::string port = packet.from < targets.config.ports.size() ? targets.config.ports[packet.from].name : "-";
  return "packet " + std::to_string(packet.number) + " " + std::to_string(worker) + " " + std::to_string(packet.bytes) +
         " " + std::to_string(packet.seen.tcp_flags) + " " + where + " " + port;
}

std::string StepLine(const TraceStep& step) {
  const bool conn = step.conn.has_value();
  const char* node = rte_node_id_to_name(step.node);
  return "step " + std::to_string(step.packet) + " " + std::to_string(step.at) + " " + std::to_string(step.bytes) +
         " " + (conn ? StateName(step.conn->before) + " " + StateName(step.conn->behind) : "? ?") + " " +
         (node == nullptr ? "?" : node);
}

std::vector<Line> LinesOf(const ControlTargets& targets, const Trace& trace) {
  std::vector<Line> lines;
  for (std::size_t worker = 0; worker < trace.logs.size(); ++worker) {
    const TraceLog& log = trace.logs[worker];
    for (std::size_t i = 0; i < log.packet_count(); ++i) {
      const TracedPacket& packet = log.packet(i);
      lines.push_back({packet.number, 0, PacketLine(targets, packet, worker)});
      lines.push_back({packet.number, 0, "tuple " + std::to_string(packet.number) + " " + ToString(packet.seen.tuple)});
    }
    for (std::size_t i = 0; i < log.step_count(); ++i) {
      lines.push_back({log.step(i).packet, log.step(i).at, StepLine(log.step(i))});
    }
  }
  std::ranges::stable_sort(
      lines, [](const Line& a, const Line& b) { return a.packet != b.packet ? a.packet < b.packet : a.at < b.at; });
  return lines;
}

}  // namespace

// The parameter is "PACKETS SECONDS PACKET"; the answer "ok" or "error: ...".
int TraceBeginCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const auto packets = TakeNumber(parameter);
  const auto seconds = packets ? TakeNumber(parameter) : std::nullopt;
  const bool right =
      seconds && *packets >= 1 && *packets <= Trace::kMaxPackets && *seconds >= 1 && *seconds <= kMostSeconds;
  if (!right) {
    rte_tel_data_string(data, "error: expected \"PACKETS SECONDS PACKET\", 1 to 256 packets, 1 to 3600 seconds");
    return 0;
  }
  const absl::StatusOr<PacketQuestion> question = ParsePacketQuestion(parameter);
  if (!question.ok()) {
    rte_tel_data_string(data, ("error: " + std::string(question.status().message())).c_str());
    return 0;
  }
  Underlay* const underlay = targets.topology.underlay();
  const PacketFilter filter(question->tuple, underlay == nullptr ? kVxlanPort : underlay->udp_port());
  targets.trace.Begin(filter, static_cast<std::uint32_t>(*packets), *seconds * kSecond);
  rte_tel_data_string(data, "ok");
  return 0;
}

int TraceEndCommand(const ControlTargets& targets, std::string_view, rte_tel_data* data) {
  targets.trace.End();
  rte_tel_data_string(data, "ok");
  return 0;
}

int TraceStateCommand(const ControlTargets& targets, std::string_view, rte_tel_data* data) {
  const Trace* const trace = targets.trace.trace();
  Dict reply(data);
  const std::uint32_t taken = trace == nullptr ? 0 : trace->taken.load(std::memory_order_relaxed);
  reply.Add("packets", std::uint64_t{trace == nullptr ? 0 : std::min(taken, trace->most)});
  reply.Add("over", std::uint64_t{targets.trace.IsOver()});
  return 0;
}

// Of a trace that has ended, as pages of one that runs would not fit together.
int TraceReadCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const auto first = ParseNumber(parameter);
  if (!first) return -EINVAL;
  targets.trace.End();
  std::vector<Line> lines;
  if (targets.trace.trace() != nullptr) lines = LinesOf(targets, *targets.trace.trace());
  rte_tel_data* const array = rte_tel_data_alloc();
  rte_tel_data_start_array(array, RTE_TEL_STRING_VAL);
  const std::size_t begin = std::min<std::size_t>(*first, lines.size());
  const std::size_t end = std::min(begin + kPage, lines.size());
  for (std::size_t i = begin; i < end; ++i) rte_tel_data_add_array_string(array, lines[i].text.c_str());
  Dict reply(data);
  reply.Add("next", std::uint64_t{end < lines.size() ? end : 0});
  reply.Add("lines", array);
  return 0;
}

}  // namespace tidegate
