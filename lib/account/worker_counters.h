// The counters of one worker: it alone writes them, any thread may read them.
#ifndef TIDEGATE_ACCOUNT_WORKER_COUNTERS_H_
#define TIDEGATE_ACCOUNT_WORKER_COUNTERS_H_

#include <array>

#include "table/table_worker.h"
#include "tidegate/counters.h"

namespace tidegate {

struct WorkerCounters {
  OwnedCounter packets;
  OwnedCounter bytes;
  OwnedCounter passed;
  OwnedCounter untracked;
  OwnedCounter created;
  OwnedCounter reopened;
  OwnedCounter established;
  OwnedCounter closed;
  OwnedCounter reset;
  OwnedCounter late_close;
  OwnedCounter revoked;
  OwnedCounter refused;
  OwnedCounter refused_syn;
  std::array<OwnedCounter, kDropReasonCount> drops;

  // Without `evicted` and `reclaimed`, which the tables count.
  FirewallCounters Read() const {
    FirewallCounters read;
    read.packets = packets.Get();
    read.bytes = bytes.Get();
    read.passed = passed.Get();
    read.untracked = untracked.Get();
    read.created = created.Get();
    read.reopened = reopened.Get();
    read.established = established.Get();
    read.closed = closed.Get();
    read.reset = reset.Get();
    read.late_close = late_close.Get();
    read.revoked = revoked.Get();
    read.refused = refused.Get();
    read.refused_syn = refused_syn.Get();
    for (std::size_t i = 0; i < kDropReasonCount; ++i) read.drops[i] = drops[i].Get();
    return read;
  }
};

}  // namespace tidegate

#endif  // TIDEGATE_ACCOUNT_WORKER_COUNTERS_H_
