#include "testbed/world/entry_ledger.h"

#include <algorithm>
#include <utility>

namespace tidegate::testbed {
namespace {

std::string TupleText(const Conn& conn) { return ToString(ToTuple(conn.tuple.key, conn.client_side)); }

}  // namespace

void EntryLedger::OnEvict(std::uint32_t slot, absl::FunctionRef<void(std::vector<std::uint32_t>&)> rivals) {
  const ConnId id = occupants_[slot];
  if (id == kNoConn) return;
  const Stay& stay = StayIn(slot);
  const ConnClass cls = stay.cls();
  ++metrics_.entries.evicted[static_cast<std::size_t>(cls)];
  End(stay, now_);
  if (id != kLeft) {
    Conn& conn = conns_[id];
    if (!conn.attack && metrics_.mistakes.size() < kMostMistakes && pending_.size() < kMostPending) {
      rivals_.clear();
      rivals(rivals_);
      pending_.emplace(conn.serial, Describe(slot, conn, rivals_));
    }
    conn.evicted_as = cls;
    conn.slot = kNoSlot;
  }
  occupants_[slot] = kNoConn;
}

void EntryLedger::Follow(ConnId id, const Passage& passage) {
  Conn& conn = conns_[id];
  if (passage.created || conn.slot != passage.slot) {
    metrics_.entries.inserted += passage.created ? 1 : 0;
    // Its own old entry has ended: the connection comes back to life in another one.
    if (conn.slot != kNoSlot) Replace(conn.slot);
    Replace(passage.slot);
    occupants_[passage.slot] = id;
    conn.slot = passage.slot;
    conn.stay.entered = now_;
    conn.evicted_as = ConnClass::kEmpty;
    conn.entered_once = true;
  }
  conn.stay.last_packet = now_;
  conn.stay.state = passage.state;
  conn.stay.expiry = passage.expiry;
}

void EntryLedger::Miss(ConnId id) {
  Conn& conn = conns_[id];
  if (conn.slot != kNoSlot) Replace(conn.slot);
  if (conn.attack) return;
  if (conn.evicted_as == ConnClass::kEmpty) {
    ++metrics_.legit.expired_in_use[static_cast<std::size_t>(conn.stay.cls())];
    return;
  }
  ++metrics_.legit.wrongful[static_cast<std::size_t>(conn.evicted_as)];
  const auto found = pending_.find(conn.serial);
  if (found == pending_.end()) return;
  if (metrics_.mistakes.size() < kMostMistakes) {
    found->second.missed_after = now_ - found->second.at;
    metrics_.mistakes.push_back(std::move(found->second));
  }
  pending_.erase(found);
}

void EntryLedger::Release(ConnId id) {
  Conn& conn = conns_[id];
  if (conn.evicted_as != ConnClass::kEmpty) pending_.erase(conn.serial);
  if (conn.slot != kNoSlot) {
    conn.stay.over = true;
    left_[conn.slot] = conn.stay;
    occupants_[conn.slot] = kLeft;
  }
  conns_.Remove(id);
}

void EntryLedger::Close(TimeNs now) {
  now_ = now;
  for (std::uint32_t slot = 0; slot < occupants_.size(); ++slot) {
    if (occupants_[slot] == kNoConn) continue;
    const Stay& stay = StayIn(slot);
    CountByClass& ends = stay.expiry > now ? metrics_.entries.live_at_end : metrics_.entries.expired;
    ++ends[static_cast<std::size_t>(stay.cls())];
    Vacate(slot);
  }
}

// Whoever stands there has ended by itself, or makes way for its own successor.
void EntryLedger::Replace(std::uint32_t slot) {
  if (occupants_[slot] == kNoConn) return;
  const Stay& stay = StayIn(slot);
  if (stay.expiry <= now_) {
    ++metrics_.entries.expired[static_cast<std::size_t>(stay.cls())];
  } else {
    ++metrics_.entries.reopened;
  }
  Vacate(slot);
}

void EntryLedger::Vacate(std::uint32_t slot) {
  const Stay& stay = StayIn(slot);
  End(stay, std::min(now_, stay.expiry));
  if (occupants_[slot] != kLeft) conns_[occupants_[slot]].slot = kNoSlot;
  occupants_[slot] = kNoConn;
}

// The time of a slot that nobody missed is dead from the last packet on.
void EntryLedger::End(const Stay& stay, TimeNs at) {
  const auto cls = static_cast<std::size_t>(stay.cls());
  const TimeNs end = std::max(at, stay.last_packet);
  metrics_.useful_time[cls] += (stay.over ? stay.last_packet : end) - stay.entered;
  if (stay.over) metrics_.dead_time[cls] += end - stay.last_packet;
}

Mistake EntryLedger::Describe(std::uint32_t slot, const Conn& victim, const std::vector<std::uint32_t>& rivals) const {
  Mistake mistake{.at = now_,
                  .state = Name(victim.stay.state),
                  .cls = Name(victim.stay.cls()),
                  .victim = TupleText(victim),
                  .newcomer = TupleText(conns_[newcomer_]),
                  .idle = now_ - victim.stay.last_packet,
                  .left = victim.stay.expiry - std::min(victim.stay.expiry, now_),
                  .missed_after = 0,
                  .rivals = {}};
  for (const std::uint32_t rival : rivals) {
    if (occupants_[rival] == kNoConn) continue;
    mistake.rivals.push_back(RivalAt(rival));
    mistake.rivals.back().victim = rival == slot;
  }
  return mistake;
}

Rival EntryLedger::RivalAt(std::uint32_t slot) const {
  const Stay& stay = StayIn(slot);
  return {.cls = Name(stay.cls()),
          .idle = now_ - stay.last_packet,
          .left = stay.expiry - std::min(stay.expiry, now_),
          .useful = !stay.over,
          .victim = false};
}

}  // namespace tidegate::testbed
