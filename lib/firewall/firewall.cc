// The firewall's making and its control plane.
#include "tidegate/firewall.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "firewall/firewall_impl.h"
#include "track/ageing.h"
#include "track/conn_flags.h"
#include "zone/tracking_check.h"

namespace tidegate {
namespace {

std::string Join(const std::vector<std::string_view>& names) {
  std::string joined;
  for (const std::string_view name : names) {
    if (!joined.empty()) joined += ", ";
    joined += name;
  }
  return joined;
}

absl::Status UnknownPolicy(const char* kind, const std::string& name, const std::vector<std::string_view>& names) {
  return absl::InvalidArgumentError(std::string("unknown ") + kind + " policy '" + name + "', expected one of " +
                                    Join(names));
}

absl::Status CheckCapacity(const char* name, std::uint64_t capacity) {
  if (capacity >= kMinCapacity && capacity <= kMaxCapacity) return absl::OkStatus();
  return absl::InvalidArgumentError(std::string(name) + " is " + std::to_string(capacity) + ", expected " +
                                    std::to_string(kMinCapacity) + " to " + std::to_string(kMaxCapacity));
}

template <class Key>
absl::StatusOr<Family<Key>> MakeFamily(std::uint64_t capacity, const FirewallOptions& options,
                                       const Admitter& admitter) {
  Family<Key> family{ConnTable<Key>::Create(capacity, {.accounting = options.accounting}), nullptr};
  if (family.table != nullptr) {
    if (admitter.displaces_oldest()) family.oldest = std::make_unique<OldestHalfOpen>(family.table->slot_end());
    return family;
  }
  return absl::ResourceExhaustedError("no memory for a table of " + std::to_string(capacity) + " connections");
}

// The settings but for the rules. `before`: those that they replace, or null.
absl::StatusOr<Settings> MakeSettings(const FirewallOptions& options, const Settings* before) {
  const std::vector<std::string_view> ageing = AgeingNames();
  if (std::find(ageing.begin(), ageing.end(), options.ageing) == ageing.end()) {
    return absl::InvalidArgumentError("unknown ageing '" + options.ageing + "', expected one of " + Join(ageing));
  }
  if (absl::Status status = CheckTracking(options.tracking); !status.ok()) return status;
  const PolicyOptions policy_options{.half_open_max = options.half_open_max,
                                     .half_open_per_source = options.half_open_per_source,
                                     .syn_rate = options.syn_rate,
                                     .syn_burst = options.syn_burst,
                                     .slot_end = ConnTable<FlowKey4>::SlotEndFor(options.capacity),
                                     .timeouts = ShortestTimeouts(options.tracking)};
  PolicyOptions policy_options6 = policy_options;
  policy_options6.slot_end = ConnTable<FlowKey6>::SlotEndFor(options.capacity_v6);
  Settings settings{
      .policy = nullptr,
      .zones = nullptr,
      // Nothing of it changes while the process runs, and it may have learned something.
      .admitter = before != nullptr ? before->admitter : Admitter::Make(options.admission, policy_options),
      .inserter4 = Inserter<FlowKey4>::Make(options.eviction, policy_options,
                                            before == nullptr ? nullptr : before->inserter4.get()),
      .inserter6 = Inserter<FlowKey6>::Make(options.eviction, policy_options6,
                                            before == nullptr ? nullptr : before->inserter6.get())};
  if (settings.admitter == nullptr) return UnknownPolicy("admission", options.admission, AdmissionPolicyNames());
  if (settings.inserter4 == nullptr) return UnknownPolicy("eviction", options.eviction, EvictionPolicyNames());
  const bool counts_time_wait = !settings.inserter4->evicts_time_wait();
  const bool adaptive = options.ageing == AgeingName(AgeingKind::kAdaptive);
  settings.zones = std::make_shared<const ZoneSettings>(options.tracking, counts_time_wait, adaptive,
                                                        before == nullptr ? nullptr : before->zones.get());
  return settings;
}

}  // namespace

std::vector<std::string_view> AgeingNames() { return {kAgeingNames.begin(), kAgeingNames.end()}; }

absl::StatusOr<std::unique_ptr<Firewall>> Firewall::Create(const FirewallOptions& options,
                                                           std::unique_ptr<const SecurityPolicy> policy) {
  if (absl::Status status = CheckCapacity("capacity", options.capacity); !status.ok()) return status;
  if (absl::Status status = CheckCapacity("capacity_v6", options.capacity_v6); !status.ok()) return status;
  absl::StatusOr<Settings> settings = MakeSettings(options, nullptr);
  if (!settings.ok()) return settings.status();
  settings->policy = std::move(policy);
  absl::StatusOr<Family<FlowKey4>> v4 = MakeFamily<FlowKey4>(options.capacity, options, *settings->admitter);
  if (!v4.ok()) return v4.status();
  absl::StatusOr<Family<FlowKey6>> v6 = MakeFamily<FlowKey6>(options.capacity_v6, options, *settings->admitter);
  if (!v6.ok()) return v6.status();
  try {
    return std::make_unique<FirewallImpl>(options, *std::move(v4), *std::move(v6),
                                          std::make_unique<const Settings>(*std::move(settings)), HashSecret::Random());
  } catch (const std::system_error& error) {
    return absl::ResourceExhaustedError(std::string("no random numbers for the hash secret: ") + error.what());
  }
}

FirewallImpl::FirewallImpl(const FirewallOptions& options, Family<FlowKey4> v4, Family<FlowKey6> v6,
                           std::unique_ptr<const Settings> settings, const HashSecret& secret)
    : secret_(secret),
      v4_(std::move(v4)),
      v6_(std::move(v6)),
      settings_(settings.get()),
      owned_settings_(std::move(settings)),
      options_(options) {
  if (options.ageing != AgeingName(AgeingKind::kAdaptive)) return;
  ageing_.emplace(AgeingOfFamilies{AdaptiveAgeing::For(options.capacity), AdaptiveAgeing::For(options.capacity_v6)});
}

// REQUIRES: fewer than kMaxWorkers so far.
Firewall::Worker& FirewallImpl::AddWorker() {
  const std::lock_guard lock(control_);
  const std::size_t number = worker_count_.load(std::memory_order_relaxed);
  workers_[number] = std::make_unique<Worker>();
  // What policies draw must not be guessed from outside.
  workers_[number]->table4.dice = secret_.Derive(2 * number);
  workers_[number]->table6.dice = secret_.Derive(2 * number + 1);
  // seq_cst: whoever reads the number finds the worker; and see Process().
  worker_count_.store(number + 1, std::memory_order_seq_cst);
  // Until then the first worker may think that it is the only one.
  if (number == 1) AwaitBursts();
  return *workers_[number];
}

void FirewallImpl::SetPolicy(std::unique_ptr<const SecurityPolicy> policy) {
  const std::lock_guard lock(control_);
  auto settings = std::make_unique<Settings>(*owned_settings_);
  settings->policy = std::move(policy);
  Publish(std::move(settings));
}

std::shared_ptr<const SecurityPolicy> FirewallImpl::Policy() const {
  const std::lock_guard lock(control_);
  return owned_settings_->policy;
}

absl::Status FirewallImpl::SetTracking(const TrackingOptions& tracking, TimeNs now) {
  const std::lock_guard lock(control_);
  return Change(owned_settings_->policy, tracking, now);
}

absl::Status FirewallImpl::Reconfigure(std::unique_ptr<const SecurityPolicy> policy, const TrackingOptions& tracking,
                                       TimeNs now) {
  const std::lock_guard lock(control_);
  return Change(std::move(policy), tracking, now);
}

absl::Status FirewallImpl::Change(std::shared_ptr<const SecurityPolicy> policy, const TrackingOptions& tracking,
                                  TimeNs now) {
  FirewallOptions options = options_;
  options.tracking = tracking;
  absl::StatusOr<Settings> settings = MakeSettings(options, owned_settings_.get());
  if (!settings.ok()) return settings.status();
  if (settings->zones->HasToWalk()) {
    CountFor(tracking, now);
    settings = MakeSettings(options, owned_settings_.get());
    if (!settings.ok()) return settings.status();
  }
  settings->policy = std::move(policy);
  Publish(std::make_unique<const Settings>(*std::move(settings)));
  options_ = std::move(options);
  return absl::OkStatus();
}

// What zones have must be known before they are limited, and counting it takes a walk. So the options in force come
// once more, with limits that nobody reaches.
void FirewallImpl::CountFor(const TrackingOptions& tracking, TimeNs now) {
  FirewallOptions counting = options_;
  TrackingOptions& old = counting.tracking;
  for (const auto& [zone, own] : tracking.zones) {
    ZoneOptions& counted = old.zones.try_emplace(zone, old.defaults).first->second;
    if (own.HasLimit() && !counted.HasLimit()) counted.max_entries = kMaxCapacity;
  }
  absl::StatusOr<Settings> settings = MakeSettings(counting, owned_settings_.get());
  if (!settings.ok()) return;  // they have been in force
  settings->policy = owned_settings_->policy;
  Publish(std::make_unique<const Settings>(*std::move(settings)));
  WalkFor(*owned_settings_->zones, now);
}

// Bursts that begin behind Publish() ask the rules in force for what is new, so only what is there by then has to be
// marked; what they enter meanwhile and is marked as well is asked for once more.
std::uint64_t FirewallImpl::Recheck(TimeNs now) {
  const std::lock_guard lock(control_);
  std::uint64_t marked = 0;
  const auto mark = [&](auto& table) {
    table.ForEach(now, 0, static_cast<std::size_t>(-1), [&](const auto&, const TableEntry& found) {
      TableEntry entry = found;
      while (entry.life.IsOf(entry.generation())) {
        if (!table.UpdateFlags(entry, entry.life.flags() | kFlagRecheck)) continue;  // a packet was faster
        ++marked;
        return;
      }
    });
  };
  mark(*v4_.table);
  mark(*v6_.table);
  return marked;
}

void FirewallImpl::Publish(std::unique_ptr<const Settings> settings) {
  settings_.exchange(settings.get(), std::memory_order_seq_cst);
  AwaitBursts();
  owned_settings_ = std::move(settings);
}

void FirewallImpl::AwaitBursts() const {
  ForEachWorker([](const Worker& worker) {
    const std::uint64_t burst = worker.bursts.load(std::memory_order_seq_cst);
    if (burst % 2 == 0) return;
    while (worker.bursts.load(std::memory_order_acquire) == burst) {
      std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
  });
}

void FirewallImpl::WalkFor(const ZoneSettings& zones, TimeNs now) const {
  if (!zones.HasToWalk()) return;
  const TickClock clock(now);
  const auto walk = [&](const auto& table, bool v6) {
    // Those too that ended lately: their slots may not say so yet (TableWorker::MayCount). Of the others the words do.
    table.ForEachSlot(now - kClocksApart,
                      [&](std::uint32_t slot, SlotWord word, Zone zone) { zones.Walk(v6, slot, word, zone, clock); });
    zones.EndWalk(v6);
  };
  walk(*v4_.table, false);
  walk(*v6_.table, true);
}

FirewallCounters FirewallImpl::Counters() const {
  FirewallCounters sum;
  ForEachWorker([&sum](const Worker& worker) {
    FirewallCounters counters = worker.counters.Read();
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
      counters.evicted[cls] = worker.table4.evicted[cls].Get() + worker.table6.evicted[cls].Get();
      counters.reclaimed[cls] = worker.table4.reclaimed[cls].Get() + worker.table6.reclaimed[cls].Get();
    }
    Add(sum, counters);
  });
  return sum;
}

Occupancy FirewallImpl::CountLive(TimeNs now) const {
  Occupancy occupancy;
  occupancy.capacity = v4_.table->capacity() + v6_.table->capacity();
  const auto v4 = v4_.table->CountLive(now);
  const auto v6 = v6_.table->CountLive(now);
  for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
    occupancy.by_class[cls] = v4[cls] + v6[cls];
    occupancy.live += v4[cls] + v6[cls];
  }
  return occupancy;
}

std::vector<ZoneUsage> FirewallImpl::Zones(TimeNs now) const {
  const std::lock_guard lock(control_);  // keeps the settings
  const ZoneSettings& settings = *owned_settings_->zones;
  std::map<Zone, ZoneUsage> usage;
  for (const Zone zone : settings.zones()) usage[zone] = settings.UsageOf(zone, now);
  const auto count = [&](const auto& table, bool v6) {
    table.ForEachSlot(now, [&](std::uint32_t, SlotWord word, Zone zone) {
      if (!word.live()) return;
      ZoneUsage::Family& family = usage[zone].families[v6];
      ++family.live;
      family.half_open += word.cls() == ConnClass::kHalfOpen;
      family.time_wait += word.cls() == ConnClass::kTimeWait;
    });
  };
  count(*v4_.table, false);
  count(*v6_.table, true);
  std::vector<ZoneUsage> zones;
  for (auto& [zone, of_zone] : usage) {
    of_zone.zone = zone;
    zones.push_back(of_zone);
  }
  return zones;
}

namespace {

template <class Key>
ConnInfo InfoOf(const ConnTable<Key>& table, const Key& key, const TableEntry& entry, TimeNs now) {
  ConnInfo info{.tuple = ToTuple(key, OriginOf(entry.life.flags())),
                .state = static_cast<ConnState>(entry.life.state()),
                .expires_in = entry.life.Left(now),
                .handle = {entry.slot, entry.generation(), Key::kIsV6}};
  if (table.accounting()) info.account = table.LoadAccount(entry);
  return info;
}

template <class Key>
std::optional<ConnInfo> FindIn(const ConnTable<Key>& table, const FlowTuple& tuple, const HashSecret& secret,
                               TimeNs now) {
  Key key;
  MakeFlowKey(tuple, key);
  const TableEntry entry = table.Find(key, HashFlowKey(key, secret), now);
  if (!entry) return std::nullopt;
  return InfoOf(table, key, entry, now);
}

}  // namespace

std::optional<ConnInfo> FirewallImpl::Find(const FlowTuple& tuple, TimeNs now) const {
  if (tuple.source.address.v6) return FindIn(*v6_.table, tuple, secret_, now);
  return FindIn(*v4_.table, tuple, secret_, now);
}

// The cursor counts the slots of both tables, IPv4 first.
std::uint64_t FirewallImpl::ForEach(TimeNs now, std::uint64_t cursor, std::size_t max,
                                    const std::function<void(const ConnInfo&)>& show) const {
  std::size_t shown = 0;
  const auto shower = [&](const auto& table) {
    return [&](const auto& key, const TableEntry& entry) {
      ++shown;
      show(InfoOf(table, key, entry, now));
    };
  };
  const std::uint64_t slots4 = v4_.table->slot_end();
  if (cursor < slots4) {
    cursor = v4_.table->ForEach(now, cursor, max, shower(*v4_.table));
    if (cursor < slots4) return cursor;
  }
  cursor = slots4 + v6_.table->ForEach(now, cursor - slots4, max - shown, shower(*v6_.table));
  return cursor < slots4 + v6_.table->slot_end() ? cursor : 0;
}

std::uint64_t FirewallImpl::Flush(TimeNs now) {
  // The census of a worker is its own: what is flushed here stays counted there until it would have ended.
  const auto scratch = std::make_unique<TableWorker>();
  scratch->BeginBurst(now);
  const std::lock_guard lock(control_);  // keeps the settings
  std::uint64_t flushed = 0;
  const auto flush = [&](auto& table, bool v6) {
    scratch->zones = owned_settings_->zones->counter(v6);
    table.ForEach(now, 0, static_cast<std::size_t>(-1),
                  [&](const auto&, const TableEntry& entry) { flushed += table.Release(entry, *scratch); });
  };
  flush(*v4_.table, false);
  flush(*v6_.table, true);
  return flushed;
}

}  // namespace tidegate
