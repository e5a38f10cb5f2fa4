// TCP's numbers through the whole firewall, as packet rows: windows, acknowledgements, resets, and SYNs that do not
// fit.
#include <gtest/gtest.h>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

using enum ConnState;

constexpr std::uint8_t S = kTcpSyn;
constexpr std::uint8_t SA = kTcpSyn | kTcpAck;
constexpr std::uint8_t A = kTcpAck;
constexpr std::uint8_t AU = kTcpAck | kTcpUrg | kTcpPsh;
constexpr std::uint8_t FA = kTcpFin | kTcpAck;
constexpr std::uint8_t R = kTcpRst;
constexpr std::uint8_t RA = kTcpRst | kTcpAck;

constexpr std::uint8_t N = ct::kNew;
constexpr std::uint8_t E = ct::kEst;
constexpr std::uint8_t ER = ct::kEst | ct::kRpl;
constexpr std::uint8_t I = ct::kInv;

constexpr auto kOk = DropReason::kNone;
constexpr auto kBeyond = DropReason::kTcpBeyondWindow;
constexpr auto kBadAck = DropReason::kTcpBadAck;
constexpr auto kBadRst = DropReason::kTcpBadRst;
constexpr auto kNoConn = DropReason::kTcpNoConnection;

// The client's ISN is 1000, the server's 5000, and so the first bytes 1001 and 5001. Columns:
//   at  from flags  seq   ack  len ts  state behind  ct   reason if dropped, window, scale, SACK
const TcpScenario kScenarios[] = {
    {"no byte may begin beyond what the receiver offered",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER, kOk, 1000},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E, kOk, 2000},
      {0.3, 'C', A, 1001, 5001, 1000, 0, kEstablished, E},
      {0.4, 'C', A, 2001, 5001, 1, 0, kEstablished, E},  // a probe of a window that may be zero
      {0.5, 'C', A, 2100, 5001, 10, 0, kEstablished, I, kBeyond},
      {0.6, 'S', A, 8100, 1001, 10, 0, kEstablished, ER},
      {0.7, 'S', A, 80000, 1001, 10, 0, kEstablished, I, kBeyond}}},
    {"the largest window counts, for a receiver may shrink what it offered",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER, kOk, 8000},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'S', A, 5001, 1001, 0, 0, kEstablished, ER, kOk, 0},
      {0.4, 'C', A, 8001, 5001, 500, 0, kEstablished, E}}},
    {"windows are scaled if both offered it (RFC 7323 section 2.2)",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N, kOk, 64240, 7},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER, kOk, 64240, 4},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E, kOk, 500},
      {0.3, 'S', A, 5001, 1001, 0, 0, kEstablished, ER, kOk, 10000},
      {0.4, 'C', A, 161001, 5001, 1000, 0, kEstablished, E, kOk, 500},
      {0.5, 'C', A, 161200, 5001, 1000, 0, kEstablished, I, kBeyond},
      {0.6, 'S', A, 69001, 1001, 1000, 0, kEstablished, ER},
      {0.7, 'S', A, 70000, 1001, 1000, 0, kEstablished, I, kBeyond}}},
    {"and not if only one did",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N, kOk, 64240, 7},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E, kOk, 500},
      {0.3, 'S', A, 5001, 1001, 10, 0, kEstablished, ER},
      {0.4, 'S', A, 69600, 1001, 10, 0, kEstablished, I, kBeyond}}},
    {"what was never sent cannot be acknowledged, SACK included (RFC 2018)",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', A, 1001, 5002, 0, 0, kEstablished, I, kBadAck},
      {0.4, 'S', A, 5101, 1001, 100, 0, kEstablished, ER},
      {0.5, 'C', A, 1001, 5001, 0, 0, kEstablished, E, kOk, 64240, -1, 5201},
      {0.6, 'C', A, 1001, 5001, 0, 0, kEstablished, I, kBadAck, 64240, -1, 5202},
      {0.7, 'S', A, 5001, 1001, 100, 0, kEstablished, ER},
      {0.8, 'C', A, 1001, 5201, 0, 0, kEstablished, E}}},
    {"old duplicates pass and change nothing",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER, kOk, 1000},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', A, 1001, 5001, 1000, 0, kEstablished, E},
      {0.4, 'S', A, 5001, 2001, 0, 0, kEstablished, ER, kOk, 1000},
      {0.5, 'C', A, 2001, 5001, 1000, 0, kEstablished, E},
      {0.6, 'C', FA, 1500, 5001, 10, 0, kEstablished, E},
      {0.7, 'S', A, 5001, 1001, 0, 0, kEstablished, ER},
      {0.8, 'C', A, 3001, 5001, 1000, 0, kEstablished, E}}},
    {"keep-alives, window probes and urgent data pass",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', AU, 1001, 5001, 10, 0, kEstablished, E},
      {0.4, 'S', A, 5001, 1011, 0, 0, kEstablished, ER, kOk, 0},
      {60.0, 'C', A, 1010, 5001, 0, 0, kEstablished, E},
      {60.1, 'S', A, 5001, 1011, 0, 0, kEstablished, ER, kOk, 0},
      {120.0, 'C', A, 1010, 5001, 1, 0, kEstablished, E},
      {121.0, 'C', A, 1011, 5001, 1, 0, kEstablished, E},
      {121.1, 'S', A, 5001, 1012, 0, 0, kEstablished, ER}}},
    {"sequence numbers wrap within the window",
     {{0.0, 'C', S, 0xfffffff0, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 0x7ffffff0, 0xfffffff1, 0, 0, kSynRecv, ER, kOk, 1000},
      {0.2, 'C', A, 0xfffffff1, 0x7ffffff1, 1000, 0, kEstablished, E},
      {0.3, 'S', A, 0x7ffffff1, 985, 1000, 0, kEstablished, ER, kOk, 1000},
      {0.4, 'C', A, 985, 0x800003d9, 1000, 0, kEstablished, E},
      {0.5, 'C', A, 2100, 0x800003d9, 1, 0, kEstablished, I, kBeyond}}},
    {"a handshake is completed only by who has seen the SYN-ACK",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5000, 0, 0, kSynRecv, I, kBadAck},
      {0.3, 'C', FA, 1001, 4000, 0, 0, kSynRecv, I, kBadAck},
      {0.4, 'C', A, 1001, 5001, 0, 0, kEstablished, E}}},
    {"a RST at the number that is expected closes (RFC 5961 section 3)",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', A, 1001, 5001, 100, 0, kEstablished, E},
      {0.4, 'C', R, 1001, 0, 0, 0, kClose, E}}},
    {"one behind all that was sent closes, too",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 100, 0, kEstablished, E},
      {0.3, 'C', RA, 1101, 5001, 0, 0, kClose, E}}},
    {"one within the window passes; the challenge ACK keeps the connection, the exact RST ends it",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', R, 2000, 0, 0, 0, kEstablished, E},
      {0.4, 'S', A, 5001, 1001, 0, 0, kEstablished, ER},
      {1000.0, 'S', A, 5001, 1001, 1, 0, kEstablished, ER},
      {1000.1, 'C', R, 1001, 0, 0, 0, kClose, E}}},
    {"after one within the window silence ends the entry",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', R, 2000, 0, 0, 0, kEstablished, E},
      {121.0, 'S', A, 5001, 1001, 1, 0, kNone, I, kNoConn}}},
    {"one outside the window is dropped",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER, kOk, 1000},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', R, 2100, 0, 0, 0, kEstablished, I, kBadRst},
      {0.4, 'C', R, 1000, 0, 0, 0, kEstablished, I, kBadRst},
      {0.5, 'S', R, 700000, 0, 0, 0, kEstablished, I, kBadRst}}},
    {"a RST after the FIN closes, in answer to late data",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', FA, 1001, 5001, 0, 0, kFinWait, E},
      {0.4, 'S', A, 5001, 1002, 10, 0, kCloseWait, ER},
      {0.5, 'C', R, 1002, 0, 0, 0, kClose, E}}},
    {"a RST does not end TIME-WAIT (RFC 1337)",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', FA, 1001, 5001, 0, 0, kFinWait, E},
      {0.4, 'S', FA, 5001, 1002, 0, 0, kLastAck, ER},
      {0.5, 'C', A, 1002, 5002, 0, 0, kTimeWait, E},
      {0.6, 'S', R, 5002, 0, 0, 0, kTimeWait, ER}}},
    {"the originator begins anew while half-open: the SYN-ACK for its second SYN counts",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.5, 'C', S, 9000, 0, 0, 0, kSynSent, N},
      {0.6, 'S', SA, 5000, 9001, 0, 0, kSynRecv, ER},
      {0.7, 'C', A, 9001, 5001, 0, 0, kEstablished, E},
      {0.8, 'C', A, 9001, 5001, 100, 0, kEstablished, E},
      {0.9, 'S', A, 5001, 9101, 0, 0, kEstablished, ER}}},
    {"the originator begins anew while half-open: the server answers the first SYN, is reset, and answers the second",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.5, 'C', S, 9000, 0, 0, 0, kSynRecv, E},
      {0.6, 'S', A, 5001, 1001, 0, 0, kSynRecv, ER},
      {0.7, 'C', R, 1001, 0, 0, 0, kClose, E},
      {1.5, 'C', S, 9000, 0, 0, 0, kSynSent, N},
      {1.6, 'S', SA, 7000, 9001, 0, 0, kSynRecv, ER},
      {1.7, 'C', A, 9001, 7001, 0, 0, kEstablished, E}}},
    {"a SYN in an established connection: challenge ACK, RST, a new connection (RFC 5961 section 4)",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 50, 0, kEstablished, E},
      {0.3, 'S', A, 5001, 1051, 50, 0, kEstablished, ER},
      {9.0, 'C', S, 90000, 0, 0, 0, kEstablished, E},
      {9.1, 'S', A, 5051, 1051, 0, 0, kEstablished, ER},
      {9.2, 'C', R, 1051, 0, 0, 0, kClose, E},
      {10.0, 'C', S, 90000, 0, 0, 0, kSynSent, N},
      {10.1, 'S', SA, 7000, 90001, 0, 0, kSynRecv, ER},
      {10.2, 'C', A, 90001, 7001, 0, 0, kEstablished, E}}},
    {"both have forgotten an established connection: SYN and SYN-ACK take the entry over",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 50, 0, kEstablished, E},
      {9.0, 'C', S, 90000, 0, 0, 0, kEstablished, E, kOk, 64240, 3},
      {9.1, 'S', SA, 7000000, 90001, 0, 0, kSynRecv, ER, kOk, 64240, 3},
      {9.2, 'C', A, 90001, 7000001, 0, 0, kEstablished, E},
      {9.3, 'S', A, 7000001, 90001, 10, 0, kEstablished, ER, kOk, 60000},
      {9.4, 'C', A, 90001 + 480000, 7000011, 10, 0, kEstablished, E},
      {9.5, 'S', A, 5001, 1051, 10, 0, kEstablished, ER}}},  // of before: old
    {"delayed copies of the first SYN and SYN-ACK take nothing over",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 50, 0, kEstablished, E},
      {0.3, 'S', A, 5001, 1051, 50, 0, kEstablished, ER},
      {0.4, 'C', S, 1000, 0, 0, 0, kEstablished, E},
      {0.5, 'S', SA, 5000, 1001, 0, 0, kEstablished, ER},
      {0.6, 'C', A, 1051, 5051, 50, 0, kEstablished, E},
      {0.7, 'S', A, 5051, 1101, 0, 0, kEstablished, ER}}},
    {"a SYN-ACK in an established connection that nobody asked for is dropped",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 50, 0, kEstablished, E},
      {0.3, 'S', SA, 7000000, 90001, 0, 0, kEstablished, I, kBadAck}}},
    {"a SYN of the other side in an established connection passes; without a rule for it nothing comes of it",
     {{0.0, 'S', S, 5000, 0, 0, 0, kSynSent, N},
      {0.1, 'C', SA, 1000, 5001, 0, 0, kSynRecv, ER},
      {0.2, 'S', A, 5001, 1001, 0, 0, kEstablished, E},
      {0.3, 'C', S, 9000, 0, 0, 0, kEstablished, ER},
      {0.4, 'S', SA, 7000000, 9001, 0, 0, kSynRecv, ER},
      {0.5, 'C', A, 9001, 7000001, 0, 0, kEstablished, E}}},
    {"an old SYN in TIME-WAIT whose server remembers nothing: the SYN-ACK takes over",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', FA, 1001, 5001, 0, 0, kFinWait, E},
      {0.4, 'S', FA, 5001, 1002, 0, 0, kLastAck, ER},
      {0.5, 'C', A, 1002, 5002, 0, 0, kTimeWait, E},
      {0.6, 'C', S, 500, 0, 0, 0, kTimeWait, E},
      {0.7, 'S', SA, 8000000, 501, 0, 0, kSynRecv, ER},
      {0.8, 'C', A, 501, 8000001, 0, 0, kEstablished, E}}},
    {"data in the SYN may be acknowledged or not (RFC 7413)",
     {{0.0, 'C', S, 1000, 0, 500, 0, kSynSent, N},
      {1.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {1.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {1.2, 'C', A, 1001, 5001, 500, 0, kEstablished, E},
      {1.3, 'S', A, 5001, 1501, 0, 0, kEstablished, ER}}},
    {"a server that answers with another number each time (SYN cookies, RFC 4987)",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {1.0, 'C', S, 1000, 0, 0, 0, kSynRecv, E},
      {1.1, 'S', SA, 800000, 1001, 0, 0, kSynRecv, ER},
      {1.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {1.3, 'C', A, 1001, 5001, 100, 0, kEstablished, E},
      {1.4, 'S', A, 5001, 1101, 100, 0, kEstablished, ER}}},
    {"both open at the same time, and the responder's ACK completes it (RFC 9293 figure 8)",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', S, 5000, 0, 0, 0, kSynSent2, ER},
      {0.2, 'C', SA, 1000, 5001, 0, 0, kSynRecv, E},
      {0.3, 'S', A, 5001, 1001, 0, 0, kEstablished, ER},
      {100.0, 'S', A, 5001, 1001, 10, 0, kEstablished, ER}}},
    {"a SYN-ACK of the originator with another number changes nothing",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', SA, 77000, 5001, 0, 0, kSynRecv, E},
      {0.3, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.4, 'C', A, 900000, 5001, 10, 0, kEstablished, I, kBeyond}}},
    {"the window of a SYN that takes over counts in full",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N, kOk, 1000, 8},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER, kOk, 5000, 7},
      {0.5, 'C', S, 9000, 0, 0, 0, kSynRecv, E, kOk, 1000, 8},
      {0.6, 'S', SA, 9000000, 9001, 0, 0, kSynRecv, ER, kOk, 5000, 7},
      {0.7, 'C', A, 9001, 9000001, 0, 0, kEstablished, E, kOk, 3},
      {0.8, 'S', A, 9000813, 9001, 65, 0, kEstablished, ER}}},
    {"after a SYN that came to nothing, data within the window of before passes",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E, kOk, 60000},
      {0.3, 'C', S, 777777, 0, 0, 0, kEstablished, E},
      {0.4, 'C', A, 1001, 5001, 0, 0, kEstablished, E, kOk, 0},
      {0.5, 'S', A, 60000, 1001, 100, 0, kEstablished, ER}}},
    {"a SYN-ACK for another SYN passes, for its receiver resets it",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 700, 0, 0, kSynSent, ER},
      {0.2, 'C', R, 700, 0, 0, 0, kSynSent, N},
      {1.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {1.1, 'S', SA, 6000, 1001, 0, 0, kSynRecv, ER}}},
    {"a RST that acknowledges another SYN is dropped",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', RA, 0, 1000, 0, 0, kSynSent, I, kBadRst},
      {0.2, 'S', R, 0, 0, 0, 0, kSynSent, I, kBadRst}}},
    {"the originator gives up", {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N}, {0.1, 'C', R, 1001, 0, 0, 0, kClose, N}}},
    {"liberal: numbers outside the windows pass, a RST outside does not",
     {{0.0, 'C', S, 1000, 0, 0, 0, kSynSent, N},
      {0.1, 'S', SA, 5000, 1001, 0, 0, kSynRecv, ER, kOk, 1000},
      {0.2, 'C', A, 1001, 5001, 0, 0, kEstablished, E},
      {0.3, 'C', A, 900000, 5001, 10, 0, kEstablished, E},
      {0.4, 'S', A, 5001, 90000, 10, 0, kEstablished, ER},
      {0.5, 'S', R, 9000000, 0, 0, 0, kEstablished, I, kBadRst}},
     {.liberal = true}},
    {"closing segments without a connection pass where the rules would allow one",
     {{0.0, 'C', FA, 1001, 5001, 0, 0, kNone, I},
      {0.1, 'S', A, 5001, 1002, 0, 0, kNone, I},
      {0.2, 'S', FA, 5001, 1002, 7, 0, kNone, I},
      {0.3, 'C', R, 1002, 0, 0, 0, kNone, I},
      {0.4, 'C', A, 1002, 5009, 1, 0, kNone, I, kNoConn},
      {0.5, 'S', SA, 5000, 1001, 0, 0, kNone, I, kNoConn}}},
    {"or are dropped if the zone says so",
     {{0.0, 'C', FA, 1001, 5001, 0, 0, kNone, I, kNoConn},
      {0.1, 'S', A, 5001, 1002, 0, 0, kNone, I, kNoConn},
      {0.3, 'C', R, 1002, 0, 0, 0, kNone, I, kNoConn}},
     {.late_close = false}},
    {"picked up in mid-stream: established when both have spoken",
     {{0.0, 'C', A, 1001, 5001, 10, 0, kSynRecv, N},
      {0.1, 'S', A, 5001, 1011, 500, 0, kEstablished, ER},
      {0.2, 'C', A, 1011, 5501, 0, 0, kEstablished, E},
      {0.3, 'S', A, 900000, 1011, 500, 0, kEstablished, ER},
      {0.4, 'S', FA, 900500, 1011, 0, 0, kFinWait, ER},
      {0.5, 'C', FA, 1011, 900501, 0, 0, kLastAck, E},
      {0.6, 'S', A, 900501, 1012, 0, 0, kTimeWait, ER}},
     {.pickup = true}},
    {"picked up by what the server sends first",
     {{0.0, 'S', A, 5001, 1011, 500, 0, kSynRecv, N}, {0.1, 'C', A, 1011, 5501, 0, 0, kEstablished, ER}},
     {.pickup = true}},
    {"only segments with ACK and neither SYN, FIN nor RST are picked up",
     {{0.0, 'S', SA, 5000, 1001, 0, 0, kNone, I, kNoConn}, {0.1, 'C', FA, 1001, 5001, 0, 0, kNone, I}},
     {.pickup = true}},
};

TEST(TcpWindowRows, DecidesAndTracksEachPacket) {
  for (const TcpScenario& scenario : kScenarios) {
    Play(scenario, false);
    Play(scenario, true);
  }
}

struct FlagsCase {
  std::uint8_t flags;
  DropReason reason;
};

TEST(TcpWindowRows, FlagsThatNoEndpointSendsAreNamed) {
  constexpr std::uint8_t kEce = 0x40;
  constexpr std::uint8_t kCwr = 0x80;
  const FlagsCase cases[] = {
      {0, DropReason::kTcpNoFlags},
      {kTcpPsh | kTcpUrg, DropReason::kTcpNoFlags},
      {kTcpFin | kTcpPsh | kTcpUrg, DropReason::kTcpWithoutAck},
      {kTcpFin, DropReason::kTcpWithoutAck},
      {kTcpSyn | kTcpFin, DropReason::kTcpSynFin},
      {kTcpSyn | kTcpFin | kTcpAck, DropReason::kTcpSynFin},
      {kTcpSyn | kTcpRst, DropReason::kTcpSynRst},
      {kTcpSyn | kTcpRst | kTcpFin | kTcpAck, DropReason::kTcpSynRst},
      {kTcpFin | kTcpRst, DropReason::kTcpFinRst},
      {kTcpFin | kTcpRst | kTcpAck, DropReason::kTcpFinRst},
      {kTcpSyn, kOk},
      {kTcpSyn | kEce | kCwr, kOk},  // RFC 3168: ECN set-up
      {kTcpSyn | kTcpUrg | kTcpPsh, kOk},
  };
  for (const FlagsCase& test : cases) {
    SCOPED_TRACE(static_cast<int>(test.flags));
    FirewallHarness harness;
    const PacketResult result = harness.Send(BuildTcp({.flags = test.flags}), true, kStart);
    EXPECT_EQ(Name(result.reason), Name(test.reason));
  }
}

TEST(TcpWindowRows, LateClosesAreCounted) {
  FirewallHarness harness;
  harness.Send(BuildTcp({.flags = FA}), true, kStart);
  harness.Send(BuildTcp({.src_port = 25, .dst_port = 9, .flags = FA}), true, kStart);
  EXPECT_EQ(harness.firewall->Counters().late_close, 1u);
  EXPECT_EQ(harness.firewall->CountLive(kStart).live, 0u);
}

}  // namespace
}  // namespace tidegate::test
