// The packet path as a picture: nodes and edges as they are registered, with the ports' nodes folded into one rx and
// one tx, and the drop nodes into a list below the node that leads to them.
#ifndef TIDEGATE_DATAPLANE_DIAGRAM_GRAPH_DIAGRAM_H_
#define TIDEGATE_DATAPLANE_DIAGRAM_GRAPH_DIAGRAM_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "diagram/node_list.h"

namespace tidegate {

struct DiagramNode {
  std::string name;  // "rx" and "tx" for those that there is one of for each port
  bool is_source = false;
  std::vector<std::string> next;   // without drop nodes, each once
  std::vector<std::string> drops;  // reasons
  bool drops_any = false;          // for any reason that there is
};

// REQUIRES: the ports' nodes all lead to the same kinds of nodes, as clones do.
std::vector<DiagramNode> FoldNodes(const std::vector<NodeEntry>& nodes);

// For `dot`. Fails with one line that names a node which this diagram has no words for.
absl::StatusOr<std::string> GraphDotText(const std::vector<DiagramNode>& nodes);

// `svg` is what `dot -Tsvg` made of `dot`. nullopt if it is none.
std::optional<std::string> FinishGraphDrawing(std::string_view svg, const std::string& dot);

// Whether `drawing` came from FinishGraphDrawing(), of this text, and was not changed afterwards.
bool IsGraphDrawingOf(std::string_view drawing, const std::string& dot);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_DIAGRAM_GRAPH_DIAGRAM_H_
