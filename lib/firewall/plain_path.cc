// The way of plain ACKs, which nearly all packets are, through a burst: judged together, then decided in their order
// among the others.
#include "firewall/firewall_impl.h"
#include "firewall/known_conn.h"
#include "firewall/results.h"
#include "track/conn_flags.h"
#include "track/plain_track.h"

namespace tidegate {

// By what their connections say now. One behind another of the same connection is left for later: the first one will
// have changed what it is judged by.
void FirewallImpl::JudgePlain(Worker& worker, std::size_t count) const {
  Burst& burst = worker.burst;
  ConnTable<FlowKey4>& table = *v4_.table;
  std::size_t plans = 0;
  std::uint32_t last = TableEntry::kNoSlot;
  for (std::size_t i = 0; i < count; ++i) {
    if (burst.kinds[i] != PacketKind::kPlain4) continue;
    const std::size_t place = burst.places[i];
    const TableEntry& entry = burst.v4.entries[place];
    burst.plans[i] = Burst::kNoPlan;
    if (!entry || entry.slot == last || !IsEstablished(entry.life)) continue;
    last = entry.slot;
    burst.plain.Set(plans, LoadPlainWords(table, entry, burst.v4.senders[place]), burst.acks[i]);
    burst.plans[i] = static_cast<std::uint8_t>(plans++);
  }
  burst.plain.Judge(plans);
}

void FirewallImpl::DecideAll(Worker& worker, std::span<const PacketIn> packets, std::span<PacketResult> results) {
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (worker.burst.kinds[i] == PacketKind::kPlain4) [[likely]] {
      DecidePlain(worker, i, packets[i], results[i]);
    } else {
      Decide(worker, i, packets[i], results[i]);
    }
  }
}

[[gnu::always_inline]] inline void FirewallImpl::DecidePlain(Worker& worker, std::size_t i, const PacketIn& in,
                                                             PacketResult& out) {
  const Burst& burst = worker.burst;
  const std::size_t place = burst.places[i];
  const FlowSide sender = burst.v4.senders[place];
  TableEntry& entry = worker.burst.v4.entries[place];
  const std::size_t plan = burst.plans[i];
  if (plan != Burst::kNoPlan && burst.plain.Fits(plan) &&
      FollowPlainly(*v4_.table, entry, sender, burst.plain.From(plan), burst.plain.To(plan),
                    OptionsOf(worker, in.zone).timeouts, worker.table4)) [[likely]] {
    PassOn<FlowKey4>(burst.acks[i].ip_length, sender, entry, CtBits(entry.life.flags(), sender), out);
    return;
  }
  DecidePlainAlone(worker, i, in, out);
}

// A plain ACK that did not fit what was judged in advance, or whose connection has changed since: judged once more, and
// parsed if there is more to it.
[[gnu::noinline]] void FirewallImpl::DecidePlainAlone(Worker& worker, std::size_t i, const PacketIn& in,
                                                      PacketResult& out) {
  const std::size_t place = worker.burst.places[i];
  const FlowSide sender = worker.burst.v4.senders[place];
  const internal::PlainAck& ack = worker.burst.acks[i];
  TableEntry& entry = Current<FlowKey4>(worker, place);
  const Timeouts& timeouts = OptionsOf(worker, in.zone).timeouts;
  if (entry && TrackPlainly(*v4_.table, entry, ack, sender, timeouts, worker.table4)) {
    PassOn<FlowKey4>(ack.ip_length, sender, entry, CtBits(entry.life.flags(), sender), out);
    return;
  }
  Parse(worker.burst, i, in, false);
  DecideFully<FlowKey4>(worker, i, in, entry, out);
}

}  // namespace tidegate
