// What holds of every policy, whatever comes and ends.
#include "testbed/reference/policies.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "testbed/world/random.h"

namespace tidegate::testbed {
namespace {

constexpr ConnClass kClasses[] = {ConnClass::kHalfOpen, ConnClass::kEstablished, ConnClass::kClosing,
                                  ConnClass::kTimeWait, ConnClass::kDatagram,    ConnClass::kAlias};

// A table that knows of each node whether it is in use, and plays whatever the dice say.
class RandomTable {
 public:
  RandomTable(const ReferencePolicyEntry& entry, std::uint32_t slots, std::uint64_t seed)
      : name_(entry.name), policy_(entry.make(slots, seed)), random_(seed), in_use_(slots), keys_(slots) {
    for (Node node = slots; node-- > 0;) free_.push_back(node);
  }

  void Step() {
    now_ += random_.Below(kSecond);
    const std::uint64_t dice = random_.Below(1'000);
    if (dice < 100) {
      Remove(AnyInUse());
    } else if (dice == 100) {
      RemoveAll();
    } else {
      Request(random_.Below(3 * in_use_.size()), /*collides=*/dice < 110);
    }
  }
  void RemoveAll() {
    for (Node node = 0; node < in_use_.size(); ++node) Remove(node);
  }
  void FillWithNew() {
    for (std::size_t i = 0; i < in_use_.size(); ++i) Request(next_new_++, false);
  }

  std::size_t used() const { return in_use_.size() - free_.size(); }
  const std::vector<Node>& victims() const { return victims_; }

 private:
  Node AnyInUse() { return static_cast<Node>(random_.Below(in_use_.size())); }

  // `collides`: another connection of the same key may be there.
  void Request(std::uint64_t key, bool collides) {
    const Access access{key, kClasses[random_.Below(std::size(kClasses))], now_};
    const Node there = collides ? kNoNode : Find(key);
    if (there != kNoNode) {
      policy_->OnHit(there, access);
    } else if (!free_.empty() || MakeRoom(access)) {
      const Node node = free_.back();
      free_.pop_back();
      in_use_[node] = true;
      keys_[node] = key;
      policy_->OnInsert(node, access);
    }
  }
  bool MakeRoom(const Access& coming) {
    const Node victim = policy_->Evict(coming);
    victims_.push_back(victim);
    if (victim == kNoNode) {
      EXPECT_TRUE(name_ == "none" || name_ == "state_first") << name_ << " refuses";
      return false;
    }
    EXPECT_LT(victim, in_use_.size()) << name_;
    Free(victim);
    return true;
  }
  void Remove(Node node) {
    if (!in_use_[node]) return;
    policy_->OnRemove(node);
    Free(node);
  }
  void Free(Node node) {
    ASSERT_TRUE(in_use_.at(node)) << name_ << " evicts a node that is free";
    in_use_[node] = false;
    free_.push_back(node);
  }
  Node Find(std::uint64_t key) const {
    for (Node node = 0; node < in_use_.size(); ++node) {
      if (in_use_[node] && keys_[node] == key) return node;
    }
    return kNoNode;
  }

  std::string name_;
  std::unique_ptr<ReferencePolicy> policy_;
  Random random_;
  TimeNs now_ = 0;
  std::uint64_t next_new_ = 1'000'000;
  std::vector<bool> in_use_;
  std::vector<std::uint64_t> keys_;
  std::vector<Node> free_;
  std::vector<Node> victims_;
};

constexpr std::uint32_t kTables[] = {1, 2, 3, 5, 12, 90, 250};

// A list that had lost a node, or doubled it, would end the program (node_list.h).
TEST(ReferencePolicies, VictimsAreInUseWhateverEnds) {
  for (const ReferencePolicyEntry& entry : ReferencePolicies()) {
    for (const std::uint32_t slots : kTables) {
      RandomTable table(entry, slots, slots);
      for (int step = 0; step < 10'000; ++step) table.Step();
      EXPECT_FALSE(table.victims().empty()) << entry.name;
    }
  }
}

// Whatever came before: an empty table takes in as many as it has slots before anybody goes, and then one for one.
TEST(ReferencePolicies, NoSlotIsLost) {
  for (const ReferencePolicyEntry& entry : ReferencePolicies()) {
    for (const std::uint32_t slots : kTables) {
      RandomTable table(entry, slots, slots);
      for (int step = 0; step < 2'000; ++step) table.Step();
      table.RemoveAll();
      EXPECT_EQ(table.used(), 0u);
      const std::size_t victims = table.victims().size();
      table.FillWithNew();
      EXPECT_EQ(table.victims().size(), victims);
      table.FillWithNew();
      EXPECT_EQ(table.used(), slots);
      EXPECT_EQ(table.victims().size(), victims + slots) << entry.name;
      table.RemoveAll();
    }
  }
}

TEST(ReferencePolicies, EqualSeedsMakeEqualChoices) {
  for (const ReferencePolicyEntry& entry : ReferencePolicies()) {
    RandomTable one(entry, 90, 7);
    RandomTable other(entry, 90, 7);
    for (int step = 0; step < 5'000; ++step) {
      one.Step();
      other.Step();
    }
    EXPECT_EQ(one.victims(), other.victims()) << entry.name;
  }
}

TEST(ReferencePolicies, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const ReferencePolicyEntry& entry : ReferencePolicies()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_FALSE(entry.idea.empty());
    EXPECT_NE(MakeReferencePolicy(entry.name, 10, 1), nullptr);
  }
  EXPECT_EQ(ReferencePolicyNames().size(), names.size());
  EXPECT_EQ(MakeReferencePolicy("opt", 10, 1), nullptr);
}

}  // namespace
}  // namespace tidegate::testbed
