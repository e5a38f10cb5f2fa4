// How many slots a policy needs.
#include <algorithm>
#include <optional>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/iso_capacity.h"
#include "testbed/report/measures.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/sections.h"

namespace tidegate::testbed {
namespace {

using Kind = IsoCapacity::Kind;

// What a contender needs, and whether it pays for that with connections that it breaks.
struct Needed {
  IsoCapacity iso;
  bool breaks = false;

  bool enough() const { return iso.kind == Kind::kAtMost || iso.kind == Kind::kBetween; }
};

Needed NeededOf(const Play& play, std::size_t contender, double target) {
  const Requests requests = RequestsOf(play);
  if (requests == Requests::kUnknown) return {};
  std::vector<LossAt> losses;
  for (const std::uint64_t capacity : play.capacities) {
    const Seeds& seeds = play.At(contender, capacity);
    if (!seeds.empty()) losses.push_back({capacity, RefusedShare(seeds, requests).mean});
  }
  Needed needed{IsoCapacityOf(losses, target), false};
  if (!needed.enough()) return needed;
  // At the next capacity that was measured.
  const auto at = std::ranges::find_if(
      losses, [&](const LossAt& loss) { return static_cast<double>(loss.capacity) >= needed.iso.capacity; });
  needed.breaks = BrokenShare(play.At(contender, at->capacity)).mean > target;
  return needed;
}

std::string Text(const IsoCapacity& iso) {
  switch (iso.kind) {
    case Kind::kNotMeasured:
      return "\u2013";
    case Kind::kAtMost:
      return Cat("\u2264 ", bench::Grouped(static_cast<std::uint64_t>(iso.capacity)));
    case Kind::kBetween:
      return Plain(iso.capacity);  // between two measured capacities more digits would be pretence
    case Kind::kAbove:
      return Cat("&gt; ", bench::Grouped(static_cast<std::uint64_t>(iso.capacity)));
  }
  return "";
}

// The least of a column as text, of those that are no reference and break nothing for it. What reads alike is alike.
std::string Best(const Study& study, const Play& play, double target) {
  std::optional<IsoCapacity> best;
  for (const std::size_t contender : play.contenders) {
    if (study.contenders[contender].reference) continue;
    const Needed needed = NeededOf(play, contender, target);
    if (!needed.enough() || needed.breaks) continue;
    if (!best || needed.iso.capacity < best->capacity) best = needed.iso;
  }
  return best ? Text(*best) : "";
}

HtmlCell CellOf(const Needed& needed, bool reference, const std::string& best) {
  const std::string text = Text(needed.iso);
  if (!needed.enough()) return {text, "number quiet"};
  if (needed.breaks) return {text + "\u2009<sup>\u2020</sup>", "number quiet"};
  return {text, !reference && text == best ? "number best" : "number"};
}

std::string TableHtml(const Study& study, CostMode mode, double target) {
  HtmlTable table("figures");
  std::vector<HtmlCell> head = {{"policy", ""}};
  for (const Scenario& scenario : study.scenarios) {
    if (!scenario.PlayOf(mode).empty()) head.push_back({Escaped(scenario.label), "number"});
  }
  table.Head(head);
  for (std::size_t i = 0; i < study.contenders.size(); ++i) {
    std::vector<HtmlCell> row = {{ContenderHtml(study, i), ""}};
    for (const Scenario& scenario : study.scenarios) {
      const Play& play = scenario.PlayOf(mode);
      if (!play.empty()) {
        row.push_back(CellOf(NeededOf(play, i, target), study.contenders[i].reference, Best(study, play, target)));
      }
    }
    table.Row(row);
  }
  return table.Finish();
}

}  // namespace

std::string IsoCapacitySection(const Material& material) {
  std::string body;
  const std::vector<CostMode> modes = PlayedModes(material.study);
  const auto played = [&](CostMode mode) { return std::ranges::find(modes, mode) != modes.end(); };
  const auto block = [&](CostMode mode, std::string_view names, std::string_view title) {
    const std::string table = TableHtml(material.study, mode, material.iso_loss);
    body += ModeBlock(names, Element("h3", "", Cat("<span class=\"mode\">", title, "</span>")) + table);
  };
  if (played(CostMode::kStrict)) block(CostMode::kStrict, "strict nat", "strict and nat");
  if (played(CostMode::kLoose)) block(CostMode::kLoose, "loose", "loose");
  const std::string wanted = Cat(Compact(material.iso_loss * 100), " %");
  return SectionHtml(
      "iso", "Slots for the same quality",
      Cat("The smallest table from which on at most ", wanted,
          " of the legitimate SYNs are refused, or where none are sent, of the UDP flows; in slots, on the straight "
          "line between two measured capacities to three digits. \u2264\u00a0marks the smallest that was measured, "
          "&gt;\u00a0the largest, which is not enough. "
          "\u2020\u00a0marks those that refuse few because they break connections: more than ",
          wanted,
          " of them at that capacity. The least of the others is bold. "
          "\u2013\u00a0was not run."),
      body);
}

}  // namespace tidegate::testbed
