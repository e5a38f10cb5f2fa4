#include <gtest/gtest.h>

#include "admit/always.h"
#include "admit/half_open_quota.h"

namespace tidegate {
namespace {

TEST(AdmitAlways, AdmitsUnderAnyPressure) {
  EXPECT_EQ(AdmitAlways{}.Admit({ConnClass::kHalfOpen}, {.capacity = 10, .half_open = 1000}), DropReason::kNone);
}

TEST(HalfOpenQuota, RefusesHandshakesAtTheQuota) {
  const HalfOpenQuota quota(100);
  EXPECT_EQ(quota.Admit({ConnClass::kHalfOpen}, {.half_open = 99}), DropReason::kNone);
  EXPECT_EQ(quota.Admit({ConnClass::kHalfOpen}, {.half_open = 100}), DropReason::kHalfOpenQuota);
}

TEST(HalfOpenQuota, LetsOtherProtocolsPass) {
  EXPECT_EQ(HalfOpenQuota(0).Admit({ConnClass::kDatagram}, {.half_open = 1000}), DropReason::kNone);
}

}  // namespace
}  // namespace tidegate
