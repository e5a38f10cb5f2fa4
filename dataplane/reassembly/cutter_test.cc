// Packets cut into fragments again: the same as a sender would have made.
#include "reassembly/cutter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fragment_builder.h"

namespace tidegate {
namespace {

using test::BuildUdp;
using test::Bytes;
using test::CutIntoFragments;
using test::Ip;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

constexpr std::uint32_t kId = 4711;  // of the fragment builder

WholeFrame Frame(const Bytes& bytes, std::uint8_t version) {
  return {.data = bytes.data(), .bytes = bytes.size(), .l2_bytes = 14, .ip_version = version, .ipv6_id = kId};
}

std::vector<Bytes> Cut(const WholeFrame& frame, std::size_t ip_bytes) {
  const Cutter cutter(frame, ip_bytes);
  std::vector<Bytes> fragments;
  for (std::size_t i = 0; i < cutter.count(); ++i) {
    fragments.emplace_back(cutter.BytesOf(i));
    cutter.Write(i, fragments.back().data());
  }
  return fragments;
}

// An IPv4 packet keeps its identification while it is whole.
Bytes WithId(Bytes frame) {
  frame[18] = kId >> 8;
  frame[19] = kId & 0xff;
  return frame;
}

TEST(Cutter, MakesTheFragmentsThatASenderMakes) {
  for (const std::size_t payload : {1473, 1480, 2952, 2953, 4000, 8000}) {
    const Bytes v4 = WithId(BuildUdp({.payload = payload}));
    EXPECT_THAT(Cut(Frame(v4, 4), 1500), ElementsAreArray(CutIntoFragments(v4))) << payload;
    const Bytes v6 = BuildUdp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .payload = payload});
    EXPECT_THAT(Cut(Frame(v6, 6), 1500), ElementsAreArray(CutIntoFragments(v6))) << payload;
    EXPECT_THAT(Cut(Frame(v6, 6), 1280), ElementsAreArray(CutIntoFragments(v6, {.ip_bytes = 1280}))) << payload;
  }
}

TEST(Cutter, KeepsDontFragment) {
  const Bytes frame = WithId(BuildUdp({.payload = 3000, .frame = {.ipv4_fragment = 0x4000}}));
  const std::vector<Bytes> fragments = Cut(Frame(frame, 4), 1500);
  ASSERT_EQ(fragments.size(), 3u);
  for (const Bytes& fragment : fragments) EXPECT_EQ(fragment[20] & 0x40, 0x40);
  EXPECT_THAT(fragments, ElementsAreArray(CutIntoFragments(frame)));
}

TEST(Cutter, LaterFragmentsHaveOnlyTheOptionsThatAreCopied) {
  // Record route (7, not copied), router alert (0x94, copied), end of options.
  const Bytes options = {7, 7, 4, 0, 0, 0, 0, 0x94, 4, 0, 0, 0};
  const Bytes frame = BuildUdp({.payload = 3000, .frame = {.ipv4_options = options}});
  const std::vector<Bytes> fragments = Cut(Frame(frame, 4), 1500);
  ASSERT_EQ(fragments.size(), 3u);
  auto options_of = [](const Bytes& fragment) { return Bytes(fragment.begin() + 34, fragment.begin() + 46); };
  auto header_of = [](const Bytes& fragment) { return Bytes(fragment.begin() + 14, fragment.begin() + 46); };
  EXPECT_EQ(options_of(fragments[0]), options);
  for (std::size_t i = 1; i < fragments.size(); ++i) {
    EXPECT_EQ(options_of(fragments[i]), (Bytes{1, 1, 1, 1, 1, 1, 1, 0x94, 4, 0, 0, 0}));
  }
  for (const Bytes& fragment : fragments) EXPECT_EQ(test::InternetChecksum(header_of(fragment)), 0);
}

TEST(Cutter, OptionsWithAWrongLengthAreLeftAlone) {
  for (const Bytes& options : {Bytes{7, 0, 4, 0}, Bytes{7, 1, 4, 0}, Bytes{7, 40, 4, 0}, Bytes{1, 1, 1, 7}}) {
    const Bytes frame = BuildUdp({.payload = 3000, .frame = {.ipv4_options = options}});
    const std::vector<Bytes> fragments = Cut(Frame(frame, 4), 1500);
    ASSERT_EQ(fragments.size(), 3u);
    EXPECT_EQ(Bytes(fragments[1].begin() + 34, fragments[1].begin() + 38), options);
  }
}

TEST(Cutter, MakesNoneWhereNoDataFits) {
  const Bytes v4 = BuildUdp({.payload = 100});
  EXPECT_THAT(Cut(Frame(v4, 4), 27), IsEmpty());
  EXPECT_EQ(Cut(Frame(v4, 4), 28).size(), 14u);
  EXPECT_THAT(Cut(Frame(v4, 4), 0), IsEmpty());
}

TEST(MayBeCutSmaller, OnlyIpv4WithoutDontFragment) {
  const Bytes plain = BuildUdp({.payload = 100});
  const Bytes dont_fragment = BuildUdp({.payload = 100, .frame = {.ipv4_fragment = 0x4000}});
  const Bytes v6 = BuildUdp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .payload = 100});
  EXPECT_TRUE(MayBeCutSmaller(Frame(plain, 4)));
  EXPECT_FALSE(MayBeCutSmaller(Frame(dont_fragment, 4)));
  EXPECT_FALSE(MayBeCutSmaller(Frame(v6, 6)));
}

}  // namespace
}  // namespace tidegate
