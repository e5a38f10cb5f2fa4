// Which verification tags an ICMP error may quote.
#include "track/sctp_quote.h"

#include <gtest/gtest.h>

namespace tidegate {
namespace {

constexpr SctpTag kNoTag{};
constexpr SctpTag A = SctpTag::Of(0xaaaa);
constexpr SctpTag B = SctpTag::Of(0xbbbb);
constexpr SctpTag C = SctpTag::Of(0xcccc);
constexpr SctpSide kSilent{};

TEST(SctpQuoteTest, AnInitThatNobodyAnswered) {
  const SctpSide originator{A, kNoTag};
  EXPECT_TRUE(MayHaveSentTag(originator, kSilent, 0));
  EXPECT_FALSE(MayHaveSentTag(originator, kSilent, 0xaaaa));  // its own, which only the other side sends
  EXPECT_FALSE(MayHaveSentTag(kSilent, originator, 0));       // the other side has sent no INIT
}

TEST(SctpQuoteTest, AnAssociation) {
  const SctpSide originator{A, A}, responder{B, B};
  EXPECT_TRUE(MayHaveSentTag(originator, responder, 0xbbbb));
  EXPECT_TRUE(MayHaveSentTag(responder, originator, 0xaaaa));
  EXPECT_FALSE(MayHaveSentTag(originator, responder, 0xaaaa));
  EXPECT_FALSE(MayHaveSentTag(originator, responder, 0xbbba));
  EXPECT_FALSE(MayHaveSentTag(originator, responder, 0));
}

// A new INIT on an association (RFC 9260 section 5.2.2), until it is answered.
TEST(SctpQuoteTest, ARestart) {
  const SctpSide restarted{C, A}, responder{B, B};
  EXPECT_TRUE(MayHaveSentTag(restarted, responder, 0));
  EXPECT_TRUE(MayHaveSentTag(restarted, responder, 0xbbbb));
  EXPECT_TRUE(MayHaveSentTag(responder, restarted, 0xaaaa));
  EXPECT_TRUE(MayHaveSentTag(responder, restarted, 0xcccc));  // the INIT ACK
  EXPECT_FALSE(MayHaveSentTag(responder, restarted, 0));
}

// In the place of an association that has ended: its tag is old, and may even be chosen again.
TEST(SctpQuoteTest, AfterAnEnd) {
  const SctpSide originator{A, A.With(SctpTag::kOld)};
  const SctpSide responder{kNoTag, B.With(SctpTag::kOld)};
  EXPECT_TRUE(MayHaveSentTag(originator, responder, 0));
  EXPECT_TRUE(MayHaveSentTag(originator, responder, 0xbbbb));
  EXPECT_FALSE(MayHaveSentTag(responder, originator, 0));
}

}  // namespace
}  // namespace tidegate
