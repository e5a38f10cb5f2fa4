// What the ways of a packet share once its connection is known.
#ifndef TIDEGATE_FIREWALL_KNOWN_CONN_H_
#define TIDEGATE_FIREWALL_KNOWN_CONN_H_

#include "firewall/firewall_impl.h"
#include "firewall/results.h"

namespace tidegate {

// An earlier packet of this burst may have made, reopened or changed it.
template <class Key>
[[gnu::always_inline]] inline TableEntry& FirewallImpl::Current(Worker& worker, std::size_t place) {
  FamilyBurst<Key>& burst = worker.family<Key>();
  ConnTable<Key>& table = *family<Key>().table;
  TableEntry& entry = burst.entries[place];
  if (worker.inserted) {
    entry = table.Find(burst.keys[place], burst.hashes[place], worker.table<Key>().clock.now);
  } else if (entry && !table.Reload(entry)) {
    entry = {};
  }
  return entry;
}

template <class Key>
[[gnu::always_inline]] inline void FirewallImpl::PassOn(const Worker& worker, std::uint32_t ip_length, FlowSide sender,
                                                        const TableEntry& entry, std::uint8_t ct_bits,
                                                        PacketResult& out) {
  ConnTable<Key>& table = *family<Key>().table;
  if (table.accounting()) table.Account(entry, DirectionOf(entry, sender), ip_length, worker.table<Key>().writers);
  SetResult<Key>(out, Verdict::kPass, ct_bits, DropReason::kNone, entry);
}

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_KNOWN_CONN_H_
