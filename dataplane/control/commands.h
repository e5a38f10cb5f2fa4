// The commands of the control socket. Each fills `reply` and returns 0, or a negative errno for a wrong parameter.
#ifndef TIDEGATE_DATAPLANE_CONTROL_COMMANDS_H_
#define TIDEGATE_DATAPLANE_CONTROL_COMMANDS_H_

#include <rte_telemetry.h>

#include <string_view>

#include "control/control.h"

namespace tidegate {

int StatsCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int DropsCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int ConntrackListCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int ConntrackCountCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int ConntrackFlushCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int RulesReloadCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int RulesRecheckCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int RulesExplainCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int TraceBeginCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int TraceEndCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int TraceStateCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int TraceReadCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int PortsCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int MacsCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int ZonesCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int WorkersCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);
int GraphCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* reply);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CONTROL_COMMANDS_H_
