// The SCTP life-cycle as packet rows: who sends what, and the state behind it.
#include "track/sctp_machine.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tidegate {
namespace {

using ConnState::kSctpClosed;
using ConnState::kSctpCookieEchoed;
using ConnState::kSctpCookieWait;
using ConnState::kSctpEstablished;
using ConnState::kSctpShutdownAckSent;
using ConnState::kSctpShutdownRecd;
using ConnState::kSctpShutdownSent;
using enum SctpEvent;

// O: the originator, R: the responder.
struct Chunk {
  char from;
  SctpEvent event;
  ConnState state;
};

struct Scenario {
  std::string name;
  std::vector<Chunk> chunks;
};

const Scenario kScenarios[] = {
    {"the whole life (RFC 9260 section 4, figure 3)",
     {{'R', kInitAck, kSctpCookieWait},
      {'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'O', kOther, kSctpEstablished},
      {'O', kShutdown, kSctpShutdownSent},
      {'R', kOther, kSctpShutdownSent},
      {'R', kShutdownAck, kSctpShutdownAckSent},
      {'O', kShutdownComplete, kSctpClosed}}},
    {"the responder closes",
     {{'R', kInitAck, kSctpCookieWait},
      {'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'R', kShutdown, kSctpShutdownRecd},
      {'O', kOther, kSctpShutdownRecd},
      {'O', kShutdownAck, kSctpShutdownAckSent},
      {'R', kShutdownComplete, kSctpClosed}}},
    {"every packet twice",
     {{'O', kInit, kSctpCookieWait},
      {'R', kInitAck, kSctpCookieWait},
      {'R', kInitAck, kSctpCookieWait},
      {'O', kCookieEcho, kSctpCookieEchoed},
      {'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'R', kCookieAck, kSctpEstablished},
      {'O', kShutdown, kSctpShutdownSent},
      {'O', kShutdown, kSctpShutdownSent},
      {'R', kShutdownAck, kSctpShutdownAckSent},
      {'R', kShutdownAck, kSctpShutdownAckSent},
      {'O', kShutdownComplete, kSctpClosed},
      {'O', kShutdownComplete, kSctpClosed}}},
    {"both open at once (5.2.1)",
     {{'R', kInit, kSctpCookieWait},
      {'R', kInitAck, kSctpCookieWait},
      {'O', kInitAck, kSctpCookieWait},
      {'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieEcho, kSctpCookieEchoed},
      {'O', kCookieAck, kSctpEstablished},
      {'R', kCookieAck, kSctpEstablished}}},
    {"SHUTDOWNs cross (9.2)",
     {{'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'O', kShutdown, kSctpShutdownSent},
      {'R', kShutdown, kSctpShutdownSent},
      {'O', kShutdownAck, kSctpShutdownAckSent},
      {'R', kShutdownAck, kSctpShutdownAckSent},
      {'R', kShutdownComplete, kSctpClosed}}},
    {"SHUTDOWN overtakes the COOKIE ACK",
     {{'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kOther, kSctpCookieEchoed},
      {'R', kShutdown, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'R', kShutdown, kSctpShutdownRecd}}},
    {"SHUTDOWN COMPLETE is lost (8.4, rule 5)",
     {{'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'O', kShutdown, kSctpShutdownSent},
      {'R', kShutdownAck, kSctpShutdownAckSent},
      {'O', kShutdownComplete, kSctpClosed},
      {'R', kShutdownAck, kSctpClosed},
      {'O', kShutdownComplete, kSctpClosed}}},
    {"restart (5.2.2)",
     {{'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'R', kInit, kSctpEstablished},
      {'O', kInitAck, kSctpEstablished},
      {'R', kCookieEcho, kSctpEstablished},
      {'O', kNewCookieAck, kSctpEstablished}}},
    {"restart while closing (5.2.4, A)",
     {{'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'O', kShutdown, kSctpShutdownSent},
      {'R', kInit, kSctpShutdownSent},
      {'O', kInitAck, kSctpShutdownSent},
      {'R', kCookieEcho, kSctpShutdownSent},
      {'O', kNewCookieAck, kSctpEstablished}}},
    {"a late COOKIE ACK does not undo SHUTDOWN",
     {{'O', kCookieEcho, kSctpCookieEchoed},
      {'R', kCookieAck, kSctpEstablished},
      {'R', kShutdown, kSctpShutdownRecd},
      {'R', kCookieAck, kSctpShutdownRecd}}},
    {"refused", {{'R', kAbort, kSctpClosed}}},
    {"given up", {{'R', kInitAck, kSctpCookieWait}, {'O', kAbort, kSctpClosed}}},
    {"aborted",
     {{'O', kCookieEcho, kSctpCookieEchoed}, {'R', kCookieAck, kSctpEstablished}, {'R', kAbort, kSctpClosed}}},
    {"late packets of a closed association", {{'R', kAbort, kSctpClosed}, {'O', kOther, kSctpClosed}}},
};

TEST(SctpMachine, FollowsEachScenario) {
  for (const Scenario& scenario : kScenarios) {
    ConnState state = kSctpCookieWait;
    for (std::size_t i = 0; i < scenario.chunks.size(); ++i) {
      const Chunk& chunk = scenario.chunks[i];
      const SctpTransition step = NextSctpState(state, chunk.from == 'O', chunk.event);
      ASSERT_TRUE(step.action == SctpAction::kPass || step.action == SctpAction::kIgnore) << scenario.name << ", " << i;
      if (step.action == SctpAction::kPass) state = step.next;
      EXPECT_EQ(Name(state), Name(chunk.state)) << scenario.name << ", chunk " << i;
    }
  }
}

struct Refusal {
  ConnState state;
  SctpEvent event;
  SctpAction action;
};

TEST(SctpMachine, RefusesAndReopensByRow) {
  const Refusal kRows[] = {
      {kSctpCookieWait, kOther, SctpAction::kInvalid},          // no data before the handshake
      {kSctpCookieWait, kCookieAck, SctpAction::kInvalid},      // no cookie to acknowledge
      {kSctpCookieWait, kShutdown, SctpAction::kInvalid},       // nothing to close
      {kSctpCookieEchoed, kShutdownAck, SctpAction::kInvalid},  // no SHUTDOWN that counts
      {kSctpClosed, kCookieEcho, SctpAction::kInvalid},         // would set up what is gone
      {kSctpClosed, kInit, SctpAction::kReopen},
      {kSctpShutdownAckSent, kInit, SctpAction::kIgnore},  // answered by SHUTDOWN ACK
      {kSctpEstablished, kInit, SctpAction::kIgnore},      // nothing yet, perhaps a restart
  };
  for (const Refusal& row : kRows) {
    for (const bool from_originator : {false, true}) {
      EXPECT_EQ(NextSctpState(row.state, from_originator, row.event).action, row.action)
          << Name(row.state) << " event " << static_cast<int>(row.event);
    }
  }
}

// Nothing but a completed handshake makes an association live for hours.
TEST(SctpMachine, OnlyCookieAckEstablishes) {
  for (auto state = static_cast<int>(kSctpCookieWait); state <= static_cast<int>(kSctpClosed); ++state) {
    for (int event = 0; event < static_cast<int>(kCount_); ++event) {
      const auto from = static_cast<ConnState>(state);
      const auto what = static_cast<SctpEvent>(event);
      if (from == kSctpEstablished || what == kCookieAck || what == kNewCookieAck) continue;
      EXPECT_NE(NextSctpState(from, true, what).next, kSctpEstablished) << Name(from) << " event " << event;
      EXPECT_NE(NextSctpState(from, false, what).next, kSctpEstablished) << Name(from) << " event " << event;
    }
  }
}

}  // namespace
}  // namespace tidegate
