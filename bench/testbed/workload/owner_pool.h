// What a workload remembers of each conversation, by a number to give as Plan::owner. Numbers of those that are gone
// are given again.
#ifndef TIDEGATE_TESTBED_WORKLOAD_OWNER_POOL_H_
#define TIDEGATE_TESTBED_WORKLOAD_OWNER_POOL_H_

#include <cstdint>
#include <vector>

namespace tidegate::testbed {

template <class T>
class OwnerPool {
 public:
  std::uint32_t Add(const T& value) {
    if (free_.empty()) {
      values_.push_back(value);
      return static_cast<std::uint32_t>(values_.size() - 1);
    }
    const std::uint32_t owner = free_.back();
    free_.pop_back();
    values_[owner] = value;
    return owner;
  }
  void Remove(std::uint32_t owner) { free_.push_back(owner); }

  T& operator[](std::uint32_t owner) { return values_[owner]; }

 private:
  std::vector<T> values_;
  std::vector<std::uint32_t> free_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_OWNER_POOL_H_
