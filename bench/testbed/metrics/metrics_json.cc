#include "testbed/metrics/metrics_json.h"

#include <cstddef>

#include "tidegate/drop_reason.h"

namespace tidegate::testbed {
namespace {

using Json = nlohmann::ordered_json;

constexpr ConnClass kShown[] = {ConnClass::kHalfOpen, ConnClass::kEstablished, ConnClass::kClosing,
                                ConnClass::kTimeWait, ConnClass::kDatagram};

template <class Values, class Show>
Json ByClass(const Values& values, const Show& show) {
  Json json = Json::object();
  for (const ConnClass cls : kShown) json[std::string(Name(cls))] = show(values[static_cast<std::size_t>(cls)]);
  return json;
}
Json Counts(const CountByClass& counts) {
  return ByClass(counts, [](std::uint64_t count) { return count; });
}

// To a thousandth: enough, and the same digits everywhere.
double Seconds(TimeNs time) {
  const TimeNs milliseconds = time / kMillisecond;
  return static_cast<double>(milliseconds) / 1000;
}

Json LegitJson(const LegitCounts& legit) {
  return {{"connections", legit.connections},
          {"at_first_syn", legit.at_first_syn},
          {"established", legit.established},
          {"done", legit.done},
          {"gave_up", legit.gave_up},
          {"broken", legit.broken},
          {"no_answer", legit.no_answer},
          {"open_at_end", legit.open_at_end},
          {"syn_attempts", legit.syn_attempts},
          {"syn_refused", legit.syn_refused},
          {"datagrams_refused", legit.datagrams_refused},
          {"wrongful", Counts(legit.wrongful)},
          {"expired_in_use", Counts(legit.expired_in_use)}};
}

Json RefusedBy(const Metrics& metrics) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kDropReasonCount; ++i) {
    if (metrics.refused_by[i] != 0) json[std::string(Name(static_cast<DropReason>(i)))] = metrics.refused_by[i];
  }
  return json;
}

// Of the modes that this run tells of: strict and NAT play alike, loose by itself.
Json CostJson(const Metrics& metrics, CostMode mode) {
  Json cost = Json::object();
  Json broken = Json::object();
  for (std::size_t i = 0; i < kCostModeNames.size(); ++i) {
    if ((static_cast<CostMode>(i) == CostMode::kLoose) != (mode == CostMode::kLoose)) continue;
    cost[std::string(kCostModeNames[i])] = metrics.refused_cost + metrics.broken_cost[i];
    broken["broken_" + std::string(kCostModeNames[i])] = metrics.broken_cost[i];
  }
  cost["refused"] = metrics.refused_cost;
  cost.update(broken);
  return cost;
}

Json SetupJson(const TimeHistogram& setup) {
  Json json = {{"p50_us", setup.Quantile(0.5)},    {"p90_us", setup.Quantile(0.9)}, {"p99_us", setup.Quantile(0.99)},
               {"p999_us", setup.Quantile(0.999)}, {"max_us", setup.max_us()},      {"bins", Json::array()}};
  for (std::size_t i = 0; i < TimeHistogram::kBins; ++i) {
    if (setup.bin(i) != 0) json["bins"].push_back({TimeHistogram::EndOf(i), setup.bin(i)});
  }
  return json;
}

Json EntriesJson(const EntryCounts& entries) {
  return {{"inserted", entries.inserted},
          {"reopened", entries.reopened},
          {"evicted", Counts(entries.evicted)},
          {"expired", Counts(entries.expired)},
          {"live_at_end", Counts(entries.live_at_end)},
          {"peak_live", entries.peak_live}};
}

Json TimelineJson(const PlayedSeconds& timeline) {
  return {{"step_s", 1},
          {"occupancy", ByClass(timeline.occupancy, [](const auto& series) { return series; })},
          {"connections", timeline.connections},
          {"refused", timeline.refused},
          {"broken", timeline.broken},
          {"attack", timeline.attack}};
}

Json MistakeJson(const Mistake& mistake) {
  Json json = {{"at_s", Seconds(mistake.at)},
               {"state", mistake.state},
               {"class", mistake.cls},
               {"victim", mistake.victim},
               {"idle_s", Seconds(mistake.idle)},
               {"left_s", Seconds(mistake.left)},
               {"for", mistake.newcomer},
               {"missed_after_s", Seconds(mistake.missed_after)},
               {"candidates", Json::array()}};
  for (const Rival& rival : mistake.rivals) {
    json["candidates"].push_back({{"class", rival.cls},
                                  {"idle_s", Seconds(rival.idle)},
                                  {"left_s", Seconds(rival.left)},
                                  {"useful", rival.useful},
                                  {"victim", rival.victim}});
  }
  return json;
}

}  // namespace

void AddMetrics(const Metrics& metrics, CostMode mode, Json& result) {
  result["events"] = metrics.events;
  result["legit"] = LegitJson(metrics.legit);
  result["attack"] = {{"packets", metrics.attack.packets},
                      {"connections", metrics.attack.connections},
                      {"entered", metrics.attack.entered}};
  result["refused_by"] = RefusedBy(metrics);
  result["cost"] = CostJson(metrics, mode);
  result["setup"] = SetupJson(metrics.setup);
  result["slot_seconds"] = {{"useful", ByClass(metrics.useful_time, Seconds)},
                            {"dead", ByClass(metrics.dead_time, Seconds)}};
  result["entries"] = EntriesJson(metrics.entries);
  result["timeline"] = TimelineJson(metrics.timeline);
  result["explain"] = Json::array();
  for (const Mistake& mistake : metrics.mistakes) result["explain"].push_back(MistakeJson(mistake));
}

}  // namespace tidegate::testbed
