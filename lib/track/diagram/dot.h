// A diagram in the language of Graphviz.
#ifndef TIDEGATE_TRACK_DIAGRAM_DOT_H_
#define TIDEGATE_TRACK_DIAGRAM_DOT_H_

#include <string>

#include "track/diagram/diagram.h"

namespace tidegate {

// For `dot`. What is to be coloured has a class; the colours themselves are the style's that FinishDrawing() adds.
std::string DotText(const Diagram& diagram);

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_DIAGRAM_DOT_H_
