// Packets of 64 bytes on the wire, of many connections between clients and a virtual machine's port 22.
#ifndef TIDEGATE_BENCH_DATAPLANE_PACKETS_H_
#define TIDEGATE_BENCH_DATAPLANE_PACKETS_H_

#include <rte_mbuf.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidegate::bench {

inline constexpr std::size_t kPacketBurst = 32;
inline constexpr std::size_t kFrameBytes = 60;  // and the FCS
inline constexpr std::uint32_t kConnections = 112928;
inline constexpr std::uint32_t kClientPorts = 28232;
inline constexpr std::uint32_t kFirstClientPort = 32768;
inline constexpr std::uint8_t kVmMac[6] = {2, 0, 0, 0, 0, 1};
inline constexpr std::uint8_t kClientMac[6] = {2, 0, 0, 0, 0, 2};

enum class Step { kSyn, kSynAck, kAck, kServerAck };

// Writes a frame of kFrameBytes of connection `n`: client 10.0.0.1 + n / 28232, port 32768 + n % 28232, to the virtual
// machine 192.168.0.4 + `vm`.
void WriteFrame(std::uint8_t* frame, std::uint32_t n, Step step, std::uint32_t vm = 0);
// The same into a buffer that begins anew.
void WritePacket(rte_mbuf* mbuf, std::uint32_t n, Step step, std::uint32_t vm = 0);

// Mbufs that are written anew for each round, so that a round's bursts are all of different connections.
class PacketRounds {
 public:
  static constexpr std::size_t kBurstsInRound = 256;

  // REQUIRES: the pool has enough; no packets are out when it ends.
  explicit PacketRounds(rte_mempool* pool);
  ~PacketRounds();
  PacketRounds(const PacketRounds&) = delete;
  PacketRounds& operator=(const PacketRounds&) = delete;

  // The next connections, in an order that no cache can foresee, beginning again behind `connections`.
  void Write(Step step, std::uint32_t connections);
  // The same with connections that have never been.
  void WriteFresh();

  std::span<rte_mbuf*> Burst(std::size_t index) {
    return std::span(mbufs_).subspan(index * kPacketBurst, kPacketBurst);
  }

 private:
  std::vector<rte_mbuf*> mbufs_;
  std::uint32_t next_ = 0;
  std::uint32_t fresh_ = kConnections;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_DATAPLANE_PACKETS_H_
