// The firewall's making and its control plane.
#include "tidegate/firewall.h"

#include <chrono>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "firewall/firewall_impl.h"
#include "track/conn_flags.h"

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
                                       const PolicyOptions& policy_options) {
  Family<Key> family{ConnTable<Key>::Create(capacity, {.accounting = options.accounting}),
                     Inserter<Key>::Make(options.eviction, policy_options)};
  if (family.inserter == nullptr) return UnknownPolicy("eviction", options.eviction, EvictionPolicyNames());
  if (family.table == nullptr) {
    return absl::ResourceExhaustedError("no memory for a table of " + std::to_string(capacity) + " connections");
  }
  return family;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Firewall>> Firewall::Create(const FirewallOptions& options,
                                                           std::unique_ptr<const SecurityPolicy> policy) {
  if (absl::Status status = CheckCapacity("capacity", options.capacity); !status.ok()) return status;
  if (absl::Status status = CheckCapacity("capacity_v6", options.capacity_v6); !status.ok()) return status;
  const PolicyOptions policy_options{.half_open_max = options.half_open_max, .timeouts = options.timeouts};
  std::unique_ptr<const Admitter> admitter = Admitter::Make(options.admission, policy_options);
  if (admitter == nullptr) return UnknownPolicy("admission", options.admission, AdmissionPolicyNames());
  absl::StatusOr<Family<FlowKey4>> v4 = MakeFamily<FlowKey4>(options.capacity, options, policy_options);
  if (!v4.ok()) return v4.status();
  absl::StatusOr<Family<FlowKey6>> v6 = MakeFamily<FlowKey6>(options.capacity_v6, options, policy_options);
  if (!v6.ok()) return v6.status();
  try {
    return std::make_unique<FirewallImpl>(options, *std::move(v4), *std::move(v6), std::move(admitter),
                                          std::move(policy), HashSecret::Random());
  } catch (const std::system_error& error) {
    return absl::ResourceExhaustedError(std::string("no random numbers for the hash secret: ") + error.what());
  }
}

FirewallImpl::FirewallImpl(const FirewallOptions& options, Family<FlowKey4> v4, Family<FlowKey6> v6,
                           std::unique_ptr<const Admitter> admitter, std::unique_ptr<const SecurityPolicy> policy,
                           const HashSecret& secret)
    : secret_(secret),
      timeouts_(options.timeouts),
      v4_(std::move(v4)),
      v6_(std::move(v6)),
      admitter_(std::move(admitter)),
      policy_(policy.get()),
      owned_policy_(std::move(policy)) {}

// REQUIRES: fewer than kMaxWorkers so far.
Firewall::Worker& FirewallImpl::AddWorker() {
  const std::lock_guard lock(control_);
  const std::size_t number = worker_count_.load(std::memory_order_relaxed);
  workers_[number] = std::make_unique<Worker>();
  // release: whoever reads the number finds the worker.
  worker_count_.store(number + 1, std::memory_order_release);
  return *workers_[number];
}

void FirewallImpl::SetPolicy(std::unique_ptr<const SecurityPolicy> policy) {
  const std::lock_guard lock(control_);
  policy_.exchange(policy.get(), std::memory_order_seq_cst);
  // Bursts that begin now use the new policy; those that had begun are waited for.
  ForEachWorker([](const Worker& worker) {
    const std::uint64_t burst = worker.bursts.load(std::memory_order_seq_cst);
    if (burst % 2 == 0) return;
    while (worker.bursts.load(std::memory_order_acquire) == burst) {
      std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
  });
  owned_policy_ = std::move(policy);
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

// The cursor counts the slots of both tables, IPv4 first.
std::uint64_t FirewallImpl::ForEach(TimeNs now, std::uint64_t cursor, std::size_t max,
                                    const std::function<void(const ConnInfo&)>& show) const {
  std::size_t shown = 0;
  const auto shower = [&](const auto& table) {
    return [&](const auto& key, const TableEntry& entry) {
      ++shown;
      ConnInfo info{.tuple = ToTuple(key, OriginOf(entry.life.flags())),
                    .state = static_cast<ConnState>(entry.life.state()),
                    .expires_in = entry.life.Left(now),
                    .handle = {entry.slot, entry.generation(), std::decay_t<decltype(key)>::kIsV6}};
      if (table.accounting()) info.account = table.LoadAccount(entry);
      show(info);
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
  std::uint64_t flushed = 0;
  const auto flush = [&](auto& table) {
    table.ForEach(now, 0, static_cast<std::size_t>(-1),
                  [&](const auto&, const TableEntry& entry) { flushed += table.Release(entry, *scratch); });
  };
  flush(*v4_.table);
  flush(*v6_.table);
  return flushed;
}

}  // namespace tidegate
