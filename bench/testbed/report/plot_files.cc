// Makes files of plots.
#include "testbed/report/plot_files.h"

#include <set>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/measures.h"
#include "testbed/report/section/single_plots.h"
#include "testbed/report/style.h"

namespace tidegate::testbed {
namespace {

constexpr double kMargin = 18;

// The value of an attribute of the first element.
std::string_view AttributeOf(std::string_view svg, std::string_view name) {
  const std::string begin = Cat(" ", name, "=\"");
  const std::size_t at = svg.find(begin);
  if (at == std::string_view::npos) return "";
  svg.remove_prefix(at + begin.size());
  return svg.substr(0, svg.find('"'));
}

class Files {
 public:
  explicit Files(const Study& study) : style_(SinglePlotStyle(study)) {}

  // Scenarios whose labels differ in nothing that a name may have are numbered.
  void Add(const std::string& stem, const std::string& embedded) {
    if (embedded.empty()) return;
    std::string name = stem;
    for (int copy = 2; !names_.insert(name).second; ++copy) name = Cat(stem, "_", copy);
    files_.push_back({name + ".svg", SinglePlot(embedded, style_)});
  }

  std::vector<PlotFile> Finish() { return std::move(files_); }

 private:
  std::string style_;
  std::set<std::string> names_;
  std::vector<PlotFile> files_;
};

// "" of the first mode, "_nat" of others.
std::string SuffixOf(CostMode mode, CostMode first) { return mode == first ? "" : Cat("_", Name(mode)); }

void AddRankings(const Material& material, Files& files) {
  const std::vector<CostMode> modes = PlayedModes(material.study);
  for (const CostMode mode : modes) {
    const Ranking ranking = RankOver(material.study.scenarios, mode);
    const std::string suffix = SuffixOf(mode, modes.front());
    files.Add(Cat("ranking", suffix), RankingPlot(material.study, ranking, mode));
    if (material.speeds != nullptr) files.Add(Cat("speed", suffix), EvictSpeedPlot(material, ranking, mode));
  }
}

void AddScenario(const Material& material, const Scenario& scenario, Files& files) {
  const std::string stem = FileStem(scenario.label);
  const std::vector<CostMode> modes = PlayedModes(scenario);
  for (const CostMode mode : modes) {
    const std::string suffix = SuffixOf(mode, modes.front());
    files.Add(Cat("cost_", stem, suffix), CostPlot(material, scenario, mode));
    if (mode == CostMode::kNat) continue;  // plays as strict does
    const std::uint64_t capacity = FocusCapacity(scenario.PlayOf(mode), mode);
    files.Add(Cat("loss_", stem, suffix), LossPlot(material, scenario, mode));
    files.Add(Cat("setup_", stem, suffix), SetupPlot(material.study, scenario, mode, capacity));
  }
}

}  // namespace

std::vector<PlotFile> PlotFiles(const Material& material) {
  Files files(material.study);
  AddRankings(material, files);
  for (const Scenario& scenario : material.study.scenarios) AddScenario(material, scenario, files);
  return files.Finish();
}

std::string FileStem(std::string_view label) {
  std::string stem;
  for (const char c : label) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (plain) {
      stem += c;
    } else if (!stem.empty() && stem.back() != '_') {
      stem += '_';
    }
  }
  while (stem.ends_with('_')) stem.pop_back();
  return stem.empty() ? "plot" : stem;
}

std::string SinglePlot(const std::string& embedded, const std::string& style) {
  const std::size_t body = embedded.find('>') + 1;
  const double width = std::stod(std::string(AttributeOf(embedded, "width"))) + 2 * kMargin;
  const double height = std::stod(std::string(AttributeOf(embedded, "height"))) + 2 * kMargin;
  const std::string box = bench::Format("%.0f %.0f %.0f %.0f", -kMargin, -kMargin, width, height);
  const std::string page =
      bench::Format("<rect class=\"page\" x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" rx=\"8\"/>",
                    0.5 - kMargin, 0.5 - kMargin, width - 1, height - 1);
  return Cat("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"", box, "\" width=\"", width, "\" height=\"", height,
             "\" role=\"img\">\n<title>", AttributeOf(embedded, "aria-label"), "</title>\n<style>\n", style,
             "</style>\n", page, embedded.substr(body));
}

}  // namespace tidegate::testbed
