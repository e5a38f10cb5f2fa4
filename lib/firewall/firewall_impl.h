// The firewall behind the public interface. Its packet path is in packet_path.cc, the rest in firewall.cc.
#ifndef TIDEGATE_FIREWALL_FIREWALL_IMPL_H_
#define TIDEGATE_FIREWALL_FIREWALL_IMPL_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "admit/oldest_half_open.h"
#include "firewall/admitter.h"
#include "firewall/inserter.h"
#include "firewall/settings.h"
#include "firewall/worker.h"
#include "tidegate/conn_table.h"
#include "tidegate/firewall.h"
#include "track/tcp_segment.h"
#include "track/track_outcome.h"

namespace tidegate {

// The table of a family.
template <class Key>
struct Family {
  std::unique_ptr<ConnTable<Key>> table;
  std::unique_ptr<const OldestHalfOpen> oldest;  // null unless admission asks for it
};

class FirewallImpl final : public Firewall {
 public:
  static constexpr std::size_t kMaxWorkers = 256;

  FirewallImpl(const FirewallOptions& options, Family<FlowKey4> v4, Family<FlowKey6> v6,
               std::unique_ptr<const Settings> settings, const HashSecret& secret);

  Worker& AddWorker() override;
  void Process(Worker& worker, std::span<const PacketIn> packets, TimeNs now, std::span<PacketResult> results) override;
  void SetPolicy(std::unique_ptr<const SecurityPolicy> policy) override;
  absl::Status SetTracking(const TrackingOptions& options, TimeNs now) override;
  absl::Status Reconfigure(std::unique_ptr<const SecurityPolicy> policy, const TrackingOptions& options,
                           TimeNs now) override;
  std::uint64_t Recheck(TimeNs now) override;
  FirewallCounters Counters() const override;
  Occupancy CountLive(TimeNs now) const override;
  std::vector<ZoneUsage> Zones(TimeNs now) const override;
  std::uint64_t ForEach(TimeNs now, std::uint64_t cursor, std::size_t max,
                        const std::function<void(const ConnInfo&)>& show) const override;
  std::shared_ptr<const SecurityPolicy> Policy() const override;
  std::optional<ConnInfo> Find(const FlowTuple& tuple, TimeNs now) const override;
  std::uint64_t Flush(TimeNs now) override;
  std::size_t MemoryBytes() const override { return v4_.table->MemoryBytes() + v6_.table->MemoryBytes(); }
  bool HasHugePages() const override { return v4_.table->HasHugePages() && v6_.table->HasHugePages(); }

 private:
  // One packet of a burst and what the burst's lookup found for it.
  template <class Key>
  struct Packet {
    const PacketIn& in;
    const PacketView& view;
    const Key& key;
    std::uint64_t hash;
    FlowSide sender;
    TcpEvent event;  // kCount_ unless it is TCP
    const ZoneOptions& options;
  };
  // May a packet begin a connection? If `reason` is kNone, one that `origin` opens; or it passes without (late_close).
  struct Opening {
    DropReason reason = DropReason::kNone;
    std::uint8_t ct_bits = 0;
    FlowSide origin = FlowSide::kLow;
    bool late_close = false;
  };

  // What came of a new connection that wants to enter the table: an entry, or a reason why not, or it passed by.
  struct Entering {
    InsertResult result;
    DropReason reason = DropReason::kNone;
    bool passed_by = false;
  };

  // The steps of Process(), in their order.
  void BeginBurst(Worker& worker, TimeNs now) const;
  void Read(Worker& worker, std::span<const PacketIn> packets) const;
  void LookUp(Worker& worker) const;
  void JudgePlain(Worker& worker) const;
  void DecideAll(Worker& worker, std::span<const PacketIn> packets, std::span<PacketResult> results);
  void Decide(Worker& worker, std::size_t i, const PacketIn& in, PacketResult& out);
  static void NoteHits(const Worker& worker, std::span<const PacketResult> results, TimeNs now);
  static void Count(Worker& worker, std::span<const PacketResult> results);

  void ReadOther(Worker& worker, std::size_t i, const PacketIn& in, bool verify) const;
  static PacketKind Parse(Burst& burst, std::size_t i, const PacketIn& in, bool verify);
  bool RefreshPlain(Worker& worker, std::size_t place, Zone zone);
  void DecidePlainAlone(Worker& worker, std::size_t i, const PacketIn& in, PacketResult& out);
  template <class Key>
  void DecideConn(Worker& worker, std::size_t i, const PacketIn& in, PacketResult& out);
  PacketResult DecideStateless(const Worker& worker, const PacketIn& in, const PacketView& view) const;

  // ICMP errors (icmp_error_path.cc): read and looked up by what they quote, and decided by the connection found.
  void AddQuoted(Worker& worker, std::size_t i, const PacketIn& in) const;
  PacketResult DecideIcmpError(Worker& worker, std::size_t i, const PacketIn& in);
  template <class Key>
  std::optional<PacketResult> Relate(Worker& worker, std::size_t i);

  // A packet of a connection that is there, and one of a connection that is not (conn_path.cc).
  template <class Key>
  void DecideFully(Worker& worker, std::size_t i, const PacketIn& in, TableEntry& entry, PacketResult& out);
  template <class Key>
  bool DecideKnown(Worker& worker, const Packet<Key>& packet, TableEntry& entry, PacketResult& out);
  template <class Key>
  DropReason AskAgain(Worker& worker, const Packet<Key>& packet, TableEntry& entry);
  template <class Key>
  bool DecideNew(Worker& worker, const Packet<Key>& packet, const TableEntry& old, PacketResult& out);
  template <class Key>
  Tracked Track(Worker& worker, const Packet<Key>& packet, TableEntry& entry);
  template <class Key>
  bool TakeOver(Worker& worker, const Packet<Key>& packet, const TableEntry& entry, PacketResult& out);
  template <class Key>
  bool DecideOtherAsk(Worker& worker, const Packet<Key>& packet, TableEntry& entry, PacketResult& out);
  template <class Key>
  void PassOtherSyn(const Worker& worker, const Packet<Key>& packet, const TableEntry& entry, PacketResult& out);
  static void CountChange(Worker& worker, ConnState before, ConnState after, const Tracked& tracked, bool aborted);
  template <class Key>
  Opening MayOpen(const Worker& worker, const Packet<Key>& packet) const;
  template <class Key>
  Opening MayOpenLate(const Worker& worker, const Packet<Key>& packet) const;
  // Whether a new connection may enter, and the pressure it was decided under.
  template <class Key>
  Admission Admit(Worker& worker, const Packet<Key>& packet, ConnClass cls, Pressure& pressure) const;
  template <class Key>
  bool MakesRoom(Worker& worker, const Packet<Key>& packet, const Admission& admission, const Pressure& pressure);
  template <class Key>
  Applicant ApplicantOf(Worker& worker, const Packet<Key>& packet, ConnClass cls, FlowSide origin) const;
  template <class Key>
  NewEntry MakeEntry(const Worker& worker, const Packet<Key>& packet, FlowSide origin) const;
  template <class Key>
  Entering Enter(Worker& worker, const Packet<Key>& packet, const NewEntry& fresh, const TableEntry& old);

  // Lets a connection's packet pass; counts it, if connections are counted.
  template <class Key>
  void PassOn(const Worker& worker, std::uint32_t ip_length, FlowSide sender, const TableEntry& entry,
              std::uint8_t ct_bits, PacketResult& out);
  // The entry of a packet as it stands now, none if it has none.
  template <class Key>
  TableEntry& Current(Worker& worker, std::size_t place);

  template <class Key>
  Family<Key>& family() {
    if constexpr (Key::kIsV6) {
      return v6_;
    } else {
      return v4_;
    }
  }

  // The options of a packet's zone, as they are in this burst. No load is atomic; see ZoneIndex for the cost.
  static const ZoneOptions& OptionsOf(const Worker& worker, Zone zone) {
    return worker.only_options != nullptr ? *worker.only_options : worker.settings->zones->Of(zone);
  }

  // The same with what ageing leaves of the timeouts.
  template <class Key>
  const ZoneOptions& AgedOptionsOf(const Worker& worker, Zone zone) const {
    if (!ageing_) [[likely]]
      return OptionsOf(worker, zone);
    return worker.settings->zones->Of(zone, Key::kIsV6 ? worker.share6 : worker.share4);
  }
  // Asks how full the tables are, once a millisecond.
  void Age(Worker& worker, TimeNs now) const;

  // Makes the bursts that begin from now on use these settings and waits for those that have begun; then the ones
  // before are gone. REQUIRES: control_ is held.
  void Publish(std::unique_ptr<const Settings> settings);
  // Waits for the bursts that have begun. Those that begin now see what the caller has stored, seq_cst.
  void AwaitBursts() const;
  // Has what stands in the tables counted for the zones that these options limit. REQUIRES: control_ is held.
  void CountFor(const TrackingOptions& tracking, TimeNs now);
  // Both at once. REQUIRES: control_ is held.
  absl::Status Change(std::shared_ptr<const SecurityPolicy> policy, const TrackingOptions& options, TimeNs now);

  // Counts what zones have in the tables that are limited now and were not before. REQUIRES: every burst has come to
  // these settings.
  void WalkFor(const ZoneSettings& zones, TimeNs now) const;

  template <class Fn>
  void ForEachWorker(Fn fn) const {
    const std::size_t count = worker_count_.load(std::memory_order_acquire);
    for (std::size_t i = 0; i < count; ++i) fn(*workers_[i]);
  }

  struct AgeingOfFamilies {
    AdaptiveAgeing v4;
    AdaptiveAgeing v6;
  };

  const HashSecret secret_;
  Family<FlowKey4> v4_;
  Family<FlowKey6> v6_;
  std::atomic<const Settings*> settings_;

  mutable std::mutex control_;  // never taken by the packet path
  std::unique_ptr<const Settings> owned_settings_;
  std::optional<AgeingOfFamilies> ageing_;  // none: fixed
  FirewallOptions options_;                 // those of tracking as they were set last
  std::array<std::unique_ptr<Worker>, kMaxWorkers> workers_;
  std::atomic<std::size_t> worker_count_{0};
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_FIREWALL_IMPL_H_
