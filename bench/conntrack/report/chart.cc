// Lays the panels out below a head with a legend.
#include "conntrack/report/chart.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "conntrack/report/panel.h"
#include "conntrack/report/svg.h"
#include "conntrack/report/targets_card.h"
#include "conntrack/targets.h"
#include "conntrack/text.h"

namespace tidegate::bench {
namespace {

constexpr double kMargin = 24;
constexpr double kGutter = 16;
constexpr double kHead = 116;
constexpr double kWidth = 2 * kMargin + 2 * kPanelWidth + kGutter;

// Light, and dark where the screen is. Colours are named outright: not every viewer knows variables.
constexpr char kCss[] =
    R"(text { font-family: system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: #1f2328; }
.page { fill: #f6f8fa; } .card { fill: #ffffff; stroke: #d8dee4; }
.h1 { font-size: 22px; font-weight: 650; } .sub { font-size: 13px; fill: #59636e; }
.title { font-size: 15px; font-weight: 650; } .note { font-size: 11.5px; fill: #59636e; }
.name { font-size: 12px; } .value { font-size: 12px; font-variant-numeric: tabular-nums; fill: #59636e; }
.heading { font-size: 11px; fill: #59636e; } .tick { font-size: 10.5px; fill: #818b98; }
.own-text { font-weight: 700; fill: #0b62c4; }
.cell { font-size: 12px; font-variant-numeric: tabular-nums; } .met { fill: #1a7f37; } .missed { fill: #bc4c00; }
.grid { stroke: #eaeef2; } .reference { stroke: #0b62c4; stroke-dasharray: 2 3; opacity: .55; }
.range { stroke-width: 7; stroke-linecap: round; opacity: .22; } .link { stroke-width: 1.5; opacity: .5; }
.own { fill: #0b62c4; stroke: #0b62c4; } .many { fill: #6e7781; stroke: #6e7781; }
.single { fill: #ffffff; stroke: #6e7781; }
line.single { stroke: #6e7781; } circle { stroke-width: 1.5; }
.p1 { opacity: .62; } .p2 { opacity: .38; } .p3 { opacity: .24; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; } .page { fill: #0d1117; } .card { fill: #161b22; stroke: #30363d; }
.sub, .note, .value, .heading { fill: #9198a1; } .tick { fill: #767e88; }
.own-text { fill: #58a6ff; } .met { fill: #3fb950; } .missed { fill: #f0883e; } .grid { stroke: #262c34; } .reference { stroke: #58a6ff; }
.own { fill: #58a6ff; stroke: #58a6ff; } .many { fill: #a5adb6; stroke: #a5adb6; }
.single { fill: #161b22; stroke: #a5adb6; } line.single { stroke: #a5adb6; }
}
)";

std::string Join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : "  ·  ") + part;
  }
  return text;
}

std::string Source(const Results& results) {
  const std::string repetitions =
      results.repetitions > 1 ? Format("median of %zu repetitions", results.repetitions) : "";
  return Join({results.date, results.machine, results.cores, results.build, results.memory, repetitions});
}

// Returns where the next entry begins.
double LegendEntry(Svg& svg, double x, double y, const std::string& style, double radius, const std::string& text) {
  svg.Circle(x + 5, y - 4, radius, style);
  svg.Text(x + 16, y, text, "sub");
  return x + 32 + 6.9 * static_cast<double>(text.size());
}

void DrawLegend(Svg& svg, const Results& results, double y) {
  double x = kMargin;
  x = LegendEntry(svg, x, y, "own", 5, "Tidegate");
  x = LegendEntry(svg, x, y, "many", 5, "peers that threads may share");
  x = LegendEntry(svg, x, y, "single", 5, "peers of one thread");
  const auto& sizes = results.measurements.sizes();
  if (sizes.size() < 2) return;
  x += 24;
  static constexpr const char* kShades[] = {"many p0", "many p1", "many p2", "many p3"};
  std::size_t i = 0;
  for (const std::uint64_t size : sizes) {
    const char* shade = kShades[std::min<std::size_t>(i, 3)];
    x = LegendEntry(svg, x, y, shade, i == 0 ? 5 : 4, ShortCount(size) + (i == 0 ? " connections" : ""));
    ++i;
  }
}

void DrawHead(Svg& svg, const Results& results) {
  svg.Text(kMargin, 42, "Connection tables: nanoseconds per operation", "h1");
  svg.Text(kMargin, 65, Source(results), "sub");
  DrawLegend(svg, results, 95);
  svg.Text(kWidth - kMargin, 42, "less is better; logarithmic scales", "sub", Svg::Anchor::kEnd);
}

// Something in a frame of its own.
struct Card {
  double height;
  std::function<void(double x, double y, double height)> draw;
};

// Two side by side, as high as the higher one. Returns where the next one would stand.
double DrawCards(const std::vector<Card>& cards) {
  double y = kHead;
  for (std::size_t i = 0; i < cards.size(); i += 2) {
    const bool pair = i + 1 < cards.size();
    const double height = std::max(cards[i].height, pair ? cards[i + 1].height : 0);
    cards[i].draw(kMargin, y, height);
    if (pair) cards[i + 1].draw(kMargin + kPanelWidth + kGutter, y, height);
    y += height + kGutter;
  }
  return y;
}

}  // namespace

std::string ChartSvg(const Results& results) {
  const std::vector<Panel> panels = MakePanels(results.measurements);
  Svg shapes;
  DrawHead(shapes, results);
  std::vector<Card> cards;
  cards.reserve(panels.size() + 1);
  for (const Panel& panel : panels) {
    cards.push_back(
        {panel.Height(), [&](double x, double y, double height) { DrawPanel(shapes, panel, x, y, height); }});
  }
  const Targets targets = CheckTargets(results.measurements);
  if (targets.count() > 0) {
    cards.push_back({TargetsHeight(targets),
                     [&](double x, double y, double height) { DrawTargets(shapes, targets, x, y, height); }});
  }
  const double y = DrawCards(cards);
  Svg svg;
  svg.Rect(0, 0, kWidth, y + kMargin - kGutter, "page", 10);
  svg.Append(shapes);
  return svg.Finish(kWidth, y + kMargin - kGutter, "Nanoseconds per operation of connection tables", kCss);
}

}  // namespace tidegate::bench
