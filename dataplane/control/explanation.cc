// One object for each end, and what follows from both.
#include "control/explanation.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "nlohmann/json.hpp"
#include "tidegate/drop_reason.h"
#include "tidegate/rule_explanation.h"

namespace tidegate {
namespace {

using Json = nlohmann::ordered_json;

std::string Counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string RuleText(const ExplainedRule& rule) {
  return "rule " + std::to_string(rule.rule) + " of group " + rule.group;
}

// What fails, as a noun of "has another ...".
std::string_view Noun(RuleMismatch mismatch) {
  constexpr std::array<std::string_view, kRuleMismatchCount> kNouns = {"IP version", "protocol",   "port, type or code",
                                                                       "local end",  "remote end", ""};
  return kNouns[static_cast<std::size_t>(mismatch)];
}

std::string WhyAllowed(const RuleExplanation& rules) {
  const std::string how = rules.decides->stateful ? " allows it" : " allows it, without a connection";
  return RuleText(*rules.decides) + how;
}

std::string WhyDenied(const RuleExplanation& rules, std::string_view direction) {
  if (rules.groups == 0) return "the port has no group, so nothing is allowed";
  if (rules.rules == 0) return "no " + std::string(direction) + " rule in " + Counted(rules.groups, "group");
  std::string why = "none of " + Counted(rules.rules, std::string(direction) + " rule") + " allows it:";
  for (std::size_t i = 0; i + 1 < kRuleMismatchCount; ++i) {
    if (rules.mismatches[i] == 0) continue;
    why += (why.ends_with(':') ? " " : ", ") + std::to_string(rules.mismatches[i]) + " with another " +
           std::string(Noun(static_cast<RuleMismatch>(i)));
  }
  return why + "; nearest is " + RuleText(*rules.nearest);
}

Json RuleJson(const ExplainedRule& rule) {
  Json json = {{"group", rule.group}, {"rule", rule.rule}, {"place", rule.place}, {"stateful", rule.stateful}};
  if (rule.mismatch != RuleMismatch::kNone) json["mismatch"] = Name(rule.mismatch);
  return json;
}

struct End {
  Json json;
  Allowance allowance = Allowance::kNone;
};

End ExplainEnd(const SecurityPolicy& policy, const std::vector<PortSpec>& ports, const PacketQuestion& question,
               Direction direction) {
  const bool inbound = direction == Direction::kInbound;
  const IpAddress& address = inbound ? question.tuple.destination.address : question.tuple.source.address;
  const PortIndex port = policy.PortOf(address, question.tuple.zone);
  const RuleExplanation rules = policy.Explain(port, direction, question.View());
  End end{{{"direction", Name(direction)}, {"address", ToString(address)}}, rules.allowance};
  end.json["port"] = port == kNoPort ? Json() : Json(ports[port].name);
  end.json["allowed"] = rules.allowance != Allowance::kNone;
  if (!rules.firewalled) {
    end.json["why"] = port == kNoPort ? "no port has this address, so no rule is asked"
                                      : "the port has no security groups, so no rule is asked";
    return end;
  }
  end.json["why"] = rules.decides ? WhyAllowed(rules) : WhyDenied(rules, Name(direction));
  if (rules.decides) end.json["decides"] = RuleJson(*rules.decides);
  if (rules.nearest) end.json["nearest"] = RuleJson(*rules.nearest);
  for (std::size_t i = 0; i + 1 < kRuleMismatchCount; ++i) {
    if (rules.mismatches[i] != 0)
      end.json["mismatches"][std::string(Name(static_cast<RuleMismatch>(i)))] = rules.mismatches[i];
  }
  return end;
}

DropReason ReasonOf(const End& sender, const End& receiver) {
  if (sender.json["port"].is_null() && receiver.json["port"].is_null()) return DropReason::kUnknownPort;
  if (sender.allowance == Allowance::kNone) return DropReason::kRuleDeniedOutbound;
  return receiver.allowance == Allowance::kNone ? DropReason::kRuleDeniedInbound : DropReason::kNone;
}

std::string PacketText(const PacketQuestion& question) {
  std::string text = ToString(question.tuple);
  if (!question.View().IsIcmp()) return text;
  return text + " type " + std::to_string(question.icmp.type) + " code " + std::to_string(question.icmp.code);
}

}  // namespace

std::string ExplainPacket(const SecurityPolicy& policy, const std::vector<PortSpec>& ports,
                          const PacketQuestion& question, const std::optional<ConnInfo>& connection) {
  const End sender = ExplainEnd(policy, ports, question, Direction::kOutbound);
  const End receiver = ExplainEnd(policy, ports, question, Direction::kInbound);
  const DropReason reason = ReasonOf(sender, receiver);
  Json json = {{"packet", PacketText(question)}, {"verdict", reason == DropReason::kNone ? "pass" : "drop"}};
  if (reason == DropReason::kNone) {
    json["tracked"] = (sender.allowance & receiver.allowance) != Allowance::kUntracked;
  } else {
    json["reason"] = Name(reason);
  }
  json["ends"] = {sender.json, receiver.json};
  if (connection) {
    json["connection"] = {{"tuple", ToString(connection->tuple)},
                          {"state", Name(connection->state)},
                          {"expires_s", (connection->expires_in + kSecond - 1) / kSecond}};
  }
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace tidegate
