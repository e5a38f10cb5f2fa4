// Prints a state diagram for Graphviz, or finishes what Graphviz made of it:
//
//   draw_states tcp | dot -Tsvg | draw_states tcp --finish >docs/tcp_states.svg
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "track/diagram/dot.h"
#include "track/diagram/drawing.h"

namespace tidegate {
namespace {

int Finish(const Diagram& diagram) {
  const std::string svg(std::istreambuf_iterator<char>(std::cin), {});
  const std::optional<std::string> drawing = FinishDrawing(svg, diagram);
  if (!drawing) {
    std::cerr << "draw_states: standard input is no SVG of Graphviz, expected the output of dot -Tsvg\n";
    return 2;
  }
  std::cout << *drawing;
  return 0;
}

int Main(int argc, char** argv) {
  const std::string_view name = argc > 1 ? argv[1] : "";
  const bool finish = argc == 3 && std::string_view(argv[2]) == "--finish";
  if ((name != "tcp" && name != "sctp") || (argc != 2 && !finish)) {
    std::cerr << "draw_states: wrong arguments, expected tcp or sctp, then perhaps --finish\n";
    return 2;
  }
  const Diagram diagram = name == "tcp" ? TcpDiagram() : SctpDiagram();
  if (finish) return Finish(diagram);
  std::cout << DotText(diagram);
  return 0;
}

}  // namespace
}  // namespace tidegate

int main(int argc, char** argv) { return tidegate::Main(argc, argv); }
