// What every packet's zone is treated by: the tracking options, compiled for the packet path, and the counts of the
// zones that have a limit.
//
//   const ZoneOptions& zone = settings.Of(packet.zone);
//   table_worker.zones = settings.counter(v6);                     // for the burst: counts what the table changes
//   DropReason reason = settings.Admit(packet.zone, v6, ConnClass::kHalfOpen, false, now);
//
// Thread safety: the settings are constant, the counts shared by all threads. A change makes new settings, which take
// the place of the old ones between two bursts (Firewall::SetTracking()) and carry their counts on.
#ifndef TIDEGATE_ZONE_ZONE_SETTINGS_H_
#define TIDEGATE_ZONE_ZONE_SETTINGS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "table/zone_counter.h"
#include "tidegate/conn_state.h"
#include "tidegate/drop_reason.h"
#include "tidegate/tracking.h"
#include "tidegate/zone_usage.h"
#include "track/ageing.h"
#include "zone/limited_zone.h"
#include "zone/zone_index.h"

namespace tidegate {

class ZoneSettings {
 public:
  // `counts_time_wait`: whether entries in TIME-WAIT count (ZoneOptions::max_entries). `adaptive`: timeouts may shrink
  // (track/ageing.h). `before`: the settings that these replace; null if the tables are empty.
  // REQUIRES: CheckTracking(options) is OK.
  ZoneSettings(const TrackingOptions& options, bool counts_time_wait, bool adaptive, const ZoneSettings* before);
  ZoneSettings(const ZoneSettings&) = delete;
  ZoneSettings& operator=(const ZoneSettings&) = delete;

  // The settings of a zone: its own, or the defaults. See ZoneIndex for the cost.
  const ZoneOptions& Of(Zone zone) const {
    const std::uint32_t number = index_.Of(zone);
    return number == ZoneIndex::kNone ? defaults_ : zones_[number].options;
  }

  // The same with what adaptive ageing leaves of the timeouts, in AdaptiveAgeing::kSteps.
  // REQUIRES: made as adaptive; share <= kSteps.
  const ZoneOptions& Of(Zone zone, std::uint64_t share) const {
    const std::uint32_t number = index_.Of(zone);
    const std::size_t row = number == ZoneIndex::kNone ? 0 : std::size_t{number} + 1;
    return aged_[row * (AdaptiveAgeing::kSteps + 1) + share];
  }

  // The settings of all zones, if none has its own; else null.
  const ZoneOptions* Only() const { return index_.empty() ? &defaults_ : nullptr; }

  bool verify_checksums() const { return verify_checksums_; }

  // May a connection of this class begin in the zone? See LimitedZone. One branch if no zone has a limit.
  DropReason Admit(Zone zone, bool v6, ConnClass cls, bool reopens, TimeNs now) const {
    if (!has_limits_) [[likely]]
      return DropReason::kNone;
    LimitedZone* const limited = LimitedOf(zone);
    return limited == nullptr ? DropReason::kNone : limited->Admit(Of(zone), v6, cls, reopens, now);
  }

  // Null if the zone has no limit.
  LimitedZone* LimitedOf(Zone zone) const {
    const std::uint32_t number = index_.Of(zone);
    return number == ZoneIndex::kNone ? nullptr : zones_[number].limited.get();
  }

  // Who counts for the limited zones what happens in a family's table; null if there are none. As long as these
  // settings.
  ZoneCounter* counter(bool v6) const { return has_limits_ ? &counters_[v6] : nullptr; }

  // The zones with options of their own, in order, and what is known of each without a walk.
  std::vector<Zone> zones() const;
  ZoneUsage UsageOf(Zone zone, TimeNs now) const;

  // Zones are limited now that were not before: what stands in the tables is to be counted for them.
  bool HasToWalk() const { return walk_ != nullptr; }
  // The walk's step: counts what a slot holds, if it is of such a zone, and hands the slot over to the workers. Slots
  // in their order, an empty word for one without a live entry.
  void Walk(bool v6, std::uint32_t slot, SlotWord word, Zone zone, const TickClock& clock) const;
  void EndWalk(bool v6) const { walk_->WalkTo(v6, WalkedTables::kAll); }

 private:
  struct OwnZone {
    Zone zone;
    ZoneOptions options;
    std::shared_ptr<LimitedZone> limited;  // null without a limit
    bool walked_for = false;               // by the walk of these settings
  };

  class FamilyCounter final : public ZoneCounter {
   public:
    FamilyCounter(const ZoneSettings& settings, bool v6) : settings_(settings), v6_(v6) {}

    void Add(Zone zone, std::uint32_t slot, SlotWord word, const TickClock& clock) override {
      if (LimitedZone* const limited = Counting(zone, slot)) limited->census(v6_).Add(word, clock);
    }
    void Remove(Zone zone, std::uint32_t slot, SlotWord word, const TickClock& clock) override {
      if (LimitedZone* const limited = Counting(zone, slot)) limited->census(v6_).Remove(word, clock);
    }

   private:
    LimitedZone* Counting(Zone zone, std::uint32_t slot) const {
      LimitedZone* const limited = settings_.LimitedOf(zone);
      return limited != nullptr && limited->Counts(v6_, slot) ? limited : nullptr;
    }

    const ZoneSettings& settings_;
    const bool v6_;
  };

  void AddAged(const ZoneOptions& options);
  void LimitZone(OwnZone& row, bool counts_time_wait, const ZoneSettings* before);

  ZoneOptions defaults_;
  bool verify_checksums_;
  bool has_limits_ = false;
  ZoneIndex index_;
  std::vector<OwnZone> zones_;
  // The defaults with each share of their timeouts, then every zone's of its own; empty unless adaptive.
  std::vector<ZoneOptions> aged_;
  std::shared_ptr<WalkedTables> walk_;
  mutable std::array<FamilyCounter, 2> counters_;
};

}  // namespace tidegate

#endif  // TIDEGATE_ZONE_ZONE_SETTINGS_H_
