// Writes what firewall_fuzz reads: the bytes of a run, step by step. The numbers are those of firewall_fuzz.cc,
// world.cc and traffic.cc.
#ifndef TIDEGATE_TESTS_FUZZ_PROGRAM_WRITER_H_
#define TIDEGATE_TESTS_FUZZ_PROGRAM_WRITER_H_

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace tidegate::fuzz {

// A flow's byte: the speaker's side is added per packet.
struct FlowBits {
  bool v6 = false;
  unsigned peer = 0;      // 0 and 1 outside, 2 vm2, 3 behind the uplink
  unsigned own_port = 0;  // 22, 25, 53, 8000
  unsigned peer_port = 0;
  unsigned zone = 0;

  std::uint8_t Byte(bool from_peer) const {
    return static_cast<std::uint8_t>((v6 ? 1 : 0) | peer << 1 | peer_port << 3 | own_port << 4 | zone << 6 |
                                     (from_peer ? 0 : 0x80));
  }
};

struct Setup {
  std::uint8_t policies = 0;  // eviction, admission << 2, accounting 0x10
  std::uint8_t sizes = 0x80;  // room for all
  std::uint8_t tracking = 0;
  std::uint8_t rules = 0;
};

class ProgramWriter {
 public:
  // Of TCP's usual flags, by number.
  enum Flags : std::uint8_t { kSyn, kSynAck, kAck, kPshAck, kFinAck, kRst, kRstAck, kFinPshAck };
  // Of SCTP's chunks.
  enum Chunk : std::uint8_t { kInit, kInitAck, kEcho, kCookieAck, kData, kShutdown, kShutdownAck, kAbort, kComplete };

  explicit ProgramWriter(const Setup& setup) : bytes_{setup.policies, setup.sizes, setup.tracking, setup.rules} {}

  ProgramWriter& Tcp(FlowBits flow, bool from_peer, std::uint8_t flags, std::uint8_t numbers = 0,
                     std::uint8_t options = 0) {
    return Put({0, flow.Byte(from_peer), flags, numbers, options});
  }
  ProgramWriter& Udp(FlowBits flow, bool from_peer) { return Put({6, flow.Byte(from_peer), 2}); }
  ProgramWriter& Echo(FlowBits flow, bool reply, std::uint8_t bits = 0) {
    return Put({7, flow.Byte(!reply), static_cast<std::uint8_t>(bits | (reply ? 4 : 0))});
  }
  ProgramWriter& IcmpError(FlowBits flow, bool from_peer, std::uint8_t type, std::uint8_t which = 0) {
    return Put({8, flow.Byte(from_peer), type, which});
  }
  ProgramWriter& Sctp(FlowBits flow, bool from_peer, std::uint8_t chunk, std::uint8_t tag = 0) {
    return Put({9, flow.Byte(from_peer), chunk, tag});
  }
  ProgramWriter& Repeat(FlowBits flow, bool from_peer) { return Put({11, flow.Byte(from_peer), 0}); }
  ProgramWriter& Other(FlowBits flow, bool from_peer, std::uint8_t which) {
    return Put({12, flow.Byte(from_peer), which, 0});
  }
  ProgramWriter& Time(std::uint8_t step) { return Put({13, step}); }
  ProgramWriter& Flood(FlowBits flow, std::uint8_t count) { return Put({14, flow.Byte(true), count}); }
  ProgramWriter& EndBurst() { return Put({15, 0}); }
  ProgramWriter& SetRules(std::uint8_t rules) { return Put({15, static_cast<std::uint8_t>(1 | rules << 2)}); }
  ProgramWriter& SetTracking(std::uint8_t bits) { return Put({15, static_cast<std::uint8_t>(2 | bits << 2)}); }
  ProgramWriter& Flush() { return Put({15, 3}); }

  // Three segments, then data both ways.
  ProgramWriter& Handshake(FlowBits flow, bool from_peer, std::uint8_t options = 0) {
    Tcp(flow, from_peer, kSyn, 0, options).Tcp(flow, !from_peer, kSynAck, 0, options).Tcp(flow, from_peer, kAck);
    return Tcp(flow, from_peer, kPshAck, 0, 2).Tcp(flow, !from_peer, kPshAck, 0, 3).Tcp(flow, from_peer, kAck);
  }

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

 private:
  ProgramWriter& Put(std::initializer_list<std::uint8_t> bytes) {
    bytes_.insert(bytes_.end(), bytes);
    return *this;
  }

  std::vector<std::uint8_t> bytes_;
};

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_PROGRAM_WRITER_H_
