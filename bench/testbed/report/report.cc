// From files to the page and its plots.
#include "testbed/report/report.h"

#include "testbed/report/page.h"
#include "testbed/report/result_file.h"

namespace tidegate::testbed {

absl::StatusOr<Study> LoadStudy(const std::string& results) {
  std::vector<CellResult> cells;
  const absl::Status status = VisitResultsAt(results, [&](const Json& json, const std::string& where) {
    absl::StatusOr<CellResult> cell = CellResultFromJson(json, where);
    if (!cell.ok()) return cell.status();
    cells.push_back(*std::move(cell));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return MakeStudy(std::move(cells));
}

absl::StatusOr<Report> Report::Load(const ReportOptions& options) {
  std::optional<Speeds> speeds;
  if (!options.speed.empty()) {
    absl::StatusOr<Speeds> loaded = LoadSpeeds(options.speed);
    if (!loaded.ok()) return loaded.status();
    speeds = *std::move(loaded);
  }
  absl::StatusOr<Study> study = LoadStudy(options.results);
  if (!study.ok()) return study.status();
  return Report(*std::move(study), std::move(speeds), options.iso_loss);
}

std::string Report::Page() const { return PageHtml(material()); }

std::vector<PlotFile> Report::Plots() const { return PlotFiles(material()); }

}  // namespace tidegate::testbed
