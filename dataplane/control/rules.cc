// /tidegate/rules/reload: reads a configuration file and puts its rules and tracking options in force, or says why not.
#include <utility>

#include "control/commands.h"
#include "control/reload.h"

namespace tidegate {

// The answer is one string, "ok: ..." or "error: ...": the only kind that holds a long line (8 KB).
int RulesReloadCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const std::string path = parameter.empty() ? targets.config_path : std::string(parameter);
  absl::StatusOr<NewRules> rules = LoadNewRules(path, targets.config);
  if (!rules.ok()) {
    rte_tel_data_string(data, ("error: " + std::string(rules.status().message())).c_str());
    return 0;
  }
  if (absl::Status status = targets.firewall.SetTracking(rules->tracking, targets.clock.Now()); !status.ok()) {
    rte_tel_data_string(data, ("error: " + path + ": " + std::string(status.message())).c_str());
    return 0;
  }
  targets.firewall.SetPolicy(std::move(rules->policy));
  rte_tel_data_string(data, ("ok: " + rules->summary).c_str());
  return 0;
}

}  // namespace tidegate
