// The sections of the report, in its order. Each is one file: from the study to HTML. An empty text has nothing to
// show.
#ifndef TIDEGATE_TESTBED_REPORT_SECTION_SECTIONS_H_
#define TIDEGATE_TESTBED_REPORT_SECTION_SECTIONS_H_

#include <string>

#include "testbed/report/speed_file.h"
#include "testbed/report/study.h"

namespace tidegate::testbed {

// What the report is made of.
struct Material {
  const Study& study;
  const Speeds* speeds = nullptr;  // none: not measured
  double iso_loss = 0.001;         // the share of SYNs that may be lost where capacities are compared
};

std::string SummarySection(const Material& material);
std::string LossSection(const Material& material);
std::string WrongfulSection(const Material& material);
std::string OccupancySection(const Material& material);
std::string LatencySection(const Material& material);
std::string TimelineSection(const Material& material);
std::string SpeedSection(const Material& material);
std::string IsoCapacitySection(const Material& material);
std::string ExplainSection(const Material& material);
std::string RunSection(const Material& material);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_SECTION_SECTIONS_H_
