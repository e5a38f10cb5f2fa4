// Lives of connections, as they are meant to go: the fuzzer makes them go wrong.
#include "fuzz/program_writer.h"
#include "fuzz/seeds.h"

namespace tidegate::fuzz {
namespace {

using W = ProgramWriter;

constexpr Setup kAllAllowed = {.rules = 1};
constexpr Setup kWithAccounts = {.policies = 0x10};
constexpr Setup kSmall = {.policies = 0x10, .sizes = 0};
constexpr Setup kQuota = {.policies = 0x04, .sizes = 8};
constexpr Setup kPickup = {.tracking = 2, .rules = 1};
constexpr Setup kLimitedZone = {.tracking = 0x30, .rules = 1};
constexpr Setup kVerified = {.tracking = 8};

test::Bytes OrderlyClose(FlowBits flow) {
  W w(kWithAccounts);
  w.Handshake(flow, true, 0x0c).EndBurst();
  w.Tcp(flow, true, W::kFinAck).Tcp(flow, false, W::kAck).Tcp(flow, false, W::kPshAck, 0, 2).Tcp(flow, true, W::kAck);
  w.Tcp(flow, false, W::kFinAck).Tcp(flow, true, W::kAck).Time(4).Tcp(flow, true, W::kSyn, 8);
  return w.Tcp(flow, false, W::kSynAck).Tcp(flow, true, W::kAck).bytes();
}

test::Bytes CrossingOpensAndCloses(FlowBits flow) {
  W w(kAllAllowed);
  w.Tcp(flow, true, W::kSyn).Tcp(flow, false, W::kSyn).Tcp(flow, true, W::kSynAck, 7).Tcp(flow, false, W::kSynAck, 7);
  w.Tcp(flow, true, W::kAck).Tcp(flow, true, W::kFinAck).Tcp(flow, false, W::kFinAck, 0x70).Tcp(flow, true, W::kAck);
  return w.Tcp(flow, false, W::kAck).Time(9).Tcp(flow, false, W::kSyn).bytes();
}

test::Bytes ResetsAndRestarts(FlowBits flow) {
  W w(kAllAllowed);
  w.Handshake(flow, true).Tcp(flow, true, W::kSyn, 12).Tcp(flow, false, W::kAck).Tcp(flow, true, W::kRst);
  w.Tcp(flow, true, W::kSyn).Tcp(flow, false, W::kRstAck).Tcp(flow, true, W::kSyn).Repeat(flow, true);
  w.Tcp(flow, false, W::kSynAck).Tcp(flow, true, W::kAck).Tcp(flow, false, W::kSyn, 12).Tcp(flow, true, W::kSynAck, 14);
  return w.Tcp(flow, false, W::kAck).bytes();
}

test::Bytes MidStream(FlowBits flow) {
  W w(kPickup);
  w.Tcp(flow, false, W::kAck).Tcp(flow, true, W::kPshAck, 0, 2).Tcp(flow, false, W::kAck).SetTracking(0).Flush();
  return w.Tcp(flow, false, W::kFinAck).Tcp(flow, true, W::kFinAck).Tcp(flow, false, W::kRst).bytes();
}

test::Bytes Association(FlowBits flow) {
  W w(kAllAllowed);
  w.Sctp(flow, true, W::kInit)
      .Sctp(flow, false, W::kInitAck)
      .Sctp(flow, true, W::kEcho)
      .Sctp(flow, false, W::kCookieAck);
  w.Sctp(flow, true, W::kData)
      .Sctp(flow, true, W::kInit, 4)
      .Sctp(flow, false, W::kInitAck, 4)
      .Sctp(flow, true, W::kEcho);
  w.Sctp(flow, false, W::kCookieAck).Sctp(flow, true, W::kShutdown).Sctp(flow, false, W::kShutdownAck);
  return w.Sctp(flow, true, W::kComplete).Sctp(flow, true, W::kInit).Sctp(flow, false, W::kAbort).bytes();
}

test::Bytes DatagramsAndErrors(FlowBits flow) {
  W w(kWithAccounts);
  w.Udp(flow, true).Udp(flow, false).IcmpError(flow, true, 0).IcmpError(flow, false, 1, 4).Echo(flow, false);
  w.Echo(flow, true).IcmpError(flow, false, 2).IcmpError(flow, true, 3, 1).Tcp(flow, true, W::kSyn);
  return w.IcmpError(flow, false, 0, 0x10).IcmpError(flow, false, 0, 2).bytes();
}

test::Bytes FloodedTable(FlowBits flow) {
  W w(kSmall);
  w.Handshake(flow, true).Flood(flow, 31).Time(4).Flood(flow, 63).Tcp(flow, true, W::kPshAck, 0, 2);
  return w.Time(6).Flood(flow, 95).Time(13).Tcp(flow, false, W::kAck).Time(15).Flood(flow, 7).bytes();
}

test::Bytes Quota(FlowBits flow) {
  W w(kQuota);
  return w.Flood(flow, 8).Time(6).Flood(flow, 40).SetRules(2).Flood(flow, 72).SetRules(3).Flood(flow, 104).bytes();
}

test::Bytes LimitedZone(FlowBits flow) {
  flow.zone = 1;
  W w(kLimitedZone);
  w.Flood(flow, 4)
      .Handshake(flow, true)
      .Udp(flow, true)
      .Udp(flow, false)
      .Time(6)
      .Handshake(flow, false)
      .Flood(flow, 36);
  return w.SetTracking(0).Flood(flow, 68).SetTracking(0x10).Flood(flow, 100).bytes();
}

test::Bytes EveryOtherPacket(FlowBits flow) {
  W w(kVerified);
  for (std::uint8_t which = 0; which < 9; ++which) w.Other(flow, which % 2 == 0, which);
  return w.bytes();
}

}  // namespace

std::vector<Seed> FirewallSeeds() {
  constexpr FlowBits k4{};
  constexpr FlowBits k6{.v6 = true, .peer = 1};
  constexpr FlowBits kNeighbour{.peer = 2, .own_port = 1};
  return {{"orderly_close", OrderlyClose(k4)},
          {"orderly_close6", OrderlyClose(k6)},
          {"crossing", CrossingOpensAndCloses(k4)},
          {"resets_and_restarts", ResetsAndRestarts(k6)},
          {"mid_stream", MidStream(k4)},
          {"association", Association(k4)},
          {"association6", Association(k6)},
          {"datagrams_and_errors", DatagramsAndErrors({.own_port = 2})},
          {"datagrams_and_errors6", DatagramsAndErrors({.v6 = true, .own_port = 2})},
          {"flooded_table", FloodedTable(k4)},
          {"quota", Quota(kNeighbour)},
          {"limited_zone", LimitedZone(k4)},
          {"every_other_packet", EveryOtherPacket(k4)},
          {"every_other_packet6", EveryOtherPacket(k6)}};
}

}  // namespace tidegate::fuzz
