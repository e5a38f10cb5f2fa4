#include "testbed/cell/run_cell.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "table/places.h"
#include "testbed/metrics/metrics.h"
#include "testbed/metrics/metrics_json.h"
#include "testbed/optimum/optimum.h"
#include "testbed/table/models.h"
#include "testbed/workload/workloads.h"
#include "testbed/world/recorder.h"
#include "testbed/world/world.h"

namespace tidegate::testbed {
namespace {

using Parts = std::vector<std::unique_ptr<Workload>>;

absl::StatusOr<Parts> MakeParts(const Cell& cell) {
  Parts parts;
  absl::StatusOr<std::unique_ptr<Workload>> first = MakeWorkload(cell.workload, cell, "$.workload");
  if (!first.ok()) return first.status();
  parts.push_back(*std::move(first));
  for (std::size_t i = 0; i < cell.overlay.size(); ++i) {
    absl::StatusOr<std::unique_ptr<Workload>> next =
        MakeWorkload(cell.overlay[i], cell, "$.overlay[" + std::to_string(i) + "]");
    if (!next.ok()) return next.status();
    parts.push_back(*std::move(next));
  }
  return parts;
}

// The share of the table that the played connections are given, and of the limits that count entries or rates.
ModelOptions OptionsOf(const Cell& cell) {
  const auto share = [&](std::uint64_t number) { return std::max<std::uint64_t>(1, number / cell.sample); };
  ModelOptions options;
  options.capacity = share(cell.capacity);
  options.admission = cell.admission;
  options.ageing = cell.ageing;
  options.mode = cell.mode;
  options.seed = cell.seed;
  options.policy = cell.options;
  options.policy.half_open_max = share(cell.options.half_open_max);
  return options;
}

absl::StatusOr<std::unique_ptr<FirewallModel>> MakeModel(const Cell& cell, const ModelOptions& options) {
  if (!cell.plugin.empty()) return MakePluginModel(cell.plugin, options);
  std::unique_ptr<FirewallModel> model =
      cell.fully_associative ? MakeFullModel(cell.eviction, options) : MakeSetModel(cell.eviction, options);
  if (model == nullptr) return absl::InvalidArgumentError("$.eviction: no such policy: " + cell.eviction);
  return model;
}

WorldOptions WorldOptionsOf(const Cell& cell) {
  return {.length = cell.seconds * kSecond, .syn_backoff = cell.syn_backoff, .mode = cell.mode, .seed = cell.seed};
}

// The same workload where everybody has room, which leaves its marks in the recorder.
absl::Status PlayUnbounded(const Cell& cell, ModelOptions options, Recorder& recorder) {
  absl::StatusOr<Parts> parts = MakeParts(cell);
  if (!parts.ok()) return parts.status();
  options.admission = "always";
  options.ageing = "fixed";
  options.watcher = nullptr;
  auto metrics = std::make_unique<Metrics>();
  World world(WorldOptionsOf(cell), *std::move(parts), *metrics, &recorder);
  const std::unique_ptr<FirewallModel> model = MakeUnboundedModel(options);
  world.Run(*model);
  return absl::OkStatus();
}

Json OptimumJson(const Cell& cell, const Recording& recording, std::uint64_t slots) {
  const auto sets = static_cast<std::uint32_t>(slots / kSlotsPerSet);
  const Places places(sets);
  const auto sets_of = [&](std::uint64_t hash) {
    const Place place = places.Of(hash);
    return std::pair{place.first, places.Second(place)};
  };
  Json least = Json::object();
  Json in_sets = Json::object();
  for (const CostMode mode : {CostMode::kStrict, CostMode::kLoose, CostMode::kNat}) {
    if ((mode == CostMode::kLoose) != (cell.mode == CostMode::kLoose)) continue;
    least[std::string(Name(mode))] = LeastCost(recording, slots, mode);
    in_sets[std::string(Name(mode))] = LeastCostInSets(recording, sets, kSlotsPerSet, sets_of, mode);
  }
  return {{"fewest_refused", FewestRefused(recording, slots)},
          {"least", std::move(least)},
          {"in_sets", std::move(in_sets)},
          {"connections", recording.conns.size()}};
}

Json HeadOf(const Cell& cell, std::uint64_t slots) {
  return {{"id", CellId(cell)},
          {"cell", ToJson(cell)},
          {"policy", cell.PolicyLabel()},
          {"admission", cell.admission},
          {"ageing", cell.ageing},
          {"table", cell.fully_associative ? "full" : "set"},
          {"workload", cell.workload.name},
          {"capacity", cell.capacity},
          {"mode", Name(cell.mode)},
          {"syn_backoff", Name(cell.syn_backoff)},
          {"seed", cell.seed},
          {"slots", slots},
          {"sample", cell.sample}};
}

}  // namespace

absl::StatusOr<Json> RunCell(const Cell& cell) {
  absl::StatusOr<Parts> parts = MakeParts(cell);
  if (!parts.ok()) return parts.status();
  ModelOptions options = OptionsOf(cell);
  auto metrics = std::make_unique<Metrics>();
  World world(WorldOptionsOf(cell), *std::move(parts), *metrics, nullptr);
  options.watcher = &world.watcher();
  absl::StatusOr<std::unique_ptr<FirewallModel>> model = MakeModel(cell, options);
  if (!model.ok()) return model.status();
  world.Run(**model);

  Json result = HeadOf(cell, (*model)->slots());
  AddMetrics(*metrics, cell.mode, result);
  if (cell.optimum) {
    Recorder recorder(cell.mode == CostMode::kLoose ? Recorder::kGaps : Recorder::kConnections);
    if (const absl::Status status = PlayUnbounded(cell, options, recorder); !status.ok()) return status;
    result["optimum"] = OptimumJson(cell, std::move(recorder).Finish(), (*model)->slots());
  }
  return result;
}

absl::StatusOr<std::vector<PlayedPacket>> PlayPackets(const Cell& cell) {
  Recorder recorder(Recorder::kPackets);
  if (const absl::Status status = PlayUnbounded(cell, OptionsOf(cell), recorder); !status.ok()) return status;
  std::vector<PlayedPacket> packets;
  packets.reserve(recorder.packets().size());
  for (const Recorder::Packet& packet : recorder.packets()) packets.push_back({packet.at, packet.key});
  return packets;
}

}  // namespace tidegate::testbed
