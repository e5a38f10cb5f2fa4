// Why a packet may pass a port or not: the answer to people's question, not to the packet path's.
//
//   RuleExplanation why = policy.Explain(port, Direction::kInbound, view);
//   if (why.decides) ... why.decides->group, why.decides->rule
#ifndef TIDEGATE_RULE_EXPLANATION_H_
#define TIDEGATE_RULE_EXPLANATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate {

// How a port's rules let a packet pass, as a set of ways: bits that may be combined.
enum class Allowance : std::uint8_t {
  kNone = 0,       // no rule allows it
  kTracked = 1,    // a rule of a stateful group does: with the connection it begins
  kUntracked = 2,  // a rule of a stateless group does: on its own
  kEither = 3,     // both, or the port is not firewalled
};

constexpr Allowance operator&(Allowance a, Allowance b) {
  return static_cast<Allowance>(static_cast<std::uint8_t>(a) & static_cast<std::uint8_t>(b));
}
constexpr Allowance operator|(Allowance a, Allowance b) {
  return static_cast<Allowance>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}

// The first thing in which a rule of the right direction does not fit to a packet, in the order of comparison.
enum class RuleMismatch : std::uint8_t {
  kIpVersion,
  kProtocol,
  kService,  // destination port, or ICMP type or code
  kLocal,    // the port's own end
  kRemote,
  kNone,  // it fits
  kCount_
};
inline constexpr std::size_t kRuleMismatchCount = static_cast<std::size_t>(RuleMismatch::kCount_);

constexpr std::string_view Name(RuleMismatch mismatch) {
  constexpr std::string_view kNames[] = {"ip_version", "protocol", "service", "local", "remote", "none"};
  return kNames[static_cast<std::size_t>(mismatch)];
}

// One rule, as people find it again.
struct ExplainedRule {
  std::string group;
  std::size_t rule = 0;  // among the rules of the group, from 0
  std::string place;     // where it was written
  bool stateful = true;  // its group
  RuleMismatch mismatch = RuleMismatch::kNone;
};

struct RuleExplanation {
  bool firewalled = true;  // if not, everything is allowed and the rest is empty
  Allowance allowance = Allowance::kNone;
  std::size_t groups = 0;                                    // of the port
  std::size_t rules = 0;                                     // of these, in this direction
  std::array<std::size_t, kRuleMismatchCount> mismatches{};  // of these
  std::optional<ExplainedRule> decides;                      // the first that allows it, one of a stateful group if any
  std::optional<ExplainedRule> nearest;  // if none does: the first of those that fit up to the latest comparison
};

}  // namespace tidegate

#endif  // TIDEGATE_RULE_EXPLANATION_H_
