// Sets of addresses of one family, each named by a small number: the members of the groups that rules refer to.
//
// All sets lie in one array, each sorted, so that a lookup is a binary search within a few neighbouring lines whatever
// the number of sets.
#ifndef TIDEGATE_RULES_ADDRESS_SETS_H_
#define TIDEGATE_RULES_ADDRESS_SETS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/compiled_rule.h"

namespace tidegate::rules {

template <typename Family>
class AddressSets {
 public:
  using Words = typename Family::Words;

  // Returns the number of the new set: the count of those before it.
  std::size_t Add(std::vector<Words> members) {
    std::sort(members.begin(), members.end());
    words_.insert(words_.end(), members.begin(), members.end());
    ends_.push_back(static_cast<std::uint32_t>(words_.size()));
    return ends_.size() - 1;
  }

  // REQUIRES: set < size().
  bool Contains(std::size_t set, const Words& address) const {
    const auto begin = words_.begin() + (set == 0 ? 0 : ends_[set - 1]);
    return std::binary_search(begin, words_.begin() + ends_[set], address);
  }

  std::size_t size() const { return ends_.size(); }

 private:
  std::vector<Words> words_;
  std::vector<std::uint32_t> ends_;  // where each set ends in words_; the next begins there
};

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_ADDRESS_SETS_H_
