// The fields of a rule, and their layout in the key.
#include "rules/acl.h"

#include <rte_byteorder.h>
#include <rte_errno.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <variant>

namespace tidegate::bench {
namespace {

constexpr std::size_t kHeapBytes = std::size_t{1} << 30;
constexpr std::size_t kMaxBurst = 64;

// librte_acl reads the first field as one byte and all others in groups of four.
enum Field : std::uint8_t { kProtocol, kRemote, kService, kPadding, kList, kFields };
RTE_ACL_RULE_DEF(AclRule, kFields);

absl::Status Failed(const std::string& what, int error) {
  return absl::UnavailableError("librte_acl " + what + ": " + rte_strerror(error < 0 ? -error : error));
}

std::uint32_t NumberOf(const IpAddress& address) {
  std::uint32_t word;
  std::memcpy(&word, address.bytes.data(), sizeof word);
  return rte_be_to_cpu_32(word);
}

AclRule RuleFor(const SecurityRule& rule, std::uint32_t list, const IpPrefix& remote) {
  AclRule acl{};
  acl.data = {.category_mask = 1, .priority = 1, .userdata = 1};
  acl.field[kProtocol].value.u8 = rule.protocol;
  acl.field[kProtocol].mask_range.u8 = 0xff;
  acl.field[kRemote].value.u32 = NumberOf(remote.address);
  acl.field[kRemote].mask_range.u32 = remote.length;
  acl.field[kService].value.u16 = rule.port_min;
  acl.field[kService].mask_range.u16 = rule.port_max;
  acl.field[kPadding].mask_range.u16 = 0xffff;
  acl.field[kList].value.u32 = list;
  acl.field[kList].mask_range.u32 = 0xffffffff;
  return acl;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Acl>> Acl::Build(const RuleWorld& world) {
  if (absl::Status status = StartEal(); !status.ok()) return status;
  auto heap = DpdkHeap::Create(kHeapBytes);
  if (!heap.ok()) return heap.status();
  std::unique_ptr<Acl> acl(new Acl(*std::move(heap)));
  if (absl::Status status = acl->Add(world); !status.ok()) return status;
  if (absl::Status status = acl->BuildTries(); !status.ok()) return status;
  return acl;
}

Acl::~Acl() { rte_acl_free(context_); }

absl::Status Acl::Add(const RuleWorld& world) {
  std::map<std::string, const SecurityGroup*> group_of_name;
  for (const SecurityGroup& group : world.groups) group_of_name[group.name] = &group;
  std::vector<AclRule> rules;
  for (std::size_t list = 0; list < world.ports.size(); ++list) {
    for (const std::string& name : world.ports[list].security_groups) {
      for (const SecurityRule& rule : group_of_name[name]->rules) {
        const auto number = static_cast<std::uint32_t>(list);
        if (const auto* prefix = std::get_if<IpPrefix>(&rule.remote)) rules.push_back(RuleFor(rule, number, *prefix));
        const auto* group = std::get_if<GroupRemote>(&rule.remote);
        if (group == nullptr) continue;
        for (const IpPrefix& member : group_of_name[group->group]->members) {
          rules.push_back(RuleFor(rule, number, member));
        }
      }
    }
  }
  const rte_acl_param param = {.name = "bench",
                               .socket_id = heap_->socket(),
                               .rule_size = RTE_ACL_RULE_SZ(kFields),
                               .max_rule_num = static_cast<std::uint32_t>(rules.size())};
  context_ = rte_acl_create(&param);
  if (context_ == nullptr) return Failed("makes no context", rte_errno);
  const int error = rte_acl_add_rules(context_, reinterpret_cast<const rte_acl_rule*>(rules.data()),
                                      static_cast<unsigned>(rules.size()));
  return error == 0 ? absl::OkStatus() : Failed("takes no rules", error);
}

absl::Status Acl::BuildTries() {
  constexpr auto kBitmask = RTE_ACL_FIELD_TYPE_BITMASK;
  constexpr auto kMask = RTE_ACL_FIELD_TYPE_MASK;
  constexpr auto kRange = RTE_ACL_FIELD_TYPE_RANGE;
  rte_acl_config config{};
  config.num_categories = 1;
  config.num_fields = kFields;
  // Type, bytes, field, group of four bytes, offset.
  const rte_acl_field_def fields[kFields] = {{kBitmask, 1, kProtocol, 0, offsetof(Key, protocol)},
                                             {kMask, 4, kRemote, 1, offsetof(Key, remote)},
                                             {kRange, 2, kService, 2, offsetof(Key, service)},
                                             {kRange, 2, kPadding, 2, offsetof(Key, more_padding)},
                                             {kBitmask, 4, kList, 3, offsetof(Key, list)}};
  std::memcpy(config.defs, fields, sizeof fields);
  const int error = rte_acl_build(context_, &config);
  return error == 0 ? absl::OkStatus() : Failed("builds no tries", error);
}

Acl::Key Acl::KeyOf(const Question& question) {
  Key key{.protocol = question.protocol,
          .service = rte_cpu_to_be_16(question.service),
          .list = rte_cpu_to_be_32(question.port)};
  std::memcpy(&key.remote, question.remote.data(), sizeof key.remote);
  return key;
}

std::size_t Acl::CountAllowed(std::span<const Question> questions) const {
  std::array<Key, kMaxBurst> keys;
  std::array<const std::uint8_t*, kMaxBurst> data;
  std::array<std::uint32_t, kMaxBurst> results;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    keys[i] = KeyOf(questions[i]);
    data[i] = reinterpret_cast<const std::uint8_t*>(&keys[i]);
  }
  rte_acl_classify(context_, data.data(), results.data(), static_cast<std::uint32_t>(questions.size()), 1);
  std::size_t allowed = 0;
  for (std::size_t i = 0; i < questions.size(); ++i) allowed += results[i];
  return allowed;
}

}  // namespace tidegate::bench
