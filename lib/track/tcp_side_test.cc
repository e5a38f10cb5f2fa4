// What is remembered of a side, and the bounds that follow from it.
#include "track/tcp_side.h"

#include <gtest/gtest.h>

#include <random>

#include "track/plain_step.h"
#include "track/tcp_reset.h"
#include "track/tcp_window.h"

namespace tidegate {
namespace {

using Kind = TcpHeard::Kind;

PacketView Segment(std::uint8_t flags, std::uint32_t seq, std::uint32_t ack, std::uint32_t length,
                   std::uint16_t window = 1000) {
  PacketView view;
  view.protocol = kProtocolTcp;
  view.tcp.flags = flags;
  view.tcp.seq = seq;
  view.tcp.ack = ack;
  view.tcp.window = window;
  view.payload_length = length;
  return view;
}

PacketView ScalingSyn(std::uint8_t scale, std::uint16_t window) {
  PacketView view = Segment(kTcpSyn, 100, 0, 0, window);
  view.tcp.has_window_scale = true;
  view.tcp.window_scale = scale;
  return view;
}

TEST(TcpSide, WordsKeepWhatTheyAreGiven) {
  const TcpSent sent = TcpSent(0xfffffff0).With(TcpSent::kKnown).WithShift(14).With(TcpSent::kFinished);
  EXPECT_EQ(sent.end(), 0xfffffff0u);
  EXPECT_EQ(sent.shift(), 14);
  EXPECT_TRUE(sent.Is(TcpSent::kKnown));
  EXPECT_TRUE(sent.Is(TcpSent::kFinished));
  EXPECT_FALSE(sent.Is(TcpSent::kLoose));
  EXPECT_EQ(sent.WithEnd(7).WithShift(0).end(), 7u);
  const TcpHeard heard(Kind::kOtherSyn, TcpHeard::kMaxWindow, 0xffffffff);
  EXPECT_EQ(heard.kind(), Kind::kOtherSyn);
  EXPECT_EQ(heard.window(), TcpHeard::kMaxWindow);
  EXPECT_EQ(heard.number(), 0xffffffffu);
  EXPECT_EQ(sent.raw() >> 48, 0u) << "the record has 48 bits for it";
  EXPECT_EQ(heard.raw() >> 48, 0u);
}

TEST(TcpSide, WindowsAreNeverRoundedDown) {
  for (std::uint32_t window = 0; window <= 0xffff; ++window) {
    for (const int shift : {0, 1, 7, 14}) {
      const std::uint32_t units = WindowUnits(Segment(kTcpAck, 0, 0, 0, static_cast<std::uint16_t>(window)).tcp, shift);
      ASSERT_LE(units, TcpHeard::kMaxWindow);
      ASSERT_GE(TcpHeard(Kind::kAck, units, 0).WindowBytes(shift), window << shift);
      ASSERT_LE(TcpHeard(Kind::kAck, units, 0).WindowBytes(shift), (window + 3) << shift);
      const TcpSide syn = FirstSeen(ScalingSyn(static_cast<std::uint8_t>(shift), static_cast<std::uint16_t>(window)));
      ASSERT_GE(WindowOf(syn), window);
      ASSERT_GE(WindowOf(Unscaled(syn)), window);
    }
  }
}

TEST(TcpSide, ARememberedSynBecomesASide) {
  const TcpSide side = FromRememberedSyn(RememberedSyn(ScalingSyn(9, 64240)));
  EXPECT_EQ(side.sent.end(), 101u);
  EXPECT_EQ(side.sent.shift(), 9);
  EXPECT_TRUE(side.sent.Is(TcpSent::kKnown));
  EXPECT_TRUE(side.sent.Is(TcpSent::kScales));
  EXPECT_GE(WindowOf(side), 64240u);
  const TcpSide plain = FromRememberedSyn(RememberedSyn(Segment(kTcpSyn, 5, 0, 0, 1000)));
  EXPECT_FALSE(plain.sent.Is(TcpSent::kScales));
  EXPECT_EQ(plain.sent.shift(), 0);
  EXPECT_GE(WindowOf(plain), 1000u);
}

// S has sent up to 2000, R acknowledged 1500 and offered 1000 at most; R has sent up to 9000.
struct Pair {
  TcpSide sender{TcpSent(2000).With(TcpSent::kKnown), {Kind::kAck, 250, 9000}};
  TcpSide receiver{TcpSent(9000).With(TcpSent::kKnown), {Kind::kAck, 250, 1500}};
};

TEST(TcpWindow, FourBounds) {
  const Pair at;
  const std::uint32_t window = WindowOf(at.receiver);
  const auto fit = [&](std::uint32_t seq, std::uint32_t ack, std::uint32_t length) {
    return FitOf(at.sender, at.receiver, Segment(kTcpAck, seq, ack, length));
  };
  EXPECT_EQ(fit(2000, 9000, 100), SegmentFit::kFits);
  EXPECT_EQ(fit(1500 + window, 9000, 1), SegmentFit::kFits) << "I";
  EXPECT_EQ(fit(1501 + window, 9000, 1), SegmentFit::kBeyondWindow) << "I";
  EXPECT_EQ(fit(2000 - window, 9000, 0), SegmentFit::kFits) << "II";
  EXPECT_EQ(fit(1999 - window, 9000, 0), SegmentFit::kOld) << "II";
  EXPECT_EQ(fit(2000, 9001, 0), SegmentFit::kBadAck) << "III";
  EXPECT_EQ(fit(2000, 9000 - kMinAckWindow, 0), SegmentFit::kFits) << "IV";
  EXPECT_EQ(fit(2000, 9000 - kMinAckWindow - 1, 0), SegmentFit::kOld) << "IV";
}

// The short way has to agree with the long one, wherever it says anything.
TEST(TcpWindow, ThePlainStepIsTheFullOne) {
  std::mt19937 random(1);
  std::size_t plain = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto near = [&](std::uint32_t number) { return number + random() % 200'000 - 100'000; };
    const std::uint32_t base = random();
    const auto side = [&](std::uint32_t end, std::uint32_t number) {
      TcpSent sent = TcpSent(end).With(TcpSent::kKnown).WithShift(static_cast<int>(random() % 15));
      if (random() % 8 == 0) sent = sent.With(TcpSent::kFinished);
      if (random() % 8 == 0) sent = sent.With(TcpSent::kLoose);
      const Kind kind = random() % 8 == 0 ? static_cast<Kind>(random() % 4) : Kind::kAck;
      return TcpSide{sent, {kind, static_cast<std::uint32_t>(random() % 16384), number}};
    };
    const TcpSide sender = side(near(base), near(~base));
    const TcpSide receiver = side(near(~base), near(base));
    const auto window = static_cast<std::uint16_t>(random());
    const PacketView ack = Segment(kTcpAck, near(base), near(~base), random() % 1500, window);
    const PlainWords words{sender.sent.raw(), sender.heard.raw(), receiver.sent.raw(), receiver.heard.raw()};
    const PlainStep step = StepPlainly(words, internal::PlainAckOf(ack));
    if (step.fit == PlainFit::kUnclear) continue;
    ++plain;
    ASSERT_EQ(FitOf(sender, receiver, ack), SegmentFit::kFits);
    const bool changes = step.sent != words.own_sent || step.heard != words.own_heard;
    ASSERT_EQ(step.fit == PlainFit::kChanges, changes);
    ASSERT_EQ(step.sent, sender.sent.After(ack).raw());
    ASSERT_EQ(step.heard, HeardAfter(sender, receiver, ack).raw());
  }
  EXPECT_GT(plain, 10'000u);
}

TEST(TcpWindow, NothingNewAfterTheFin) {
  Pair at;
  at.sender.sent = at.sender.sent.With(TcpSent::kFinished);
  EXPECT_EQ(FitOf(at.sender, at.receiver, Segment(kTcpAck, 2001, 9000, 0)), SegmentFit::kBeyondWindow);
  EXPECT_EQ(FitOf(at.sender, at.receiver, Segment(kTcpAck | kTcpFin, 1999, 9000, 0)), SegmentFit::kFits);
}

TEST(TcpWindow, LooseNumbersJudgeNothing) {
  Pair at;
  at.receiver.sent = at.receiver.sent.With(TcpSent::kLoose);
  EXPECT_EQ(FitOf(at.sender, at.receiver, Segment(kTcpAck, 1u << 30, 1u << 30, 1)), SegmentFit::kFits);
}

TEST(TcpWindow, StampsAreKeptOnceTheOtherSideHasFinished) {
  Pair at;
  PacketView segment = Segment(kTcpAck, 2000, 9000, 0);
  segment.tcp.has_timestamps = true;
  segment.tcp.ts_value = 77;
  EXPECT_EQ(HeardAfter(at.sender, at.receiver, segment).kind(), Kind::kAck);
  at.receiver.sent = at.receiver.sent.With(TcpSent::kFinished);
  const TcpHeard heard = HeardAfter(at.sender, at.receiver, segment);
  EXPECT_EQ(heard.kind(), Kind::kStamp);
  EXPECT_EQ(heard.number(), 77u);
  segment.tcp.ts_value = 76;
  EXPECT_EQ(HeardAfter({at.sender.sent, heard}, at.receiver, segment).number(), 77u) << "an older one comes late";
}

TEST(TcpReset, OnlyWhatTheReceiverMayExpectCloses) {
  const Pair at;
  const auto judge = [&](std::uint32_t seq) { return JudgeReset(at.sender, at.receiver, Segment(kTcpRst, seq, 0, 0)); };
  EXPECT_EQ(judge(2000), ResetFit::kCloses) << "all has arrived";
  EXPECT_EQ(judge(1500), ResetFit::kCloses) << "no more than was acknowledged has";
  EXPECT_EQ(judge(1700), ResetFit::kDoubted);
  EXPECT_EQ(judge(1500 + WindowOf(at.receiver)), ResetFit::kDoubted);
  EXPECT_EQ(judge(1501 + WindowOf(at.receiver)), ResetFit::kBad);
  EXPECT_EQ(judge(1499), ResetFit::kBad);
}

TEST(TcpReset, AnAnswerToASynHasToAcknowledgeIt) {
  Pair at;
  at.sender = {};
  EXPECT_EQ(JudgeReset(at.sender, at.receiver, Segment(kTcpRst | kTcpAck, 0, 9000, 0)), ResetFit::kCloses);
  EXPECT_EQ(JudgeReset(at.sender, at.receiver, Segment(kTcpRst | kTcpAck, 0, 8999, 0)), ResetFit::kBad);
  EXPECT_EQ(JudgeReset(at.sender, at.receiver, Segment(kTcpRst, 0, 9000, 0)), ResetFit::kBad);
}

}  // namespace
}  // namespace tidegate
