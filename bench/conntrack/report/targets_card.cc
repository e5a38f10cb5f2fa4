// Draws the targets, a row each.
#include "conntrack/report/targets_card.h"

#include <optional>
#include <string>

#include "conntrack/report/panel.h"
#include "conntrack/text.h"

namespace tidegate::bench {
namespace {

constexpr double kPadding = 16;
constexpr double kHead = 86;
constexpr double kRow = 19;
constexpr double kSize = 108;  // where each column begins, and this one ends
constexpr double kRteHash = 116;
constexpr double kConcurrent = 204;
constexpr double kOwned = 382;
constexpr double kPeer = 84;           // from a ratio to the name of the peer
constexpr std::size_t kPeerName = 13;  // characters of it that have room

constexpr const char* Style(bool met) { return met ? "cell met" : "cell missed"; }
constexpr const char* Mark(bool met) { return met ? "\u2713" : "\u2717"; }

std::string Shortened(const std::string& name) {
  return name.size() <= kPeerName ? name : name.substr(0, kPeerName - 1) + "\u2026";
}

void DrawRatio(Svg& svg, const std::optional<RatioResult>& result, double x, double y, bool with_peer) {
  if (!result) return;
  const std::string text = Format("%s %s of %.1f", Mark(result->met()), Figure(result->ratio).c_str(), result->target);
  svg.Text(x, y, text, Style(result->met()));
  if (with_peer) svg.Text(x + kPeer, y, Shortened(result->peer), "tick");
}

void DrawRow(Svg& svg, const TargetRow& row, double x, double y) {
  svg.Text(x, y, row.workload, "cell");
  svg.Text(x + kSize, y, ShortCount(row.size), "cell", Svg::Anchor::kEnd);
  DrawRatio(svg, row.rte_hash, x + kRteHash, y, false);
  DrawRatio(svg, row.concurrent, x + kConcurrent, y, true);
  DrawRatio(svg, row.owned, x + kOwned, y, true);
}

void DrawRow(Svg& svg, const OverloadRow& row, double x, double y) {
  svg.Text(x, y, "Overload", "cell");
  svg.Text(x + kSize, y, ShortCount(row.size), "cell", Svg::Anchor::kEnd);
  const std::string refused = row.failed_share == 0 ? "none" : Percent(row.failed_share);
  svg.Text(x + kRteHash, y,
           Format("%s %s: %s refused, p99.9 %s ns, at most %s wanted", Mark(row.met()), row.table.c_str(),
                  refused.c_str(), Figure(row.p999_ns).c_str(), Figure(row.limit_ns).c_str()),
           Style(row.met()));
}

}  // namespace

double TargetsHeight(const Targets& targets) {
  return kHead + static_cast<double>(targets.ratios.size() + targets.overload.size()) * kRow + kPadding;
}

void DrawTargets(Svg& svg, const Targets& targets, double x, double y, double height) {
  svg.Rect(x, y, kPanelWidth, height, "card", 8);
  x += kPadding;
  svg.Text(x, y + 26, Format("Targets: %zu of %zu met", targets.met(), targets.count()), "title");
  svg.Text(x, y + 43, "how many times faster, measured of wanted", "note");
  svg.Text(x + kRteHash, y + 62, "tidegate", "heading own-text");
  svg.Text(x + kConcurrent, y + 62, "tidegate", "heading own-text");
  svg.Text(x + kOwned, y + 62, "tidegate_owned", "heading own-text");
  svg.Text(x + kRteHash, y + 76, "to rte_hash_lf", "heading");
  svg.Text(x + kConcurrent, y + 76, "to the best concurrent peer", "heading");
  svg.Text(x + kOwned, y + 76, "to the best peer of all", "heading");
  double row_y = y + kHead + kRow / 2 + 4;
  for (const TargetRow& row : targets.ratios) {
    DrawRow(svg, row, x, row_y);
    row_y += kRow;
  }
  for (const OverloadRow& row : targets.overload) {
    DrawRow(svg, row, x, row_y);
    row_y += kRow;
  }
}

}  // namespace tidegate::bench
