// tidegate-testbed report, tidegate-testbed compare.
#include "testbed/report/commands.h"

#include <filesystem>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "testbed/cell/json_file.h"
#include "testbed/commands/command.h"
#include "testbed/report/cat.h"
#include "testbed/report/compare.h"
#include "testbed/report/report.h"

namespace tidegate::testbed {
namespace {

// "2", "2%", "0.5 %".
absl::StatusOr<double> PercentOf(const std::optional<std::string>& text, std::string_view option) {
  if (!text) return absl::InvalidArgumentError(Cat("found no ", option, ", expected ", option, " P"));
  double percent = 0;
  if (absl::SimpleAtod(absl::StripSuffix(*text, "%"), &percent) && percent >= 0 && percent < 1e9) return percent;
  return absl::InvalidArgumentError(Cat(option, ": found \"", *text, "\", expected a percentage such as 2%"));
}

absl::Status WritePlots(const Report& report, const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return absl::UnavailableError(Cat(directory, ": ", error.message()));
  for (const PlotFile& plot : report.Plots()) {
    absl::Status written = WriteFileWhole((std::filesystem::path(directory) / plot.name).string(), plot.svg);
    if (!written.ok()) return written;
  }
  return absl::OkStatus();
}

}  // namespace

int ReportCommand(Args args) {
  Arguments arguments({{"-o", "FILE", "write the page to FILE (report.html)"},
                       {"--plots", "DIR2", "write the plots as SVG files to DIR2; without -o no page"},
                       {"--speed", "FILE", "times of the policies, as testbed_policy_benchmark writes them in JSON"}},
                      {"DIR"});
  int exit_status = kOk;
  if (!ReadArguments("report", args, arguments, exit_status)) return exit_status;
  const absl::StatusOr<Report> report = Report::Load({arguments.operand(0), arguments.Value("--speed").value_or("")});
  if (!report.ok()) return Complain("report", report.status());
  absl::Status written;
  if (const std::optional<std::string> plots = arguments.Value("--plots")) written = WritePlots(*report, *plots);
  if (written.ok() && (arguments.Has("-o") || !arguments.Has("--plots"))) {
    written = WriteFileWhole(arguments.Value("-o").value_or("report.html"), report->Page());
  }
  return written.ok() ? kOk : Complain("report", written, kFailed);
}

int CompareCommand(Args args) {
  Arguments arguments({{"--max-regress", "P", "end with 1 if any cost or loss is more than P percent worse"}},
                      {"OLD", "NEW"});
  int exit_status = kOk;
  if (!ReadArguments("compare", args, arguments, exit_status)) return exit_status;
  const absl::StatusOr<double> percent = PercentOf(arguments.Value("--max-regress"), "--max-regress");
  if (!percent.ok()) return Complain("compare", percent.status());
  std::ostringstream errors;
  const int status = Compare({arguments.operand(0), arguments.operand(1), *percent}, std::cout, errors);
  if (status == kNotCompared) {
    const std::string line(absl::StripSuffix(errors.str(), "\n"));
    return Complain("compare", absl::InvalidArgumentError(line));
  }
  return status;
}

}  // namespace tidegate::testbed
