// A shadow of one firewall: it sees each packet, its result, and all connections before and after, and knows what may
// have become of them. It does not predict verdicts; it holds what must be true of any of them:
//
//   - a connection begins only with a packet that the rules allow in its direction, and passes that packet;
//   - a packet that the rules do not allow passes only on a connection that was there before it, or about one;
//   - a packet touches its own connection only, and a dropped one touches none;
//   - a connection's state has been earned by packets of both directions (history.h);
//   - a connection disappears only by eviction, each counted in its class, and never one that the policy protects;
//   - every counter moves by what happened, and no other.
#ifndef TIDEGATE_TESTS_FUZZ_MODEL_H_
#define TIDEGATE_TESTS_FUZZ_MODEL_H_

#include <map>
#include <memory>
#include <optional>
#include <tuple>

#include "fuzz/facts.h"
#include "fuzz/history.h"
#include "fuzz/snapshot.h"
#include "tidegate/counters.h"
#include "tidegate/firewall.h"

namespace tidegate::fuzz {

class Model {
 public:
  Model(const FirewallOptions& options, std::unique_ptr<const SecurityPolicy> policy)
      : options_(options), policy_(std::move(policy)) {}

  void SetPolicy(std::unique_ptr<const SecurityPolicy> policy) { policy_ = std::move(policy); }
  void SetTracking(const TrackingOptions& tracking) { options_.tracking = tracking; }

  // One packet, with what was seen at the same time before and after it. Ends the process if something does not hold.
  void Check(const PacketIn& in, const PacketResult& result, const Snapshot& before, const Snapshot& after,
             const FirewallCounters& counters_before, const FirewallCounters& counters_after);

 private:
  // A packet's own connection, before and after it.
  struct Own {
    const ConnInfo* before = nullptr;
    const ConnInfo* after = nullptr;
    bool Began() const { return after != nullptr && (before == nullptr || !(before->handle == after->handle)); }
  };
  using HandleKey = std::tuple<bool, std::uint32_t, std::uint32_t>;

  static HandleKey KeyOf(const ConnHandle& handle) { return {handle.v6, handle.slot, handle.generation}; }

  void CheckOthers(const FlowTuple* own, const Snapshot& before, const Snapshot& after,
                   const FirewallCounters& counters);
  void CheckLost(const ConnInfo& lost) const;
  void CheckConn(const Facts& facts, const PacketResult& result, const Own& own, const Snapshot& before);
  void CheckBegun(const Facts& facts, const PacketResult& result, const Own& own, const Snapshot& before);
  History::Beginning BeginningOf(const Facts& facts, const PacketResult& result, const Own& own) const;
  void CheckLimits(const Facts& facts, const Own& own, const Snapshot& before) const;
  void CheckLateClose(const Facts& facts, const PacketResult& result) const;
  void CheckIcmpError(const Facts& facts, const PacketResult& result, const Snapshot& before) const;
  void CheckDropped(const Facts& facts, const PacketResult& result, const Own& own) const;
  void CheckCounters(const PacketIn& in, const PacketResult& result, const Own& own,
                     const FirewallCounters& counters) const;
  const ZoneOptions& OptionsOf(Zone zone) const;
  History& HistoryOf(const ConnInfo& conn);

  FirewallOptions options_;
  std::unique_ptr<const SecurityPolicy> policy_;
  std::map<HandleKey, History> histories_;
};

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_MODEL_H_
