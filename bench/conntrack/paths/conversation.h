// TCP packets of the benchmark's connections, as a network card would leave them in memory.
//
// Every connection speaks in turns: its client sends 32 bytes, its server acknowledges them and answers with 32 bytes
// of its own, and so on. So each packet brings new data and a new acknowledgement, and a firewall that follows the
// windows has to write both. The headers are those of Linux: timestamps, scaled windows, 66 bytes of them.
#ifndef TIDEGATE_BENCH_CONNTRACK_PATHS_CONVERSATION_H_
#define TIDEGATE_BENCH_CONNTRACK_PATHS_CONVERSATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "tidegate/firewall.h"
#include "tidegate/flow_key.h"

namespace tidegate::bench {

inline constexpr PortIndex kServerPort = 0;  // the servers' side is firewalled; the clients come from outside

enum class Segment : std::uint8_t { kSyn, kSynAck, kAck, kRequest, kResponse };

// Frames in a ring as large as what a few receive bursts leave in the cache.
class FrameRing {
 public:
  static constexpr std::size_t kFrames = 128;
  static constexpr std::size_t kBytes = 128;  // of a frame's place, which is a whole number of cache lines

  FrameRing();

  // Writes the segments of these connections in their `turn`-th turn, one for each; the ring's former frames are gone.
  // REQUIRES: at most kFrames keys.
  std::span<const PacketIn> Write(std::span<const FlowKey4> keys, Segment segment, std::uint32_t turn);

 private:
  alignas(64) std::array<std::array<std::uint8_t, kBytes>, kFrames> frames_;
  std::array<PacketIn, kFrames> packets_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_PATHS_CONVERSATION_H_
