// Single plots as SVG files: for documentation, whose readers need no page.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_FILES_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "testbed/report/section/sections.h"

namespace tidegate::testbed {

struct PlotFile {
  std::string name;  // "loss_dns.svg"
  std::string svg;
};

// ranking.svg and speed.svg over all scenarios; loss_, cost_ and setup_SCENARIO.svg of each. The first mode that was
// played has these names, further ones add theirs: "ranking_nat.svg". What has nothing to show is left out.
std::vector<PlotFile> PlotFiles(const Material& material);

// "idle_iot_syn_flood" of "idle_iot + syn_flood": what any file system takes.
std::string FileStem(std::string_view label);

// A plot of the page as a file: with its own style, background and margin.
std::string SinglePlot(const std::string& embedded, const std::string& style);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_FILES_H_
