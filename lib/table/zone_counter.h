// Who wants to know, zone by zone, which entries come, change and go: the counts behind the zones' limits (lib/zone).
//
// The table tells each change of a live slot's word once, as it does for the census: Remove() with the word that was,
// Add() with the one that is. Entries that expire are not told; their words say when they do.
//
// Thread safety: the methods are called by any number of workers at once.
#ifndef TIDEGATE_TABLE_ZONE_COUNTER_H_
#define TIDEGATE_TABLE_ZONE_COUNTER_H_

#include <cstdint>

#include "table/slot_word.h"
#include "table/ticks.h"
#include "tidegate/flow_key.h"

namespace tidegate {

class ZoneCounter {
 public:
  virtual void Add(Zone zone, std::uint32_t slot, SlotWord word, const TickClock& clock) = 0;
  virtual void Remove(Zone zone, std::uint32_t slot, SlotWord word, const TickClock& clock) = 0;

 protected:
  ~ZoneCounter() = default;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_ZONE_COUNTER_H_
