// The connection table without the firewall: find, insert, age, reopen. For switches that have their own tracking.
#include <cstdio>

#include "evict/state_first.h"
#include "tidegate/conn_table.h"

using namespace tidegate;

int main() {
  const auto table = ConnTable4::Create(131072);
  const HashSecret secret = HashSecret::Random();
  const StateFirst eviction;
  static TableWorker worker;  // one for each thread
  TimeNs now = 1000 * kSecond;

  FlowKey4 key;
  MakeFlowKey({.source = {*ParseIpAddress("10.0.0.1"), 50000},
               .destination = {*ParseIpAddress("192.168.0.4"), 22},
               .zone = 0,
               .protocol = kProtocolTcp},
              key);
  const std::uint64_t hash = HashFlowKey(key, secret);

  worker.BeginBurst(now);
  const NewEntry syn{.state = ConnState::kSynSent, .expiry = now + 30 * kSecond};
  TableEntry entry = table->FindOrInsert(key, hash, syn, eviction, Pressure{}, worker).entry;
  std::printf("inserted, %s\n", table->Find(key, hash, now) ? "found" : "lost");

  table->UpdateLife(entry, ConnState::kTimeWait, 0, now + 120 * kSecond, worker);
  const InsertResult again = table->Reopen(entry, key, hash, syn, worker);
  std::printf("%s, the old handle is %s\n", again.entry.slot == entry.slot ? "reopened in place" : "moved",
              table->Release(entry, worker) ? "alive" : "dead");

  now += 31 * kSecond;
  std::printf("31 s later it is %s\n", table->Find(key, hash, now) ? "still there" : "gone by itself");
  return 0;
}
