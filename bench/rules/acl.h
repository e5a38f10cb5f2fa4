// DPDK's librte_acl: all lists in one context of tries, with the list's number as a field of its own. A rule whose
// remote end is a group is one ACL rule for each member, for there is no field for it.
#ifndef TIDEGATE_BENCH_RULES_ACL_H_
#define TIDEGATE_BENCH_RULES_ACL_H_

#include <rte_acl.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "peers/dpdk_memory.h"
#include "rules/rule_world.h"

namespace tidegate::bench {

class Acl {
 public:
  // Fails if DPDK cannot start, or cannot build the context within a gigabyte.
  static absl::StatusOr<std::unique_ptr<Acl>> Build(const RuleWorld& world);
  Acl(const Acl&) = delete;
  Acl& operator=(const Acl&) = delete;
  ~Acl();

  // The number of questions that are allowed. REQUIRES: at most 64.
  std::size_t CountAllowed(std::span<const Question> questions) const;

  std::size_t MemoryBytes() const { return heap_->AllocatedBytes(); }

 private:
  // What is classified, in network byte order.
  struct Key {
    std::uint8_t protocol = 0;
    std::uint8_t padding[3] = {};
    std::uint32_t remote = 0;
    std::uint16_t service = 0;
    std::uint16_t more_padding = 0;
    std::uint32_t list = 0;
  };

  explicit Acl(std::unique_ptr<DpdkHeap> heap) : heap_(std::move(heap)) {}
  absl::Status Add(const RuleWorld& world);
  absl::Status BuildTries();
  static Key KeyOf(const Question& question);

  std::unique_ptr<DpdkHeap> heap_;
  rte_acl_ctx* context_ = nullptr;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_RULES_ACL_H_
