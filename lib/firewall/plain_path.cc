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
    PlainWords words;
    const bool loaded = LoadPlainWords(entries, entry, burst.v4.senders[place], words);
    burst.plain.SetWords(i, words);
    planned |= std::uint64_t{loaded} << i;
  }
  burst.planned = planned;
  burst.plain.Judge(count);
}

namespace {

// True if an established connection need not be written to live on, with the timeouts that all zones have.
class LivesOn {
 public:
  LivesOn(const ZoneOptions* only, TimeNs now) : known_(only != nullptr) {
    if (!known_) return;
    const TimeNs timeout = only->timeouts.Of(ConnState::kEstablished);
    expiry_ = now + timeout;
    slack_ = timeout / kRefreshShare;
  }
  bool operator()(const TableEntry& entry) const { return known_ && entry.life.EndsNear(expiry_, slack_); }

 private:
  bool known_;
  TimeNs expiry_ = 0;
  TimeNs slack_ = 0;
};

// CtBits() of an established connection.
std::uint8_t EstablishedBits(const TableEntry& entry, FlowSide sender) {
  static_assert(kFlagOriginHigh == 1 && ct::kRpl == 1 << 3);
  const auto reply = static_cast<std::uint8_t>((entry.life.flags() ^ static_cast<std::uint8_t>(sender)) & 1);
  return static_cast<std::uint8_t>(ct::kTrk | ct::kEst | reply << 3);
}

}  // namespace

void FirewallImpl::DecideAll(Worker& worker, std::span<const PacketIn> packets, std::span<PacketResult> results) {
  Burst& burst = worker.burst;
  const auto entries = v4_.table->entries();
  const LivesOn lives_on(worker.only_options, worker.table4.clock.now);
  const std::uint64_t planned = burst.planned;
  std::uint64_t followed = 0;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (burst.kinds[i] != PacketKind::kPlain4) {
      Decide(worker, i, packets[i], results[i]);
      continue;
    }
    const std::size_t place = burst.places[i];
    TableEntry& entry = burst.v4.entries[place];
    const FlowSide sender = burst.v4.senders[place];
    const PlainFit fit = burst.plain.Fit(i);
    if ((planned >> i & 1) != 0 && fit != PlainFit::kUnclear &&
        FollowPlainly(entries, entry, sender, fit, burst.plain.From(i), burst.plain.To(i)) &&
        (lives_on(entry) || Refresh(*v4_.table, entry, ConnState::kEstablished, entry.life.flags(),
                                    OptionsOf(worker, packets[i].zone).timeouts, worker.table4))) [[likely]] {
      followed |= std::uint64_t{1} << i;
      PassOn<FlowKey4>(burst.plain.IpLength(i), sender, entry, EstablishedBits(entry, sender), results[i]);
    } else {
      DecidePlainAlone(worker, i, packets[i], results[i]);
    }
  }
  burst.followed = followed;
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
