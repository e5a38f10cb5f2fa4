// Style sheets: of the page, and of plots in files of their own.
#ifndef TIDEGATE_TESTBED_REPORT_STYLE_H_
#define TIDEGATE_TESTBED_REPORT_STYLE_H_

#include <span>
#include <string>
#include <string_view>

#include "testbed/report/study.h"

namespace tidegate::testbed {

// What rules call "var(--name)": on light and on dark.
struct Colour {
  std::string_view name;
  std::string_view light;
  std::string_view dark;
};
std::span<const Colour> Colours();

// The rules for what plots draw.
std::string_view PlotRules();

// A page's sheet: the common rules, and what else is to hold, on light and on dark.
std::string StyleSheet(std::string_view more_on_light, std::string_view more_on_dark);

// The report's, with the colours of the contenders.
std::string PageStyle(const Study& study);

// A plot's. Colours are named outright: not every viewer of SVG knows variables. Dark where the screen is; as the plot
// brings its own background, it can be read on any other.
std::string SinglePlotStyle(const Study& study);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_STYLE_H_
