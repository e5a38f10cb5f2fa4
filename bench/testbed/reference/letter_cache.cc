#include "testbed/reference/letter_cache.h"

#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <memory>
#include <vector>

#include "testbed/reference/policies.h"
#include "tidegate/time.h"

namespace tidegate::testbed {
namespace {

class LetterCache {
 public:
  LetterCache(std::string_view policy, std::uint32_t slots)
      : policy_(MakeReferencePolicy(policy, slots, 1)), letters_(slots) {
    for (Node node = slots; node-- > 0;) free_.push_back(node);
  }

  char Play(const Step& step, TimeNs now) {
    if (std::isupper(step.key) != 0) return End(static_cast<char>(std::tolower(step.key)));
    const Access access{static_cast<std::uint64_t>(step.key), step.cls, now};
    if (const auto found = nodes_.find(step.key); found != nodes_.end()) {
      policy_->OnHit(found->second, access);
      return '.';
    }
    const char outcome = free_.empty() ? MakeRoom(access) : '+';
    if (outcome != '!') Insert(step.key, access);
    return outcome;
  }

 private:
  char End(char letter) {
    policy_->OnRemove(nodes_.at(letter));
    Free(letter);
    return '-';
  }
  char MakeRoom(const Access& coming) {
    const Node victim = policy_->Evict(coming);
    if (victim == kNoNode) return '!';
    const char letter = letters_.at(victim);
    Free(letter);
    return letter;
  }
  void Insert(char letter, const Access& access) {
    const Node node = free_.back();
    free_.pop_back();
    letters_[node] = letter;
    nodes_[letter] = node;
    policy_->OnInsert(node, access);
  }
  void Free(char letter) {
    free_.push_back(nodes_.at(letter));
    nodes_.erase(letter);
  }

  std::unique_ptr<ReferencePolicy> policy_;
  std::vector<char> letters_;
  std::vector<Node> free_;
  std::map<char, Node> nodes_;
};

}  // namespace

void ExpectTrace(std::string_view policy, std::uint32_t slots, std::initializer_list<Step> steps) {
  LetterCache cache(policy, slots);
  int second = 0;
  for (const Step& step : steps) {
    EXPECT_EQ(cache.Play(step, second * kSecond), step.outcome) << policy << ": '" << step.key << "', step " << second;
    ++second;
  }
}

}  // namespace tidegate::testbed
