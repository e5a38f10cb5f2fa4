// Reference "none": nothing goes, the new connection is refused. What is lost to evicting at all is measured against
// it.
#ifndef TIDEGATE_TESTBED_REFERENCE_NONE_H_
#define TIDEGATE_TESTBED_REFERENCE_NONE_H_

#include <cstdint>
#include <string_view>

#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class NonePolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "none";
  static constexpr std::string_view kIdea = "nothing goes; the new one is refused";

  NonePolicy(std::uint32_t, std::uint64_t) {}

  void OnInsert(Node, const Access&) override {}
  void OnHit(Node, const Access&) override {}
  void OnRemove(Node) override {}
  Node Evict(const Access&) override { return kNoNode; }
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_NONE_H_
