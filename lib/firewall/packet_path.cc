// The way of a burst through the firewall.
#include <algorithm>
#include <utility>

#include "firewall/ask_rules.h"
#include "firewall/firewall_impl.h"
#include "firewall/results.h"
#include "key/flow_key_inl.h"
#include "packet/checksum.h"
#include "packet/icmp_error.h"
#include "track/conn_flags.h"

namespace tidegate {

void FirewallImpl::Process(Worker& worker, std::span<const PacketIn> packets, TimeNs now,
                           std::span<PacketResult> results) {
  // seq_cst: either Publish() sees the odd number and waits, or the load below sees its settings.
  worker.bursts.fetch_add(1, std::memory_order_seq_cst);
  worker.settings = settings_.load(std::memory_order_seq_cst);
  worker.policy = worker.settings->policy.get();
  worker.only_options = worker.settings->zones->Only();
  while (!packets.empty()) {
    const std::size_t count = std::min(packets.size(), kMaxBurst);
    const std::span<const PacketIn> burst = packets.first(count);
    BeginBurst(worker, now);
    Parse(worker, burst);
    LookUp(worker, burst);
    for (std::size_t i = 0; i < count; ++i) {
      const bool ported = burst[i].from != kNoPort || burst[i].to != kNoPort;
      if (worker.burst.kinds[i] == PacketKind::kConn4 && ported) [[likely]] {
        DecideConn<FlowKey4>(worker, i, burst[i], results[i]);
      } else {
        Decide(worker, i, burst[i], results[i]);
      }
    }
    Count(worker, burst, results);
    packets = packets.subspan(count);
    results = results.subspan(count);
  }
  worker.bursts.fetch_add(1, std::memory_order_release);
}

void FirewallImpl::BeginBurst(Worker& worker, TimeNs now) const {
  worker.inserted = false;
  worker.table4.BeginBurst(now);
  worker.table6.BeginBurst(now);
  worker.table4.zones = worker.settings->zones->counter(false);
  worker.table6.zones = worker.settings->zones->counter(true);
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

PacketKind KindOf(const PacketView& view) {
  if (view.ip_version == 4 && view.IsTcp()) [[likely]]
    return PacketKind::kConn4;
  if (view.ip_version == 0 || IsNeighbourDiscovery(view)) return PacketKind::kUntracked;
  if (view.IsIcmp() && !IsEcho(view)) {
    return internal::IsIcmpError(view) ? PacketKind::kIcmpError : PacketKind::kStateless;
  }
  return view.ip_version == 4 ? PacketKind::kConn4 : PacketKind::kConn6;
}

// Asks for what PassOn() will write.
template <class Key>
void PrefetchAccounts(const ConnTable<Key>& table, const FamilyBurst<Key>& family) {
  for (std::size_t i = 0; i < family.count; ++i) {
    const TableEntry& entry = family.entries[i];
    if (entry) table.PrefetchAccount(entry, DirectionOf(entry, family.senders[i]));
  }
}

}  // namespace

void FirewallImpl::Parse(Worker& worker, std::span<const PacketIn> packets) const {
  Burst& burst = worker.burst;
  const bool verify = worker.settings->zones->verify_checksums();
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const PacketIn& in = packets[i];
    burst.reasons[i] = ParsePacket(in.data, in.captured, in.on_wire, burst.views[i]);
    if (verify && burst.reasons[i] == DropReason::kNone) {
      burst.reasons[i] = VerifyChecksums(burst.views[i], in.captured, in.checksum).reason;
    }
    burst.kinds[i] = burst.reasons[i] == DropReason::kNone ? KindOf(burst.views[i]) : PacketKind::kDropped;
  }
}

template <class Key>
void FirewallImpl::AddToFamily(Worker& worker, std::size_t i, const PacketIn& in) const {
  FamilyBurst<Key>& family = worker.family<Key>();
  const std::size_t place = family.count++;
  worker.burst.places[i] = static_cast<std::uint8_t>(place);
  family.senders[place] = internal::PacketFlowKey(worker.burst.views[i], in.zone, family.keys[place]);
}

void FirewallImpl::LookUp(Worker& worker, std::span<const PacketIn> packets) const {
  worker.burst.v4.count = 0;
  worker.burst.v6.count = 0;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const PacketKind kind = worker.burst.kinds[i];
    if (kind == PacketKind::kConn4) {
      AddToFamily<FlowKey4>(worker, i, packets[i]);
    } else if (kind == PacketKind::kConn6) {
      AddToFamily<FlowKey6>(worker, i, packets[i]);
    } else if (kind == PacketKind::kIcmpError) {
      AddQuoted(worker, i, packets[i]);
    }
  }
  const auto look_up = [&](const auto& table, auto& family) {
    if (family.count == 0) return;
    internal::FlowHashBurst(std::span(std::as_const(family.keys).data(), family.count), secret_, family.hashes.data());
    table.FindBurst(std::span(family.keys.data(), family.count), std::span(family.hashes.data(), family.count),
                    worker.table4.clock.now, std::span(family.entries.data(), family.count));
    if (table.accounting()) PrefetchAccounts(table, family);
  };
  look_up(*v4_.table, worker.burst.v4);
  look_up(*v6_.table, worker.burst.v6);
}

void FirewallImpl::Decide(Worker& worker, std::size_t i, const PacketIn& in, PacketResult& out) {
  const PacketKind kind = worker.burst.kinds[i];
  if (kind == PacketKind::kDropped) {
    out = Drop(worker.burst.reasons[i], 0);
  } else if (kind == PacketKind::kUntracked) {
    out = Pass(0);
  } else if (in.from == kNoPort && in.to == kNoPort) {
    out = Drop(DropReason::kUnknownPort, 0);
  } else if (kind == PacketKind::kConn6) {
    DecideConn<FlowKey6>(worker, i, in, out);
  } else if (kind == PacketKind::kIcmpError) {
    out = DecideIcmpError(worker, i, in);
  } else {
    out = DecideStateless(worker, in, worker.burst.views[i]);
  }
}

PacketResult FirewallImpl::DecideStateless(const Worker& worker, const PacketIn& in, const PacketView& view) const {
  const DropReason reason = AskRules(*worker.policy, in, view);
  return reason == DropReason::kNone ? Pass(ct::kTrk | ct::kNew) : Drop(reason, ct::kTrk | ct::kNew);
}

void FirewallImpl::Count(Worker& worker, std::span<const PacketIn> packets, std::span<const PacketResult> results) {
  WorkerCounters& counters = worker.counters;
  std::uint64_t bytes = 0;
  std::uint64_t passed = 0;
  std::uint64_t untracked = 0;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    bytes += packets[i].on_wire;
    if (results[i].verdict == Verdict::kPass) [[likely]] {
      ++passed;
      untracked += (results[i].ct_bits & ct::kTrk) == 0 ? 1 : 0;
    } else {
      counters.drops[static_cast<std::size_t>(results[i].reason)].Add();
    }
  }
  counters.packets.Add(packets.size());
  counters.bytes.Add(bytes);
  counters.passed.Add(passed);
  counters.untracked.Add(untracked);
}

}  // namespace tidegate
