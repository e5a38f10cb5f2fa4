// The targets, and how measurements compare with them.
#include "conntrack/targets.h"

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <utility>

#include "conntrack/text.h"

namespace tidegate::bench {
namespace {

constexpr std::string_view kRteHash = "rte_hash_lf";
constexpr std::string_view kOverload = "Overload";
constexpr double kTailFactor = 4;
constexpr double kNone = 0;
// Larger tables are measured, without a target.
constexpr std::uint64_t kLargestTarget = std::uint64_t{1} << 23;

// Times faster: tidegate than rte_hash_lf, tidegate than the best concurrent peer, tidegate_owned than the best peer.
struct Target {
  std::string_view workload;
  double rte_hash;
  double concurrent;
  double owned;
};

constexpr std::array kBase = {
    Target{"LookupHit", 2.0, 1.5, 1.3}, Target{"LookupMiss", 1.3, 1.3, 0.7},  Target{"Insert", 1.7, 1.5, 0.7},
    Target{"CrrChurn", 2.5, 2.0, 1.0},  Target{"Shared x2", 2.0, 1.5, kNone},
};
// At 2^20 and above, where memory counts for more.
constexpr std::array kLarger = {
    Target{"LookupHit", 2.5, 2.0, 2.0},
    Target{"CrrChurn", 2.5, 2.0, 1.0},
};

constexpr std::uint64_t kLarge = 500'000;  // connections in the table

bool IsTidegate(std::string_view table) { return table.starts_with(kTidegate); }

using Suits = std::function<bool(const std::string& table)>;

// Against the fastest of the tables that suit.
std::optional<RatioResult> Compare(const Measurements& m, const TargetRow& row, std::string_view own, double target,
                                   const Suits& suits) {
  const double own_ns = m.Nanoseconds(row.size, row.workload, own);
  if (target == kNone || own_ns == 0) return std::nullopt;
  std::optional<RatioResult> best;
  for (const std::string& table : m.tables()) {
    const double ns = m.Nanoseconds(row.size, row.workload, table);
    if (ns == 0 || IsTidegate(table) || !suits(table)) continue;
    if (!best || ns / own_ns < best->ratio) best = RatioResult{ns / own_ns, target, table};
  }
  return best;
}

void AddRatios(const Measurements& m, std::span<const Target> all, std::uint64_t size, Targets& targets) {
  for (const Target& target : all) {
    TargetRow row{std::string(target.workload), size, {}, {}, {}};
    row.rte_hash = Compare(m, row, kTidegate, target.rte_hash, [](const auto& table) { return table == kRteHash; });
    row.concurrent =
        Compare(m, row, kTidegate, target.concurrent, [&](const auto& table) { return m.concurrent(table); });
    row.owned = Compare(m, row, kTidegateOwned, target.owned, [](const auto&) { return true; });
    if (row.rte_hash || row.concurrent || row.owned) targets.ratios.push_back(std::move(row));
  }
}

void AddOverload(const Measurements& m, std::uint64_t size, Targets& targets) {
  for (const std::string_view table : {kTidegate, kTidegateOwned}) {
    // One repetition that failed is enough.
    const double failed = 1 - m.Least(size, kOverload, table, "admitted_share").value_or(0);
    const auto p999 = m.Figure(size, kOverload, table, "p999_ns");
    const double insert = m.Nanoseconds(size, "Insert", table);
    if (!p999 || insert == 0) continue;
    targets.overload.push_back({std::string(table), size, failed, *p999, kTailFactor * insert,
                                m.Figure(size, kOverload, table, "control_p999_ns").value_or(0)});
  }
}

// "2.10 of 2.0 met", and against whom.
std::string RatioText(const std::optional<RatioResult>& result, bool with_peer) {
  if (!result) return "-";
  const std::string text =
      Format("%s of %.1f %-4s", Figure(result->ratio).c_str(), result->target, result->met() ? "met" : "miss");
  return with_peer ? text + " " + result->peer : text;
}

std::string RowText(const std::string& workload, const std::string& rte_hash, const std::string& concurrent,
                    const std::string& owned) {
  constexpr std::size_t kWorkload = 12;
  constexpr std::size_t kAlone = 20;
  constexpr std::size_t kWithPeer = 44;
  return TrimRight(PadRight(workload, kWorkload) + PadRight(rte_hash, kAlone) + PadRight(concurrent, kWithPeer) +
                   owned) +
         "\n";
}

std::string RowText(const TargetRow& row) {
  return RowText(row.workload, RatioText(row.rte_hash, false), RatioText(row.concurrent, true),
                 RatioText(row.owned, true));
}

std::string RowText(const OverloadRow& row) {
  const std::string control = row.control_ns > 0 ? " (without a table " + Figure(row.control_ns) + ")" : "";
  return Format("Overload    %s: %s refused; p99.9 %s ns%s, wanted at most %s, 4 x Insert: %s\n", row.table.c_str(),
                row.failed_share == 0 ? "none" : Percent(row.failed_share).c_str(), Figure(row.p999_ns).c_str(),
                control.c_str(), Figure(row.limit_ns).c_str(), row.met() ? "met" : "miss");
}

}  // namespace

std::size_t Targets::count() const {
  std::size_t sum = overload.size();
  for (const TargetRow& row : ratios)
    sum += row.rte_hash.has_value() + row.concurrent.has_value() + row.owned.has_value();
  return sum;
}

std::size_t Targets::met() const {
  std::size_t sum = 0;
  for (const TargetRow& row : ratios) {
    for (const auto& result : {row.rte_hash, row.concurrent, row.owned}) sum += result && result->met();
  }
  for (const OverloadRow& row : overload) sum += row.met();
  return sum;
}

Targets CheckTargets(const Measurements& m) {
  Targets targets;
  for (const std::uint64_t size : m.sizes()) {
    if (size > kLargestTarget) break;
    if (size < kLarge) {
      AddRatios(m, kBase, size, targets);
      AddOverload(m, size, targets);
    } else {
      AddRatios(m, kLarger, size, targets);
    }
  }
  return targets;
}

std::string ToText(const Targets& targets) {
  if (targets.count() == 0) return "";
  std::string text = "\nTargets: how many times faster, measured of wanted\n" +
                     RowText("", "tidegate", "tidegate", "tidegate_owned") +
                     RowText("", "to rte_hash_lf", "to the best concurrent peer", "to the best peer of all");
  std::uint64_t size = 0;
  for (const TargetRow& row : targets.ratios) {
    if (row.size != size) text += Grouped(row.size) + " connections\n";
    size = row.size;
    text += RowText(row);
  }
  for (const OverloadRow& row : targets.overload) text += RowText(row);
  return text + Format("%zu of %zu targets met\n", targets.met(), targets.count());
}

}  // namespace tidegate::bench
