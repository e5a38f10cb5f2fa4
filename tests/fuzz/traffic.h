// Packets by bytes of the fuzzer's input: a template, a flow, and what is wrong with it. Both ends of each flow keep
// their sequence numbers and tags, so that a few bytes say a whole valid connection, or one that is nearly so.
//
// A packet is a byte for its template (Kind), one for flow and direction, and then what the template reads:
//   TCP    flags | deviation of the sequence number, of the acknowledgement | payload, options, tampering
//   UDP, echo    payload, tampering
//   ICMP error   type and code | which packet is quoted, tampering
//   SCTP   chunk | which tag, tampering
//   repeat    tampering (of what the end sent last)
//   other  which | tampering
//
// The upper two bits of the tampering byte ask for more: a byte changed (where | how), the capture cut (where), or the
// packet on another way than its addresses say (which).
#ifndef TIDEGATE_TESTS_FUZZ_TRAFFIC_H_
#define TIDEGATE_TESTS_FUZZ_TRAFFIC_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "fuzz/input.h"
#include "fuzz/world.h"
#include "support/packet_builder.h"
#include "tidegate/firewall.h"

namespace tidegate::fuzz {

// A packet that owns its bytes.
struct Packet {
  test::Bytes frame;
  std::size_t captured = 0;
  PortIndex from = kNoPort;
  PortIndex to = kNoPort;
  Zone zone = 0;

  PacketIn In() const {
    return {.data = frame.data(),
            .captured = static_cast<std::uint32_t>(captured),
            .on_wire = static_cast<std::uint32_t>(frame.size()),
            .from = from,
            .to = to,
            .zone = zone};
  }
};

class Traffic {
 public:
  enum class Kind : std::uint8_t { kTcp, kUdp, kEcho, kIcmpError, kSctp, kRepeat, kOther };

  // The packet that the next bytes describe.
  Packet Next(Kind kind, Input& input);

  // The first packet of a connection like `flow`, from its peer's port `port`: one of many.
  static Packet Opener(Flow flow, std::uint16_t port);

 private:
  // What one end of a flow has said.
  struct End {
    std::uint32_t next = 0;  // sequence number
    std::uint32_t tag = 0;   // SCTP
    std::uint32_t clock = 1;
    test::Bytes last;  // frame
  };

  test::Bytes Tcp(Flow flow, bool inbound, Input& input, std::uint8_t& tampering);
  test::Bytes IcmpError(Flow flow, bool inbound, Input& input, std::uint8_t& tampering);
  test::Bytes Sctp(Flow flow, bool inbound, Input& input, std::uint8_t& tampering);

  std::array<std::array<End, 2>, Flow::kCount> flows_{};  // the peer, then vm1
};

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_TRAFFIC_H_
