// The checks of checksum.h: the IPv4 header, then what layer 4 covers, then its sum.
#include "packet/checksum.h"

#include <algorithm>
#include <array>

#include "packet/byte_order.h"
#include "packet/crc32c.h"
#include "packet/internet_checksum.h"
#include "packet/ipv4.h"
#include "packet/rewritten_address.h"

namespace tidegate {
namespace {

using internal::InternetSum;
using internal::IsGoodSum;
using internal::NumberSum;

constexpr ChecksumResult kRight{};
constexpr ChecksumResult kOpen{.reason = DropReason::kNone, .complete = false};

// Destination ports of protocols that send zero UDP checksums over IPv6.
constexpr std::array<std::uint16_t, 8> kTunnelPorts = {
    2152,  // GTP-U (3GPP TS 29.281)
    2268,  // AMT (RFC 7450)
    4341,  // LISP data (RFC 9300 section 5.3)
    4754,  // GRE in UDP (RFC 8086 section 6)
    4789,  // VXLAN (RFC 7348 section 5)
    4790,  // VXLAN-GPE
    6081,  // Geneve (RFC 8926 section 3.3)
    6635,  // MPLS in UDP (RFC 7510 section 3.1)
};

// The bytes that a layer 4 checksum covers, from the header on.
struct Covered {
  const std::uint8_t* from;
  std::size_t size;
};

// Sizes that are constants cost no loop.
bool IsGoodIpv4Header(const PacketView& view) {
  const std::uint8_t* header = view.data + view.l3_offset;
  std::uint64_t sum = InternetSum(header, internal::kIpv4MinBytes);
  const std::size_t options = view.l4_offset - std::size_t{view.l3_offset} - internal::kIpv4MinBytes;
  if (options != 0) sum += InternetSum(header + internal::kIpv4MinBytes, options);
  return IsGoodSum(sum);
}

DropReason FaultOf(const PacketView& view) {
  if (view.IsTcp()) return DropReason::kBadTcpChecksum;
  if (view.IsUdp()) return DropReason::kBadUdpChecksum;
  if (view.IsIcmp()) return DropReason::kBadIcmpChecksum;
  return view.protocol == kProtocolSctp ? DropReason::kBadSctpChecksum : DropReason::kNone;
}

// All that the IP packet has; of UDP what its own length says, behind which there may be options (RFC 9868).
Covered CoveredBytes(const PacketView& view) {
  const std::uint8_t* from = view.data + view.l4_offset;
  if (view.IsUdp()) return {from, internal::Load16(from + 4)};
  return {from, view.payload_offset + view.payload_length - view.l4_offset};
}

// ICMP has none (RFC 792), neither has SCTP.
bool HasPseudoHeader(const PacketView& view) {
  return view.protocol != kProtocolIcmp && view.protocol != kProtocolSctp;
}

// RFC 9293 section 3.1 and RFC 8200 section 8.1. The addresses stand side by side, in the order they are wanted.
std::uint64_t PseudoHeaderSum(const PacketView& view, std::size_t size) {
  const std::uint64_t addresses =
      view.ip_version == 4 ? InternetSum(view.src_address, 8) : InternetSum(view.src_address, 32);
  return addresses + NumberSum(static_cast<std::uint16_t>(size)) + NumberSum(view.protocol);
}

// RFC 9260 section 6.8: as if the field were zero, and least significant byte first.
bool IsGoodSctp(const Covered& covered) {
  using internal::Crc32c;
  constexpr std::size_t kField = 8;
  constexpr std::array<std::uint8_t, 4> kZero{};
  std::uint32_t crc = Crc32c::Extend(internal::kCrc32cStart, covered.from, kField);
  crc = Crc32c::Extend(crc, kZero.data(), kZero.size());
  crc = Crc32c::Extend(crc, covered.from + kField + kZero.size(), covered.size - kField - kZero.size());
  return internal::SwapBytes(internal::Load32(covered.from + kField)) == internal::Crc32cEnd(crc);
}

bool IsGoodL4(const PacketView& view, const Covered& covered) {
  if (view.protocol == kProtocolSctp) return IsGoodSctp(covered);
  std::uint64_t sum = InternetSum(covered.from, covered.size);
  if (HasPseudoHeader(view)) sum += PseudoHeaderSum(view, covered.size);
  return IsGoodSum(sum);
}

bool MayBeZero(const PacketView& view) {
  return view.ip_version == 4 ||
         std::find(kTunnelPorts.begin(), kTunnelPorts.end(), view.dst_port) != kTunnelPorts.end();
}

ChecksumResult VerifyL4(const PacketView& view, std::size_t captured, ChecksumStatus known) {
  const DropReason fault = FaultOf(view);
  if (fault == DropReason::kNone) return kRight;
  const Covered covered = CoveredBytes(view);
  // Before the device is asked: some call a zero wrong, and none knows of addresses that are still to come.
  if (view.IsUdp() && internal::Load16(covered.from + 6) == 0) {
    return MayBeZero(view) ? kRight : ChecksumResult{fault};
  }
  if (HasPseudoHeader(view) && internal::HasRewrittenAddress(view)) return kOpen;
  if (known == ChecksumStatus::kBadL4) return {fault};
  const bool vouched = known == ChecksumStatus::kGood || known == ChecksumStatus::kGoodL4;
  if (vouched && !view.IsIcmp()) return kRight;
  if (view.l4_offset + covered.size > captured) return kOpen;
  return IsGoodL4(view, covered) ? kRight : ChecksumResult{fault};
}

}  // namespace

ChecksumResult VerifyChecksums(const PacketView& view, std::size_t captured, ChecksumStatus known) {
  if (view.ip_version == 0) return kRight;
  if (view.ip_version == 4) {
    const bool bad = known == ChecksumStatus::kBadIp || (known != ChecksumStatus::kGood && !IsGoodIpv4Header(view));
    if (bad) return {DropReason::kBadIpv4Checksum};
  }
  return VerifyL4(view, captured, known);
}

}  // namespace tidegate
