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
  const auto entries = v4_.table->entries();
  std::uint64_t planned = 0;
  std::uint32_t last = TableEntry::kNoSlot;
  for (std::size_t i = 0; i < count; ++i) {
    if (burst.kinds[i] != PacketKind::kPlain4) continue;
    const std::size_t place = burst.places[i];
    const TableEntry& entry = burst.v4.entries[place];
    if (!entry || entry.slot == last || !IsEstablished(entry.life)) continue;
    last = entry.slot;
    burst.plain.SetWords(i, LoadPlainWords(entries, entry, burst.v4.senders[place]));
    planned |= std::uint64_t{1} << i;
  }
  burst.planned = planned;
  burst.plain.Judge(count);
}

void FirewallImpl::DecideAll(Worker& worker, std::span<const PacketIn> packets, std::span<PacketResult> results) {
  Burst& burst = worker.burst;
  const auto entries = v4_.table->entries();
  std::uint64_t followed = 0;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (burst.kinds[i] != PacketKind::kPlain4) {
      Decide(worker, i, packets[i], results[i]);
      continue;
    }
    const std::size_t place = burst.places[i];
    TableEntry& entry = burst.v4.entries[place];
    const FlowSide sender = burst.v4.senders[place];
    const bool planned = (burst.planned >> i & 1) != 0 && burst.plain.Fits(i);
    if (planned && FollowPlainly(entries, entry, sender, burst.plain.From(i), burst.plain.To(i)) &&
        Lives(worker, entry, packets[i].zone)) [[likely]] {
      followed |= std::uint64_t{1} << i;
      PassOn<FlowKey4>(burst.plain.IpLength(i), sender, entry, CtBits(entry.life.flags(), sender), results[i]);
    } else {
      DecidePlainAlone(worker, i, packets[i], results[i]);
    }
  }
  burst.followed = followed;
}

// An established connection lives on. False: it has changed.
[[gnu::always_inline]] inline bool FirewallImpl::Lives(Worker& worker, TableEntry& entry, Zone zone) {
  const Timeouts& timeouts = OptionsOf(worker, zone).timeouts;
  if (!NeedsRefresh(entry, ConnState::kEstablished, timeouts, worker.table4)) [[likely]]
    return true;
  return Refresh(*v4_.table, entry, ConnState::kEstablished, entry.life.flags(), timeouts, worker.table4);
}

// A plain ACK that did not fit what was judged in advance, or whose connection has changed since: judged once more, and
// parsed if there is more to it.
[[gnu::noinline]] void FirewallImpl::DecidePlainAlone(Worker& worker, std::size_t i, const PacketIn& in,
                                                      PacketResult& out) {
  const std::size_t place = worker.burst.places[i];
  const FlowSide sender = worker.burst.v4.senders[place];
  const internal::PlainAck ack = worker.burst.plain.Ack(i);
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
