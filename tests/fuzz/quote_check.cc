// The checks read the quoted IP header anew.
#include "fuzz/quote_check.h"

#include <cstdint>

#include "fuzz/require.h"
#include "packet/icmp_error.h"

namespace tidegate::fuzz {
namespace {

using internal::IcmpQuote;
using internal::QuoteKind;

void CheckAddresses(const PacketView& view, const IcmpQuote& quote, const std::uint8_t* header) {
  const bool v4 = view.ip_version == 4;
  Require(header[0] >> 4 == view.ip_version, "the quoted packet is of the error's family");
  Require(quote.src_address == header + (v4 ? 12 : 8), "the quoted source is the quoted header's");
  Require(quote.dst_address == header + (v4 ? 16 : 24), "the quoted destination is the quoted header's");
}

}  // namespace

void CheckQuote(const PacketView& view, std::size_t captured) {
  if (!view.IsIcmp() || !internal::IsIcmpError(view)) return;
  const IcmpQuote quote = internal::ReadIcmpQuote(view, captured);
  if (quote.kind != QuoteKind::kPacket) return;
  const std::size_t header_bytes = view.ip_version == 4 ? 20 : 40;
  Require(view.payload_offset + header_bytes <= captured, "a quoted IP header was captured");
  Require(header_bytes <= view.payload_length, "a quoted IP header is in its packet");
  CheckAddresses(view, quote, view.data + view.payload_offset);
  const bool has_ports = quote.protocol == kProtocolTcp || quote.protocol == kProtocolUdp ||
                         quote.protocol == kProtocolSctp ||
                         quote.protocol == (view.ip_version == 4 ? kProtocolIcmp : kProtocolIcmpV6);
  Require(has_ports || (quote.src_port | quote.dst_port) == 0, "other quoted protocols have no ports");
  if (has_ports) Require(header_bytes + 8 <= view.payload_length, "eight bytes behind a quoted IP header are there");
}

}  // namespace tidegate::fuzz
