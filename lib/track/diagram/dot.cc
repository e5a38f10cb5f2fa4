// The text for Graphviz. The order of states is the order of life: Graphviz ranks them along the arrows.
#include "track/diagram/dot.h"

#include "tidegate/timeouts.h"

namespace tidegate {
namespace {

constexpr std::string_view kHead = R"(digraph states {
  graph [rankdir=TB, nodesep=0.5, ranksep=0.45, bgcolor=transparent, pad=0.2]
  node [shape=box, style="rounded,filled", fontname="Helvetica-Bold", fontsize=13, margin="0.16,0.05", height=0.5]
  edge [fontname="Helvetica", fontsize=11, arrowsize=0.7]
)";

constexpr std::string_view SenderClass(ArrowSender sender) {
  constexpr std::string_view kNames[] = {"leader", "peer", "either"};
  return kNames[static_cast<std::size_t>(sender)];
}

std::string Quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

// In the unit that people would choose.
std::string Lasting(std::uint32_t seconds) {
  if (seconds % 3600 == 0) return std::to_string(seconds / 3600) + " h";
  if (seconds % 60 == 0) return std::to_string(seconds / 60) + " min";
  return std::to_string(seconds) + " s";
}

std::string DefaultTimeout(ConnState state) {
  for (const TimeoutRow& row : kTimeoutRows) {
    if (row.state == state) return Lasting(row.default_s);
  }
  return "";
}

// The name, and below it the timeout that the state has by default.
std::string Box(ConnState state) {
  const std::string name(Name(state));
  return "  " + name + " [class=" + Quoted(Name(ClassOf(state))) +
         ", label=<<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"1\"><tr><td>" + name +
         "</td></tr><tr><td><font face=\"Helvetica\" point-size=\"10\">" + DefaultTimeout(state) +
         "</font></td></tr></table>>]\n";
}

std::string Joined(const std::vector<std::string>& events) {
  std::string text;
  for (const std::string& event : events) text += (text.empty() ? " " : "\\n ") + event + " ";
  return text;
}

std::string Attributes(const Arrow& arrow) {
  const bool dashed = arrow.sender == ArrowSender::kPeer;
  return " [label=" + Quoted(Joined(arrow.events)) + ", class=" + Quoted(SenderClass(arrow.sender)) +
         (dashed ? ", style=dashed]\n" : "]\n");
}

constexpr std::string_view kElsewhere =
    "class=elsewhere, style=\"rounded,dashed\", fontname=\"Helvetica\", fontsize=11]\n";

// Where an arrow begins or ends that has no state there: the beginning of all, any state, or a life anew. Changes
// `from` or `to`, and returns what has to be said of it.
std::string Ends(const Arrow& arrow, std::size_t number, std::string& from, std::string& to) {
  const std::string name = "end" + std::to_string(number);
  if (arrow.opens) {
    to = name;
    return "  " + name + " [label=\"a new connection:\\n" + std::string(Name(arrow.to)) + "\", " +
           std::string(kElsewhere);
  }
  if (arrow.from != ConnState::kNone) return "";
  from = name;
  if (arrow.from_any) return "  " + name + " [label=\"any state\\nthat is not over\", " + std::string(kElsewhere);
  return "  " + name + " [shape=circle, label=\"\", width=0.16, height=0.16, class=start]\n";
}

std::string Line(const Arrow& arrow, std::size_t number) {
  std::string from(Name(arrow.from));
  std::string to(Name(arrow.to));
  const std::string ends = Ends(arrow, number, from, to);
  return ends + "  " + from + " -> " + to + Attributes(arrow);
}

}  // namespace

std::string DotText(const Diagram& diagram) {
  std::string text(kHead);
  for (const ConnState state : diagram.states) text += Box(state);
  for (std::size_t i = 0; i < diagram.arrows.size(); ++i) text += Line(diagram.arrows[i], i);
  return text + "}\n";
}

}  // namespace tidegate
