#include "testbed/world/recorder.h"

#include <utility>

namespace tidegate::testbed {

std::uint32_t& Recorder::IndexOf(std::uint32_t serial) {
  if (serial >= index_.size()) index_.resize(std::size_t{serial} + 1, kNone);
  return index_[serial];
}

void Recorder::Begin(const Conn& conn, TimeNs now) {
  IndexOf(conn.serial) = static_cast<std::uint32_t>(conns_.size());
  conns_.push_back({.hash = conn.tuple.hash, .begin = now, .end = now, .datagram = conn.transport == Transport::kUdp});
}

void Recorder::Need(const Conn& conn, ConnClass cls, TimeNs now) {
  const std::uint32_t index = IndexOf(conn.serial);
  RecordedConn& recorded = conns_[index];
  if (what_ == kGaps && now > recorded.end) gap_list_.push_back({index, {recorded.end, now, cls}});
  recorded.end = now;
}

// The gaps of a connection are in order; they are put one behind another by counting.
Recording Recorder::Finish() && {
  Recording recording;
  recording.conns = std::move(conns_);
  if (what_ != kGaps) {
    for (RecordedConn& conn : recording.conns) {
      conn.first_gap = static_cast<std::uint32_t>(recording.gaps.size());
      if (conn.end == conn.begin) continue;
      conn.gap_count = 1;
      recording.gaps.push_back({conn.begin, conn.end, ConnClass::kEstablished});
    }
    return recording;
  }
  for (const Gap& gap : gap_list_) ++recording.conns[gap.conn].gap_count;
  std::uint32_t next = 0;
  for (RecordedConn& conn : recording.conns) {
    conn.first_gap = next;
    next += std::exchange(conn.gap_count, 0);
  }
  recording.gaps.resize(gap_list_.size());
  for (const Gap& gap : gap_list_) {
    RecordedConn& conn = recording.conns[gap.conn];
    recording.gaps[conn.first_gap + conn.gap_count++] = gap.gap;
  }
  return recording;
}

}  // namespace tidegate::testbed
