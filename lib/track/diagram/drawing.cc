// SVG of Graphviz in, SVG for the documentation out.
#include "track/diagram/drawing.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "track/diagram/dot.h"

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

// FNV-1a: it finds what was forgotten or changed by hand, no more is asked of it.
std::string Digest(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

std::string Note(const Diagram& diagram, std::string_view body) {
  return "<!-- Drawn from the table by draw_states; do not edit. Of " + Digest(DotText(diagram)) + ", as " +
         Digest(body) + " -->\n";
}

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

// The head of an <svg> element with room for the legend below the drawing.
std::string Head(int width, int height) {
  const std::string size = std::to_string(std::max(width, kLegendWidth)) + " " + std::to_string(height + kLegendHeight);
  return "<svg role=\"img\" viewBox=\"0 0 " + size + "\" width=\"" + std::to_string(std::max(width, kLegendWidth)) +
         "\" height=\"" + std::to_string(height + kLegendHeight) + "\" xmlns=\"http://www.w3.org/2000/svg\">\n";
}

}  // namespace

std::optional<std::string> FinishDrawing(std::string_view svg, const Diagram& diagram) {
  const std::size_t begin = svg.find("<svg");
  const std::size_t content = svg.find("<g ", begin);
  const std::size_t end = svg.rfind("</svg>");
  if (begin == svg.npos || content == svg.npos || end == svg.npos) return std::nullopt;
  int width = 0;
  int height = 0;
  if (std::sscanf(std::string(svg.substr(begin)).c_str(), "<svg width=\"%dpt\" height=\"%dpt\"", &width, &height) !=
      2) {
    return std::nullopt;
  }
  const std::string body = Head(width, height) + "<title>States of " + diagram.name + "</title>\n" +
                           std::string(kStyle) + std::string(svg.substr(content, end - content)) +
                           Legend(diagram, height) + "</svg>\n";
  return Note(diagram, body) + body;
}

bool IsDrawingOf(std::string_view drawing, const Diagram& diagram) {
  const std::size_t body = drawing.find("<svg");
  return body != drawing.npos && drawing.substr(0, body) == Note(diagram, drawing.substr(body));
}

}  // namespace tidegate
