// A conversation, packet by packet: each beat is one that passes the firewall, and leads to the next.
#ifndef TIDEGATE_TESTBED_WORLD_BEAT_H_
#define TIDEGATE_TESTBED_WORLD_BEAT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "testbed/table/sim_packet.h"

namespace tidegate::testbed {

enum class Beat : std::uint8_t {
  kSyn,
  kSynAck,
  kHandshakeAck,
  kRefusal,  // RST instead of SYN-ACK
  kRequest,
  kResponse,
  kFirstFin,   // in order: of who closes first,
  kSecondFin,  //   of the other, who acknowledges it,
  kLastAck,    //   and the end
  kCrossFin,   // crossing: the client's FIN,
  kCrossFin2,  //   the server's, who has not seen it,
  kCrossAck,   //   the client's acknowledgement,
  kCrossAck2,  //   and the server's
  kHalfFin,    // half-closed: the client has asked all it wants,
  kHalfAck,    //   the server acknowledges that,
  kHalfData,   //   and says the rest, before its own FIN
  kReset,
  kQuery,  // UDP
  kReply,
  kOver,
  kCount_
};

// A packet as it is sent. `client`: by the client, where that does not depend on who closes first.
struct BeatInfo {
  Beat beat;
  PacketKind kind;
  bool client;
  bool acks_fin;
};

inline constexpr std::array<BeatInfo, static_cast<std::size_t>(Beat::kOver)> kBeats = {{
    {Beat::kSyn, PacketKind::kSyn, true, false},          {Beat::kSynAck, PacketKind::kSynAck, false, false},
    {Beat::kHandshakeAck, PacketKind::kAck, true, false}, {Beat::kRefusal, PacketKind::kRst, false, false},
    {Beat::kRequest, PacketKind::kData, true, false},     {Beat::kResponse, PacketKind::kData, false, false},
    {Beat::kFirstFin, PacketKind::kFin, true, false},     {Beat::kSecondFin, PacketKind::kFin, false, true},
    {Beat::kLastAck, PacketKind::kAck, true, true},       {Beat::kCrossFin, PacketKind::kFin, true, false},
    {Beat::kCrossFin2, PacketKind::kFin, false, false},   {Beat::kCrossAck, PacketKind::kAck, true, true},
    {Beat::kCrossAck2, PacketKind::kAck, false, true},    {Beat::kHalfFin, PacketKind::kFin, true, false},
    {Beat::kHalfAck, PacketKind::kAck, false, true},      {Beat::kHalfData, PacketKind::kData, false, true},
    {Beat::kReset, PacketKind::kRst, true, false},        {Beat::kQuery, PacketKind::kDatagram, true, false},
    {Beat::kReply, PacketKind::kDatagram, false, false},
}};

constexpr const BeatInfo& InfoOf(Beat beat) { return kBeats[static_cast<std::size_t>(beat)]; }

// It is lost on the connection if the entry is gone; what else there is then passes as a late close or begins anew.
constexpr bool NeedsEntry(Beat beat) {
  return beat == Beat::kSynAck || beat == Beat::kRequest || beat == Beat::kResponse || beat == Beat::kHalfData ||
         beat == Beat::kReply;
}

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_BEAT_H_
