// SCTP through the whole firewall: associations packet by packet, IPv4 and IPv6.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "firewall/firewall_test_util.h"
#include "support/sctp_builder.h"

namespace tidegate::test {
namespace {

using enum ConnState;

// 'C' is the client outside (10.0.0.1:40000 or 2001:db8::1), 'S' the server behind the firewall (port 3868). `tag` is
// the verification tag; a packet comes `wait` seconds after the one before.
struct Row {
  char from;
  std::vector<SctpChunk> chunks;
  std::uint32_t tag;
  ConnState state;  // behind the packet
  std::uint8_t ct;  // without trk, which every row has
  DropReason reason = DropReason::kNone;
  double wait = 0.1;
};

using Rows = std::vector<Row>;

struct Scenario {
  std::string name;
  Rows rows;
};

// Tags: of the client and of the server, and what they choose when they begin anew. X is nobody's.
constexpr std::uint32_t C1 = 0xc1c1c1c1, C2 = 0xc2c2c2c2;
constexpr std::uint32_t S1 = 0x51515151, S2 = 0x52525252, S3 = 0x53535353;
constexpr std::uint32_t X = 0x0bad0bad;

SctpChunk Init(std::uint32_t tag) { return InitChunk(kSctpInit, tag); }
SctpChunk InitAck(std::uint32_t tag) { return InitChunk(kSctpInitAck, tag); }
const SctpChunk kEcho = PlainChunk(kSctpCookieEcho);
const SctpChunk kAck = PlainChunk(kSctpCookieAck);
const SctpChunk kData = DataChunk(100);
const SctpChunk kHeartbeat = {.type = 4, .value = Bytes(8, 0)};
const SctpChunk kError = {.type = 9, .value = Bytes(8, 0)};
const SctpChunk kShut = PlainChunk(kSctpShutdown);
const SctpChunk kShutAck = PlainChunk(kSctpShutdownAck);
const SctpChunk kComplete = PlainChunk(kSctpShutdownComplete);
const SctpChunk kCompleteT = PlainChunk(kSctpShutdownComplete, true);
const SctpChunk kAbort = PlainChunk(kSctpAbort);
const SctpChunk kAbortT = PlainChunk(kSctpAbort, true);

constexpr ConnState CW = kSctpCookieWait;
constexpr ConnState CE = kSctpCookieEchoed;
constexpr ConnState ES = kSctpEstablished;
constexpr ConnState SS = kSctpShutdownSent;
constexpr ConnState SR = kSctpShutdownRecd;
constexpr ConnState SA = kSctpShutdownAckSent;
constexpr ConnState CL = kSctpClosed;

constexpr std::uint8_t N = ct::kNew;
constexpr std::uint8_t E = ct::kEst;
constexpr std::uint8_t R = ct::kEst | ct::kRpl;
constexpr std::uint8_t I = ct::kInv;

constexpr DropReason kNoAssociation = DropReason::kSctpNoAssociation;
constexpr DropReason kState = DropReason::kSctpInvalidState;
constexpr DropReason kTag = DropReason::kSctpBadTag;

// Rows that begin many scenarios.
const Rows kHandshake = {{'C', {Init(C1)}, 0, CW, N},
                         {'S', {InitAck(S1)}, C1, CW, R},
                         {'C', {kEcho, kData}, S1, CE, E},
                         {'S', {kAck, kData}, C1, ES, R}};
const Rows kGoodbye = {{'C', {kShut}, S1, SS, E}, {'S', {kShutAck}, C1, SA, R}, {'C', {kComplete}, S1, CL, E}};

Rows operator+(Rows first, const Rows& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

const Scenario kNormal[] = {
    {"an association from INIT to SHUTDOWN COMPLETE", kHandshake + Rows{{'C', {kData}, S1, ES, E}} + kGoodbye},
    {"the server closes, and the client sends what is left", kHandshake + Rows{{'S', {kShut}, C1, SR, R},
                                                                               {'C', {kData}, S1, SR, E},
                                                                               {'S', {kShut}, C1, SR, R},
                                                                               {'C', {kShutAck}, S1, SA, E},
                                                                               {'S', {kComplete}, C1, CL, R}}},
    {"COOKIE ACK and SHUTDOWN in one packet",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kEcho}, S1, CE, E},
      {'S', {kAck, kShut}, C1, SR, R}}},
    {"an authenticated cookie (RFC 4895)",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {PlainChunk(kSctpAuth), kEcho}, S1, CE, E},
      {'S', {PlainChunk(kSctpAuth), kAck}, C1, ES, R}}},
    {"the virtual machine opens",
     {{'S', {Init(S1)}, 0, CW, N},
      {'C', {InitAck(C1)}, S1, CW, R},
      {'S', {kEcho}, C1, CE, E},
      {'C', {kAck}, S1, ES, R},
      {'C', {kShut}, S1, SR, R}}},
    {"heartbeats keep an association", kHandshake + Rows{{'C', {kHeartbeat}, S1, ES, E, DropReason::kNone, 3500},
                                                         {'S', {kHeartbeat}, C1, ES, R, DropReason::kNone, 3500},
                                                         {'C', {kData}, S1, ES, E, DropReason::kNone, 3500}}},
    {"without them it ends", kHandshake + Rows{{'C', {kHeartbeat}, S1, kNone, I, kNoAssociation, 3700}}},
    {"an INIT that nobody answers ends after 30 s, and may come again",
     {{'C', {Init(C1)}, 0, CW, N}, {'C', {Init(C1)}, 0, CW, N, DropReason::kNone, 31}}},
};

// What is lost behind the firewall is seen twice; what is lost before it is not seen, and the other side repeats.
const Scenario kLoss[] = {
    {"INIT", Rows{{'C', {Init(C1)}, 0, CW, N}} + kHandshake},
    {"INIT ACK: the server answers with another tag, and the client takes that",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {Init(C1)}, 0, CW, E},
      {'S', {InitAck(S2)}, C1, CW, R},
      {'C', {kEcho}, S2, CE, E},
      {'S', {kAck}, C1, ES, R},
      {'C', {kData}, S2, ES, E}}},
    {"INIT ACK is late only: the client takes the first of three answers",
     {{'C', {Init(C1)}, 0, CW, N},
      {'C', {Init(C1)}, 0, CW, N},
      {'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'S', {InitAck(S2)}, C1, CW, R},
      {'S', {InitAck(S3)}, C1, CW, R},
      {'C', {kEcho}, S1, CE, E},
      {'S', {kAck}, C1, ES, R},
      {'C', {kData}, S1, ES, E},
      {'C', {kData}, S3, ES, I, kTag}}},
    {"COOKIE ECHO",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kEcho}, S1, CE, E},
      {'C', {kEcho}, S1, CE, E, DropReason::kNone, 3},
      {'S', {kAck}, C1, ES, R}}},
    {"COOKIE ACK, before the firewall: data of the server comes first",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kEcho}, S1, CE, E},
      {'S', {kData}, C1, CE, R},
      {'C', {kEcho}, S1, CE, E, DropReason::kNone, 3},
      {'S', {kAck}, C1, ES, R}}},
    {"COOKIE ACK, behind the firewall",
     kHandshake + Rows{{'C', {kEcho, kData}, S1, ES, E}, {'S', {kAck}, C1, ES, R}} + kGoodbye},
    {"SHUTDOWN", kHandshake + Rows{{'C', {kShut}, S1, SS, E}} + kGoodbye},
    {"SHUTDOWN ACK", kHandshake + Rows{{'C', {kShut}, S1, SS, E},
                                       {'S', {kShutAck}, C1, SA, R},
                                       {'C', {kShut}, S1, SA, E},
                                       {'S', {kShutAck}, C1, SA, R},
                                       {'C', {kComplete}, S1, CL, E}}},
    {"SHUTDOWN COMPLETE: the client has forgotten the association and reflects the tag",
     kHandshake + kGoodbye +
         Rows{{'S', {kShutAck}, C1, CL, R, DropReason::kNone, 55},
              {'C', {kCompleteT}, C1, CL, E, DropReason::kNone, 55}}},
    {"SHUTDOWN COMPLETE, and the client opens anew: the server still wants the old association closed",
     kHandshake + kGoodbye +
         Rows{{'C', {Init(C2)}, 0, CW, N},
              {'S', {kShutAck}, C1, CW, R},
              {'C', {kCompleteT}, C1, CW, N},
              {'C', {Init(C2)}, 0, CW, N},
              {'S', {InitAck(S2)}, C2, CW, R},
              {'S', {kShutAck}, C1, CW, I, kTag},
              {'C', {kEcho}, S2, CE, E},
              {'S', {kAck}, C2, ES, R}}},
};

const Scenario kReordering[] = {
    {"data overtakes the COOKIE ACK",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kEcho}, S1, CE, E},
      {'S', {kData}, C1, CE, R},
      {'S', {kAck}, C1, ES, R}}},
    {"SHUTDOWN overtakes data", kHandshake + Rows{{'S', {kShut}, C1, SR, R}, {'S', {kData}, C1, SR, R}}},
    {"SHUTDOWNs cross", kHandshake + Rows{{'C', {kShut}, S1, SS, E},
                                          {'S', {kShut}, C1, SS, R},
                                          {'C', {kShutAck}, S1, SA, E},
                                          {'S', {kShutAck}, C1, SA, R},
                                          {'S', {kComplete}, C1, CL, R},
                                          {'C', {kComplete}, S1, CL, E}}},
    {"late packets pass and change nothing, but for a cookie",
     kHandshake + kGoodbye +
         Rows{{'S', {kData}, C1, CL, R}, {'S', {kAck}, C1, CL, R}, {'C', {kEcho}, S1, CL, I, kState}}},
    {"an INIT that arrives late restarts nothing", kHandshake + Rows{{'C', {Init(C1)}, 0, ES, E},
                                                                     {'S', {InitAck(S2)}, C1, ES, R},
                                                                     {'C', {kData}, S1, ES, E},
                                                                     {'S', {kData}, C1, ES, R}}},
};

const Scenario kAborts[] = {
    {"refused", {{'C', {Init(C1)}, 0, CW, N}, {'S', {kAbort}, C1, CL, R}}},
    {"refused under a wrong tag", {{'C', {Init(C1)}, 0, CW, N}, {'S', {kAbort}, X, CW, I, kTag}}},
    {"the client knows of no INIT that was answered",
     {{'C', {Init(C1)}, 0, CW, N}, {'S', {InitAck(S1)}, C1, CW, R}, {'C', {kAbortT}, C1, CL, E}}},
    {"during the handshake",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kEcho}, S1, CE, E},
      {'S', {kAbort}, C1, CL, R}}},
    {"established, by the client", kHandshake + Rows{{'C', {kAbort}, S1, CL, E}}},
    {"established, by the server behind its data", kHandshake + Rows{{'S', {kError, kAbort}, C1, CL, R}}},
    {"with the T bit the tag is the sender's own", kHandshake + Rows{{'S', {kAbortT}, S1, CL, R}}},
    {"with the T bit and the receiver's tag", kHandshake + Rows{{'S', {kAbortT}, C1, ES, I, kTag}}},
    {"without the T bit and with the sender's tag", kHandshake + Rows{{'S', {kAbort}, S1, ES, I, kTag}}},
    {"under a wrong tag", kHandshake + Rows{{'S', {kAbort}, X, ES, I, kTag}, {'S', {kAbortT}, X, ES, I, kTag}}},
};

const Scenario kRestarts[] = {
    {"of the client", kHandshake + Rows{{'C', {Init(C2)}, 0, ES, E},
                                        {'S', {kData}, C1, ES, R},  // it knows of nothing yet
                                        {'S', {InitAck(S2)}, C2, ES, R},
                                        {'C', {kEcho, kData}, S2, ES, E},
                                        {'S', {kAck}, C2, ES, R},
                                        {'S', {kData}, C2, ES, R},
                                        {'C', {kData}, S2, ES, E},
                                        {'C', {kData}, S1, ES, I, kTag},
                                        {'S', {kData}, C1, ES, I, kTag}}},
    {"of the server", kHandshake + Rows{{'S', {Init(S2)}, 0, ES, R},
                                        {'C', {InitAck(C2)}, S2, ES, E},
                                        {'S', {kEcho}, C2, ES, R},
                                        {'C', {kAck}, S2, ES, E},
                                        {'C', {kData}, S2, ES, E}}},
    {"each packet twice", kHandshake + Rows{{'C', {Init(C2)}, 0, ES, E},
                                            {'C', {Init(C2)}, 0, ES, E},
                                            {'S', {InitAck(S2)}, C2, ES, R},
                                            {'S', {InitAck(S2)}, C2, ES, R},
                                            {'C', {kEcho}, S2, ES, E},
                                            {'C', {kEcho}, S2, ES, E},
                                            {'S', {kAck}, C2, ES, R},
                                            {'S', {kAck}, C2, ES, R}}},
    {"with a late copy of the first INIT ACK in between", kHandshake + Rows{{'C', {Init(C2)}, 0, ES, E},
                                                                            {'S', {InitAck(S2)}, C2, ES, R},
                                                                            {'S', {InitAck(S1)}, C1, ES, R},
                                                                            {'C', {kEcho}, S2, ES, E},
                                                                            {'S', {kAck}, C2, ES, R}}},
    {"while the server closes", kHandshake + Rows{{'S', {kShut}, C1, SR, R},
                                                  {'C', {Init(C2)}, 0, SR, E},
                                                  {'S', {InitAck(S2)}, C2, SR, R},
                                                  {'C', {kEcho}, S2, SR, E},
                                                  {'S', {kAck}, C2, ES, R}}},
    {"too late: the server has agreed to close and says so again", kHandshake + Rows{{'C', {kShut}, S1, SS, E},
                                                                                     {'S', {kShutAck}, C1, SA, R},
                                                                                     {'C', {Init(C2)}, 0, SA, E},
                                                                                     {'S', {kShutAck}, C1, SA, R},
                                                                                     {'C', {kCompleteT}, C1, CL, E}}},
    {"refused: the association goes on",
     kHandshake + Rows{{'C', {Init(C2)}, 0, ES, E}, {'S', {kAbort}, C2, ES, R}, {'S', {kData}, C1, ES, R}}},
    {"the client is gone without a word: it reflects the tag of what it does not know",
     kHandshake + Rows{{'S', {kData}, C1, ES, R}, {'C', {kAbortT}, C1, CL, E}}},
    {"a forged INIT, and what its sender may guess then, take nothing away",
     kHandshake + Rows{{'C', {Init(X)}, 0, ES, E},
                       {'S', {InitAck(S2)}, X, ES, R},
                       {'C', {kEcho}, X, ES, I, kTag},
                       {'C', {kAbort}, X, ES, I, kTag},
                       {'S', {kData}, X, ES, I, kTag},
                       {'S', {kData}, C1, ES, R},
                       {'C', {kData}, S1, ES, E}}},
    {"of the client during the handshake",
     {{'C', {Init(C1)}, 0, CW, N},
      {'C', {Init(C2)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, I, kTag},
      {'S', {InitAck(S2)}, C2, CW, R},
      {'C', {kEcho}, S2, CE, E},
      {'S', {kAck}, C2, ES, R}}},
};

const Scenario kSimultaneous[] = {
    {"both send INIT (section 5.2.1)",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {Init(S1)}, 0, CW, R},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {InitAck(C1)}, S1, CW, E},
      {'C', {kEcho}, S1, CE, E},
      {'S', {kEcho}, C1, CE, R},
      {'S', {kAck}, C1, ES, R},
      {'C', {kAck}, S1, ES, E},
      {'C', {kData}, S1, ES, E}}},
    {"one of the INITs is late",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kEcho}, S1, CE, E},
      {'S', {Init(S2)}, 0, CE, R},
      {'C', {InitAck(C1)}, S2, CE, E},
      {'S', {kEcho}, C1, CE, R},
      {'C', {kAck}, S2, ES, E},
      {'C', {kData}, S2, ES, E},
      {'S', {kData}, C1, ES, R}}},
};

const Scenario kRefusals[] = {
    {"nothing but INIT opens",
     {{'C', {kData}, S1, kNone, I, kNoAssociation},
      {'C', {kHeartbeat}, S1, kNone, I, kNoAssociation},
      {'C', {kEcho}, S1, kNone, I, kNoAssociation},
      {'C', {InitAck(C1)}, S1, kNone, I, kNoAssociation},
      {'C', {kAbort}, S1, kNone, I, kNoAssociation},
      {'S', {kShutAck}, C1, kNone, I, kNoAssociation}}},
    {"an INIT with a verification tag (section 8.5.1 A)", {{'C', {Init(C1)}, X, kNone, I, kTag}}},
    {"an INIT that offers no tag (section 3.3.2)", {{'C', {Init(0)}, 0, kNone, I, kTag}}},
    {"data before the handshake is complete",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {kData}, C1, CW, I, kState},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kData}, S1, CW, I, kState},
      {'S', {kData}, C1, CW, I, kState},
      {'S', {kAck}, C1, CW, I, kState}}},
    {"a client that acknowledges its own cookie",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kEcho}, S1, CE, E},
      {'C', {kAck}, S1, CE, I, kState}}},
    {"wrong tags during the handshake",
     {{'C', {Init(C1)}, 0, CW, N},
      {'S', {InitAck(S1)}, X, CW, I, kTag},
      {'S', {InitAck(S1)}, 0, CW, I, kTag},
      {'S', {InitAck(0)}, C1, CW, I, kTag},
      {'S', {InitAck(S1)}, C1, CW, R},
      {'C', {kEcho}, X, CW, I, kTag},
      {'C', {kEcho}, C1, CW, I, kTag},
      {'C', {kEcho}, S1, CE, E},
      {'S', {kAck}, X, CE, I, kTag},
      {'S', {kAck}, S1, CE, I, kTag},
      {'S', {kAck}, C1, ES, R}}},
    {"wrong tags afterwards", kHandshake + Rows{{'C', {kData}, X, ES, I, kTag},
                                                {'C', {kData}, C1, ES, I, kTag},
                                                {'C', {kData}, 0, ES, I, kTag},
                                                {'S', {kShut}, X, ES, I, kTag},
                                                {'S', {kShutAck}, S1, ES, I, kTag},
                                                {'C', {kComplete}, C1, ES, I, kTag},
                                                {'C', {kCompleteT}, S1, ES, I, kTag},
                                                {'C', {Init(C2)}, S1, ES, I, kTag},
                                                {'C', {kEcho}, X, ES, I, kTag},
                                                {'S', {kAck}, X, ES, I, kTag},
                                                {'C', {kData}, S1, ES, E}}},
};

const Scenario kReopenings[] = {
    {"after SHUTDOWN, by the same side", kHandshake + kGoodbye +
                                             Rows{{'C', {Init(C2)}, 0, CW, N},
                                                  {'S', {InitAck(S2)}, C2, CW, R},
                                                  {'C', {kEcho}, S2, CE, E},
                                                  {'S', {kAck}, C2, ES, R},
                                                  {'C', {kData}, S1, ES, I, kTag}}},
    {"after SHUTDOWN, by the other side", kHandshake + kGoodbye +
                                              Rows{{'S', {Init(S2)}, 0, CW, N},
                                                   {'C', {InitAck(C2)}, S2, CW, R},
                                                   {'S', {kEcho}, C2, CE, E},
                                                   {'C', {kAck}, S2, ES, R}}},
    {"after ABORT, whose late copies do no harm", kHandshake + Rows{{'S', {kAbort}, C1, CL, R},
                                                                    {'C', {Init(C2)}, 0, CW, N},
                                                                    {'S', {kAbort}, C1, CW, R},
                                                                    {'S', {kData}, C1, CW, I, kTag},
                                                                    {'S', {InitAck(S2)}, C2, CW, R}}},
};

Bytes FrameOf(const Row& row, bool v6) {
  SctpSpec spec;
  spec.src = Ip(v6 ? "2001:db8::1" : "10.0.0.1");
  spec.dst = Ip(v6 ? "2001:db8::4" : "192.168.0.4");
  if (row.from == 'S') spec = Reversed(spec);
  spec.tag = row.tag;
  spec.chunks = row.chunks;
  return BuildSctp(spec);
}

void Check(const PacketResult& result, const Row& row, std::size_t i) {
  EXPECT_EQ(Name(result.reason), Name(row.reason)) << "row " << i;
  EXPECT_EQ(result.verdict == Verdict::kPass, row.reason == DropReason::kNone) << "row " << i;
  EXPECT_EQ(Name(result.state), Name(row.state)) << "row " << i;
  EXPECT_EQ(CtNames(result.ct_bits), CtNames(row.ct | ct::kTrk)) << "row " << i;
}

void Play(FirewallHarness& harness, const Rows& rows, bool v6) {
  TimeNs now = kStart;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    now += static_cast<TimeNs>(rows[i].wait * 1e9);
    Check(harness.Send(FrameOf(rows[i], v6), rows[i].from == 'C', now), rows[i], i);
  }
}

template <std::size_t kCount>
void Play(const Scenario (&scenarios)[kCount]) {
  for (const Scenario& scenario : scenarios) {
    for (const bool v6 : {false, true}) {
      SCOPED_TRACE(scenario.name + (v6 ? " (IPv6)" : " (IPv4)"));
      FirewallHarness harness;
      Play(harness, scenario.rows, v6);
    }
  }
}

TEST(SctpRows, Normal) { Play(kNormal); }
TEST(SctpRows, LossOfEachPacket) { Play(kLoss); }
TEST(SctpRows, Reordering) { Play(kReordering); }
TEST(SctpRows, Aborts) { Play(kAborts); }
TEST(SctpRows, Restarts) { Play(kRestarts); }
TEST(SctpRows, SimultaneousOpen) { Play(kSimultaneous); }
TEST(SctpRows, Refusals) { Play(kRefusals); }
TEST(SctpRows, Reopenings) { Play(kReopenings); }

// A copy of any packet passes where the packet did, right behind it, and changes nothing.
TEST(SctpRows, DuplicationOfEachPacket) {
  const Rows life = kHandshake + Rows{{'C', {kData}, S1, ES, E}} + kGoodbye;
  for (const bool v6 : {false, true}) {
    FirewallHarness harness;
    for (std::size_t i = 0; i < life.size(); ++i) {
      const Row& row = life[i];
      for (int copy = 0; copy < 2; ++copy) Check(harness.Send(FrameOf(row, v6), row.from == 'C', kStart), row, i);
    }
  }
}

// Each packet is decided behind the one before it, though all are looked up at once.
TEST(SctpRows, OneBurst) {
  const Rows life = kHandshake + kGoodbye + Rows{{'C', {Init(C2)}, 0, CW, N}, {'S', {InitAck(S2)}, C2, CW, R}};
  for (const bool v6 : {false, true}) {
    FirewallHarness harness;
    std::vector<Bytes> frames;
    std::vector<PacketIn> packets;
    for (const Row& row : life) frames.push_back(FrameOf(row, v6));
    for (std::size_t i = 0; i < life.size(); ++i) {
      const auto bytes = static_cast<std::uint32_t>(frames[i].size());
      PacketIn packet{.data = frames[i].data(), .captured = bytes, .on_wire = bytes};
      (life[i].from == 'C' ? packet.to : packet.from) = kVm;
      packets.push_back(packet);
    }
    std::vector<PacketResult> results(life.size());
    harness.firewall->Process(*harness.worker, packets, kStart, results);
    for (std::size_t i = 0; i < life.size(); ++i) Check(results[i], life[i], i);
  }
}

TEST(SctpRows, RulesDecideByPort) {
  FirewallHarness harness;
  SctpSpec spec{.dst_port = 3869, .chunks = {Init(C1)}};
  EXPECT_EQ(Name(harness.Send(BuildSctp(spec), true, kStart).reason), "rule_denied_inbound");
  spec.dst_port = 3868;
  EXPECT_EQ(Name(harness.Send(BuildSctp(spec), true, kStart).reason), "none");
}

TEST(SctpRows, CountsEndsByTheirKind) {
  FirewallHarness harness;
  Play(harness, kHandshake + kGoodbye + Rows{{'C', {Init(C2)}, 0, CW, N}, {'S', {kAbort}, C2, CL, R}}, false);
  const FirewallCounters counters = harness.firewall->Counters();
  EXPECT_EQ(counters.created, 2u);
  EXPECT_EQ(counters.reopened, 1u);
  EXPECT_EQ(counters.established, 1u);
  EXPECT_EQ(counters.closed, 1u);
  EXPECT_EQ(counters.reset, 1u);
}

}  // namespace
}  // namespace tidegate::test
