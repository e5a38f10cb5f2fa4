// Prints measurements side by side.
#include "conntrack/comparison.h"

#include <algorithm>
#include <span>
#include <vector>

#include "conntrack/targets.h"
#include "conntrack/text.h"

namespace tidegate::bench {
namespace {

constexpr std::size_t kWidth = 120;
constexpr std::size_t kColumn = 13;
constexpr std::size_t kSpreadColumn = 11;
constexpr std::string_view kOverload = "Overload";

std::size_t NameWidth(const Measurements& m) {
  std::size_t width = kTidegateOwned.size();
  for (const std::string& table : m.tables()) width = std::max(width, table.size());
  return width + 1;
}

std::string Cell(const Measurements& m, std::uint64_t size, const std::string& workload, const std::string& table) {
  const double ns = m.Nanoseconds(size, workload, table);
  if (ns == 0) return PadLeft("-", kColumn - 6) + std::string(6, ' ');
  const double reference = m.Nanoseconds(size, workload, kTidegate);
  const std::string ratio = table == kTidegate || reference == 0 ? "" : RatioOf(ns / reference);
  return PadLeft(Figure(ns), kColumn - 6) + PadLeft(ratio, 6);
}

bool Measured(const Measurements& m, std::uint64_t size, std::span<const std::string> workloads,
              const std::string& table) {
  return std::any_of(workloads.begin(), workloads.end(),
                     [&](const std::string& workload) { return m.Nanoseconds(size, workload, table) != 0; });
}

// As many workloads as fit side by side.
std::string Block(const Measurements& m, std::uint64_t size, std::span<const std::string> workloads) {
  const std::size_t names = NameWidth(m);
  std::string text(names, ' ');
  for (const std::string& workload : workloads) text += PadLeft(workload, kColumn);
  text += "\n";
  for (const std::string& table : m.tables()) {
    if (!Measured(m, size, workloads, table)) continue;
    std::string row = PadRight(table, names);
    for (const std::string& workload : workloads) row += Cell(m, size, workload, table);
    text += TrimRight(row) + "\n";
  }
  return text;
}

std::string TimesOfSize(const Measurements& m, std::uint64_t size) {
  std::vector<std::string> workloads;
  for (const std::string& workload : m.workloads()) {
    if (m.Has(size, workload)) workloads.push_back(workload);
  }
  const std::size_t fit = (kWidth - NameWidth(m)) / kColumn;
  std::string text = "\nNanoseconds per operation with " + Grouped(size) +
                     " connections in the table, and how many times those of tidegate\n";
  for (std::size_t i = 0; i < workloads.size(); i += fit) {
    if (i > 0) text += "\n";
    text += Block(m, size, std::span(workloads).subspan(i, std::min(fit, workloads.size() - i)));
  }
  return text;
}

struct Column {
  const char* heading;
  const char* figure;
};
constexpr Column kSpread[] = {
    {"p99", "p99_ns"},           {"p99.9", "p999_ns"},     {"max", "max_ns"}, {"one: p50", "single_p50_ns"},
    {"p99.9", "single_p999_ns"}, {"max", "single_max_ns"},
};

std::string SpreadRow(const Measurements& m, std::uint64_t size, const std::string& table) {
  const double refused = 1 - m.Figure(size, kOverload, table, "admitted_share").value_or(0);
  std::string row = PadLeft(refused == 0 ? "none" : Percent(refused), kSpreadColumn) +
                    PadLeft(Figure(m.Nanoseconds(size, kOverload, table)), kSpreadColumn);
  for (const Column& column : kSpread) {
    const auto value = m.Figure(size, kOverload, table, column.figure);
    row += PadLeft(value ? Figure(*value) : "-", kSpreadColumn);
  }
  return row;
}

std::string SpreadOfSize(const Measurements& m, std::uint64_t size) {
  if (!m.Has(size, kOverload)) return "";
  const std::size_t names = NameWidth(m);
  std::string text = "\nNew connections at a full table, nanoseconds for each: in bursts of 32, then one alone\n";
  text += std::string(names, ' ') + PadLeft("refused", kSpreadColumn) + PadLeft("mean", kSpreadColumn);
  for (const Column& column : kSpread) text += PadLeft(column.heading, kSpreadColumn);
  text += "\n";
  for (const std::string& table : m.tables()) {
    if (m.Nanoseconds(size, kOverload, table) != 0) text += PadRight(table, names) + SpreadRow(m, size, table) + "\n";
  }
  return text;
}

}  // namespace

std::string ComparisonText(const Measurements& measurements) {
  std::string text;
  for (const std::uint64_t size : measurements.sizes()) {
    text += TimesOfSize(measurements, size) + SpreadOfSize(measurements, size);
  }
  return text + ToText(CheckTargets(measurements));
}

}  // namespace tidegate::bench
