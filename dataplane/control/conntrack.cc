// /tidegate/conntrack/...: the connections themselves.
#include <cerrno>

#include "control/commands.h"
#include "control/reply.h"

namespace tidegate {
namespace {

// Lines of 127 bytes with their quotes and commas, times this, and the frame around them, stay below the 16 KB of an
// answer; what exceeds them DPDK would leave out without a word. With accounts, of 78 bytes at most, fewer fit in.
constexpr std::size_t kPage = 120;
constexpr std::size_t kAccountedPage = 70;

// Words in a fixed order, for programs: protocol, source, port, destination, port, zone, state, seconds left. The
// longest (ICMPv6 of two full addresses, a 24-bit zone, ten days) has 126 bytes of 127.
std::string Line(const ConnInfo& info) {
  const FlowTuple& tuple = info.tuple;
  const TimeNs seconds_left = (info.expires_in + kSecond - 1) / kSecond;
  return ProtocolName(tuple.protocol) + " " + ToString(tuple.source.address) + " " + std::to_string(tuple.source.port) +
         " " + ToString(tuple.destination.address) + " " + std::to_string(tuple.destination.port) + " " +
         std::to_string(tuple.zone) + " " + std::string(Name(info.state)) + " " + std::to_string(seconds_left);
}

// What was carried, in words of its own for want of room in the line: packets and bytes of the original direction, of
// the reply direction, milliseconds since the start.
std::string AccountLine(const AccountCounts& account, TimeNs now) {
  const TimeNs age = account.start < now ? now - account.start : 0;
  std::string line;
  for (const std::size_t direction : {kOriginalDirection, kReplyDirection}) {
    line += std::to_string(account.packets[direction]) + " " + std::to_string(account.bytes[direction]) + " ";
  }
  return line + std::to_string(age / kMillisecond);
}

rte_tel_data* AllocateLines() {
  rte_tel_data* lines = rte_tel_data_alloc();
  if (lines != nullptr) rte_tel_data_start_array(lines, RTE_TEL_STRING_VAL);
  return lines;
}

}  // namespace

int ConntrackListCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const std::optional<std::uint64_t> cursor = ParseNumber(parameter);
  if (!cursor) return -EINVAL;
  const bool accounting = targets.config.firewall.accounting;
  rte_tel_data* lines = AllocateLines();
  rte_tel_data* accounts = accounting ? AllocateLines() : nullptr;
  if (lines == nullptr || (accounting && accounts == nullptr)) {
    rte_tel_data_free(lines);
    rte_tel_data_free(accounts);
    return -ENOMEM;
  }
  const TimeNs now = targets.clock.Now();
  const std::uint64_t next =
      targets.firewall.ForEach(now, *cursor, accounting ? kAccountedPage : kPage, [&](const ConnInfo& info) {
        rte_tel_data_add_array_string(lines, Line(info).c_str());
        if (accounting) {
          const AccountCounts counts = info.account.value_or(AccountCounts{});
          rte_tel_data_add_array_string(accounts, AccountLine(counts, now).c_str());
        }
      });
  Dict reply(data);
  reply.Add("next", next);
  reply.Add("connections", lines);
  if (accounting) reply.Add("accounts", accounts);
  return 0;
}

int ConntrackCountCommand(const ControlTargets& targets, std::string_view, rte_tel_data* data) {
  Dict(data).Add("count", targets.firewall.CountLive(targets.clock.Now()).live);
  return 0;
}

int ConntrackFlushCommand(const ControlTargets& targets, std::string_view, rte_tel_data* data) {
  Dict(data).Add("flushed", targets.firewall.Flush(targets.clock.Now()));
  return 0;
}

}  // namespace tidegate
