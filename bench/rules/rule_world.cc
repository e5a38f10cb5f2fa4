// Rules are drawn at random; packets are drawn from the rules, or until no rule allows them.
#include "rules/rule_world.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <variant>

namespace tidegate::bench {
namespace {

constexpr std::size_t kQuestions = 4096;
constexpr std::size_t kRulesPerGroup = 10;

using Random = std::mt19937_64;

IpAddress V4Of(std::uint32_t number) {
  const std::uint8_t bytes[] = {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                                static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  return IpAddress::V4(bytes);
}

IpPrefix RandomNetwork(Random& random) {
  constexpr std::uint8_t kLengths[] = {16, 20, 24, 24, 24, 28, 32, 32};
  const std::uint8_t length = kLengths[random() % 8];
  const auto address = static_cast<std::uint32_t>(random()) & ~(length == 32 ? 0u : ~0u >> length);
  return {V4Of(address), length};
}

class Maker {
 public:
  explicit Maker(const WorldSize& size) : size_(size) {
    const std::size_t groups_of_list = std::max<std::size_t>(1, size.rules / kRulesPerGroup);
    group_count_ = groups_of_list * size.lists;
    for (std::size_t g = 0; g < group_count_; ++g) AddGroup(g, size.rules / groups_of_list);
    for (std::size_t list = 0; list < size.lists; ++list) AddPort(list, groups_of_list);
    world_.policy = *SecurityPolicy::Compile(world_.groups, world_.ports);
    while (world_.allowed.size() < kQuestions) Draw(AllowedQuestion());
    while (world_.denied.size() < kQuestions) Draw(RandomQuestion());
  }

  RuleWorld Take() { return std::move(world_); }

 private:
  static std::string NameOf(std::size_t group) { return "group" + std::to_string(group); }

  SecurityRule RandomRule() {
    SecurityRule rule;
    rule.match = ProtocolMatch::kOne;
    rule.protocol = random_() % 4 == 0 ? kProtocolUdp : kProtocolTcp;
    rule.port_min = static_cast<std::uint16_t>(random_());
    const std::size_t longest = size_.wide ? 65536 : random_() % 2 == 0 ? 1 : 100;
    const std::size_t max = rule.port_min + random_() % longest;
    rule.port_max = static_cast<std::uint16_t>(std::min<std::size_t>(max, 0xffff));
    rule.remote = RandomNetwork(random_);
    if (size_.members != 0) rule.remote = GroupRemote{NameOf(random_() % group_count_)};
    return rule;
  }

  void AddGroup(std::size_t number, std::size_t rules) {
    SecurityGroup& group = world_.groups.emplace_back(SecurityGroup{NameOf(number), {}});
    for (std::size_t i = 0; i < rules; ++i) group.rules.push_back(RandomRule());
    for (std::size_t i = 0; i < size_.members / group_count_; ++i) {
      group.members.push_back({V4Of(static_cast<std::uint32_t>(random_())), 32});
    }
  }

  void AddPort(std::size_t list, std::size_t groups) {
    PortSpec& port = world_.ports.emplace_back();
    port.name = "port" + std::to_string(list);
    for (std::size_t i = 0; i < groups; ++i) port.security_groups.push_back(NameOf(list * groups + i));
  }

  Question RandomQuestion() {
    Question question{.service = static_cast<std::uint16_t>(random_()),
                      .protocol = kProtocolTcp,
                      .port = static_cast<PortIndex>(random_() % size_.lists)};
    SetRemote(question, V4Of(static_cast<std::uint32_t>(random_())));
    return question;
  }

  static void SetRemote(Question& question, const IpAddress& address) {
    std::copy_n(address.bytes.begin(), 4, question.remote.begin());
  }

  Question AllowedQuestion() {
    Question question = RandomQuestion();
    const auto& names = world_.ports[question.port].security_groups;
    const SecurityRule& rule = Pick(GroupOf(names[random_() % names.size()]).rules);
    question.protocol = rule.protocol;
    question.service = static_cast<std::uint16_t>(rule.port_min + random_() % (rule.port_max - rule.port_min + 1u));
    if (const auto* prefix = std::get_if<IpPrefix>(&rule.remote)) SetRemote(question, prefix->address);
    if (const auto* group = std::get_if<GroupRemote>(&rule.remote)) {
      SetRemote(question, Pick(GroupOf(group->group).members).address);
    }
    return question;
  }

  const SecurityGroup& GroupOf(const std::string& name) const {
    return world_.groups[std::stoul(name.substr(std::string("group").size()))];
  }

  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[random_() % from.size()];
  }

  // Keeps it, where such ones are wanted.
  void Draw(const Question& question) {
    const bool allows = world_.policy->Allows(question.port, Direction::kInbound, question.View());
    std::vector<Question>& kept = allows ? world_.allowed : world_.denied;
    if (kept.size() < kQuestions) kept.push_back(question);
  }

  WorldSize size_;
  Random random_{1};
  std::size_t group_count_ = 0;
  RuleWorld world_;
};

}  // namespace

PacketView Question::View() const {
  PacketView view;
  view.ip_version = 4;
  view.src_address = remote.data();
  view.dst_address = local.data();
  view.protocol = protocol;
  view.dst_port = service;
  return view;
}

const RuleWorld& WorldOf(const WorldSize& size) {
  static std::map<WorldSize, RuleWorld> worlds;
  const auto found = worlds.find(size);
  if (found != worlds.end()) return found->second;
  worlds.clear();  // the largest take a few hundred megabytes
  return worlds.emplace(size, Maker(size).Take()).first->second;
}

}  // namespace tidegate::bench
