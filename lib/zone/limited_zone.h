// A zone that has a limit: its counts, which live as long as it has one, whatever else of its options changes.
#ifndef TIDEGATE_ZONE_LIMITED_ZONE_H_
#define TIDEGATE_ZONE_LIMITED_ZONE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "tidegate/conn_state.h"
#include "tidegate/drop_reason.h"
#include "tidegate/tracking.h"
#include "zone/zone_census.h"

namespace tidegate {

// How far the tables have been walked over for zones that were not counted before. Workers count the changes of the
// slots behind the walk only; what the others hold it will find.
//
// A worker that changes the very slot the walk is at may do so behind the walk's look and find the number not yet
// raised, or the reverse: that entry is then counted once too often or too seldom, until its end (ExpiryRing).
class WalkedTables {
 public:
  static constexpr std::uint32_t kAll = 0xffffffff;

  // Below which slots of both tables.
  explicit WalkedTables(std::uint32_t end) {
    for (std::atomic<std::uint32_t>& of_family : ends_) of_family.store(end, std::memory_order_relaxed);
  }

  // release, acquire: what the walk has counted comes before the workers' changes of it.
  void WalkTo(bool v6, std::uint32_t end) { ends_[v6].store(end, std::memory_order_release); }
  bool Has(bool v6, std::uint32_t slot) const { return slot < ends_[v6].load(std::memory_order_acquire); }

 private:
  std::array<std::atomic<std::uint32_t>, 2> ends_;  // of IPv4 and of IPv6
};

class LimitedZone {
 public:
  LimitedZone(bool counts_time_wait, std::shared_ptr<const WalkedTables> walked)
      : families_{ZoneCensus(counts_time_wait), ZoneCensus(counts_time_wait)},
        counts_time_wait_(counts_time_wait),
        walked_(std::move(walked)) {}

  // --- Any thread.

  // Whether a change of this slot is counted yet.
  bool Counts(bool v6, std::uint32_t slot) const { return walked_->Has(v6, slot); }
  ZoneCensus& census(bool v6) { return families_[v6]; }

  // May a connection of this class begin? It is counted when it has: several workers may each let one in at the same
  // time, so a limit may be exceeded by as many as there are workers, less one. `reopens`: in place of an entry of the
  // zone's own in TIME-WAIT.
  DropReason Admit(const ZoneOptions& options, bool v6, ConnClass cls, bool reopens, TimeNs now) {
    ZoneCensus& census = families_[v6];
    census.Advance(now);
    if (census.entries() >= Allowed(options.max_entries, reopens)) {
      refused_[v6].full.fetch_add(1, std::memory_order_relaxed);
      return DropReason::kZoneFull;
    }
    if (cls == ConnClass::kHalfOpen && census.half_open() >= options.max_half_open) {
      refused_[v6].half_open.fetch_add(1, std::memory_order_relaxed);
      return DropReason::kZoneHalfOpen;
    }
    return DropReason::kNone;
  }

  // What Admit() refused, by reason.
  std::uint64_t refused_full(bool v6) const { return refused_[v6].full.load(std::memory_order_relaxed); }
  std::uint64_t refused_half_open(bool v6) const { return refused_[v6].half_open.load(std::memory_order_relaxed); }

 private:
  struct alignas(64) Refused {
    std::atomic<std::uint64_t> full{0};
    std::atomic<std::uint64_t> half_open{0};
  };

  // The same tuple may come back at once, also in a zone that is full: it takes no slot from anybody. But entries in
  // TIME-WAIT are not counted, and a tenant could gather any number of them and reopen them all; so there is an end to
  // it, an eighth above the limit. Where they are counted, reopening one changes nothing.
  std::uint64_t Allowed(std::uint64_t limit, bool reopens) const {
    if (!reopens || limit == ZoneOptions::kNoLimit) return limit;
    return counts_time_wait_ ? ZoneOptions::kNoLimit : limit + limit / 8 + 1;
  }

  std::array<ZoneCensus, 2> families_;
  const bool counts_time_wait_;
  const std::shared_ptr<const WalkedTables> walked_;
  std::array<Refused, 2> refused_;
};

}  // namespace tidegate

#endif  // TIDEGATE_ZONE_LIMITED_ZONE_H_
