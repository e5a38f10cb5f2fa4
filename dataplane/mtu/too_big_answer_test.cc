#include "mtu/too_big_answer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "mtu/answer_limit.h"
#include "support/icmp_builder.h"
#include "support/packet_builder.h"

namespace tidegate {
namespace {

using test::Bytes;
using test::FrameSpec;
using test::Ip;

Bytes AnswerTo(const Bytes& frame, std::uint16_t mtu = 1450) {
  const BigFrame big = ReadBigFrame(frame.data(), frame.size());
  EXPECT_NE(big.ip_version, 0);
  std::array<std::uint8_t, kMostAnswerBytes> bytes{};
  const std::size_t count = WriteTooBigAnswer(big, mtu, bytes.data());
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)};
}

TEST(TooBigAnswer, Ipv6IsToldWithARightChecksum) {
  const Bytes frame = test::BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .payload = 1400});
  const Bytes answer = AnswerTo(frame);
  ASSERT_EQ(answer.size(), 14u + 1280u) << "RFC 4443: no more than the smallest MTU";
  EXPECT_EQ(Bytes(answer.begin(), answer.begin() + 6), Bytes(frame.begin() + 6, frame.begin() + 12));
  EXPECT_EQ(Bytes(answer.begin() + 22, answer.begin() + 38), Bytes(frame.begin() + 38, frame.begin() + 54));
  EXPECT_EQ(answer[54], 2);
  EXPECT_EQ(answer[60], 1450 >> 8);
  EXPECT_EQ(answer[61], 1450 & 255);
  // The pseudo-header of RFC 8200 section 8.1: both addresses, the length, the next header.
  const std::size_t payload = answer.size() - 54;
  const Bytes length = {0, 0, static_cast<std::uint8_t>(payload >> 8), static_cast<std::uint8_t>(payload), 0, 0, 0, 58};
  Bytes pseudo;
  std::copy(answer.begin() + 22, answer.begin() + 54, std::back_inserter(pseudo));
  std::copy(length.begin(), length.end(), std::back_inserter(pseudo));
  std::copy(answer.begin() + 54, answer.end(), std::back_inserter(pseudo));
  EXPECT_EQ(test::InternetChecksum(pseudo), 0);
}

TEST(TooBigAnswer, TagsStay) {
  FrameSpec tagged;
  tagged.vlans = {{5}, {6}};
  const Bytes answer = AnswerTo(test::BuildTcp({.payload = 1400, .frame = tagged}));
  const BigFrame read = ReadBigFrame(answer.data(), answer.size());
  EXPECT_EQ(read.l2_bytes, 22);
  EXPECT_EQ(read.ip_version, 4);
  EXPECT_EQ(IpBytes(read), 576u);
}

TEST(TooBigAnswer, SomeGetNone) {
  FrameSpec later;
  later.ipv4_fragment = 100;
  EXPECT_TRUE(AnswerTo(test::BuildTcp({.payload = 1400, .frame = later})).empty()) << "not the first fragment";
  EXPECT_TRUE(AnswerTo(test::BuildUdp({.dst = Ip("224.0.0.5"), .payload = 1400})).empty());
  EXPECT_TRUE(AnswerTo(test::BuildUdp({.src = Ip("0.0.0.0"), .payload = 1400})).empty());
  EXPECT_TRUE(AnswerTo(test::BuildUdp({.src = Ip("::"), .dst = Ip("2001:db8::1"), .payload = 1400})).empty());
  Bytes to_everybody = test::BuildUdp({.payload = 1400});
  to_everybody[0] = 0xff;
  EXPECT_TRUE(AnswerTo(to_everybody).empty());
  Bytes error(1400, 0);
  error[0] = 3;
  EXPECT_TRUE(AnswerTo(test::BuildIp({.protocol = 1, .payload = error})).empty()) << "an ICMP error";
  error[0] = 1;
  EXPECT_TRUE(
      AnswerTo(test::BuildIp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .protocol = 58, .payload = error}))
          .empty());
  EXPECT_FALSE(AnswerTo(test::BuildEcho({.payload = 1400})).empty());
}

TEST(TooBigAnswer, CutFramesAreReadNoFurtherThanTheyGo) {
  for (const Bytes& whole :
       {test::BuildTcp({.payload = 1400}), test::BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2")})}) {
    for (std::size_t captured = 0; captured < 80; ++captured) {
      const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(captured));
      const BigFrame big = ReadBigFrame(cut.data(), captured);
      std::array<std::uint8_t, kMostAnswerBytes> bytes{};
      if (big.ip_version != 0) WriteTooBigAnswer(big, 1450, bytes.data());
    }
  }
}

TEST(AnswerLimit, ABurstAndThenAThousandASecond) {
  AnswerLimit limit;
  int taken = 0;
  for (int i = 0; i < 1000; ++i) taken += limit.Take(kSecond) ? 1 : 0;
  EXPECT_EQ(taken, 50);
  taken = 0;
  for (int i = 0; i < 10000; ++i) taken += limit.Take(kSecond + static_cast<TimeNs>(i) * 100'000) ? 1 : 0;
  EXPECT_NEAR(taken, 1000, 2);
}

}  // namespace
}  // namespace tidegate
