// The way of most packets through tracking, without the state machine: plain ACKs of connections that have long been
// established.
//
// One after the other; those of a burst are judged together (plain_burst.h).
#ifndef TIDEGATE_TRACK_PLAIN_TRACK_H_
#define TIDEGATE_TRACK_PLAIN_TRACK_H_

#include "packet/plain_ack.h"
#include "table/atomics.h"
#include "table/table_worker.h"
#include "tidegate/conn_state.h"
#include "tidegate/conn_table.h"
#include "tidegate/timeouts.h"
#include "track/conn_flags.h"
#include "track/plain_step.h"
#include "track/refresh.h"

namespace tidegate {

// The connection is established, both have spoken, and the rules need not be asked again.
inline bool IsEstablished(LifeWord life) {
  return life.state() == static_cast<std::uint8_t>(ConnState::kEstablished) &&
         (life.flags() & (kFlagReplied | kFlagRecheck)) == kFlagReplied;
}

// Follows a plain ACK of `sender`. False: it is more than that; TcpPassage has to see. REQUIRES: `entry` is current.
template <class Table>
bool TrackPlainly(Table& table, TableEntry& entry, const internal::PlainAck& ack, FlowSide sender,
                  const Timeouts& timeouts, TableWorker& worker) {
  if (!IsEstablished(entry.life) || !entry.life.IsOf(entry.generation())) return false;
  const auto track = table.Track(entry);
  const WordPair own = track.LoadPair(PairOf(sender));
  const WordPair peer = track.LoadPair(PairOf(Opposite(sender)));
  const PlainStep step = StepPlainly({own[0], own[1], peer[0], peer[1]}, ack);
  if (step.fit == PlainFit::kUnclear || !track.AreOf(own) || !table.entries().IsAsFound(entry)) return false;
  if (step.fit == PlainFit::kChanges && !track.SwapPair(PairOf(sender), own, {step.sent, step.heard}, worker.writers)) {
    return false;
  }
  return Refresh(table, entry, ConnState::kEstablished, entry.life.flags(), timeouts, worker);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_PLAIN_TRACK_H_
