// The key's and the hash's hot parts for the packet path, which inlines them; flow_key.cc gives them their public
// names.
//
// Both are free of branches on the packet's data: which endpoint is the low one is as good as random, and a wrong
// prediction would cost more than the whole key.
#ifndef TIDEGATE_LIB_KEY_FLOW_KEY_INL_H_
#define TIDEGATE_LIB_KEY_FLOW_KEY_INL_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "packet/byte_order.h"
#include "packet/plain_ack.h"
#include "tidegate/flow_key.h"
#include "tidegate/packet_view.h"

namespace tidegate::internal {

// The two ports, the zone and the protocol of a key's last word.
inline constexpr int kLowPortShift = 48;
inline constexpr int kHighPortShift = 32;
inline constexpr int kZoneShift = FlowKey4::kZoneShift;

// What a key is made of, before it is put into order. Addresses in network byte order, the rest in host byte order.
struct KeyParts {
  const std::uint8_t* src_address;
  const std::uint8_t* dst_address;
  std::uint64_t src_port;
  std::uint64_t dst_port;
  std::uint64_t zone;
  std::uint64_t protocol;
};

inline std::uint64_t LastWord(std::uint64_t low_port, std::uint64_t high_port, const KeyParts& parts) {
  return low_port << kLowPortShift | high_port << kHighPortShift | parts.zone << kZoneShift | parts.protocol;
}

// An IPv4 endpoint is one number of 48 bits, so the order is a minimum and a maximum.
inline FlowSide FillKey(const KeyParts& parts, FlowKey4& key) {
  const std::uint64_t src = std::uint64_t{Load32(parts.src_address)} << 16 | parts.src_port;
  const std::uint64_t dst = std::uint64_t{Load32(parts.dst_address)} << 16 | parts.dst_port;
  const std::uint64_t low = std::min(src, dst);
  const std::uint64_t high = std::max(src, dst);
  key.words[0] = low >> 16 << 32 | high >> 16;
  key.words[1] = LastWord(low & 0xffff, high & 0xffff, parts);
  return static_cast<FlowSide>(src > dst);
}

// Exchanges two numbers if `mask` is all ones, and leaves them if it is zero.
inline void ExchangeIf(std::uint64_t mask, std::uint64_t& a, std::uint64_t& b) {
  const std::uint64_t difference = (a ^ b) & mask;
  a ^= difference;
  b ^= difference;
}

// An IPv6 endpoint is a number of 144 bits: the first words that differ decide. The comparisons are joined by & and |,
// not by && and ||, to stay free of branches.
inline FlowSide FillKey(const KeyParts& parts, FlowKey6& key) {
  std::uint64_t src0 = Load64(parts.src_address);
  std::uint64_t src1 = Load64(parts.src_address + 8);
  std::uint64_t src2 = parts.src_port;
  std::uint64_t dst0 = Load64(parts.dst_address);
  std::uint64_t dst1 = Load64(parts.dst_address + 8);
  std::uint64_t dst2 = parts.dst_port;
  const unsigned tail_greater = (src1 > dst1) | (unsigned{src1 == dst1} & unsigned{src2 > dst2});
  const unsigned greater = (src0 > dst0) | (unsigned{src0 == dst0} & tail_greater);
  const std::uint64_t mask = -std::uint64_t{greater};
  ExchangeIf(mask, src0, dst0);
  ExchangeIf(mask, src1, dst1);
  ExchangeIf(mask, src2, dst2);
  key.words = {src0, src1, dst0, dst1, LastWord(src2, dst2, parts)};
  return static_cast<FlowSide>(greater);
}

// MakeFlowKey() of a packet, inline. The identifier of an ICMP echo stands for both ports (RFC 5508 section 3: what
// tells one query session from another).
template <std::size_t kAddressBytes>
inline FlowSide PacketFlowKey(const PacketView& view, Zone zone, BasicFlowKey<kAddressBytes>& key) {
  KeyParts parts{view.src_address, view.dst_address, view.src_port, view.dst_port, zone, view.protocol};
  if (view.IsIcmp()) parts.src_port = parts.dst_port = view.icmp.identifier;
  return FillKey(parts, key);
}

// The same of a plain ACK (plain_ack.h), whose endpoints stand side by side: to exchange them is to rotate. Unless
// both addresses are the same, the order of the addresses is that of the endpoints.
inline FlowSide PlainFlowKey(const PlainHeader& header, Zone zone, FlowKey4& key) {
  const std::uint64_t addresses = std::rotl(header.addresses, 32);
  const bool same = header.addresses == addresses;
  const bool turned = same ? header.Ports() > std::rotl(header.Ports(), 16) : header.addresses > addresses;
  const std::uint32_t ports = std::rotl(header.Ports(), turned ? 16 : 0);
  key.words[0] = std::min(header.addresses, addresses);
  key.words[1] = std::uint64_t{ports} << kHighPortShift | std::uint64_t{zone} << kZoneShift | kProtocolTcp;
  return static_cast<FlowSide>(turned);
}

// HashFlowKey(), inline.
template <std::size_t kAddressBytes>
inline std::uint64_t FlowHash(const BasicFlowKey<kAddressBytes>& key, const HashSecret& secret) {
  return XXH3_64bits_withSecret(key.words.data(), sizeof(key.words), secret.data(), HashSecret::kBytes);
}

// FlowHash() of each key. REQUIRES: `hashes` has room for as many.
template <std::size_t kAddressBytes>
inline void FlowHashBurst(std::span<const BasicFlowKey<kAddressBytes>> keys, const HashSecret& secret,
                          std::uint64_t* __restrict hashes) {
  for (std::size_t i = 0; i < keys.size(); ++i) hashes[i] = FlowHash(keys[i], secret);
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_KEY_FLOW_KEY_INL_H_
