// What the sections share.
#ifndef TIDEGATE_TESTBED_REPORT_SECTION_PARTS_H_
#define TIDEGATE_TESTBED_REPORT_SECTION_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "testbed/report/study.h"

namespace tidegate::testbed {

// A section with its anchor, title and what it shows in plain words. Empty without a body.
std::string SectionHtml(std::string_view id, std::string_view title, std::string_view lead, std::string_view body);

// Of one scenario and some modes; the reader may choose which of them to see. `modes`: "strict nat".
std::string Block(std::size_t scenario, std::string_view modes, std::string_view html);
// Of some modes alone.
std::string ModeBlock(std::string_view modes, std::string_view html);

// One of the two ways a scenario is played.
struct PlayView {
  const Play& play;
  CostMode mode;           // that is typical of it
  std::string_view modes;  // all of them: "strict nat"
  std::string_view title;  // "strict and nat"
};
std::vector<PlayView> PlayViews(const Scenario& scenario);

// A block for each play of each scenario; those without anything to show say so, unless none has anything.
using PlayHtml = std::function<std::string(const Scenario& scenario, const PlayView& view)>;
std::string BlocksOfPlays(const Study& study, const PlayHtml& html);

// "ours c0": how a contender is drawn.
std::string StyleClasses(const Study& study, std::size_t contender);
// Its marker and its label, for tables.
std::string ContenderHtml(const Study& study, std::size_t contender);

// A few that are worth a figure of their own: ours, what other trackers do, and the best known.
std::vector<std::size_t> ChosenContenders(const Study& study, const Play& play);

// The names of a plot's classes: a colour and what it stands for.
std::string ClassLegend();
// "half-open".
std::string_view ClassTitle(ConnClass cls);
// "k-half_open".
std::string ClassStyle(ConnClass cls);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_SECTION_PARTS_H_
