// What makes the drawing of Graphviz one of ours: colours for light and dark surroundings, a legend, and a note of what
// it was made of.
#ifndef TIDEGATE_TRACK_DIAGRAM_DRAWING_H_
#define TIDEGATE_TRACK_DIAGRAM_DRAWING_H_

#include <optional>
#include <string>
#include <string_view>

#include "track/diagram/diagram.h"

namespace tidegate {

// `svg` is what `dot -Tsvg` made of DotText(diagram). nullopt if it is none.
std::optional<std::string> FinishDrawing(std::string_view svg, const Diagram& diagram);

// Whether `drawing` came from FinishDrawing(), of this diagram, and was not changed afterwards.
bool IsDrawingOf(std::string_view drawing, const Diagram& diagram);

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_DIAGRAM_DRAWING_H_
