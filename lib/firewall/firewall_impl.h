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

#include "firewall/admitter.h"
#include "firewall/inserter.h"
#include "firewall/worker.h"
#include "tidegate/conn_table.h"
#include "tidegate/firewall.h"
#include "track/tcp_segment.h"
#include "track/tcp_tracker.h"

namespace tidegate {

// A table and what fills it.
template <class Key>
struct Family {
  std::unique_ptr<ConnTable<Key>> table;
  std::unique_ptr<const Inserter<Key>> inserter;
};

class FirewallImpl final : public Firewall {
 public:
  static constexpr std::size_t kMaxWorkers = 256;

  FirewallImpl(const FirewallOptions& options, Family<FlowKey4> v4, Family<FlowKey6> v6,
               std::unique_ptr<const Admitter> admitter, std::unique_ptr<const SecurityPolicy> policy,
               const HashSecret& secret);

  Worker& AddWorker() override;
  void Process(Worker& worker, std::span<const PacketIn> packets, TimeNs now, std::span<PacketResult> results) override;
  void SetPolicy(std::unique_ptr<const SecurityPolicy> policy) override;
  FirewallCounters Counters() const override;
  Occupancy CountLive(TimeNs now) const override;
  std::uint64_t ForEach(TimeNs now, std::uint64_t cursor, std::size_t max,
                        const std::function<void(const ConnInfo&)>& show) const override;
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
    std::optional<TcpEvent> event;  // TCP only
  };

  // The steps of Process(), in their order.
  void BeginBurst(Worker& worker, TimeNs now) const;
  void Parse(Worker& worker, std::span<const PacketIn> packets) const;
  void LookUp(Worker& worker, std::span<const PacketIn> packets) const;
  PacketResult Decide(Worker& worker, std::size_t i, const PacketIn& in);
  static void Count(Worker& worker, const PacketIn& in, const PacketResult& result);

  template <class Key>
  void AddToFamily(Worker& worker, std::size_t i, const PacketIn& in) const;
  template <class Key>
  PacketResult DecideConn(Worker& worker, std::size_t i, const PacketIn& in);
  PacketResult DecideStateless(const Worker& worker, const PacketIn& in, const PacketView& view) const;

  // A packet of a connection that is there, and one of a connection that is not.
  template <class Key>
  TrackOutcome Track(Worker& worker, const Packet<Key>& packet, TableEntry& entry);
  template <class Key>
  DropReason MayOpen(const Worker& worker, const Packet<Key>& packet) const;
  template <class Key>
  DropReason Admit(Worker& worker, const Packet<Key>& packet, Pressure& pressure) const;
  template <class Key>
  InsertResult Enter(Worker& worker, const Packet<Key>& packet, const TableEntry& old, DropReason& reason);

  // Lets a connection's packet pass; counts it, if connections are counted.
  template <class Key>
  PacketResult PassOn(const Packet<Key>& packet, const TableEntry& entry, std::uint8_t ct_bits);

  template <class Key>
  NewEntry MakeEntry(const Worker& worker, const Packet<Key>& packet) const;
  template <class Key>
  Family<Key>& family() {
    if constexpr (Key::kIsV6) {
      return v6_;
    } else {
      return v4_;
    }
  }

  template <class Fn>
  void ForEachWorker(Fn fn) const {
    const std::size_t count = worker_count_.load(std::memory_order_acquire);
    for (std::size_t i = 0; i < count; ++i) fn(*workers_[i]);
  }

  const HashSecret secret_;
  const Timeouts timeouts_;
  Family<FlowKey4> v4_;
  Family<FlowKey6> v6_;
  const std::unique_ptr<const Admitter> admitter_;
  std::atomic<const SecurityPolicy*> policy_;

  mutable std::mutex control_;  // never taken by the packet path
  std::unique_ptr<const SecurityPolicy> owned_policy_;
  std::array<std::unique_ptr<Worker>, kMaxWorkers> workers_;
  std::atomic<std::size_t> worker_count_{0};
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_FIREWALL_IMPL_H_
