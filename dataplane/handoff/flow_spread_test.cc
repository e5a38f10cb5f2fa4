// The worker that packets belong to.
#include "handoff/flow_spread.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "support/fragment_builder.h"
#include "support/packet_builder.h"

namespace tidegate {
namespace {

using test::BuildFragment;
using test::BuildTcp;
using test::BuildUdp;
using test::Bytes;
using test::Ip;

constexpr unsigned kWorkers = 128;

HashSecret SecretOf(unsigned char byte) {
  std::array<std::byte, 32> entropy;
  entropy.fill(std::byte{byte});
  return HashSecret(entropy);
}

std::optional<unsigned> WorkerOf(const Bytes& frame, unsigned workers = kWorkers) {
  return FlowSpread(SecretOf(1), workers).WorkerOf(frame.data(), frame.size());
}

Bytes Tagged(Bytes frame) {
  const Bytes tag = {0x81, 0x00, 0x00, 0x07};
  frame.insert(frame.begin() + 12, tag.begin(), tag.end());
  return frame;
}

struct Ends {
  const char* here;
  const char* there;
};
constexpr Ends kFamilies[] = {{"10.0.0.1", "192.168.0.4"}, {"2001:db8::1", "2001:db8::4"}};

TEST(FlowSpread, BothDirectionsOfAConnectionHaveOneWorker) {
  for (const Ends& ends : kFamilies) {
    for (std::uint16_t port = 1024; port < 1424; ++port) {
      const Bytes there = BuildTcp({.src = Ip(ends.here), .dst = Ip(ends.there), .src_port = port, .dst_port = 22});
      const Bytes back = BuildTcp({.src = Ip(ends.there), .dst = Ip(ends.here), .src_port = 22, .dst_port = port});
      ASSERT_TRUE(WorkerOf(there));
      EXPECT_EQ(WorkerOf(there), WorkerOf(back)) << port;
      EXPECT_EQ(WorkerOf(there), WorkerOf(Tagged(there))) << "a tag is no part of the connection";
    }
  }
}

TEST(FlowSpread, AllFragmentsOfAPacketHaveOneWorker) {
  for (const Ends& ends : kFamilies) {
    const Bytes whole = BuildUdp({.src = Ip(ends.here), .dst = Ip(ends.there), .payload = 3000});
    const auto first = WorkerOf(BuildFragment(whole, {.offset = 0, .length = 1480}));
    ASSERT_TRUE(first);
    EXPECT_EQ(WorkerOf(BuildFragment(whole, {.offset = 1480, .length = 1480})), first);
    EXPECT_EQ(WorkerOf(BuildFragment(whole, {.offset = 2960, .length = 48, .more = false})), first);
  }
}

TEST(FlowSpread, ConnectionsAreSharedOutEvenly) {
  for (const Ends& ends : kFamilies) {
    for (const unsigned workers : {2u, 3u, 5u, 16u}) {
      std::vector<unsigned> count(workers);
      constexpr unsigned kConnections = 8192;
      for (unsigned n = 0; n < kConnections; ++n) {
        const auto port = static_cast<std::uint16_t>(32768 + n);
        ++count[*WorkerOf(BuildTcp({.src = Ip(ends.here), .dst = Ip(ends.there), .src_port = port, .dst_port = 22}),
                          workers)];
      }
      const double mean = double{kConnections} / workers;
      // Five standard deviations of a fair choice and more.
      for (const unsigned one : count) EXPECT_NEAR(one, mean, 0.25 * mean) << workers << " workers";
    }
  }
}

TEST(FlowSpread, ItTakesTheSecretToForeseeAWorker) {
  unsigned same = 0;
  for (std::uint16_t port = 1000; port < 2000; ++port) {
    const Bytes frame = BuildTcp({.src_port = port, .dst_port = 22});
    same += FlowSpread(SecretOf(1), 2).WorkerOf(frame.data(), frame.size()) ==
                    FlowSpread(SecretOf(2), 2).WorkerOf(frame.data(), frame.size())
                ? 1
                : 0;
  }
  EXPECT_NEAR(same, 500, 100);
}

TEST(FlowSpread, WhatIsNotIpStaysAndNothingBehindTheFrameIsRead) {
  EXPECT_FALSE(WorkerOf(test::BuildArpRequest({})));
  for (const Ends& ends : kFamilies) {
    const Bytes whole = BuildTcp({.src = Ip(ends.here), .dst = Ip(ends.there)});
    for (const Bytes& frame : {whole, Tagged(whole)}) {
      for (std::size_t captured = 0; captured < frame.size(); ++captured) {
        const Bytes cut(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(captured));
        WorkerOf(cut);  // for the address sanitizer
      }
    }
  }
}

}  // namespace
}  // namespace tidegate
