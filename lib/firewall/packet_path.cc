// The way of a burst through the firewall.
#include <algorithm>

#include "firewall/firewall_impl.h"
#include "key/flow_key_inl.h"
#include "track/conn_flags.h"
#include "track/datagram_tracker.h"
#include "track/tcp_tracker.h"

namespace tidegate {

void FirewallImpl::Process(Worker& worker, std::span<const PacketIn> packets, TimeNs now,
                           std::span<PacketResult> results) {
  // seq_cst: either SetPolicy() sees the odd number and waits, or the load below sees its policy.
  worker.bursts.fetch_add(1, std::memory_order_seq_cst);
  worker.policy = policy_.load(std::memory_order_seq_cst);
  while (!packets.empty()) {
    const std::size_t count = std::min(packets.size(), kMaxBurst);
    const std::span<const PacketIn> burst = packets.first(count);
    BeginBurst(worker, now);
    Parse(worker, burst);
    LookUp(worker, burst);
    for (std::size_t i = 0; i < count; ++i) {
      results[i] = Decide(worker, i, burst[i]);
      Count(worker, burst[i], results[i]);
    }
    packets = packets.subspan(count);
    results = results.subspan(count);
  }
  worker.bursts.fetch_add(1, std::memory_order_release);
}

void FirewallImpl::BeginBurst(Worker& worker, TimeNs now) const {
  worker.inserted = false;
  worker.table4.BeginBurst(now);
  worker.table6.BeginBurst(now);
  std::int64_t elsewhere4 = 0;
  std::int64_t elsewhere6 = 0;
  ForEachWorker([&](const Worker& other) {
    if (&other == &worker) return;
    elsewhere4 += other.table4.census.Live(ConnClass::kHalfOpen);
    elsewhere6 += other.table6.census.Live(ConnClass::kHalfOpen);
  });
  worker.half_open_elsewhere4 = elsewhere4;
  worker.half_open_elsewhere6 = elsewhere6;
}

namespace {

// Neighbour and router discovery and multicast listeners (RFC 4861, RFC 2710, RFC 3810): what ARP is for IPv4.
bool IsNeighbourDiscovery(const PacketView& view) {
  if (view.protocol != kProtocolIcmpV6 || view.ip_version != 6) return false;
  const std::uint8_t type = view.icmp.type;
  return (type >= 130 && type <= 137) || type == 143;
}

bool IsEcho(const PacketView& view) {
  const std::uint8_t type = view.icmp.type;
  return view.ip_version == 4 ? type == kIcmpEchoRequest || type == kIcmpEchoReply
                              : type == kIcmpV6EchoRequest || type == kIcmpV6EchoReply;
}

bool IsEchoReply(const PacketView& view) {
  return view.icmp.type == (view.ip_version == 4 ? kIcmpEchoReply : kIcmpV6EchoReply);
}

PacketKind KindOf(const PacketView& view) {
  if (view.ip_version == 0 || IsNeighbourDiscovery(view)) return PacketKind::kUntracked;
  if (view.IsIcmp() && !IsEcho(view)) return PacketKind::kStateless;
  return view.ip_version == 4 ? PacketKind::kConn4 : PacketKind::kConn6;
}

PacketResult Pass(std::uint8_t ct_bits) { return {.verdict = Verdict::kPass, .ct_bits = ct_bits}; }

PacketResult Drop(DropReason reason, std::uint8_t ct_bits) {
  return {.verdict = Verdict::kDrop, .ct_bits = ct_bits, .reason = reason};
}

template <class Key>
PacketResult WithConn(PacketResult result, const TableEntry& entry) {
  result.state = static_cast<ConnState>(entry.life.state());
  result.handle = {entry.slot, entry.generation(), Key::kIsV6};
  return result;
}

std::size_t DirectionOf(const TableEntry& entry, FlowSide sender) {
  return sender == OriginOf(entry.life.flags()) ? kOriginalDirection : kReplyDirection;
}

// Asks for what PassOn() will write.
template <class Key>
void PrefetchAccounts(const ConnTable<Key>& table, const FamilyBurst<Key>& family) {
  for (std::size_t i = 0; i < family.count; ++i) {
    const TableEntry& entry = family.entries[i];
    if (entry) table.PrefetchAccount(entry, DirectionOf(entry, family.senders[i]));
  }
}

// The rules of both ends: the sender's port must let it out, the receiver's port let it in.
DropReason AskRules(const SecurityPolicy& policy, const PacketIn& in, const PacketView& view) {
  if (!policy.Allows(in.from, Direction::kOutbound, view)) return DropReason::kRuleDeniedOutbound;
  if (!policy.Allows(in.to, Direction::kInbound, view)) return DropReason::kRuleDeniedInbound;
  return DropReason::kNone;
}

}  // namespace

void FirewallImpl::Parse(Worker& worker, std::span<const PacketIn> packets) const {
  Burst& burst = worker.burst;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const PacketIn& in = packets[i];
    burst.reasons[i] = ParsePacket(in.data, in.captured, in.on_wire, burst.views[i]);
    burst.kinds[i] = burst.reasons[i] == DropReason::kNone ? KindOf(burst.views[i]) : PacketKind::kDropped;
  }
}

template <class Key>
void FirewallImpl::AddToFamily(Worker& worker, std::size_t i, const PacketIn& in) const {
  FamilyBurst<Key>& family = worker.family<Key>();
  const std::size_t place = family.count++;
  worker.burst.places[i] = static_cast<std::uint8_t>(place);
  family.senders[place] = internal::PacketFlowKey(worker.burst.views[i], in.zone, family.keys[place]);
  family.hashes[place] = internal::FlowHash(family.keys[place], secret_);
}

void FirewallImpl::LookUp(Worker& worker, std::span<const PacketIn> packets) const {
  worker.burst.v4.count = 0;
  worker.burst.v6.count = 0;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (worker.burst.kinds[i] == PacketKind::kConn4) AddToFamily<FlowKey4>(worker, i, packets[i]);
    if (worker.burst.kinds[i] == PacketKind::kConn6) AddToFamily<FlowKey6>(worker, i, packets[i]);
  }
  const auto look_up = [&worker](const auto& table, auto& family) {
    if (family.count == 0) return;
    table.FindBurst(std::span(family.keys.data(), family.count), std::span(family.hashes.data(), family.count),
                    worker.table4.clock.now, std::span(family.entries.data(), family.count));
    if (table.accounting()) PrefetchAccounts(table, family);
  };
  look_up(*v4_.table, worker.burst.v4);
  look_up(*v6_.table, worker.burst.v6);
}

PacketResult FirewallImpl::Decide(Worker& worker, std::size_t i, const PacketIn& in) {
  const PacketKind kind = worker.burst.kinds[i];
  if (kind == PacketKind::kDropped) return Drop(worker.burst.reasons[i], 0);
  if (kind == PacketKind::kUntracked) return Pass(0);
  if (in.from == kNoPort && in.to == kNoPort) return Drop(DropReason::kUnknownPort, 0);
  if (kind == PacketKind::kStateless) return DecideStateless(worker, in, worker.burst.views[i]);
  return kind == PacketKind::kConn4 ? DecideConn<FlowKey4>(worker, i, in) : DecideConn<FlowKey6>(worker, i, in);
}

PacketResult FirewallImpl::DecideStateless(const Worker& worker, const PacketIn& in, const PacketView& view) const {
  const DropReason reason = AskRules(*worker.policy, in, view);
  return reason == DropReason::kNone ? Pass(ct::kTrk | ct::kNew) : Drop(reason, ct::kTrk | ct::kNew);
}

// Known: track. Unknown: rules, admission, insert. Each way may find that another thread was faster, and takes the
// other.
template <class Key>
PacketResult FirewallImpl::DecideConn(Worker& worker, std::size_t i, const PacketIn& in) {
  FamilyBurst<Key>& family_burst = worker.family<Key>();
  const std::size_t place = worker.burst.places[i];
  const PacketView& view = worker.burst.views[i];
  const Packet<Key> packet{in,
                           view,
                           family_burst.keys[place],
                           family_burst.hashes[place],
                           family_burst.senders[place],
                           view.IsTcp() ? ClassifyTcpFlags(view.tcp.flags) : std::nullopt};
  if (view.IsTcp() && !packet.event) return Drop(DropReason::kTcpBadFlags, ct::kTrk | ct::kInv);

  ConnTable<Key>& table = *family<Key>().table;
  TableEntry entry = family_burst.entries[place];
  // An earlier packet of this burst may have made, reopened or changed the entry.
  if (worker.inserted) {
    entry = table.Find(packet.key, packet.hash, worker.table<Key>().clock.now);
  } else if (entry && !table.Reload(entry)) {
    entry = {};
  }
  for (;;) {
    if (entry) {
      const TrackOutcome outcome = Track(worker, packet, entry);
      if (outcome == TrackOutcome::kPass) {
        return PassOn(packet, entry, CtBits(entry.life.flags(), packet.sender));
      }
      if (outcome == TrackOutcome::kInvalid) {
        return WithConn<Key>(Drop(DropReason::kTcpInvalidState, ct::kTrk | ct::kInv), entry);
      }
      if (outcome == TrackOutcome::kGone) {
        entry = table.Find(packet.key, packet.hash, worker.table<Key>().clock.now);
        continue;
      }
    }
    DropReason reason = MayOpen(worker, packet);
    if (reason != DropReason::kNone) {
      const bool invalid = reason == DropReason::kTcpNoConnection || reason == DropReason::kIcmpNoRequest;
      return Drop(reason, ct::kTrk | (invalid ? ct::kInv : ct::kNew));
    }
    const InsertResult result = Enter(worker, packet, entry, reason);
    if (reason != DropReason::kNone) return Drop(reason, ct::kTrk | ct::kNew);
    entry = result.entry;
    if (result.outcome == InsertResult::Outcome::kInserted) return PassOn(packet, entry, ct::kTrk | ct::kNew);
  }
}

template <class Key>
PacketResult FirewallImpl::PassOn(const Packet<Key>& packet, const TableEntry& entry, std::uint8_t ct_bits) {
  ConnTable<Key>& table = *family<Key>().table;
  if (table.accounting()) table.Account(entry, DirectionOf(entry, packet.sender), packet.view.IpLength());
  return WithConn<Key>(Pass(ct_bits), entry);
}

template <class Key>
TrackOutcome FirewallImpl::Track(Worker& worker, const Packet<Key>& packet, TableEntry& entry) {
  ConnTable<Key>& table = *family<Key>().table;
  TableWorker& table_worker = worker.table<Key>();
  if (!packet.event) return TrackDatagram(table, entry, packet.sender, timeouts_, table_worker);
  const auto before = static_cast<ConnState>(entry.life.state());
  const TrackOutcome outcome =
      TrackTcp(table, entry, packet.view, *packet.event, packet.sender, timeouts_, table_worker);
  const auto after = static_cast<ConnState>(entry.life.state());
  if (outcome == TrackOutcome::kPass && before != after) {
    if (after == ConnState::kEstablished) worker.counters.established.Add();
    if (after == ConnState::kTimeWait) worker.counters.closed.Add();
    if (after == ConnState::kClose) worker.counters.reset.Add();
  }
  return outcome;
}

// May this packet begin a connection, by its protocol and by the rules?
template <class Key>
DropReason FirewallImpl::MayOpen(const Worker& worker, const Packet<Key>& packet) const {
  if (packet.event && *packet.event != TcpEvent::kSyn) return DropReason::kTcpNoConnection;
  if (packet.view.IsIcmp() && IsEchoReply(packet.view)) return DropReason::kIcmpNoRequest;
  return AskRules(*worker.policy, packet.in, packet.view);
}

template <class Key>
DropReason FirewallImpl::Admit(Worker& worker, const Packet<Key>& packet, Pressure& pressure) const {
  const std::int64_t half_open = worker.table<Key>().census.Live(ConnClass::kHalfOpen) +
                                 static_cast<std::int64_t>(worker.half_open_elsewhere<Key>());
  pressure.half_open = static_cast<std::uint64_t>(std::max<std::int64_t>(0, half_open));
  const ConnClass cls = packet.event ? ConnClass::kHalfOpen : ConnClass::kDatagram;
  return admitter_->Admit({cls}, pressure);
}

template <class Key>
NewEntry FirewallImpl::MakeEntry(const Worker& worker, const Packet<Key>& packet) const {
  const TimeNs now = worker.table4.clock.now;
  NewEntry fresh = packet.event ? NewTcpEntry(packet.view, packet.sender, timeouts_, now)
                                : NewDatagramEntry(packet.view, packet.sender, timeouts_, now);
  fresh.attributes = packet.in.from | std::uint32_t{packet.in.to} << 16;
  return fresh;
}

// Enters a new connection into the table: in place of `old`, the same tuple's connection that has ended, if there is
// one. If it is refused, `reason` says why.
template <class Key>
InsertResult FirewallImpl::Enter(Worker& worker, const Packet<Key>& packet, const TableEntry& old, DropReason& reason) {
  using Outcome = InsertResult::Outcome;
  Family<Key>& tables = family<Key>();
  TableWorker& table_worker = worker.table<Key>();
  Pressure pressure{.capacity = tables.table->capacity()};
  InsertResult result;
  reason = Admit(worker, packet, pressure);
  if (reason == DropReason::kNone) {
    const NewEntry fresh = MakeEntry(worker, packet);
    result = old ? tables.table->Reopen(old, packet.key, packet.hash, fresh, table_worker)
                 : tables.inserter->FindOrInsert(*tables.table, packet.key, packet.hash, fresh, pressure, table_worker);
    if (result.outcome == Outcome::kFull) reason = DropReason::kTableFull;
  }
  if (reason != DropReason::kNone) {
    worker.counters.refused.Add();
    if (packet.event) worker.counters.refused_syn.Add();
  } else if (result.outcome == Outcome::kInserted) {
    worker.inserted = true;
    worker.counters.created.Add();
    if (old) worker.counters.reopened.Add();
  }
  return result;
}

void FirewallImpl::Count(Worker& worker, const PacketIn& in, const PacketResult& result) {
  WorkerCounters& counters = worker.counters;
  counters.packets.Add();
  counters.bytes.Add(in.on_wire);
  if (result.verdict == Verdict::kPass) {
    counters.passed.Add();
    if ((result.ct_bits & ct::kTrk) == 0) counters.untracked.Add();
  } else {
    counters.drops[static_cast<std::size_t>(result.reason)].Add();
  }
}

}  // namespace tidegate
