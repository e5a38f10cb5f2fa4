// The colours and the legend of the state diagrams.
#include "track/diagram/drawing.h"

#include "track/diagram/dot.h"
#include "track/diagram/finished_svg.h"

namespace tidegate {
namespace {

// Graphviz gives each element its class and, as attributes, colours that a style overrides.
constexpr std::string_view kStyle = R"(<style>
  svg { --ink: #24292f; --soft: #6e7781; --leader: #0550ae; --peer: #bc4c00;
        --half-open: #fff3c4; --half-open-edge: #c69026; --established: #d3f5dc; --established-edge: #2da44e;
        --closing: #dbe9ff; --closing-edge: #4f8fea; --time-wait: #e9e9ee; --time-wait-edge: #8c959f; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #e6edf3; --soft: #9198a1; --leader: #79b8ff; --peer: #ffa657;
          --half-open: #4a3a10; --half-open-edge: #d4a72c; --established: #12401f; --established-edge: #3fb950;
          --closing: #14325c; --closing-edge: #539bf5; --time-wait: #30363d; --time-wait-edge: #8b949e; }
  }
  text { fill: var(--ink); font-family: Helvetica, Arial, "Liberation Sans", sans-serif; }
  .node path, .node polygon { stroke-width: 1.5; }
  .half_open path, .half_open rect { fill: var(--half-open); stroke: var(--half-open-edge); }
  .established path, .established rect { fill: var(--established); stroke: var(--established-edge); }
  .closing path, .closing rect { fill: var(--closing); stroke: var(--closing-edge); }
  .time_wait path, .time_wait rect { fill: var(--time-wait); stroke: var(--time-wait-edge); }
  .elsewhere path { stroke: var(--soft); }
  .elsewhere text { fill: var(--soft); }
  .start ellipse { fill: var(--ink); stroke: none; }
  .leader path, .leader line { stroke: var(--leader); }
  .leader polygon { fill: var(--leader); stroke: var(--leader); }
  .edge.leader text { fill: var(--leader); }
  .peer path, .peer line { stroke: var(--peer); stroke-dasharray: 5 3; }
  .peer polygon { fill: var(--peer); stroke: var(--peer); }
  .edge.peer text { fill: var(--peer); }
  .either path, .either line { stroke: var(--ink); }
  .either polygon { fill: var(--ink); stroke: var(--ink); }
</style>
)";

constexpr int kLegendHeight = 100;
constexpr int kLegendWidth = 480;

std::string At(std::string_view element, int x, int y, std::string_view rest) {
  return "<" + std::string(element) + " x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" " +
         std::string(rest);
}

std::string LegendText(int x, int y, std::string_view text) {
  return At("text", x, y, "font-size=\"11\">") + std::string(text) + "</text>\n";
}

std::string LegendLine(int y, std::string_view cls, std::string_view text) {
  const std::string at = std::to_string(y - 4);
  return "<g class=\"" + std::string(cls) + "\"><line x1=\"20\" x2=\"50\" y1=\"" + at + "\" y2=\"" + at + "\"/></g>\n" +
         LegendText(60, y, text);
}

std::string LegendBox(int x, int y, std::string_view cls, std::string_view text) {
  return "<g class=\"" + std::string(cls) + "\">" + At("rect", x, y - 11, R"(width="14" height="14" rx="4"/></g>)") +
         "\n" + LegendText(x + 20, y, text);
}

std::string Legend(const Diagram& diagram, int top) {
  return LegendLine(top + 15, "leader", "sent by the " + diagram.leader) +
         LegendLine(top + 33, "peer", "sent by the " + diagram.peer) +
         LegendLine(top + 51, "either", "sent by either") +  //
         LegendBox(20, top + 78, "half_open", "half-open") + LegendBox(115, top + 78, "established", "established") +
         LegendBox(220, top + 78, "closing", "closing") +
         LegendBox(305, top + 78, "time_wait", "over, kept for a while");
}

SvgFrame FrameOf(const Diagram& diagram) {
  return {.note = "Drawn from the table by draw_states",
          .dot = DotText(diagram),
          .title = "States of " + diagram.name,
          .style = std::string(kStyle),
          .legend_width = kLegendWidth,
          .legend_height = kLegendHeight,
          .legend = [&diagram](int top) { return Legend(diagram, top); }};
}

}  // namespace

std::optional<std::string> FinishDrawing(std::string_view svg, const Diagram& diagram) {
  return FinishSvg(svg, FrameOf(diagram));
}

bool IsDrawingOf(std::string_view drawing, const Diagram& diagram) { return IsFinishedSvg(drawing, FrameOf(diagram)); }

}  // namespace tidegate
