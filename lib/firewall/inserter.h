// The table's insert with the eviction policy chosen by name compiled into it, behind one virtual call for each new
// connection.
#ifndef TIDEGATE_FIREWALL_INSERTER_H_
#define TIDEGATE_FIREWALL_INSERTER_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "tidegate/conn_table.h"
#include "tidegate/policy_options.h"
#include "tidegate/pressure.h"

namespace tidegate {

template <class Key>
class Inserter {
 public:
  // Null if no policy has this name.
  static std::unique_ptr<const Inserter> Make(std::string_view name, const PolicyOptions& options);

  virtual ~Inserter() = default;
  virtual InsertResult FindOrInsert(ConnTable<Key>& table, const Key& key, std::uint64_t hash, const NewEntry& fresh,
                                    const Pressure& pressure, TableWorker& worker) const = 0;

  // Whether the policy gives up an entry in TIME-WAIT for a new connection, if there is nothing else.
  virtual bool EvictsTimeWait() const = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_INSERTER_H_
