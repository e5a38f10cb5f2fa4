// The hash on the tuples that matter: those of clients that count through their ephemeral ports. Linear hashes put such
// tuples into patterns; this one has to look like chance, under every secret. The secrets here are fixed, and so is
// every result.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "key/flow_key_inl.h"
#include "support/packet_builder.h"
#include "tidegate/flow_key.h"

namespace tidegate {
namespace {

constexpr std::uint16_t kFirstPort = 32768;  // Linux's ephemeral range
constexpr std::uint16_t kLastPort = 60999;
constexpr std::uint32_t kClients = 4;
constexpr std::uint16_t kServerPorts = 4;

// The sets of a table for 131,072 connections with a quarter of spare slots, fourteen to a set.
constexpr std::uint32_t kBuckets = 11703;

HashSecret Secret(int number) {
  std::array<std::byte, 16> entropy{};
  entropy[0] = static_cast<std::byte>(number);
  return HashSecret(entropy);
}

// The address of a client or, as number 0, of the server.
IpAddress Host(std::uint32_t number, bool v6) {
  IpAddress address = v6 ? test::Ip("2001:db8::") : test::Ip4(0x0a000000);
  address.bytes[v6 ? 15 : 3] = static_cast<std::uint8_t>(number);
  return address;
}

template <typename Key>
std::vector<Key> StructuredKeys() {
  std::vector<Key> keys;
  for (std::uint32_t client = 1; client <= kClients; ++client) {
    for (std::uint16_t server_port = 5000; server_port < 5000 + kServerPorts; ++server_port) {
      for (std::uint16_t port = kFirstPort; port <= kLastPort; ++port) {
        const FlowTuple tuple{{Host(client, Key::kIsV6), port}, {Host(0, Key::kIsV6), server_port}, 0, kProtocolTcp};
        MakeFlowKey(tuple, keys.emplace_back());
      }
    }
  }
  return keys;
}

template <typename Key>
std::vector<std::uint64_t> Hashes(const std::vector<Key>& keys, const HashSecret& secret) {
  std::vector<std::uint64_t> hashes;
  for (const Key& key : keys) hashes.push_back(HashFlowKey(key, secret));
  return hashes;
}

// Multiply and shift, as a table does it: the high half of a product.
std::uint32_t Bucket(std::uint32_t bits) { return static_cast<std::uint32_t>(std::uint64_t{bits} * kBuckets >> 32); }
std::uint32_t HighBucket(std::uint64_t hash) { return Bucket(static_cast<std::uint32_t>(hash >> 32)); }
std::uint32_t LowBucket(std::uint64_t hash) { return Bucket(static_cast<std::uint32_t>(hash)); }

// How many standard deviations the chi-square of the buckets' fillings is away from that of chance. Far above: some
// buckets overflow early. Far below: a pattern that happens to be even.
template <typename BucketOf>
double ChiSquareDeviation(const std::vector<std::uint64_t>& hashes, BucketOf bucket_of) {
  std::vector<double> filling(kBuckets, 0);
  for (std::uint64_t hash : hashes) ++filling[bucket_of(hash)];
  const double expected = static_cast<double>(hashes.size()) / kBuckets;
  double chi_square = 0;
  for (double found : filling) chi_square += (found - expected) * (found - expected) / expected;
  constexpr double kFreedom = kBuckets - 1;  // mean of the distribution; the variance is twice as much
  return (chi_square - kFreedom) / std::sqrt(2 * kFreedom);
}

template <typename Key>
class FlowHashTest : public testing::Test {
 protected:
  const std::vector<Key> keys_ = StructuredKeys<Key>();
};

using KeyTypes = testing::Types<FlowKey4, FlowKey6>;
TYPED_TEST_SUITE(FlowHashTest, KeyTypes);

// 451,712 keys collide by chance with a probability of 5.5e-9.
TYPED_TEST(FlowHashTest, StructuredTuplesDoNotCollide) {
  ASSERT_EQ(this->keys_.size(), 451'712u);
  for (int number = 0; number < 4; ++number) {
    std::vector<std::uint64_t> hashes = Hashes(this->keys_, Secret(number));
    std::sort(hashes.begin(), hashes.end());
    EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end()) << "secret " << number;
  }
}

TYPED_TEST(FlowHashTest, StructuredTuplesSpreadLikeChance) {
  for (int number = 0; number < 8; ++number) {
    SCOPED_TRACE(testing::Message() << "secret " << number);
    const std::vector<std::uint64_t> hashes = Hashes(this->keys_, Secret(number));
    EXPECT_LT(std::abs(ChiSquareDeviation(hashes, HighBucket)), 4.5);
    EXPECT_LT(std::abs(ChiSquareDeviation(hashes, LowBucket)), 4.5);
  }
}

TYPED_TEST(FlowHashTest, EveryBitIsSetInHalfOfTheHashes) {
  const std::vector<std::uint64_t> hashes = Hashes(this->keys_, Secret(1));
  const double deviation = std::sqrt(static_cast<double>(hashes.size())) / 2;
  for (int bit = 0; bit < 64; ++bit) {
    double set = 0;
    for (std::uint64_t hash : hashes) set += static_cast<double>(hash >> bit & 1);
    EXPECT_LT(std::abs(set - static_cast<double>(hashes.size()) / 2), 4.5 * deviation) << "bit " << bit;
  }
}

// Whoever has found keys that share a bucket under one secret has found nothing for another.
TYPED_TEST(FlowHashTest, SecretsOrderKeysDifferently) {
  const std::vector<std::uint64_t> one = Hashes(this->keys_, Secret(1));
  const std::vector<std::uint64_t> two = Hashes(this->keys_, Secret(2));
  std::vector<int> of_crowd(kBuckets, 0);
  int crowd = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (HighBucket(one[i]) != 0) continue;
    ++crowd;
    ++of_crowd[HighBucket(two[i])];
  }
  EXPECT_GT(crowd, 10);
  EXPECT_LE(*std::max_element(of_crowd.begin(), of_crowd.end()), 2);
}

TYPED_TEST(FlowHashTest, InlineHashIsThePublicOne) {
  const HashSecret secret = Secret(3);
  for (std::size_t i = 0; i < this->keys_.size(); i += 1000) {
    EXPECT_EQ(internal::FlowHash(this->keys_[i], secret), HashFlowKey(this->keys_[i], secret));
  }
}

TEST(HashSecretTest, DependsOnAllOfTheEntropy) {
  const std::array<std::byte, 32> entropy{};
  const HashSecret base(entropy);
  for (std::size_t i = 0; i < entropy.size(); ++i) {
    std::array<std::byte, 32> changed = entropy;
    changed[i] ^= std::byte{1};
    const HashSecret other(changed);
    int same = 0;
    for (std::size_t at = 0; at < HashSecret::kBytes; ++at) same += base.data()[at] == other.data()[at];
    EXPECT_LT(same, 16) << "byte " << i;  // by chance one in 256 agrees
  }
}

TEST(HashSecretTest, RandomOnesDiffer) {
  const HashSecret one = HashSecret::Random();
  const HashSecret two = HashSecret::Random();
  EXPECT_FALSE(std::equal(one.data(), one.data() + HashSecret::kBytes, two.data()));
}

}  // namespace
}  // namespace tidegate
