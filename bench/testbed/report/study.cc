// Sorts results.
#include "testbed/report/study.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>
#include <tuple>

#include "testbed/report/cat.h"
#include "testbed/report/fields.h"
#include "testbed/report/labels.h"

namespace tidegate::testbed {
namespace {

// Fields of a cell by what they decide. All others are options, which make a contender.
constexpr std::array<std::string_view, 5> kScenarioFields = {"workload", "overlay", "seconds", "sample", "syn_backoff"};
constexpr std::array<std::string_view, 9> kOtherFields = {"capacity", "table", "eviction", "plugin", "admission",
                                                          "ageing",   "mode",  "seed",     "optimum"};

bool IsIn(std::string_view name, const auto& names) { return std::ranges::find(names, name) != names.end(); }

Json ScenarioSpec(const CellResult& result) {
  Json spec = Json::object();
  spec["workload"] = result.workload;
  for (const std::string_view name : kScenarioFields) {
    if (const Json* value = FindPath(result.cell, name)) spec[std::string(name)] = *value;
  }
  return spec;
}

// "web + syn_flood".
std::string ScenarioName(const CellResult& result) {
  std::string name = result.workload;
  const Json* overlay = FindPath(result.cell, "overlay");
  if (overlay == nullptr || !overlay->is_array()) return name;
  for (const Json& attack : *overlay) {
    const Json* attack_name = FindPath(attack, "name");
    if (attack_name != nullptr && attack_name->is_string()) {
      Append(name, " + ", attack_name->get<std::string>());
    }
  }
  return name;
}

// But for the quota that nobody has chosen, which follows the capacity (cell/read_cell.cc).
Json ChosenOptions(const CellResult& result, Json options) {
  const Json* quota = FindPath(options, "half_open_max");
  const std::uint64_t default_quota = result.capacity / 4;
  if (quota != nullptr && quota->is_number() && quota->get<double>() == static_cast<double>(default_quota)) {
    options.erase("half_open_max");
  }
  return options;
}

Json ContenderSpec(const CellResult& result) {
  Json spec = {{"policy", result.policy},
               {"table", result.fully_associative ? "full" : "set"},
               {"admission", result.admission},
               {"ageing", result.ageing}};
  if (const Json* plugin = FindPath(result.cell, "plugin"); plugin != nullptr && plugin->is_string()) {
    spec["plugin"] = std::filesystem::path(plugin->get<std::string>()).filename().string();
  }
  for (const auto& [name, value] : result.cell.items()) {
    if (!IsIn(name, kScenarioFields) && !IsIn(name, kOtherFields))
      spec[name] = name == "options" ? ChosenOptions(result, value) : value;
  }
  return spec;
}

// Admission and ageing are named if the study compares several of them.
struct Compared {
  bool admissions = false;
  bool ageings = false;
};

Compared WhatIsCompared(const std::vector<CellResult>& results) {
  std::set<std::string_view> admissions;
  std::set<std::string_view> ageings;
  for (const CellResult& result : results) {
    admissions.insert(result.admission);
    ageings.insert(result.ageing);
  }
  return {admissions.size() > 1, ageings.size() > 1};
}

std::string ContenderName(const CellResult& result, Compared compared) {
  std::string name = result.policy;
  if (result.fully_associative && !name.ends_with("/full")) name += "/full";
  if (compared.admissions && result.admission != "always") Append(name, " + ", result.admission);
  if (compared.ageings && result.ageing != "fixed") Append(name, " + ", result.ageing);
  return name;
}

std::string PolicyName(const CellResult& result) { return result.policy.substr(0, result.policy.find('/')); }

Contender ContenderOf(const CellResult& result, std::string label) {
  const std::string policy = PolicyName(result);
  return {std::move(label), policy, result.fully_associative, StyleOf(policy, result.fully_associative)};
}

// Each distinct kind of result, by its fields as text.
struct Kinds {
  std::map<std::string, const CellResult*> first;  // of each kind
  std::map<std::string, std::string> labels;
};

Kinds KindsOf(const std::vector<CellResult>& results, const auto& spec_of, const auto& name_of) {
  Kinds kinds;
  for (const CellResult& result : results) kinds.first.emplace(spec_of(result).dump(), &result);
  std::vector<Named> things;
  for (const auto& [key, result] : kinds.first) things.push_back({name_of(*result), spec_of(*result)});
  const std::vector<std::string> labels = DistinctLabels(things);
  std::size_t i = 0;
  for (const auto& [key, result] : kinds.first) kinds.labels[key] = labels[i++];
  return kinds;
}

// The positions of contenders by their kinds.
std::map<std::string, std::size_t> AddContenders(const Kinds& kinds, Study& study) {
  std::vector<std::pair<std::string, Contender>> all;
  for (const auto& [key, result] : kinds.first) all.emplace_back(key, ContenderOf(*result, kinds.labels.at(key)));
  std::ranges::sort(all, {}, [](const auto& entry) {
    const Contender& contender = entry.second;
    return std::tuple(contender.style.family, contender.style.rank, contender.label, entry.first);
  });
  std::map<std::string, std::size_t> positions;
  for (const auto& [key, contender] : all) {
    positions[key] = study.contenders.size();
    study.contenders.push_back(contender);
  }
  return positions;
}

std::map<std::string, std::size_t> AddScenarios(const Kinds& kinds, Study& study) {
  std::vector<std::pair<std::string, std::string>> all;  // label, key
  for (const auto& [key, label] : kinds.labels) all.emplace_back(label, key);
  std::ranges::sort(all);
  std::map<std::string, std::size_t> positions;
  for (const auto& [label, key] : all) {
    positions[key] = study.scenarios.size();
    study.scenarios.push_back({label, ScenarioSpec(*kinds.first.at(key)), {}, {}});
  }
  return positions;
}

void AddResult(const CellResult& result, std::size_t contender, Play& play) {
  Seeds& seeds = play.results[{contender, result.capacity}];
  // A strict and a nat cell of the same seed are the same play.
  for (const CellResult* other : seeds) {
    if (other->seed == result.seed) return;
  }
  seeds.push_back(&result);
}

void Finish(Play& play) {
  std::set<std::uint64_t> capacities;
  std::set<std::size_t> contenders;
  for (auto& [place, seeds] : play.results) {
    contenders.insert(place.first);
    capacities.insert(place.second);
    std::ranges::sort(seeds, {}, [](const CellResult* result) { return result->seed; });
  }
  play.capacities.assign(capacities.begin(), capacities.end());
  play.contenders.assign(contenders.begin(), contenders.end());
}

}  // namespace

const Seeds& Play::At(std::size_t contender, std::uint64_t capacity) const {
  static const Seeds kNone;
  const auto found = results.find({contender, capacity});
  return found == results.end() ? kNone : found->second;
}

Study MakeStudy(std::vector<CellResult> results) {
  Study study;
  study.results = std::move(results);
  std::ranges::sort(study.results, {}, &CellResult::id);
  const Compared compared = WhatIsCompared(study.results);
  const auto contenders = AddContenders(
      KindsOf(study.results, ContenderSpec, [&](const CellResult& r) { return ContenderName(r, compared); }), study);
  const auto scenarios = AddScenarios(KindsOf(study.results, ScenarioSpec, ScenarioName), study);
  for (const CellResult& result : study.results) {
    Scenario& scenario = study.scenarios[scenarios.at(ScenarioSpec(result).dump())];
    AddResult(result, contenders.at(ContenderSpec(result).dump()), result.loose ? scenario.loose : scenario.kept);
  }
  for (Scenario& scenario : study.scenarios) {
    Finish(scenario.kept);
    Finish(scenario.loose);
  }
  return study;
}

std::vector<CostMode> PlayedModes(const Scenario& scenario) {
  std::vector<CostMode> modes;
  if (!scenario.kept.empty()) modes.push_back(CostMode::kStrict);
  if (!scenario.loose.empty()) modes.push_back(CostMode::kLoose);
  if (!scenario.kept.empty()) modes.push_back(CostMode::kNat);
  return modes;
}

std::vector<CostMode> PlayedModes(const Study& study) {
  std::set<CostMode> modes;
  for (const Scenario& scenario : study.scenarios) {
    for (const CostMode mode : PlayedModes(scenario)) modes.insert(mode);
  }
  return {modes.begin(), modes.end()};
}

}  // namespace tidegate::testbed
