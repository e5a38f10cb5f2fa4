// The workers of a table keep its census right: what left the table is in no count.
#include <gtest/gtest.h>

#include <memory>

#include "table/table_test_util.h"

namespace tidegate {
namespace {

using Fixture = TableFixture<ConnTable4, FlowKey4>;

// After 900 s the tick of an entry that ended after 30 looks like one to come. Its set is visited by the next insert.
TEST(CensusOfTable, AnEntryThatEndedLongAgoIsTakenOutOnce) {
  Fixture t(16);
  t.Insert(1, ConnState::kSynSent, kStart + 30 * kSecond, StateFirst());
  const TimeNs later = kStart + 900 * kSecond;
  t.worker->BeginBurst(later);
  EXPECT_EQ(t.worker->census.Live(ConnClass::kHalfOpen), 0);
  t.Insert(1, ConnState::kSynSent, later + 30 * kSecond, StateFirst());
  EXPECT_EQ(t.Live(later), 1u);
  EXPECT_EQ(t.worker->census.Live(ConnClass::kHalfOpen), 1);
}

// An entry that ends later than its slot can say, written by one worker and removed by one whose clock is a millisecond
// behind, in the tick before.
TEST(CensusOfTable, ClocksThatDifferALittleCountTheSame) {
  Fixture t(16);
  const TimeNs tick = TimeNs{1} << TickShift(ConnClass::kEstablished);
  const TimeNs now = (kStart / tick + 1) * tick;
  auto behind = std::make_unique<TableWorker>();
  t.worker->BeginBurst(now);
  behind->BeginBurst(now - kMillisecond);
  const InsertResult result = t.Insert(1, ConnState::kEstablished, now + 5 * 86400 * kSecond, StateFirst());
  ASSERT_TRUE(t.table->Release(result.entry, *behind));
  behind->BeginBurst(now);
  EXPECT_EQ(t.worker->census.Live(ConnClass::kEstablished) + behind->census.Live(ConnClass::kEstablished), 0);
}

}  // namespace
}  // namespace tidegate
