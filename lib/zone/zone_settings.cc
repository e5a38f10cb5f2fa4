// The compiling of tracking options, and what the control plane asks of them.
#include "zone/zone_settings.h"

#include <utility>

namespace tidegate {
namespace {

std::vector<Zone> ZonesOf(const TrackingOptions& options) {
  std::vector<Zone> zones;
  for (const auto& [zone, own] : options.zones) zones.push_back(zone);
  return zones;
}

// What zones have that are limited from the beginning: no slot holds anything of theirs.
std::shared_ptr<const WalkedTables> NothingToWalk() {
  static const auto walked = std::make_shared<const WalkedTables>(WalkedTables::kAll);
  return walked;
}

}  // namespace

ZoneSettings::ZoneSettings(const TrackingOptions& options, bool counts_time_wait, bool adaptive,
                           const ZoneSettings* before)
    : defaults_(options.defaults),
      verify_checksums_(options.verify_checksums),
      index_(ZonesOf(options)),
      counters_{FamilyCounter(*this, false), FamilyCounter(*this, true)} {
  if (adaptive) AddAged(defaults_);
  for (const auto& [zone, own] : options.zones) {
    if (adaptive) AddAged(own);
    OwnZone row{zone, own, nullptr};
    if (own.HasLimit()) LimitZone(row, counts_time_wait, before);
    zones_.push_back(std::move(row));
  }
}

void ZoneSettings::AddAged(const ZoneOptions& options) {
  for (std::uint64_t share = 0; share <= AdaptiveAgeing::kSteps; ++share) {
    aged_.push_back(options);
    aged_.back().timeouts = AdaptiveAgeing::Scaled(options.timeouts, share);
  }
}

// A zone that had a limit already keeps its counts.
void ZoneSettings::LimitZone(OwnZone& row, bool counts_time_wait, const ZoneSettings* before) {
  has_limits_ = true;
  const std::uint32_t number = before == nullptr ? ZoneIndex::kNone : before->index_.Of(row.zone);
  if (number != ZoneIndex::kNone) row.limited = before->zones_[number].limited;
  if (row.limited != nullptr) return;
  row.walked_for = before != nullptr;
  if (row.walked_for && walk_ == nullptr) walk_ = std::make_shared<WalkedTables>(0);
  row.limited = std::make_shared<LimitedZone>(counts_time_wait, row.walked_for ? walk_ : NothingToWalk());
}

std::vector<Zone> ZoneSettings::zones() const {
  std::vector<Zone> zones;
  for (const OwnZone& own : zones_) zones.push_back(own.zone);
  return zones;
}

ZoneUsage ZoneSettings::UsageOf(Zone zone, TimeNs now) const {
  const ZoneOptions& options = Of(zone);
  ZoneUsage usage;
  usage.zone = zone;
  usage.max_entries = options.max_entries;
  usage.max_half_open = options.max_half_open;
  LimitedZone* const limited = LimitedOf(zone);
  if (limited == nullptr) return usage;
  for (const bool v6 : {false, true}) {
    ZoneCensus& census = limited->census(v6);
    ZoneUsage::Family& family = usage.families[v6];
    census.Advance(now);
    family.counted = census.entries();
    family.counted_half_open = census.half_open();
    family.zone_full = limited->refused_full(v6);
    family.zone_half_open = limited->refused_half_open(v6);
  }
  return usage;
}

void ZoneSettings::Walk(bool v6, std::uint32_t slot, SlotWord word, Zone zone, const TickClock& clock) const {
  const std::uint32_t number = word.live() ? index_.Of(zone) : ZoneIndex::kNone;
  if (number != ZoneIndex::kNone && zones_[number].walked_for) zones_[number].limited->census(v6).Add(word, clock);
  walk_->WalkTo(v6, slot + 1);
}

}  // namespace tidegate
