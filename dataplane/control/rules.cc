// /tidegate/rules/reload: reads a configuration file and puts its rules and tracking options in force, or says why not.
// /tidegate/rules/recheck: has the rules asked again for each live connection.
// /tidegate/rules/explain: which rule decides about a packet.
#include <memory>
#include <utility>

#include "control/commands.h"
#include "control/explanation.h"
#include "control/packet_question.h"
#include "control/reload.h"
#include "control/reply.h"

namespace tidegate {

namespace {

// First what may fail. Until the addresses follow, packets from a new one are still dropped.
absl::Status PutInForce(const ControlTargets& targets, NewRules& rules) {
  const TimeNs now = targets.clock.Now();
  absl::Status status = targets.firewall.Reconfigure(std::move(rules.policy), rules.tracking, now);
  if (!status.ok()) return status;
  const auto old = targets.topology.ChangeAddresses(rules.ports);
  if (!old.empty()) targets.quiescence.Wait();
  if (rules.recheck_established) {
    rules.summary += "; " + std::to_string(targets.firewall.Recheck(now)) + " connections are asked for again";
  }
  return absl::OkStatus();
}

}  // namespace

// The answer is one string, "ok: ..." or "error: ...": the only kind that holds a long line (8 KB).
int RulesReloadCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const std::string path = parameter.empty() ? targets.config_path : std::string(parameter);
  absl::StatusOr<NewRules> rules = LoadNewRules(path, targets.config);
  if (!rules.ok()) {
    rte_tel_data_string(data, ("error: " + std::string(rules.status().message())).c_str());
    return 0;
  }
  if (absl::Status status = PutInForce(targets, *rules); !status.ok()) {
    rte_tel_data_string(data, ("error: " + path + ": " + std::string(status.message())).c_str());
    return 0;
  }
  rte_tel_data_string(data, ("ok: " + rules->summary).c_str());
  return 0;
}

// The answer is the number of connections.
int RulesRecheckCommand(const ControlTargets& targets, std::string_view, rte_tel_data* data) {
  Dict reply(data);
  reply.Add("connections", targets.firewall.Recheck(targets.clock.Now()));
  return 0;
}

// The answer is one string again: JSON, or "error: ...".
int RulesExplainCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const absl::StatusOr<PacketQuestion> question = ParsePacketQuestion(parameter);
  if (!question.ok()) {
    rte_tel_data_string(data, ("error: " + std::string(question.status().message())).c_str());
    return 0;
  }
  const std::shared_ptr<const SecurityPolicy> policy = targets.firewall.Policy();
  const auto connection = targets.firewall.Find(question->tuple, targets.clock.Now());
  rte_tel_data_string(data, ExplainPacket(*policy, targets.config.ports, *question, connection).c_str());
  return 0;
}

}  // namespace tidegate
