// Which connection has the entry in which slot, and what becomes of entries: the testbed knows what the firewall
// cannot, whether more was to come.
#ifndef TIDEGATE_TESTBED_WORLD_ENTRY_LEDGER_H_
#define TIDEGATE_TESTBED_WORLD_ENTRY_LEDGER_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "testbed/metrics/metrics.h"
#include "testbed/table/eviction_watcher.h"
#include "testbed/world/conn.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

class EntryLedger final : public EvictionWatcher {
 public:
  EntryLedger(ConnPool& conns, Metrics& metrics) : conns_(conns), metrics_(metrics) {}

  void SetSlots(std::uint64_t slot_end) {
    occupants_.assign(slot_end, kNoConn);
    left_.resize(slot_end);
  }
  // Before each packet: who asks, if it comes to an eviction.
  void MoveTo(TimeNs now, ConnId newcomer) {
    now_ = now;
    newcomer_ = newcomer;
  }

  void OnEvict(std::uint32_t slot, absl::FunctionRef<void(std::vector<std::uint32_t>&)> rivals) override;
  // The connection's packet was passed by this entry.
  void Follow(ConnId id, const Passage& passage);
  // The connection has missed its entry.
  void Miss(ConnId id);
  // Nothing more comes of the connection.
  void Release(ConnId id);
  // The run is over: what stands in the table is counted.
  void Close(TimeNs now);

 private:
  // An eviction that may turn out to be wrong.
  static constexpr std::size_t kMostPending = 1000;

  // Stands for a conversation that is over: most are when their entries go. It is forgotten but for its stay.
  static constexpr ConnId kLeft = kNoConn - 1;

  const Stay& StayIn(std::uint32_t slot) const {
    return occupants_[slot] == kLeft ? left_[slot] : conns_[occupants_[slot]].stay;
  }
  void End(const Stay& stay, TimeNs at);
  void Replace(std::uint32_t slot);
  void Vacate(std::uint32_t slot);
  Mistake Describe(std::uint32_t slot, const Conn& victim, const std::vector<std::uint32_t>& rivals) const;
  Rival RivalAt(std::uint32_t slot) const;

  ConnPool& conns_;
  Metrics& metrics_;
  std::vector<ConnId> occupants_;  // by slot
  std::vector<Stay> left_;         // by slot; of those that are kLeft
  TimeNs now_ = 0;
  ConnId newcomer_ = kNoConn;
  absl::flat_hash_map<std::uint32_t, Mistake> pending_;  // by the victim's serial number
  std::vector<std::uint32_t> rivals_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_ENTRY_LEDGER_H_
