// The control socket: commands that reach the running dataplane over DPDK's telemetry library.
#include "control/control.h"

#include <rte_telemetry.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <string_view>

#include "control/commands.h"

namespace tidegate {
namespace {

// Clients' threads cannot be joined, so a command may arrive while the program ends: it then finds null and is refused.
std::mutex mutex;
const ControlTargets* current = nullptr;  // guarded by mutex

using Command = int (*)(const ControlTargets&, std::string_view parameter, rte_tel_data*);

template <Command kCommand>
int Answer(const char*, const char* parameter, rte_tel_data* reply) {
  const std::lock_guard lock(mutex);
  if (current == nullptr) return -EAGAIN;
  return kCommand(*current, parameter == nullptr ? "" : parameter, reply);
}

struct CommandRow {
  const char* name;
  telemetry_cb answer;
  const char* help;  // at most 63 characters
};

constexpr std::array<CommandRow, 17> kCommands = {{
    {"/tidegate/stats", Answer<StatsCommand>, "Packets and connections"},
    {"/tidegate/drops", Answer<DropsCommand>, "Dropped packets by reason"},
    {"/tidegate/conntrack/list", Answer<ConntrackListCommand>, "Live connections, a page. Parameter: cursor"},
    {"/tidegate/conntrack/count", Answer<ConntrackCountCommand>, "Number of live connections"},
    {"/tidegate/conntrack/flush", Answer<ConntrackFlushCommand>, "Removes all connections"},
    {"/tidegate/rules/reload", Answer<RulesReloadCommand>, "Reads rules and tracking again. Parameter: file"},
    {"/tidegate/rules/recheck", Answer<RulesRecheckCommand>, "Asks the rules again for each live connection"},
    {"/tidegate/rules/explain", Answer<RulesExplainCommand>, "Which rule decides. Parameter: tcp A:P > B:Q"},
    {"/tidegate/trace/begin", Answer<TraceBeginCommand>, "Follows packets. Parameter: PACKETS SECONDS PACKET"},
    {"/tidegate/trace/end", Answer<TraceEndCommand>, "Ends the trace"},
    {"/tidegate/trace/state", Answer<TraceStateCommand>, "Packets followed, and whether it is over"},
    {"/tidegate/trace/read", Answer<TraceReadCommand>, "What was seen, a page. Parameter: first"},
    {"/tidegate/ports", Answer<PortsCommand>, "Ports, a page. Parameter: first"},
    {"/tidegate/macs", Answer<MacsCommand>, "Ethernet addresses of networks, a page. Parameter: first"},
    {"/tidegate/zones", Answer<ZonesCommand>, "Zones, a page. Parameter: first"},
    {"/tidegate/workers", Answer<WorkersCommand>, "Workers' loads, a page. Parameter: first"},
    {"/tidegate/graph", Answer<GraphCommand>, "Nodes of the packet path, a page. Parameter: first"},
}};

}  // namespace

Control::Control(const ControlTargets& targets) : targets_(targets) {
  {
    const std::lock_guard lock(mutex);
    current = &targets_;
  }
  for (const CommandRow& row : kCommands) rte_telemetry_register_cmd(row.name, row.answer, row.help);
}

Control::~Control() {
  const std::lock_guard lock(mutex);
  current = nullptr;
}

}  // namespace tidegate
