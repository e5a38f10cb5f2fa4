// Results as tidy tables for spreadsheets, R and pandas: RFC 4180, a head, a row for each observation.
#ifndef TIDEGATE_TESTBED_REPORT_CSV_H_
#define TIDEGATE_TESTBED_REPORT_CSV_H_

#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "testbed/cell/cell.h"

namespace tidegate::testbed {

// A row for each cell: every scalar of its result under its dotted name. First the columns of docs/testbed.md, always
// all of them and in that order; then what else any of the results has (parameters of workloads, reasons for refusals),
// by name. A cell without such a field has an empty one. Histograms, timelines and explanations are no scalars.
void WriteCsv(std::span<const Json> results, std::ostream& out);

// A row for each cell and step of its timeline, with what tells the cells apart.
void WriteTimelineCsv(std::span<const Json> results, std::ostream& out);

// A field with quotes if it needs them.
std::string CsvField(std::string_view text);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_CSV_H_
