// Tests of what is kept of the key sets.
#include "conntrack/key_store.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tidegate::bench {
namespace {

constexpr e2e::PortRange kPorts{40000, 40099};

TEST(KeyStore, MakesEachSetOnce) {
  KeyStore store(kPorts);
  const auto small = store.Get(100);
  EXPECT_EQ(small->size(), 100u);
  EXPECT_EQ(store.Get(200)->size(), 200u);
  EXPECT_EQ(store.Get(100), small);
}

TEST(KeyStore, ForgetsWhatWasNotAskedForTheLongest) {
  KeyStore store(kPorts, KeySet::MemoryBytes(300));
  const std::weak_ptr<const KeySet> hundred = store.Get(100);
  const std::weak_ptr<const KeySet> two_hundred = store.Get(200);
  store.Get(100);
  store.Get(150);
  EXPECT_FALSE(hundred.expired());
  EXPECT_TRUE(two_hundred.expired()) << "300 in sum are kept, 450 are not";
}

TEST(KeyStore, KeepsOneSetThatIsLargerThanTheBudget) {
  KeyStore store(kPorts, 1);
  const std::weak_ptr<const KeySet> set = store.Get(100);
  EXPECT_FALSE(set.expired());
  store.Get(101);
  EXPECT_TRUE(set.expired());
}

TEST(KeyStore, MakesTheSameKeysAgain) {
  KeyStore store(kPorts, 1);
  const std::vector<FlowKey4> before(store.Get(100)->resident().begin(), store.Get(100)->resident().end());
  store.Get(101);
  EXPECT_TRUE(std::ranges::equal(store.Get(100)->resident(), before));
}

}  // namespace
}  // namespace tidegate::bench
