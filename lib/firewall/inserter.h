// The table's insert with the eviction policy chosen by name compiled into it, behind one virtual call for each new
// connection.
#ifndef TIDEGATE_FIREWALL_INSERTER_H_
#define TIDEGATE_FIREWALL_INSERTER_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "tidegate/conn_table.h"
#include "tidegate/policy_options.h"
#include "tidegate/pressure.h"
#include "tidegate/verdict.h"

namespace tidegate {

template <class Key>
class Inserter {
 public:
  // Null if no policy has this name. `before`: the one it takes the place of, or null; a policy of the same name that
  // remembers something of its entries goes on with it.
  static std::unique_ptr<const Inserter> Make(std::string_view name, const PolicyOptions& options,
                                              const Inserter* before);

  virtual ~Inserter() = default;
  virtual InsertResult FindOrInsert(ConnTable<Key>& table, const Key& key, std::uint64_t hash, const NewEntry& fresh,
                                    const Pressure& pressure, TableWorker& worker) const = 0;
  // ConnTable::Reopen().
  virtual InsertResult Reopen(ConnTable<Key>& table, const TableEntry& old, const Key& key, std::uint64_t hash,
                              const NewEntry& fresh, TableWorker& worker) const = 0;

  // Tells the policy which connections a burst's packets belong to. Nothing to do unless notes_hits().
  virtual void NoteHits(std::span<const PacketResult> results, TimeNs now) const = 0;
  bool notes_hits() const { return notes_hits_; }

  // Whether the policy gives up an entry in TIME-WAIT for a new connection, if there is nothing else.
  bool evicts_time_wait() const { return evicts_time_wait_; }

 protected:
  bool notes_hits_ = false;
  bool evicts_time_wait_ = false;
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_INSERTER_H_
