// What a network does to packets must not hurt a connection: each packet of each life is duplicated, at once and late,
// and delayed behind those that do not answer it, which is what a loss before the firewall and the retransmission look
// like. Nothing may be dropped, and the end has to be the same.
#include <gtest/gtest.h>

#include <algorithm>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

constexpr std::uint8_t S = kTcpSyn;
constexpr std::uint8_t SA = kTcpSyn | kTcpAck;
constexpr std::uint8_t A = kTcpAck;
constexpr std::uint8_t FA = kTcpFin | kTcpAck;
constexpr std::uint8_t R = kTcpRst;

struct Segment {
  char from;
  std::uint8_t flags;
  std::uint32_t seq;
  std::uint32_t ack;
  std::uint32_t length;
};

struct Life {
  std::string name;
  std::vector<Segment> segments;
  ConnState end;
};

// The client's ISN is 1000, the server's 5000.
const Life kLives[] = {
    {"the client closes first",
     {{'C', S, 1000, 0, 0},
      {'S', SA, 5000, 1001, 0},
      {'C', A, 1001, 5001, 0},
      {'C', A, 1001, 5001, 100},
      {'C', A, 1101, 5001, 100},
      {'S', A, 5001, 1201, 0},
      {'S', A, 5001, 1201, 500},
      {'S', A, 5501, 1201, 500},
      {'C', A, 1201, 6001, 0},
      {'C', FA, 1201, 6001, 0},
      {'S', A, 6001, 1202, 0},
      {'S', FA, 6001, 1202, 0},
      {'C', A, 1202, 6002, 0}},
     ConnState::kTimeWait},
    {"the server closes first, behind its last data",
     {{'C', S, 1000, 0, 0},
      {'S', SA, 5000, 1001, 0},
      {'C', A, 1001, 5001, 0},
      {'C', A, 1001, 5001, 10},
      {'S', A, 5001, 1011, 500},
      {'S', FA, 5501, 1011, 100},
      {'C', A, 1011, 5602, 0},
      {'C', FA, 1011, 5602, 0},
      {'S', A, 5602, 1012, 0}},
     ConnState::kTimeWait},
    {"the FINs cross",
     {{'C', S, 1000, 0, 0},
      {'S', SA, 5000, 1001, 0},
      {'C', A, 1001, 5001, 10},
      {'S', A, 5001, 1011, 10},
      {'C', A, 1011, 5011, 0},
      {'C', FA, 1011, 5011, 0},
      {'S', FA, 5011, 1011, 0},
      {'C', A, 1012, 5012, 0},
      {'S', A, 5012, 1012, 0}},
     ConnState::kTimeWait},
    {"half-closed by the client, the server goes on",
     {{'C', S, 1000, 0, 0},
      {'S', SA, 5000, 1001, 0},
      {'C', A, 1001, 5001, 0},
      {'C', FA, 1001, 5001, 20},
      {'S', A, 5001, 1022, 0},
      {'S', A, 5001, 1022, 1000},
      {'S', A, 6001, 1022, 1000},
      {'C', A, 1022, 7001, 0},
      {'S', FA, 7001, 1022, 0},
      {'C', A, 1022, 7002, 0}},
     ConnState::kTimeWait},
    {"half-closed by the server, the client goes on",
     {{'C', S, 1000, 0, 0},
      {'S', SA, 5000, 1001, 0},
      {'C', A, 1001, 5001, 0},
      {'S', FA, 5001, 1001, 0},
      {'C', A, 1001, 5002, 500},
      {'C', A, 1501, 5002, 500},
      {'S', A, 5002, 2001, 0},
      {'C', FA, 2001, 5002, 0},
      {'S', A, 5002, 2002, 0}},
     ConnState::kTimeWait},
    {"both open at the same time",
     {{'C', S, 1000, 0, 0},
      {'S', S, 5000, 0, 0},
      {'C', SA, 1000, 5001, 0},
      {'S', SA, 5000, 1001, 0},
      {'C', A, 1001, 5001, 10},
      {'S', A, 5001, 1011, 10},
      {'C', A, 1011, 5011, 0}},
     ConnState::kEstablished},
    {"the client resets",
     {{'C', S, 1000, 0, 0},
      {'S', SA, 5000, 1001, 0},
      {'C', A, 1001, 5001, 0},
      {'C', A, 1001, 5001, 100},
      {'S', A, 5001, 1101, 100},
      {'C', R, 1101, 0, 0}},
     ConnState::kClose},
};

bool Occupies(const Segment& segment) { return segment.length != 0 || (segment.flags & (kTcpSyn | kTcpFin)) != 0; }

// `later` can only have been sent after `earlier` arrived at its sender, or, of one sender, after `earlier` was sent
// and answered: a handshake's ACK.
bool DependsOn(const Segment& later, const Segment& earlier) {
  if ((earlier.flags & kTcpRst) != 0) return true;
  if (later.from != earlier.from) {
    return Occupies(earlier) && (later.flags & kTcpAck) != 0 && later.ack > earlier.seq;
  }
  return (earlier.flags & kTcpSyn) != 0;
}

std::vector<Segment> Duplicated(const std::vector<Segment>& segments, std::size_t which, std::size_t after) {
  std::vector<Segment> all = segments;
  const std::size_t place = std::min(which + 1 + after, segments.size());
  all.insert(all.begin() + static_cast<std::ptrdiff_t>(place), segments[which]);
  return all;
}

std::vector<Segment> Delayed(const std::vector<Segment>& segments, std::size_t which) {
  std::vector<Segment> all = segments;
  while (which + 1 < all.size() && !DependsOn(all[which + 1], all[which])) {
    std::swap(all[which], all[which + 1]);
    ++which;
  }
  return all;
}

// A copy of the SYN that arrives behind the RST opens a connection, here as at the endpoint.
ConnState EndOf(const Life& life, const std::vector<Segment>& segments) {
  return life.end == ConnState::kClose && segments.back().flags == S ? ConnState::kSynSent : life.end;
}

void Expect(const Life& life, const std::vector<Segment>& segments, bool v6) {
  FirewallHarness harness;
  ConnState state = ConnState::kNone;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Segment& it = segments[i];
    const TcpRow row{0, it.from, it.flags, it.seq, it.ack, it.length, 0, ConnState::kNone, 0};
    const PacketResult result = harness.Send(FrameOf(row, v6), it.from == 'C', kStart + i * 10'000'000);
    EXPECT_EQ(Name(result.reason), Name(DropReason::kNone)) << "segment " << i;
    state = result.state;
  }
  EXPECT_EQ(Name(state), Name(EndOf(life, segments)));
}

TEST(TcpVariations, WholeLives) {
  for (const Life& life : kLives) {
    SCOPED_TRACE(life.name);
    Expect(life, life.segments, false);
    Expect(life, life.segments, true);
  }
}

TEST(TcpVariations, EachSegmentTwice) {
  for (const Life& life : kLives) {
    for (std::size_t which = 0; which < life.segments.size(); ++which) {
      for (std::size_t after = 0; after < life.segments.size(); ++after) {
        SCOPED_TRACE(life.name + ", segment " + std::to_string(which) + " again after " + std::to_string(after));
        Expect(life, Duplicated(life.segments, which, after), false);
      }
    }
  }
}

TEST(TcpVariations, EachSegmentLate) {
  for (const Life& life : kLives) {
    for (std::size_t which = 0; which < life.segments.size(); ++which) {
      SCOPED_TRACE(life.name + ", segment " + std::to_string(which) + " late");
      Expect(life, Delayed(life.segments, which), false);
    }
  }
}

// Lost behind the firewall, so that it sees the segment and, later, its retransmission.
TEST(TcpVariations, EachTwoSegmentsTwice) {
  for (const Life& life : kLives) {
    for (std::size_t a = 0; a < life.segments.size(); ++a) {
      for (std::size_t b = 0; b < life.segments.size(); ++b) {
        SCOPED_TRACE(life.name + ", segments " + std::to_string(a) + " and " + std::to_string(b) + " again");
        Expect(life, Duplicated(Duplicated(life.segments, a, 2), b, 3), false);
      }
    }
  }
}

}  // namespace
}  // namespace tidegate::test
