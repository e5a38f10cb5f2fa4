#include "dataplane/packets.h"

#include <cstring>

#include "packet/byte_order.h"
#include "reassembly/cutter.h"
#include "tidegate/packet_view.h"

namespace tidegate::bench {
namespace {

using internal::StoreBigEndian;

constexpr std::uint32_t kVmAddress = 0xc0a80004;
constexpr std::uint32_t kClientIsn = 1000;
constexpr std::uint32_t kServerIsn = 5000;
// Coprime to the connections: each comes once in a round over all.
constexpr std::uint64_t kStride = 64301;

}  // namespace

void WriteFrame(std::uint8_t* frame, std::uint32_t n, Step step, std::uint32_t vm) {
  const std::uint32_t server = kVmAddress + vm;
  const bool from_client = step == Step::kSyn || step == Step::kAck;
  const std::uint32_t client = 0x0a000001 + n / kClientPorts;
  const auto port = static_cast<std::uint16_t>(kFirstClientPort + n % kClientPorts);
  std::memset(frame, 0, kFrameBytes);
  std::memcpy(frame, from_client ? kVmMac : kClientMac, 6);
  std::memcpy(frame + 6, from_client ? kClientMac : kVmMac, 6);
  StoreBigEndian(frame + 12, std::uint16_t{0x0800});
  std::uint8_t* ip = frame + 14;
  ip[0] = 0x45;
  StoreBigEndian(ip + 2, std::uint16_t{40});
  ip[6] = 0x40;
  ip[8] = 64;
  ip[9] = 6;
  StoreBigEndian(ip + 12, from_client ? client : server);
  StoreBigEndian(ip + 16, from_client ? server : client);
  SetIpv4Checksum(ip);
  std::uint8_t* tcp = ip + 20;
  StoreBigEndian(tcp, from_client ? port : std::uint16_t{22});
  StoreBigEndian(tcp + 2, from_client ? std::uint16_t{22} : port);
  const bool syn = step == Step::kSyn || step == Step::kSynAck;
  StoreBigEndian(tcp + 4, (from_client ? kClientIsn : kServerIsn) + (syn ? 0 : 1));
  if (step != Step::kSyn) StoreBigEndian(tcp + 8, (from_client ? kServerIsn : kClientIsn) + 1);
  tcp[12] = 0x50;
  tcp[13] = static_cast<std::uint8_t>((syn ? kTcpSyn : 0) | (step == Step::kSyn ? 0 : kTcpAck));
  StoreBigEndian(tcp + 14, std::uint16_t{0xfaf0});
}

void WritePacket(rte_mbuf* mbuf, std::uint32_t n, Step step, std::uint32_t vm) {
  rte_pktmbuf_reset(mbuf);
  mbuf->data_len = kFrameBytes;
  mbuf->pkt_len = kFrameBytes;
  WriteFrame(rte_pktmbuf_mtod(mbuf, std::uint8_t*), n, step, vm);
}

PacketRounds::PacketRounds(rte_mempool* pool) : mbufs_(kBurstsInRound * kPacketBurst) {
  if (rte_pktmbuf_alloc_bulk(pool, mbufs_.data(), static_cast<unsigned>(mbufs_.size())) != 0) mbufs_.clear();
}

PacketRounds::~PacketRounds() { rte_pktmbuf_free_bulk(mbufs_.data(), static_cast<unsigned>(mbufs_.size())); }

void PacketRounds::Write(Step step, std::uint32_t connections) {
  for (rte_mbuf* mbuf : mbufs_) {
    WritePacket(mbuf, static_cast<std::uint32_t>(next_ * kStride % connections), step);
    next_ = next_ + 1 == connections ? 0 : next_ + 1;
  }
}

void PacketRounds::WriteFresh() {
  for (rte_mbuf* mbuf : mbufs_) WritePacket(mbuf, fresh_++, Step::kSyn);
}

}  // namespace tidegate::bench
