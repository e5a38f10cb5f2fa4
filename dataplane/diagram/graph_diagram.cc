// The packet path as a picture.
#include "diagram/graph_diagram.h"

#include <algorithm>
#include <array>

#include "nodes/nodes.h"
#include "tidegate/drop_reason.h"
#include "track/diagram/finished_svg.h"

namespace tidegate {
namespace {

// What is said of a node, in the order of a packet's way. The groups are classes of the style below.
struct NodeWords {
  std::string_view name;
  std::string_view group;
  std::string_view label;
  std::string_view what;  // lines in the box
};

constexpr std::array<NodeWords, 17> kNodeWords = {{
    {kRxNode, "device", "rx-PORT", "bursts from\\na queue"},
    {kSpreadNode, "device", kSpreadNode, "shares out what\\na queue brings"},
    {kHandoffRxSource, "device", kHandoffRxSource, "from other workers"},
    {kHandoffTxSource, "device", kHandoffTxSource, "sends for\\nother workers"},
    {kBypassNode, "switching", kBypassNode, "a wire past the firewall"},
    {kPortSecurityNode, "switching", kPortSecurityNode, "own addresses only"},
    {kVxlanDecapNode, "overlay", kVxlanDecapNode, "outer headers off"},
    {kHeardNode, "overlay", kHeardNode, "ARP for us\\nends here"},
    {kSwitchNode, "switching", kSwitchNode, "where to? by\\nEthernet address"},
    {kReassembleNode, "firewall", kReassembleNode, "puts fragments\\ntogether"},
    {kReassembleSource, "firewall", kReassembleSource, "ends the waiting\\nof fragments"},
    {kFirewallNode, "firewall", kFirewallNode, "known, allowed,\\nadmitted?"},
    {kFragmentNode, "firewall", kFragmentNode, "what came in\\nfragments"},
    {kTooBigNode, "firewall", kTooBigNode, "beyond the MTU"},
    {kNeighbourSource, "overlay", kNeighbourSource, "asks for next hops"},
    {kVxlanEncapNode, "overlay", kVxlanEncapNode, "outer headers on"},
    {kTxNode, "device", "tx-PORT", "bursts to\\na queue"},
}};

struct EdgeWords {
  std::string_view from;
  std::string_view to;
  std::string_view attributes;
};

// Edges that would not speak for themselves, or would stretch the drawing.
constexpr EdgeWords kEdgeWords[] = {
    {kRxNode, kFirewallNode, "label=\"a wire\""},     {kRxNode, kReassembleNode, "label=\"with fragments\""},
    {kRxNode, kSwitchNode, "label=\"a network\""},    {kVxlanDecapNode, kTxNode, "label=\"answers to ARP\""},
    {kFragmentNode, kTooBigNode, "constraint=false"},
};

constexpr std::string_view kHead = R"(digraph graph_of_nodes {
  graph [rankdir=LR, nodesep=0.25, ranksep=0.35, bgcolor=transparent, pad=0.2]
  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=10, margin="0.08,0.05", height=0.4]
  edge [fontname="Helvetica", fontsize=12, arrowsize=0.7]
)";

constexpr std::string_view kStyle = R"(<style>
  svg { --ink: #24292f; --soft: #6e7781; --drop: #b42318;
        --device: #e9e9ee; --device-edge: #8c959f; --overlay: #fff3c4; --overlay-edge: #c69026;
        --switching: #dbe9ff; --switching-edge: #4f8fea; --firewall: #d3f5dc; --firewall-edge: #2da44e; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #e6edf3; --soft: #9198a1; --drop: #ff8f85;
          --device: #30363d; --device-edge: #8b949e; --overlay: #4a3a10; --overlay-edge: #d4a72c;
          --switching: #14325c; --switching-edge: #539bf5; --firewall: #12401f; --firewall-edge: #3fb950; }
  }
  text { fill: var(--ink); font-family: Helvetica, Arial, "Liberation Sans", sans-serif; }
  text[fill="red"] { fill: var(--drop); }
  .node path, .node polygon, .node rect { stroke-width: 1.5; }
  .node.source path, .source rect { stroke-width: 3.5; }
  .source rect { fill: none; stroke: var(--ink); }
  .device path, .device rect { fill: var(--device); stroke: var(--device-edge); }
  .overlay path, .overlay rect { fill: var(--overlay); stroke: var(--overlay-edge); }
  .switching path, .switching rect { fill: var(--switching); stroke: var(--switching-edge); }
  .firewall path, .firewall rect { fill: var(--firewall); stroke: var(--firewall-edge); }
  .edge path { stroke: var(--ink); }
  .edge polygon { fill: var(--ink); stroke: var(--ink); }
  .edge text { fill: var(--soft); }
</style>
)";

constexpr std::string_view kDropPrefix = "drop-";

// "rx" for "rx-vm1".
std::string Folded(const std::string& name) {
  for (const char* pattern : {kRxNode, kTxNode}) {
    if (name.starts_with(std::string(pattern) + "-")) return pattern;
  }
  return name;
}

void AddOnce(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

const NodeWords* WordsOf(std::string_view name) {
  const auto* found = std::ranges::find(kNodeWords, name, &NodeWords::name);
  return found == kNodeWords.end() ? nullptr : found;
}

std::string Row(std::string_view attributes, std::string_view text) {
  return "<tr><td><font " + std::string(attributes) + ">" + std::string(text) + "</font></td></tr>";
}

std::string Rows(std::string_view attributes, std::string_view text) {
  std::string rows;
  while (true) {
    const std::size_t end = text.find("\\n");
    rows += Row(attributes, text.substr(0, end));
    if (end == text.npos) return rows;
    text.remove_prefix(end + 2);
  }
}

std::string DropRows(const DiagramNode& node) {
  constexpr std::string_view kAttributes = "color=\"red\" point-size=\"11\"";
  if (node.drops_any) return Row(kAttributes, "any drop reason");
  std::string rows;
  for (const std::string& reason : node.drops) rows += Row(kAttributes, reason);
  return rows;
}

std::string Box(const DiagramNode& node, const NodeWords& words) {
  return "  \"" + node.name + "\" [class=\"" + std::string(words.group) + (node.is_source ? " source" : "") +
         "\", label=<<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"1\">" +
         Row("face=\"Helvetica-Bold\" point-size=\"14\"", words.label) + Rows("point-size=\"12\"", words.what) +
         DropRows(node) + "</table>>]\n";
}

std::string Edge(std::string_view from, std::string_view to) {
  std::string line = "  \"" + std::string(from) + "\" -> \"" + std::string(to) + "\"";
  for (const EdgeWords& words : kEdgeWords) {
    if (words.from == from && words.to == to) line += " [" + std::string(words.attributes) + "]";
  }
  return line + "\n";
}

std::string LegendBox(int x, int y, std::string_view cls, std::string_view text) {
  const std::string at = "x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y - 11) + "\"";
  return "<g class=\"" + std::string(cls) + "\"><rect " + at + R"( width="14" height="14" rx="4"/></g>)" +
         "\n<text x=\"" + std::to_string(x + 20) + "\" y=\"" + std::to_string(y) + "\" font-size=\"12\">" +
         std::string(text) + "</text>\n";
}

std::string Legend(int top) {
  return LegendBox(20, top + 15, "device", "devices") + LegendBox(105, top + 15, "overlay", "overlay") +
         LegendBox(190, top + 15, "switching", "switching") + LegendBox(285, top + 15, "firewall", "firewall") +
         LegendBox(370, top + 15, "source", "asked in every walk") + "<text x=\"530\" y=\"" + std::to_string(top + 15) +
         "\" font-size=\"12\" fill=\"red\">drop reasons: each is a node of its own, drop-REASON</text>\n";
}

SvgFrame FrameOf(const std::string& dot) {
  return {.note = "Drawn from the registered nodes by draw_graph",
          .dot = dot,
          .title = "Nodes of the packet path",
          .style = std::string(kStyle),
          .legend_width = 850,
          .legend_height = 40,
          .legend = Legend};
}

}  // namespace

std::vector<DiagramNode> FoldNodes(const std::vector<NodeEntry>& nodes) {
  std::vector<DiagramNode> folded;
  for (const NodeEntry& entry : nodes) {
    if (entry.name.starts_with(kDropPrefix)) continue;
    const std::string name = Folded(entry.name);
    auto node = std::ranges::find(folded, name, &DiagramNode::name);
    if (node == folded.end()) {
      folded.push_back({.name = name, .is_source = entry.is_source, .next = {}, .drops = {}});
      node = folded.end() - 1;
    }
    for (const std::string& next : entry.next) {
      if (next.starts_with(kDropPrefix)) {
        AddOnce(node->drops, next.substr(kDropPrefix.size()));
      } else {
        AddOnce(node->next, Folded(next));
      }
    }
    node->drops_any = node->drops.size() == kDropReasonCount - 1;  // kNone has no node
  }
  return folded;
}

absl::StatusOr<std::string> GraphDotText(const std::vector<DiagramNode>& nodes) {
  std::string text(kHead);
  std::vector<DiagramNode> sorted = nodes;
  for (const DiagramNode& node : nodes) {
    if (WordsOf(node.name) == nullptr) {
      return absl::NotFoundError("the node \"" + node.name + "\" has no words in dataplane/diagram/graph_diagram.cc");
    }
  }
  // The drawing stays as it is when only the order of registration changes.
  std::ranges::sort(sorted, {}, [](const DiagramNode& node) { return WordsOf(node.name); });
  for (const DiagramNode& node : sorted) text += Box(node, *WordsOf(node.name));
  for (const DiagramNode& node : sorted) {
    for (const std::string& next : node.next) text += Edge(node.name, next);
  }
  return text + "}\n";
}

std::optional<std::string> FinishGraphDrawing(std::string_view svg, const std::string& dot) {
  return FinishSvg(svg, FrameOf(dot));
}

bool IsGraphDrawingOf(std::string_view drawing, const std::string& dot) { return IsFinishedSvg(drawing, FrameOf(dot)); }

}  // namespace tidegate
