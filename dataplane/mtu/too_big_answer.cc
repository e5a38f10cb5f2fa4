#include "mtu/too_big_answer.h"

#include <algorithm>
#include <cstring>

#include "packet/byte_order.h"
#include "reassembly/cutter.h"
#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

using internal::Load16;
using internal::StoreBigEndian;

constexpr std::uint8_t kTtl = 64;
constexpr std::uint8_t kUnreachable = 3;
constexpr std::uint8_t kFragmentationNeeded = 4;
constexpr std::uint8_t kPacketTooBig = 2;
constexpr std::size_t kIcmpBytes = 8;
constexpr std::size_t kIpv4Bytes = 20;
constexpr std::size_t kIpv6Bytes = 40;
// The whole answer: RFC 1812 section 4.3.2.3, RFC 4443 section 2.4 c.
constexpr std::size_t kMostIpv4Answer = 576;
constexpr std::size_t kMostIpv6Answer = 1280;

std::uint32_t Sum(const std::uint8_t* bytes, std::size_t count, std::uint32_t sum = 0) {
  for (; count > 1; bytes += 2, count -= 2) sum += Load16(bytes);
  return count == 0 ? sum : sum + (std::uint32_t{*bytes} << 8);
}

std::uint16_t Fold(std::uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

bool IsIpv4Error(std::uint8_t type) { return type == 3 || type == 4 || type == 5 || type == 11 || type == 12; }

bool MayAnswerIpv4(const std::uint8_t* ip, std::size_t captured) {
  if ((Load16(ip + 6) & 0x1fff) != 0) return false;
  const bool to_many = ip[16] >= 224 || ip[12] >= 224 || ip[12] == 0 || ip[12] == 127;
  const std::size_t length = 4 * std::size_t{static_cast<std::uint8_t>(ip[0] & 15)};
  const bool icmp = ip[9] == kProtocolIcmp;
  return !to_many && captured > length && !(icmp && IsIpv4Error(ip[length]));
}

bool MayAnswerIpv6(const std::uint8_t* ip, std::size_t captured) {
  const bool unspecified = std::all_of(ip + 8, ip + 24, [](std::uint8_t byte) { return byte == 0; });
  if (ip[8] == 0xff || ip[24] == 0xff || unspecified || captured <= kIpv6Bytes) return false;
  return !(ip[6] == kProtocolIcmpV6 && ip[kIpv6Bytes] < 128);
}

// The way back, tags included.
void WriteEthernet(const BigFrame& frame, std::uint8_t* to) {
  std::memcpy(to, frame.data + 6, 6);
  std::memcpy(to + 6, frame.data, 6);
  std::memcpy(to + 12, frame.data + 12, frame.l2_bytes - 12u);
}

std::size_t WriteIpv4(const std::uint8_t* packet, std::size_t quoted, std::uint16_t mtu, std::uint8_t* ip) {
  const std::size_t total = kIpv4Bytes + kIcmpBytes + quoted;
  std::memset(ip, 0, kIpv4Bytes + kIcmpBytes);
  ip[0] = 0x45;
  ip[1] = 0xc0;  // internetwork control (RFC 1812 section 4.3.2.5)
  StoreBigEndian(ip + 2, static_cast<std::uint16_t>(total));
  ip[8] = kTtl;
  ip[9] = kProtocolIcmp;
  std::memcpy(ip + 12, packet + 16, 4);
  std::memcpy(ip + 16, packet + 12, 4);
  SetIpv4Checksum(ip);
  std::uint8_t* icmp = ip + kIpv4Bytes;
  icmp[0] = kUnreachable;
  icmp[1] = kFragmentationNeeded;
  StoreBigEndian(icmp + 6, mtu);
  std::memcpy(icmp + kIcmpBytes, packet, quoted);
  StoreBigEndian(icmp + 2, Fold(Sum(icmp, kIcmpBytes + quoted)));
  return total;
}

std::size_t WriteIpv6(const std::uint8_t* packet, std::size_t quoted, std::uint16_t mtu, std::uint8_t* ip) {
  const std::size_t payload = kIcmpBytes + quoted;
  std::memset(ip, 0, kIpv6Bytes + kIcmpBytes);
  ip[0] = 0x60;
  StoreBigEndian(ip + 4, static_cast<std::uint16_t>(payload));
  ip[6] = kProtocolIcmpV6;
  ip[7] = kTtl;
  std::memcpy(ip + 8, packet + 24, 16);
  std::memcpy(ip + 24, packet + 8, 16);
  std::uint8_t* icmp = ip + kIpv6Bytes;
  icmp[0] = kPacketTooBig;
  StoreBigEndian(icmp + 4, std::uint32_t{mtu});
  std::memcpy(icmp + kIcmpBytes, packet, quoted);
  const std::uint32_t pseudo = Sum(ip + 8, 32, static_cast<std::uint32_t>(payload) + kProtocolIcmpV6);
  StoreBigEndian(icmp + 2, Fold(Sum(icmp, payload, pseudo)));
  return kIpv6Bytes + payload;
}

}  // namespace

BigFrame ReadBigFrame(const std::uint8_t* frame, std::size_t captured) {
  BigFrame big{.data = frame, .captured = captured, .l2_bytes = 14};
  const auto type_at = [&] { return captured < big.l2_bytes ? std::uint16_t{0} : Load16(frame + big.l2_bytes - 2); };
  for (std::uint16_t type = type_at(); type == 0x8100 || type == 0x88a8 || type == 0x9100; type = type_at()) {
    big.l2_bytes = static_cast<std::uint16_t>(big.l2_bytes + 4);
    if (big.l2_bytes > 14 + 8) return big;
  }
  const std::size_t rest = captured < big.l2_bytes ? 0 : captured - big.l2_bytes;
  const std::uint16_t type = type_at();
  if (type == kEtherTypeIpv4 && rest >= kIpv4Bytes && (frame[big.l2_bytes] & 15) >= 5) big.ip_version = 4;
  if (type == kEtherTypeIpv6 && rest >= kIpv6Bytes) big.ip_version = 6;
  return big;
}

std::size_t IpBytes(const BigFrame& frame) {
  const std::uint8_t* ip = frame.data + frame.l2_bytes;
  return frame.ip_version == 4 ? Load16(ip + 2) : kIpv6Bytes + Load16(ip + 4);
}

std::size_t WriteTooBigAnswer(const BigFrame& frame, std::uint16_t mtu, std::uint8_t* to) {
  const std::uint8_t* packet = frame.data + frame.l2_bytes;
  const bool v4 = frame.ip_version == 4;
  std::size_t readable = std::min(frame.captured - frame.l2_bytes, IpBytes(frame));
  if ((frame.data[0] & 1) != 0 || (frame.data[6] & 1) != 0) return 0;
  if (v4 ? !MayAnswerIpv4(packet, readable) : !MayAnswerIpv6(packet, readable)) return 0;
  readable =
      std::min(readable, v4 ? kMostIpv4Answer - kIpv4Bytes - kIcmpBytes : kMostIpv6Answer - kIpv6Bytes - kIcmpBytes);
  WriteEthernet(frame, to);
  std::uint8_t* ip = to + frame.l2_bytes;
  return frame.l2_bytes + (v4 ? WriteIpv4(packet, readable, mtu, ip) : WriteIpv6(packet, readable, mtu, ip));
}

}  // namespace tidegate
