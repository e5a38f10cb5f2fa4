// Picks what each panel shows.
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "conntrack/report/panel.h"
#include "conntrack/text.h"

namespace tidegate::bench {
namespace {

constexpr std::string_view kOverload = "Overload";

struct Note {
  std::string_view workload;
  std::string_view text;
};
constexpr std::array kNotes = {
    Note{"LookupHit", "packets of known connections, record touched"},
    Note{"LookupMiss", "packets of unknown connections"},
    Note{"Insert", "new connections, from empty to full"},
    Note{"CrrChurn", "whole connections: open, 8 packets, close"},
    Note{"Overload", "new connections at a full table; bar to p99.9; who refuses stands below"},
    Note{"Shared x1", "90 % finds, 10 % changes; one thread"},
    Note{"Shared x2", "the same by two threads at once, in sum"},
};

std::string NoteOf(const std::string& workload) {
  const auto* found = std::find_if(kNotes.begin(), kNotes.end(), [&](const Note& n) { return n.workload == workload; });
  return found == kNotes.end() ? "" : std::string(found->text);
}

std::string StyleOf(const Measurements& m, const std::string& table) {
  if (table.starts_with(kTidegate)) return "own";
  return m.concurrent(table) ? "many" : "single";
}

// By the first size that a table was measured at; tables that were only at larger ones come behind.
void SortRows(std::vector<Row>& rows) {
  const auto rank = [](const Row& row) {
    const auto first = std::ranges::find_if(row.points, [](const Point& point) { return point.ns > 0; });
    return std::tuple(row.last, first - row.points.begin(), first->ns);
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return rank(a) < rank(b); });
}

Row RowOf(const Measurements& m, const std::string& workload, const std::string& table) {
  Row row{table, StyleOf(m, table), {}, {}, false};
  for (const std::uint64_t size : m.sizes()) {
    const double ns = m.Nanoseconds(size, workload, table);
    const auto range = m.NanosecondsRange(size, workload, table);
    row.points.push_back({ns, range ? range->low : ns, range ? range->high : ns});
    row.values.push_back(ns > 0 ? ShortTime(ns) : "");
  }
  return row;
}

// Of the first size alone: the mean, with a bar to the 99.9th percentile.
Row OverloadRow(const Measurements& m, std::uint64_t size, const std::string& table) {
  const double ns = m.Nanoseconds(size, kOverload, table);
  const double p999 = m.Figure(size, kOverload, table, "p999_ns").value_or(ns);
  const double refused = 1 - m.Figure(size, kOverload, table, "admitted_share").value_or(0);
  Row row{table,
          StyleOf(m, table),
          {{ns, std::min(ns, p999), std::max(ns, p999)}},
          {ShortTime(ns), ShortTime(p999)},
          refused > 0};
  row.values.push_back(refused == 0 ? "none" : Percent(refused));
  return row;
}

Panel PanelOf(const Measurements& m, const std::string& workload) {
  const bool overload = workload == kOverload;
  Panel panel{workload, NoteOf(workload), {}, {}, 0};
  const std::uint64_t base = *m.sizes().begin();
  if (overload) {
    panel.headings = {"mean", "p99.9", "refused"};
  } else {
    for (const std::uint64_t size : m.sizes()) panel.headings.push_back(ShortCount(size));
  }
  for (const std::string& table : m.tables()) {
    Row row = overload ? OverloadRow(m, base, table) : RowOf(m, workload, table);
    if (std::any_of(row.points.begin(), row.points.end(), [](const Point& point) { return point.ns > 0; })) {
      panel.rows.push_back(std::move(row));
    }
  }
  SortRows(panel.rows);
  panel.reference = m.Nanoseconds(base, workload, kTidegate);
  return panel;
}

}  // namespace

std::string ShortCount(std::uint64_t number) {
  const auto value = static_cast<double>(number);
  if (number < 10'000) return Grouped(number);
  if (value < 999'500) return Format("%.0f k", value / 1e3);
  return value < 9.995e6 ? Format("%.2f M", value / 1e6) : Format("%.1f M", value / 1e6);
}

std::string ShortTime(double ns) {
  if (ns < 9'999.5) return Figure(ns);
  return ns < 999'500 ? Format("%.0f us", ns / 1e3) : Format("%.1f ms", ns / 1e6);
}

std::vector<Panel> MakePanels(const Measurements& measurements) {
  std::vector<Panel> panels;
  for (const std::string& workload : measurements.workloads()) {
    Panel panel = PanelOf(measurements, workload);
    if (!panel.rows.empty()) panels.push_back(std::move(panel));
  }
  return panels;
}

}  // namespace tidegate::bench
