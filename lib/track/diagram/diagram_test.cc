// The diagrams say what the tables say, and the drawings in docs/ are of these diagrams.
#include "track/diagram/diagram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "track/diagram/dot.h"
#include "track/diagram/drawing.h"

namespace tidegate {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr auto kLeader = ArrowSender::kLeader;
constexpr auto kPeer = ArrowSender::kPeer;
constexpr auto kEither = ArrowSender::kEither;

constexpr auto A = ConnState::kSynSent;
constexpr auto B = ConnState::kEstablished;
constexpr auto Over = ConnState::kClose;

Arrow From(ConnState from, ConnState to, ArrowSender sender, std::vector<std::string> events) {
  return {.from = from, .to = to, .sender = sender, .events = std::move(events)};
}

Step By(bool leader, ConnState from, ConnState to, std::string event) {
  return {.from = from, .to = to, .leader = leader, .opens = false, .event = std::move(event)};
}

TEST(ArrowsOf, EventsOfOneSenderShareAnArrow) {
  EXPECT_THAT(ArrowsOf({A, B, Over}, {By(true, A, B, "x"), By(true, A, B, "y"), By(false, A, B, "z")}),
              testing::ElementsAre(From(A, B, kLeader, {"x", "y"}), From(A, B, kPeer, {"z"})));
}

TEST(ArrowsOf, WhatBothMaySendIsOneArrow) {
  EXPECT_THAT(ArrowsOf({A, B, Over}, {By(true, A, B, "x"), By(false, A, B, "x")}),
              testing::ElementsAre(From(A, B, kEither, {"x"})));
}

TEST(ArrowsOf, WhatEndsEveryLivingStateIsOneArrow) {
  std::vector<Step> steps = {By(true, A, B, "x")};
  for (const bool leader : {true, false}) {
    for (const ConnState state : {A, B}) steps.push_back(By(leader, state, Over, "end"));
  }
  Arrow end = From(ConnState::kNone, Over, kEither, {"end"});
  end.from_any = true;
  EXPECT_THAT(ArrowsOf({A, B, Over}, steps), testing::ElementsAre(From(A, B, kLeader, {"x"}), end));
  steps.pop_back();  // now B's peer may not: each state has its own
  EXPECT_THAT(ArrowsOf({A, B, Over}, steps),
              testing::ElementsAre(From(A, B, kLeader, {"x"}), From(A, Over, kEither, {"end"}),
                                   From(B, Over, kLeader, {"end"})));
}

// The backbone of RFC 9293 figure 5, seen from the middle.
TEST(TcpDiagram, HasTheBackbone) {
  const std::vector<Arrow> arrows = TcpDiagram().arrows;
  EXPECT_THAT(arrows, Contains(From(ConnState::kSynSent, ConnState::kSynRecv, kPeer, {"SYN-ACK"})));
  EXPECT_THAT(arrows, Contains(From(ConnState::kEstablished, ConnState::kFinWait, kEither, {"FIN"})));
  EXPECT_THAT(arrows, Contains(From(ConnState::kFinWait, ConnState::kCloseWait, kPeer, {"ACK of FIN"})));
  EXPECT_THAT(arrows, Contains(From(ConnState::kCloseWait, ConnState::kLastAck, kPeer, {"FIN"})));
}

// Whatever there is comes from somewhere, and nothing but what is over stays where it is.
void ExpectConnected(const Diagram& diagram) {
  std::set<ConnState> reached;
  std::set<ConnState> left;
  for (const Arrow& arrow : diagram.arrows) {
    reached.insert(arrow.to);
    left.insert(arrow.from);
  }
  for (const ConnState state : diagram.states) {
    EXPECT_TRUE(reached.contains(state)) << Name(state);
    EXPECT_TRUE(left.contains(state)) << Name(state);
  }
}

TEST(TcpDiagram, IsConnected) { ExpectConnected(TcpDiagram()); }
TEST(SctpDiagram, IsConnected) { ExpectConnected(SctpDiagram()); }

TEST(DotText, NamesStatesTimeoutsAndEvents) {
  const std::string text = DotText(TcpDiagram());
  for (const char* part : {"ESTABLISHED [class=\"established\"", "24 h",
                           "FIN_WAIT -> CLOSE_WAIT [label=\" ACK of FIN \"", "class=\"peer\", style=dashed]"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

constexpr std::string_view kSvg =
    "<?xml?>\n<svg width=\"90pt\" height=\"40pt\"\n viewBox=\"0 0 90 40\">\n<g id=\"x\"/>\n</svg>\n";

TEST(Drawing, TakesOnlySvgOfGraphviz) {
  const Diagram diagram = TcpDiagram();
  EXPECT_TRUE(FinishDrawing(kSvg, diagram));
  for (const char* wrong : {"", "no picture", "<svg><g ></svg>", "<svg width=\"9pt\" height=\"4pt\"></svg>",
                            "<svg width=\"9pt\" height=\"4pt\"><g "}) {
    EXPECT_FALSE(FinishDrawing(wrong, diagram)) << wrong;
  }
}

TEST(Drawing, KnowsWhatItWasMadeOf) {
  Diagram diagram = TcpDiagram();
  std::string drawing = FinishDrawing(kSvg, diagram).value();
  EXPECT_TRUE(IsDrawingOf(drawing, diagram));
  EXPECT_FALSE(IsDrawingOf(drawing, SctpDiagram()));
  EXPECT_FALSE(IsDrawingOf(kSvg, diagram));
  drawing.replace(drawing.find("id=\"x\""), 6, "id=\"y\"");
  EXPECT_FALSE(IsDrawingOf(drawing, diagram)) << "changed by hand";
}

std::string ReadDrawing(const std::string& name) {
  std::ifstream file(std::string(TIDEGATE_DOCS_DIR "/") + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Drawing, OfTheDocumentationIsOfToday) {
  EXPECT_TRUE(IsDrawingOf(ReadDrawing("tcp_states.svg"), TcpDiagram())) << "run ./dev diagrams";
  EXPECT_TRUE(IsDrawingOf(ReadDrawing("sctp_states.svg"), SctpDiagram())) << "run ./dev diagrams";
}

}  // namespace
}  // namespace tidegate
