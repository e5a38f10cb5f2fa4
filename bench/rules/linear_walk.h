// The obvious way, for comparison: a port's rules one by one until one allows, as 16 bytes each; a group's members as a
// sorted array.
#ifndef TIDEGATE_BENCH_RULES_LINEAR_WALK_H_
#define TIDEGATE_BENCH_RULES_LINEAR_WALK_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "rules/rule_world.h"
#include "tidegate/ip_address.h"

namespace tidegate::bench {

class LinearWalk {
 public:
  explicit LinearWalk(const RuleWorld& world) {
    for (const SecurityGroup& group : world.groups) {
      set_of_group_[group.name] = static_cast<std::uint16_t>(sets_.size());
      auto& set = sets_.emplace_back();
      for (const IpPrefix& member : group.members) set.push_back(Word(member.address.bytes.data()));
      std::sort(set.begin(), set.end());
    }
    std::map<std::string, const SecurityGroup*> group_of_name;
    for (const SecurityGroup& group : world.groups) group_of_name[group.name] = &group;
    for (const PortSpec& port : world.ports) {
      auto& list = lists_.emplace_back();
      for (const std::string& name : port.security_groups) {
        for (const SecurityRule& rule : group_of_name[name]->rules) list.push_back(RowOf(rule));
      }
    }
  }

  bool Allows(const Question& question) const {
    const std::uint32_t remote = Word(question.remote.data());
    for (const Row& row : lists_[question.port]) {
      if (question.service < row.min || question.service > row.max || question.protocol != row.protocol) continue;
      if ((remote & row.mask) != row.network) continue;
      if (row.set == kNoSet || std::binary_search(sets_[row.set].begin(), sets_[row.set].end(), remote)) return true;
    }
    return false;
  }

 private:
  static constexpr std::uint16_t kNoSet = 0xffff;

  struct Row {
    std::uint32_t network = 0;
    std::uint32_t mask = 0;
    std::uint16_t min = 0;
    std::uint16_t max = 0;
    std::uint16_t protocol = 0;
    std::uint16_t set = kNoSet;
  };
  static_assert(sizeof(Row) == 16);

  static std::uint32_t Word(const std::uint8_t* bytes) {
    std::uint32_t word;
    std::memcpy(&word, bytes, sizeof word);
    return __builtin_bswap32(word);
  }

  Row RowOf(const SecurityRule& rule) const {
    Row row{.min = rule.port_min, .max = rule.port_max, .protocol = rule.protocol};
    if (const auto* prefix = std::get_if<IpPrefix>(&rule.remote)) {
      row.mask = prefix->length == 0 ? 0 : ~0u << (32 - prefix->length);
      row.network = Word(prefix->address.bytes.data());
    }
    if (const auto* group = std::get_if<GroupRemote>(&rule.remote)) row.set = set_of_group_.at(group->group);
    return row;
  }

  std::vector<std::vector<Row>> lists_;
  std::vector<std::vector<std::uint32_t>> sets_;
  std::map<std::string, std::uint16_t> set_of_group_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_RULES_LINEAR_WALK_H_
