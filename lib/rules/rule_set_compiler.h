// The rules of one direction, of either stateful or stateless groups, to the service tables of a family.
#ifndef TIDEGATE_RULES_RULE_SET_COMPILER_H_
#define TIDEGATE_RULES_RULE_SET_COMPILER_H_

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/compiled_policy.h"
#include "rules/family.h"
#include "rules/group_members.h"
#include "rules/remote_matchers_builder.h"
#include "rules/service_tables_builder.h"
#include "tidegate/security_groups.h"

namespace tidegate::rules {

// The groups that rules have as their remotes, numbered as they come. The names are those of the groups' own.
using GroupNumbers = absl::flat_hash_map<std::string_view, GroupNumber>;

template <typename Family>
class RuleSetCompiler {
 public:
  // REQUIRES: numbers outlives the compiler, the rules outlive numbers.
  explicit RuleSetCompiler(GroupNumbers& numbers) : numbers_(numbers) {}

  // Rules that cannot match a packet of the family are passed over.
  RuleSet<Family> Compile(const std::vector<const SecurityRule*>& rules);

  ServiceTables FinishServices() { return services_.Finish(); }
  RemoteMatchers<Family> FinishMatchers() { return matchers_.Finish(); }

 private:
  using Ends = std::vector<RemoteEnd<Family>>;

  // Rules that name one protocol; their remote ends are side by side with their services.
  struct ServiceRules {
    std::vector<ServiceRange> services;
    Ends ends;
  };
  // Rules with the same local end, by what they say of the protocol.
  struct RulesByProtocol {
    std::map<std::uint8_t, ServiceRules> one;
    Ends icmp_tcp_udp;
    Ends any;
  };

  static bool ServicesOf(const SecurityRule& rule, std::uint8_t protocol, ServiceRange& services);
  bool RemoteOf(const SecurityRule& rule, RemoteEnd<Family>& end);
  void Sort(const SecurityRule& rule, RulesByProtocol& out);
  ProtocolTables TablesOf(const RulesByProtocol& rules);
  // By first address, then from the widest to the narrowest.
  using ByLocal = std::map<std::pair<typename Family::Number, std::uint8_t>, RulesByProtocol>;
  void AddLocals(const ByLocal& by_local, RuleSet<Family>& set);

  GroupNumbers& numbers_;
  ServiceTablesBuilder services_;
  RemoteMatchersBuilder<Family> matchers_;
};

extern template class RuleSetCompiler<V4>;
extern template class RuleSetCompiler<V6>;

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_RULE_SET_COMPILER_H_
