// The report's page: one file that opens without a network, in light and dark, on paper, and without scripts.
#ifndef TIDEGATE_TESTBED_REPORT_PAGE_H_
#define TIDEGATE_TESTBED_REPORT_PAGE_H_

#include <string>
#include <string_view>

#include "testbed/report/section/sections.h"

namespace tidegate::testbed {

std::string PageHtml(const Material& material);

// The rules of its style sheet (style.h) around the plots.
std::string_view PageRules();
// Chooses a scenario and a mode, and lights up a policy everywhere; without it all is shown.
std::string_view PageScript();

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PAGE_H_
