// Which sequence numbers an ICMP error may quote.
#include "track/tcp_quote.h"

#include <gtest/gtest.h>

namespace tidegate {
namespace {

using Kind = TcpHeard::Kind;

constexpr TcpSide Sent(std::uint32_t end) { return {TcpSent(end).With(TcpSent::kKnown), {}}; }

// That acknowledged up to `number`, and offered `window` units of four bytes.
constexpr TcpSide Heard(Kind kind, std::uint32_t number, std::uint32_t window) {
  return {TcpSent(1).With(TcpSent::kKnown), {kind, window, number}};
}

constexpr TcpSide kSilent{};

TEST(TcpQuoteTest, OfWhatIsOutstanding) {
  const TcpSide sender = Sent(1'000'000);
  const TcpSide receiver = Heard(Kind::kAck, 700'000, 16);
  EXPECT_TRUE(MayBeInFlight(sender, receiver, 700'000));    // the first byte that is not acknowledged
  EXPECT_TRUE(MayBeInFlight(sender, receiver, 999'999));    // the last one
  EXPECT_TRUE(MayBeInFlight(sender, receiver, 1'000'000));  // a bare ACK
  EXPECT_FALSE(MayBeInFlight(sender, receiver, 1'000'001));
  EXPECT_FALSE(MayBeInFlight(sender, receiver, 699'999));
  EXPECT_FALSE(MayBeInFlight(sender, receiver, 1'000'000 + (1u << 31)));
}

TEST(TcpQuoteTest, JustAcknowledged) {
  const TcpSide receiver = Heard(Kind::kAck, 1'000'000, 16);
  EXPECT_TRUE(MayBeInFlight(Sent(1'000'000), receiver, 1'000'000 - kQuoteSlack));
  EXPECT_FALSE(MayBeInFlight(Sent(1'000'000), receiver, 1'000'000 - kQuoteSlack - 1));
}

// Where bounds are not enforced, an acknowledgement of what was never sent may be remembered.
TEST(TcpQuoteTest, AcknowledgedBeforeItWasSent) {
  const TcpSide receiver = Heard(Kind::kAck, 1'500'000, 16);
  EXPECT_TRUE(MayBeInFlight(Sent(1'000'000), receiver, 999'000));
  EXPECT_FALSE(MayBeInFlight(Sent(1'000'000), receiver, 1'400'000));
  EXPECT_FALSE(MayBeInFlight(Sent(1'000'000), receiver, 800'000));
}

TEST(TcpQuoteTest, AroundTheWrap) {
  const TcpSide receiver = Heard(Kind::kAck, 0xffff'ff00, 16);
  EXPECT_TRUE(MayBeInFlight(Sent(0x100), receiver, 0xffff'ff00));
  EXPECT_TRUE(MayBeInFlight(Sent(0x100), receiver, 0x50));
  EXPECT_FALSE(MayBeInFlight(Sent(0x100), receiver, 0x101));
  EXPECT_TRUE(MayBeInFlight(Sent(0), Heard(Kind::kAck, 0, 16), 0xffff'ffff));
}

// No acknowledgement is known: the other side's largest window, here 160,000 bytes and what rounding adds.
TEST(TcpQuoteTest, ByTheWindow) {
  TcpSide receiver = Heard(Kind::kStamp, 5, 2500);
  receiver.sent = receiver.sent.WithShift(4);
  ASSERT_EQ(WindowOf(receiver), 160'048u);
  EXPECT_TRUE(MayBeInFlight(Sent(1'000'000), receiver, 1'000'000 - 160'048));
  EXPECT_FALSE(MayBeInFlight(Sent(1'000'000), receiver, 1'000'000 - 160'049));
}

TEST(TcpQuoteTest, OfASynThatNobodyAnswered) {
  EXPECT_TRUE(MayBeInFlight(Sent(1001), kSilent, 1000));
  EXPECT_TRUE(MayBeInFlight(Sent(1001 + 1400), kSilent, 1000));  // with data (RFC 7413)
  EXPECT_FALSE(MayBeInFlight(Sent(1001), kSilent, 1002));
}

TEST(TcpQuoteTest, OfASideThatHasSentNothing) {
  EXPECT_FALSE(MayBeInFlight(kSilent, Sent(1001), 0));
  EXPECT_FALSE(MayBeInFlight(kSilent, Sent(1001), 1001));
}

// Another SYN is remembered where acknowledgement and window were.
TEST(TcpQuoteTest, OfASideWhosePeerStartsAgain) {
  const TcpSide receiver = Heard(Kind::kOtherSyn, 77, 0x1000);
  EXPECT_TRUE(MayBeInFlight(Sent(2'000'000), receiver, 2'000'000 - (1u << 20)));
  EXPECT_FALSE(MayBeInFlight(Sent(2'000'000), receiver, 2'000'000 - (1u << 20) - 1));
}

// RFC 9293 section 3.10.7.4: the SYN goes through, and a router on its way may have something to say about it.
TEST(TcpQuoteTest, OfASynThatDoesNotFit) {
  TcpSide sender = Sent(1000);
  sender.heard = {Kind::kOtherSyn, 0x1000, 900'001};
  EXPECT_TRUE(MayBeInFlight(sender, kSilent, 900'000));
  EXPECT_TRUE(MayBeInFlight(sender, kSilent, 1000));
  EXPECT_FALSE(MayBeInFlight(sender, kSilent, 900'002));
}

TEST(TcpQuoteTest, UncertainNumbersJudgeNothing) {
  TcpSide sender = Sent(1000);
  sender.sent = sender.sent.With(TcpSent::kLoose);
  EXPECT_TRUE(MayBeInFlight(sender, kSilent, 0x80000000));
}

}  // namespace
}  // namespace tidegate
