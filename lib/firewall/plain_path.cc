// The way of plain ACKs, which nearly all packets are, through a burst: judged together, then decided in their order
// among the others.
#include "firewall/firewall_impl.h"
#include "firewall/known_conn.h"
#include "firewall/results.h"
#include "track/conn_flags.h"
#include "track/plain_track.h"
#include "track/refresh.h"

namespace tidegate {
namespace {

// Where an established connection may end that need not be written to live on. Anywhere, if that depends on the zone.
EndBounds LivesOn(const Firewall::Worker& worker) {
  if (worker.only_options == nullptr) return {};
  const TimeNs timeout = worker.only_options->timeouts.Of(ConnState::kEstablished);
  return RefreshBounds(worker.table4.clock.now + timeout, timeout);
}

}  // namespace

// By what their connections say now. One behind another of the same connection is left for later: the first one will
// have changed what it is judged by. Others at these places are judged as well, and nobody asks for it.
void FirewallImpl::JudgePlain(Worker& worker) const {
  Burst& burst = worker.burst;
  const auto entries = v4_.table->entries();
  const std::size_t count = burst.v4.count;
  std::uint32_t last = TableEntry::kNoSlot;
  for (std::size_t place = 0; place < count; ++place) {
    const TableEntry& entry = burst.v4.entries[place];
    if (!entry || entry.slot == last) {
      burst.plain.SetNoConn(place);
      continue;
    }
    last = entry.slot;
    burst.plain.SetConn(place, entries, entry, burst.v4.senders[place]);
  }
  burst.plain.Judge(count, LivesOn(worker));
}

void FirewallImpl::DecideAll(Worker& worker, std::span<const PacketIn> packets, std::span<PacketResult> results) {
  Burst& burst = worker.burst;
  const auto entries = v4_.table->entries();
  const bool live_on = worker.only_options != nullptr;  // those that are followed: see LivesOn()
  const Writers writers = worker.table4.writers;
  std::uint64_t others = 0;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (burst.kinds[i] != PacketKind::kPlain4) {
      others |= std::uint64_t{1} << i;
      Decide(worker, i, packets[i], results[i]);
      continue;
    }
    const std::size_t place = burst.places[i];
    if (burst.plain.Follow(place, entries, writers) && (live_on || RefreshPlain(worker, place, packets[i].zone)))
        [[likely]] {
      const TableEntry entry = burst.plain.Entry(place);
      PassOn<FlowKey4>(worker, burst.plain.Header(place).IpLength(), burst.v4.senders[place], entry,
                       burst.plain.CtBits(place), results[i]);
    } else {
      others |= std::uint64_t{1} << i;
      DecidePlainAlone(worker, i, packets[i], results[i]);
    }
  }
  burst.others = others;
}

// Where zones have timeouts of their own.
[[gnu::noinline]] bool FirewallImpl::RefreshPlain(Worker& worker, std::size_t place, Zone zone) {
  TableEntry& entry = worker.burst.v4.entries[place];
  return Refresh(*v4_.table, entry, ConnState::kEstablished, entry.life.flags(), OptionsOf(worker, zone).timeouts,
                 worker.table4);
}

// A plain ACK that did not fit what was judged in advance, or whose connection has changed since: judged once more, and
// parsed if there is more to it.
[[gnu::noinline]] void FirewallImpl::DecidePlainAlone(Worker& worker, std::size_t i, const PacketIn& in,
                                                      PacketResult& out) {
  const std::size_t place = worker.burst.places[i];
  const FlowSide sender = worker.burst.v4.senders[place];
  const internal::PlainHeader header = worker.burst.plain.Header(place);
  TableEntry& entry = Current<FlowKey4>(worker, place);
  const Timeouts& timeouts = OptionsOf(worker, in.zone).timeouts;
  if (entry && TrackPlainly(*v4_.table, entry, header.Ack(), sender, timeouts, worker.table4)) {
    PassOn<FlowKey4>(worker, header.IpLength(), sender, entry, CtBits(entry.life.flags(), sender), out);
    return;
  }
  Parse(worker.burst, i, in, false);
  DecideFully<FlowKey4>(worker, i, in, entry, out);
}

}  // namespace tidegate
