// The way of a burst through the firewall.
#include <algorithm>
#include <bit>
#include <utility>

#include "firewall/add_key.h"
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
  // seq_cst: either AwaitBursts() sees the odd number and waits, or the loads below see what was stored before it.
  worker.bursts.fetch_add(1, std::memory_order_seq_cst);
  const Writers writers = worker_count_.load(std::memory_order_seq_cst) == 1 ? Writers::kOne : Writers::kMany;
  worker.table4.writers = writers;
  worker.table6.writers = writers;
  worker.settings = settings_.load(std::memory_order_seq_cst);
  worker.policy = worker.settings->policy.get();
  worker.only_options = worker.settings->zones->Only();
  while (!packets.empty()) {
    const std::size_t count = std::min(packets.size(), kMaxBurst);
    const std::span<const PacketIn> burst = packets.first(count);
    BeginBurst(worker, now);
    Read(worker, burst);
    LookUp(worker);
    JudgePlain(worker);
    DecideAll(worker, burst, results);
    Count(worker, results.first(count));
    NoteHits(worker, results.first(count), now);
    packets = packets.subspan(count);
    results = results.subspan(count);
  }
  // The worker's own number: nobody else changes it.
  worker.bursts.store(worker.bursts.load(std::memory_order_relaxed) + 1, std::memory_order_release);
}

void FirewallImpl::BeginBurst(Worker& worker, TimeNs now) const {
  worker.inserted = false;
  worker.table4.BeginBurst(now);
  worker.table6.BeginBurst(now);
  worker.table4.zones = worker.settings->zones->counter(false);
  worker.table6.zones = worker.settings->zones->counter(true);
  worker.half_open_elsewhere4.reset();
  worker.half_open_elsewhere6.reset();
  if (ageing_) [[unlikely]]
    Age(worker, now);
}

void FirewallImpl::Age(Worker& worker, TimeNs now) const {
  if (now - worker.aged_at < kMillisecond) return;
  worker.aged_at = now;
  std::int64_t live4 = 0;
  std::int64_t live6 = 0;
  ForEachWorker([&](const Worker& each) {
    live4 += each.table4.census.Live();
    live6 += each.table6.census.Live();
  });
  worker.share4 = ageing_->v4.Share(static_cast<std::uint64_t>(std::max<std::int64_t>(0, live4)));
  worker.share6 = ageing_->v6.Share(static_cast<std::uint64_t>(std::max<std::int64_t>(0, live6)));
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

// Parses a packet whole.
[[gnu::noinline]] PacketKind FirewallImpl::Parse(Burst& burst, std::size_t i, const PacketIn& in, bool verify) {
  PacketView& view = burst.views[i];
  DropReason reason = ParsePacket(in.data, in.captured, in.on_wire, view);
  if (verify && reason == DropReason::kNone) reason = VerifyChecksums(view, in.captured, in.checksum).reason;
  burst.reasons[i] = reason;
  if (reason != DropReason::kNone) return PacketKind::kDropped;
  const PacketKind kind = KindOf(view);
  return in.to_many && kind != PacketKind::kUntracked ? PacketKind::kStateless : kind;
}

// Sorts the packets by what becomes of them, and makes the keys to look up.
void FirewallImpl::Read(Worker& worker, std::span<const PacketIn> packets) const {
  Burst& burst = worker.burst;
  const bool verify = worker.settings->zones->verify_checksums();
  burst.v4.count = 0;
  burst.v6.count = 0;
  burst.kinds.fill(PacketKind::kPlain4);  // until ReadOther() says otherwise
  std::uint64_t bytes = 0;
  std::size_t count4 = 0;  // not in memory, as it changes with nearly every packet
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const PacketIn& in = packets[i];
    bytes += in.on_wire;
    const bool ported = (in.from != kNoPort || in.to != kNoPort) && !in.to_many;
    internal::PlainHeader header;
    if (ported && !verify && internal::ReadPlainAck(in.data, in.captured, in.on_wire, header)) [[likely]] {
      burst.plain.SetHeader(count4, header);
      AddKey(burst, i, count4++, burst.v4, [&](FlowKey4& key) { return internal::PlainFlowKey(header, in.zone, key); });
    } else {
      burst.v4.count = count4;
      ReadOther(worker, i, in, verify);
      count4 = burst.v4.count;
    }
  }
  burst.v4.count = count4;
  burst.bytes = bytes;
}

[[gnu::noinline]] void FirewallImpl::ReadOther(Worker& worker, std::size_t i, const PacketIn& in, bool verify) const {
  Burst& burst = worker.burst;
  const PacketKind kind = Parse(burst, i, in, verify);
  burst.kinds[i] = kind;
  const auto make_key = [&](auto& key) { return internal::PacketFlowKey(burst.views[i], in.zone, key); };
  if (kind == PacketKind::kConn4) {
    AddKey(burst, i, burst.v4.count++, burst.v4, make_key);
  } else if (kind == PacketKind::kConn6) {
    AddKey(burst, i, burst.v6.count++, burst.v6, make_key);
  } else if (kind == PacketKind::kIcmpError) {
    AddQuoted(worker, i, in);
  }
}

void FirewallImpl::LookUp(Worker& worker) const {
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
  } else if (kind == PacketKind::kConn4) {
    DecideConn<FlowKey4>(worker, i, in, out);
  } else if (kind == PacketKind::kConn6) {
    DecideConn<FlowKey6>(worker, i, in, out);
  } else if (kind == PacketKind::kIcmpError) {
    out = DecideIcmpError(worker, i, in);
  } else {
    out = DecideStateless(worker, in, worker.burst.views[i]);
  }
}

PacketResult FirewallImpl::DecideStateless(const Worker& worker, const PacketIn& in, const PacketView& view) const {
  if (PassesUntracked(*worker.policy, in, view)) return Pass(0);
  const DropReason reason = AskRules(*worker.policy, in, view);
  return reason == DropReason::kNone ? Pass(ct::kTrk | ct::kNew) : Drop(reason, ct::kTrk | ct::kNew);
}

// For eviction policies that want to know.
void FirewallImpl::NoteHits(const Worker& worker, std::span<const PacketResult> results, TimeNs now) {
  const Settings& settings = *worker.settings;
  if (!settings.inserter4->notes_hits()) return;
  if (worker.burst.v4.count != 0) settings.inserter4->NoteHits(results, now);
  if (worker.burst.v6.count != 0) settings.inserter6->NoteHits(results, now);
}

void FirewallImpl::Count(Worker& worker, std::span<const PacketResult> results) {
  WorkerCounters& counters = worker.counters;
  std::uint64_t others = worker.burst.others;
  std::uint64_t passed = results.size() - static_cast<std::size_t>(std::popcount(others));
  std::uint64_t untracked = 0;
  for (; others != 0; others &= others - 1) {
    const PacketResult& result = results[static_cast<std::size_t>(std::countr_zero(others))];
    if (result.verdict == Verdict::kPass) {
      ++passed;
      untracked += (result.ct_bits & ct::kTrk) == 0 ? 1 : 0;
    } else {
      counters.drops[static_cast<std::size_t>(result.reason)].Add();
    }
  }
  counters.packets.Add(results.size());
  counters.bytes.Add(worker.burst.bytes);
  counters.passed.Add(passed);
  counters.untracked.Add(untracked);
}

}  // namespace tidegate
