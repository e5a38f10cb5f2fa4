// The diagram says what is registered, and the drawing in docs/ is of it.
#include "diagram/graph_diagram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tidegate/drop_reason.h"

namespace tidegate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Nodes can be registered once in a process.
const std::vector<NodeEntry>& Registered() {
  static const absl::StatusOr<std::vector<NodeEntry>> nodes = RegisterAndListNodes();
  EXPECT_TRUE(nodes.ok()) << nodes.status();
  return *nodes;
}

const DiagramNode& Find(const std::vector<DiagramNode>& nodes, std::string_view name) {
  const auto found = std::ranges::find(nodes, name, &DiagramNode::name);
  if (found == nodes.end()) throw std::runtime_error("no node " + std::string(name));
  return *found;
}

TEST(FoldNodes, MakesOneOfThePortsNodesAndListsDrops) {
  const std::vector<DiagramNode> nodes = FoldNodes({{"rx-a", true, {"switch", "switch"}},
                                                    {"rx-b", true, {"switch", "switch"}},
                                                    {"switch", false, {"tx-a", "tx-b", "drop-hairpin"}},
                                                    {"tx-a", false, {"drop-tx_queue_full"}},
                                                    {"tx-b", false, {"drop-tx_queue_full"}},
                                                    {"drop-hairpin"},
                                                    {"drop-tx_queue_full"}});
  ASSERT_EQ(nodes.size(), 3u);
  EXPECT_EQ(nodes[0].name, "rx");
  EXPECT_TRUE(nodes[0].is_source);
  EXPECT_THAT(nodes[0].next, ElementsAre("switch"));
  EXPECT_THAT(nodes[1].next, ElementsAre("tx"));
  EXPECT_THAT(nodes[1].drops, ElementsAre("hairpin"));
  EXPECT_THAT(nodes[2].next, IsEmpty());
  EXPECT_THAT(nodes[2].drops, ElementsAre("tx_queue_full"));
}

TEST(RegisteredNodes, LeadFromADeviceToADevice) {
  const std::vector<DiagramNode> nodes = FoldNodes(Registered());
  EXPECT_THAT(Find(nodes, "rx").next, testing::UnorderedElementsAre("reassemble", "firewall", "bypass", "port-security",
                                                                    "switch", "vxlan-decap", "spread"));
  EXPECT_TRUE(Find(nodes, "rx").is_source);
  EXPECT_THAT(Find(nodes, "reassemble").next, ElementsAre("firewall"));
  EXPECT_TRUE(Find(nodes, "firewall").drops_any);
  EXPECT_THAT(Find(nodes, "tx").drops, ElementsAre("tx_queue_full", "handoff_full"));
}

// Whatever is named as an edge's end is a node, and whatever is no source is an edge's end.
TEST(RegisteredNodes, HangTogether) {
  const std::vector<DiagramNode> nodes = FoldNodes(Registered());
  for (const DiagramNode& node : nodes) {
    for (const std::string& next : node.next) EXPECT_NO_THROW(Find(nodes, next)) << node.name;
    const bool reached = std::ranges::any_of(
        nodes, [&](const DiagramNode& other) { return std::ranges::count(other.next, node.name) != 0; });
    EXPECT_NE(node.is_source, reached) << node.name;
  }
}

TEST(GraphDotText, NamesWhatItHasNoWordsFor) {
  const absl::StatusOr<std::string> text = GraphDotText({{.name = "nosuch", .next = {}, .drops = {}}});
  ASSERT_FALSE(text.ok());
  EXPECT_THAT(std::string(text.status().message()), HasSubstr("\"nosuch\" has no words"));
}

TEST(GraphDrawing, OfTheDocumentationIsOfToday) {
  const absl::StatusOr<std::string> dot = GraphDotText(FoldNodes(Registered()));
  ASSERT_TRUE(dot.ok()) << dot.status();
  std::ifstream file(TIDEGATE_DOCS_DIR "/graph.svg");
  const std::string drawing(std::istreambuf_iterator<char>(file), {});
  EXPECT_TRUE(IsGraphDrawingOf(drawing, *dot)) << "run ./dev diagrams";
}

}  // namespace
}  // namespace tidegate
