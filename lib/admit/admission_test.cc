#include <gtest/gtest.h>

#include "admit/always.h"
#include "admit/half_open_quota.h"

namespace tidegate {
namespace {

TEST(AdmitAlways, AdmitsUnderAnyPressure) {
  EXPECT_EQ(AdmitAlways{}.Admit({ConnClass::kHalfOpen}, {.capacity = 10, .half_open = 1000}), DropReason::kNone);
}

TEST(HalfOpenQuota, RefusesHandshakesAtTheQuota) {
  const HalfOpenQuota quota({.half_open_max = 100, .timeouts = {}});
  EXPECT_EQ(quota.Admit({ConnClass::kHalfOpen}, {.half_open = 99}), DropReason::kNone);
  EXPECT_EQ(quota.Admit({ConnClass::kHalfOpen}, {.half_open = 100}), DropReason::kHalfOpenQuota);
}

TEST(HalfOpenQuota, LetsOtherProtocolsPass) {
  EXPECT_EQ(HalfOpenQuota({.half_open_max = 0, .timeouts = {}}).Admit({ConnClass::kDatagram}, {.half_open = 1000}),
            DropReason::kNone);
}

}  // namespace
}  // namespace tidegate
