// Prints the packet path for Graphviz, or finishes what Graphviz made of it:
//
//   draw_graph | dot -Tsvg | draw_graph --finish >docs/graph.svg
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "diagram/graph_diagram.h"

namespace tidegate {
namespace {

int Complain(std::string_view what) {
  std::cerr << "draw_graph: " << what << "\n";
  return 2;
}

int Main(int argc, char** argv) {
  const bool finish = argc == 2 && std::string_view(argv[1]) == "--finish";
  if (argc != 1 && !finish) return Complain("wrong arguments, expected none or --finish");
  absl::StatusOr<std::vector<NodeEntry>> nodes = RegisterAndListNodes();
  if (!nodes.ok()) return Complain(std::string(nodes.status().message()));
  absl::StatusOr<std::string> dot = GraphDotText(FoldNodes(*nodes));
  if (!dot.ok()) return Complain(std::string(dot.status().message()));
  if (!finish) {
    std::cout << *dot;
    return 0;
  }
  const std::string svg(std::istreambuf_iterator<char>(std::cin), {});
  const std::optional<std::string> drawing = FinishGraphDrawing(svg, *dot);
  if (!drawing) return Complain("standard input is no SVG of Graphviz, expected the output of dot -Tsvg");
  std::cout << *drawing;
  return 0;
}

}  // namespace
}  // namespace tidegate

int main(int argc, char** argv) { return tidegate::Main(argc, argv); }
