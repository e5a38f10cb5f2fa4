// What the optima get to see of a run.
#include "testbed/world/recorder.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace tidegate::testbed {
namespace {

Conn Connection(std::uint32_t serial, Transport transport = Transport::kTcp) {
  Conn conn;
  conn.serial = serial;
  conn.transport = transport;
  conn.tuple.hash = 100 + serial;
  return conn;
}

// Two connections whose packets come in turns, and one that says a single thing; serial numbers need not follow.
Recording TwoInTurns(Recorder::What what) {
  Recorder recorder(what);
  const Conn first = Connection(5);
  const Conn second = Connection(2, Transport::kUdp);
  const Conn single = Connection(9);
  recorder.Begin(first, 10);
  recorder.Begin(second, 11);
  recorder.Need(first, ConnClass::kHalfOpen, 12);
  recorder.Need(second, ConnClass::kDatagram, 13);
  recorder.Begin(single, 14);
  recorder.Need(first, ConnClass::kEstablished, 12);  // at the same time: no silence
  recorder.Need(first, ConnClass::kEstablished, 20);
  recorder.Need(second, ConnClass::kDatagram, 21);
  return std::move(recorder).Finish();
}

TEST(Recorder, AConnectionIsAsLongAsItsPackets) {
  const Recording recording = TwoInTurns(Recorder::kConnections);
  ASSERT_EQ(recording.conns.size(), 3u);
  const auto& conns = recording.conns;
  EXPECT_EQ(conns[0].hash, 105u);
  EXPECT_EQ(conns[0].begin, 10u);
  EXPECT_EQ(conns[0].end, 20u);
  EXPECT_FALSE(conns[0].datagram);
  EXPECT_EQ(conns[1].end, 21u);
  EXPECT_TRUE(conns[1].datagram);
  EXPECT_EQ(conns[2].begin, conns[2].end);
  ASSERT_EQ(recording.gaps.size(), 2u) << "one for each that lasts";
  EXPECT_EQ(conns[2].gap_count, 0u);
  for (std::size_t i : {0u, 1u}) {
    ASSERT_EQ(conns[i].gap_count, 1u);
    EXPECT_EQ(recording.gaps[conns[i].first_gap].begin, conns[i].begin);
    EXPECT_EQ(recording.gaps[conns[i].first_gap].end, conns[i].end);
  }
}

// As recording.h promises: in order, joined from begin to end without holes.
TEST(Recorder, GapsJoinBeginToEnd) {
  const Recording recording = TwoInTurns(Recorder::kGaps);
  ASSERT_EQ(recording.gaps.size(), 4u);
  for (const RecordedConn& conn : recording.conns) {
    TimeNs until = conn.begin;
    for (std::uint32_t i = 0; i < conn.gap_count; ++i) {
      const RecordedGap& gap = recording.gaps[conn.first_gap + i];
      EXPECT_EQ(gap.begin, until);
      EXPECT_GT(gap.end, gap.begin);
      until = gap.end;
    }
    EXPECT_EQ(until, conn.end);
  }
  const RecordedConn& first = recording.conns[0];
  ASSERT_EQ(first.gap_count, 2u);
  EXPECT_EQ(recording.gaps[first.first_gap].cls, ConnClass::kHalfOpen);
  EXPECT_EQ(recording.gaps[first.first_gap + 1].cls, ConnClass::kEstablished);
}

TEST(Recorder, PacketsAreKeptIfAskedFor) {
  Recorder packets(Recorder::kPackets);
  packets.Pass(Connection(1), 7);
  packets.Pass(Connection(2), 8);
  ASSERT_EQ(packets.packets().size(), 2u);
  EXPECT_EQ(packets.packets()[1].at, 8u);
  EXPECT_EQ(packets.packets()[1].key, 102u);
  Recorder none(Recorder::kConnections);
  none.Pass(Connection(1), 7);
  EXPECT_TRUE(none.packets().empty());
}

}  // namespace
}  // namespace tidegate::testbed
