// The world around a firewall: clients, servers and the wires between them, in virtual time.
//
// A conversation is played packet by packet; each packet passes the firewall, and what the firewall says decides what
// comes next. A SYN that is refused is sent again as the back-off says, a connection that finds its entry gone is
// broken, and the workload whose client it was decides what that client does then.
#ifndef TIDEGATE_TESTBED_WORLD_WORLD_H_
#define TIDEGATE_TESTBED_WORLD_WORLD_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "testbed/cell/cell.h"
#include "testbed/metrics/metrics.h"
#include "testbed/table/firewall_model.h"
#include "testbed/workload/workload.h"
#include "testbed/world/conn.h"
#include "testbed/world/entry_ledger.h"
#include "testbed/world/event_queue.h"
#include "testbed/world/recorder.h"
#include "tidegate/flow_key.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

struct WorldOptions {
  TimeNs length = 0;
  SynBackoff syn_backoff = SynBackoff::kClassic;
  CostMode mode = CostMode::kStrict;
  std::uint64_t seed = 1;
};

class World {
 public:
  // The first of the workloads is the cell's, the others lie over it. `recorder`: may be null.
  World(const WorldOptions& options, std::vector<std::unique_ptr<Workload>> workloads, Metrics& metrics,
        Recorder* recorder);
  ~World();

  // Hears of evictions: to be given to the firewall when it is made.
  EvictionWatcher& watcher() { return ledger_; }

  // Plays all. REQUIRES: called once.
  void Run(FirewallModel& firewall);

 private:
  class PartStage;

  struct Timer {
    std::uint32_t part;
    std::uint32_t tag;
  };

  void Open(std::uint32_t part, const Plan& plan);
  void SetTimer(std::uint32_t part, TimeNs at, std::uint32_t tag);
  void Happen(const Event& event);
  void Tick();
  void Play(ConnId id);
  static SimPacket PacketOf(const Conn& conn);
  void Begin(Conn& conn);
  void Passed(ConnId id, const Passage& passage, ConnClass before);
  void GoOn(ConnId id);
  Beat NextBeat(Conn& conn, TimeNs& pause);
  static Beat FirstClosingBeat(const Conn& conn);
  void Schedule(ConnId id, Beat next, TimeNs pause);
  bool LostBehind(ConnId id);
  void Established(const Conn& conn);
  void Refused(ConnId id, DropReason reason);
  void Missed(ConnId id);
  void CountMiss(ConnId id);
  void TrySynAgain(ConnId id);
  void Finish(ConnId id, Ending ending);

  HashSecret secret_;  // wide, so first
  WorldOptions options_;
  Metrics& metrics_;
  Recorder* recorder_;
  FirewallModel* firewall_ = nullptr;
  std::vector<std::unique_ptr<Workload>> workloads_;
  std::vector<std::unique_ptr<PartStage>> stages_;
  Random losses_;
  EventQueue queue_;
  ConnPool conns_;
  EntryLedger ledger_;
  std::vector<Timer> timers_;
  std::vector<std::uint32_t> free_timers_;
  TimeNs now_ = 0;
  TimeNs next_tick_ = 0;
  std::uint32_t serial_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_WORLD_H_
