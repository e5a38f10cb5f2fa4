// What makes a drawing of Graphviz one for the documentation: colours for light and dark surroundings, a legend, and a
// note of what it was made of, by which a test can tell whether it is of today.
#ifndef TIDEGATE_TRACK_DIAGRAM_FINISHED_SVG_H_
#define TIDEGATE_TRACK_DIAGRAM_FINISHED_SVG_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate {

// What is put around a drawing.
struct SvgFrame {
  std::string note;   // how it is made: "Drawn from the table by draw_states"
  std::string dot;    // the text that Graphviz drew
  std::string title;  // for those who cannot see it
  std::string style;  // a <style> element
  int legend_width;
  int legend_height;
  std::function<std::string(int top)> legend;  // elements, from `top` down
};

// `svg` is what `dot -Tsvg` made of frame.dot. nullopt if it is none.
std::optional<std::string> FinishSvg(std::string_view svg, const SvgFrame& frame);

// Whether `drawing` came from FinishSvg() with the same note and dot text, and was not changed afterwards.
bool IsFinishedSvg(std::string_view drawing, const SvgFrame& frame);

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_DIAGRAM_FINISHED_SVG_H_
