// Writes results.
#include "testbed/report/test_support/synthetic.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "conntrack/text.h"
#include "testbed/metrics/cost_model.h"
#include "testbed/report/cat.h"
#include "testbed/report/test_support/synthetic_model.h"

namespace tidegate::testbed {
namespace {

constexpr std::uint64_t kSample = 8;

// What a cell is about.
struct Setting {
  const Demand& demand;
  const Trait& trait;
  bool full;
  std::uint64_t capacity;
  std::uint64_t seed;
  std::string mode;
  std::uint64_t seconds;
  bool optimum;

  double slots() const { return static_cast<double>(capacity) / kSample; }
  double connections() const { return std::round(demand.rate * static_cast<double>(seconds) / kSample); }
  bool loose() const { return mode == "loose"; }
};

Json Whole(double value) { return static_cast<std::uint64_t>(std::llround(std::max(0.0, value))); }

Json CellOf(const Setting& s) {
  const std::string_view workload = s.demand.name.substr(0, s.demand.name.find('+'));
  Json cell = {{"workload", {{"name", workload}, {"rate", s.demand.rate}}},
               {"overlay", Json::array()},
               {"capacity", s.capacity},
               {"table", s.full ? "full" : "set"},
               {"eviction", s.trait.policy},
               {"plugin", ""},
               {"admission", "always"},
               {"ageing", "fixed"},
               {"mode", s.mode},
               {"syn_backoff", "classic"},
               {"seconds", s.seconds},
               {"sample", kSample},
               {"seed", s.seed},
               {"optimum", s.optimum},
               {"half_open_max", 32768}};
  if (workload.size() < s.demand.name.size()) {
    const Json flood = {
        {"name", s.demand.name.substr(workload.size() + 1)}, {"rate", 1300000}, {"begin", 40}, {"end", 70}};
    cell["overlay"].push_back(flood);
  }
  return cell;
}

Json ByClassJson(const Losses& losses, double scale) {
  return {{"half_open", Whole(losses.half_open * scale)},
          {"established", Whole(losses.established * scale)},
          {"closing", Whole(losses.closing * scale)},
          {"time_wait", Whole(losses.time_wait * scale)},
          {"datagram", Whole(losses.datagram * scale)}};
}

double Broken(const Losses& losses) { return losses.established + losses.closing + losses.datagram; }

Json Legit(const Setting& s, const Losses& losses) {
  const double n = s.connections();
  const double p = std::min(losses.refused, 0.97);
  const double attempts = n / (1 - std::min(p, 0.6));
  return {{"connections", Whole(n)},
          {"at_first_syn", Whole(n * (1 - p))},
          {"established", Whole(n * (1 - std::pow(p, 6)))},
          {"done", Whole(n * (1 - std::pow(p, 6) - Broken(losses)))},
          {"gave_up", Whole(n * std::pow(p, 6))},
          {"broken", Whole(s.loose() ? 0 : n * Broken(losses))},
          {"syn_attempts", Whole(attempts)},
          {"syn_refused", Whole(attempts * p)},
          {"wrongful", ByClassJson(losses, n)},
          {"expired_in_use", ByClassJson({}, n)}};
}

double CostMs(const Losses& losses, CostMode mode) {
  const double p = std::min(losses.refused, 0.97);
  const auto price = [&](ConnClass cls) { return static_cast<double>(BreakCostMs(mode, cls)); };
  return p * 1000 * (1 + 4 * p) + losses.established * price(ConnClass::kEstablished) +
         losses.closing * price(ConnClass::kClosing) + losses.datagram * price(ConnClass::kDatagram) +
         losses.half_open * price(ConnClass::kHalfOpen) + losses.time_wait * price(ConnClass::kTimeWait);
}

Json Cost(const Setting& s, const Losses& losses) {
  const double n = s.connections();
  Json cost = Json::object();
  if (s.loose()) {
    cost["loose"] = Whole(n * CostMs(losses, CostMode::kLoose));
  } else {
    cost["strict"] = Whole(n * CostMs(losses, CostMode::kStrict));
    cost["nat"] = Whole(n * CostMs(losses, CostMode::kNat));
  }
  cost["refused"] = Whole(n * std::min(losses.refused, 0.97) * 1000);
  return cost;
}

Json Optimum(const Setting& s, const Losses& losses) {
  if (!s.optimum) return nullptr;
  const double n = s.connections();
  const double least = losses.fewest * 1000 * 0.9;
  const double in_sets = least + 1000 * 0.0002 * std::exp(6 * (std::min(1.2, s.demand.live / s.slots() / kSample) - 1));
  Json least_json = Json::object();
  Json sets_json = Json::object();
  for (const std::string_view mode :
       s.loose() ? std::vector<std::string_view>{"loose"} : std::vector<std::string_view>{"strict", "nat"}) {
    least_json[std::string(mode)] = Whole(n * (s.loose() ? losses.fewest * 2 : least));
    sets_json[std::string(mode)] = Whole(n * (s.loose() ? losses.fewest * 3 + 0.02 : in_sets));
  }
  return {{"fewest_refused", Whole(n * losses.fewest * 0.8)},
          {"least", least_json},
          {"in_sets", sets_json},
          {"connections", Whole(n)}};
}

// A round trip, then the steps of the back-off.
Json Setup(const Setting& s, const Losses& losses) {
  const double n = s.connections();
  const double p = std::min(losses.refused, 0.97);
  Json bins = Json::array();
  const std::array<std::pair<double, double>, 7> trip = {
      {{260, 0.22}, {512, 0.38}, {1024, 0.25}, {2048, 0.1}, {4096, 0.04}, {8192, 0.008}, {16384, 0.002}}};
  double left = n;
  for (const auto& [upper, share] : trip) {
    const double count = std::round(n * (1 - p) * share);
    bins.push_back({upper, Whole(count)});
    left -= count;
  }
  double begun = n * p;
  for (const double seconds : {1.0, 3.0, 7.0, 15.0, 31.0}) {
    const double count = std::round(begun * (1 - p));
    bins.push_back({std::round(seconds * 1.002e6), Whole(count)});
    begun *= p;
  }
  return {{"p50_us", 512},    {"p90_us", 2048},     {"p99_us", 4096},
          {"p999_us", 16384}, {"max_us", 31062000}, {"bins", bins}};
}

// A demand's shares of the table in a second.
struct Filling {
  double established = 0;
  double time_wait = 0;
  double half_open = 0;
  double datagram = 0;
};

Filling FillingAt(const Setting& s, double second, bool attacked) {
  const Demand& d = s.demand;
  Filling f;
  const double slots = s.slots() * kSample;
  f.established = d.live * std::min(1.0, second / 12);
  f.datagram = d.datagrams ? d.live * 0.4 : d.live * 0.03;
  f.time_wait = d.corpses * std::clamp((second - 4) / 40, 0.0, 1.0);
  f.half_open = attacked ? d.half_open : d.rate * 0.02;
  const double room = slots - f.established - f.datagram;
  if (s.trait.sees_state) f.time_wait = std::clamp(room - f.half_open, 0.0, f.time_wait);
  const double sum = f.established + f.time_wait + f.half_open + f.datagram;
  const double squeeze = std::min(1.0, slots / sum) / kSample;
  return {f.established * squeeze, f.time_wait * squeeze, f.half_open * squeeze, f.datagram * squeeze};
}

Json Timeline(const Setting& s, const Losses& losses) {
  Json occupancy = {{"half_open", Json::array()},
                    {"established", Json::array()},
                    {"closing", Json::array()},
                    {"time_wait", Json::array()},
                    {"datagram", Json::array()}};
  Json connections = Json::array();
  Json refused = Json::array();
  Json broken = Json::array();
  Json attack = Json::array();
  for (std::uint64_t t = 0; t < s.seconds; ++t) {
    const bool attacked = s.demand.half_open > 0 && t >= 40 && t < 70;
    const Filling f = FillingAt(s, static_cast<double>(t), attacked);
    const double swing = 0.9 + 0.2 * Noise(s.demand.name, "t", s.seed, t);
    const double trouble = (t < 20 ? 0.1 : 1.0) * (attacked ? 3 : 1) * swing;
    occupancy["half_open"].push_back(Whole(f.half_open));
    occupancy["established"].push_back(Whole(f.established * 0.93));
    occupancy["closing"].push_back(Whole(f.established * 0.07));
    occupancy["time_wait"].push_back(Whole(f.time_wait));
    occupancy["datagram"].push_back(Whole(f.datagram));
    connections.push_back(Whole(s.demand.rate / kSample * swing));
    refused.push_back(Whole(s.demand.rate / kSample * std::min(0.97, losses.refused * trouble)));
    broken.push_back(Whole(s.loose() ? 0 : s.demand.rate / kSample * Broken(losses) * trouble));
    attack.push_back(attacked ? 162500 : 0);
  }
  return {{"step_s", 1},        {"occupancy", occupancy}, {"connections", connections},
          {"refused", refused}, {"broken", broken},       {"attack", attack}};
}

Json Candidates(const Setting& s, std::uint64_t which, double victim_idle) {
  static constexpr std::array<std::string_view, 4> kClasses = {"time_wait", "established", "closing", "half_open"};
  Json candidates = Json::array();
  for (std::uint64_t i = 0; i < 28; ++i) {
    const double dice = Noise(s.trait.policy, "candidate", which, i);
    const std::string_view cls = i == 11 ? "established"
                                         : kClasses[dice < 0.5    ? 0
                                                    : dice < 0.85 ? 1
                                                    : dice < 0.95 ? 2
                                                                  : 3];
    const double idle = i == 11 ? victim_idle : std::round(victim_idle * 1000 * Noise("idle", "", which, i)) / 1000;
    const double whole = cls == "established" ? 7440 : cls == "time_wait" ? 120 : 30;
    candidates.push_back({{"class", cls},
                          {"idle_s", idle},
                          {"left_s", std::max(0.5, whole - idle)},
                          {"useful", cls == "established" || cls == "half_open"},
                          {"victim", i == 11}});
  }
  return candidates;
}

Json Explain(const Setting& s, const Losses& losses) {
  Json explain = Json::array();
  const double wrongful = losses.established * s.connections();
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(20, static_cast<std::uint64_t>(wrongful)); ++i) {
    const double idle = 12.5 + std::round(3000 * Noise(s.demand.name, s.trait.policy, i, 7)) / 100;
    explain.push_back({{"at_s", 18.25 + static_cast<double>(i) * 1.5},
                       {"state", "ESTABLISHED"},
                       {"class", "established"},
                       {"victim", bench::Format("tcp 10.0.0.%d:%d -> 192.0.2.10:443", static_cast<int>(i % 4) + 1,
                                                33000 + static_cast<int>(i) * 17)},
                       {"idle_s", idle},
                       {"left_s", 7440 - idle},
                       {"for", bench::Format("tcp 10.0.0.%d:%d -> 192.0.2.10:443", static_cast<int>(i % 3) + 1,
                                             51000 + static_cast<int>(i) * 13)},
                       {"missed_after_s", 0.4 + std::round(900 * Noise("missed", s.trait.policy, i, 3)) / 100},
                       {"candidates", Candidates(s, i, idle)}});
  }
  return explain;
}

std::string IdOf(const Json& cell) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : cell.dump()) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return bench::Format("%016llx", static_cast<unsigned long long>(hash));
}

Json ResultOf(const Setting& s) {
  const Losses losses = LossesOf(s.demand, s.trait, s.full, static_cast<double>(s.capacity), s.seed);
  const Json cell = CellOf(s);
  const double n = s.connections();
  return {{"id", IdOf(cell)},
          {"cell", cell},
          {"policy", s.trait.policy},
          {"admission", "always"},
          {"ageing", "fixed"},
          {"table", s.full ? "full" : "set"},
          {"workload", cell["workload"]["name"]},
          {"capacity", s.capacity},
          {"mode", s.mode},
          {"syn_backoff", "classic"},
          {"seed", s.seed},
          {"events", Whole(n * 11)},
          {"slots", Whole(s.slots())},
          {"sample", kSample},
          {"legit", Legit(s, losses)},
          {"attack", {{"packets", 0}, {"connections", 0}, {"entered", 0}}},
          {"refused_by", {{"table_full", Whole(n * losses.refused)}}},
          {"cost", Cost(s, losses)},
          {"optimum", Optimum(s, losses)},
          {"setup", Setup(s, losses)},
          {"timeline", Timeline(s, losses)},
          {"explain", Explain(s, losses)}};
}

// "state_first" stands for itself, and the traits without a time for references.
bool Wanted(const std::vector<std::string>& list, const std::string& name) {
  return list.empty() || std::ranges::find(list, name) != list.end();
}

// lru is in both tables.
std::vector<bool> TablesOf(const Trait& trait) {
  if (trait.policy == "lru") return {false, true};
  return {trait.evict_ns == 0};
}

}  // namespace

std::vector<Json> SyntheticResults(const SyntheticSweep& sweep) {
  std::vector<Json> results;
  for (const Demand& demand : Demands()) {
    if (!Wanted(sweep.scenarios, std::string(demand.name))) continue;
    for (const Trait& trait : Traits()) {
      for (const bool full : TablesOf(trait)) {
        if (!Wanted(sweep.policies, Cat(trait.policy, full ? "/full" : ""))) continue;
        for (const std::uint64_t capacity : sweep.capacities) {
          for (const std::uint64_t seed : sweep.seeds) {
            for (const std::string& mode : sweep.modes) {
              results.push_back(ResultOf({demand, trait, full, capacity, seed, mode, sweep.seconds, sweep.optimum}));
            }
          }
        }
      }
    }
  }
  return results;
}

Json SyntheticSpeeds() {
  Json benchmarks = Json::array();
  const auto add = [&](const char* name, std::string_view policy, double ns) {
    benchmarks.push_back(
        {{"name", Cat(name, "<", policy, ">")}, {"run_type", "iteration"}, {"real_time", ns}, {"time_unit", "ns"}});
  };
  for (const Trait& trait : Traits()) {
    if (trait.evict_ns == 0) continue;
    add("BM_Evict", trait.policy, trait.evict_ns);
    add("BM_Hit", trait.policy, trait.hit_ns);
  }
  return {{"context", Json::object()}, {"benchmarks", benchmarks}};
}

}  // namespace tidegate::testbed
