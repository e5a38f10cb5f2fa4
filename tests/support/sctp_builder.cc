// The packets of sctp_builder.h.
#include "support/sctp_builder.h"

namespace tidegate::test {
namespace {

constexpr std::size_t kChecksumOffset = 8;

void Put16(Bytes& to, std::uint16_t value) {
  to.push_back(static_cast<std::uint8_t>(value >> 8));
  to.push_back(static_cast<std::uint8_t>(value));
}

void Put32(Bytes& to, std::uint32_t value) {
  Put16(to, static_cast<std::uint16_t>(value >> 16));
  Put16(to, static_cast<std::uint16_t>(value));
}

void PutChunk(Bytes& to, const SctpChunk& chunk) {
  to.push_back(chunk.type);
  to.push_back(chunk.flags);
  Put16(to, chunk.length.value_or(static_cast<std::uint16_t>(4 + chunk.value.size())));
  for (std::uint8_t byte : chunk.value) to.push_back(byte);
  while (to.size() % 4 != 0) to.push_back(0);
}

}  // namespace

std::uint32_t SctpChecksum(const Bytes& packet) {
  constexpr std::uint32_t kReversedPolynomial = 0x82f63b78;
  std::uint32_t crc = 0xffffffff;
  for (std::uint8_t byte : packet) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? kReversedPolynomial : 0);
  }
  return ~crc;
}

Bytes BuildSctp(const SctpSpec& spec) {
  Bytes packet;
  Put16(packet, spec.src_port);
  Put16(packet, spec.dst_port);
  Put32(packet, spec.tag);
  Put32(packet, 0);
  for (const SctpChunk& chunk : spec.chunks) PutChunk(packet, chunk);
  const std::uint32_t checksum = SctpChecksum(packet);
  for (int i = 0; i < 4; ++i) packet[kChecksumOffset + i] = static_cast<std::uint8_t>(checksum >> 8 * i);
  return BuildIp({.src = spec.src, .dst = spec.dst, .protocol = kProtocolSctp, .payload = packet, .frame = spec.frame});
}

SctpChunk InitChunk(std::uint8_t type, std::uint32_t initiate_tag) {
  SctpChunk chunk{.type = type};
  Put32(chunk.value, initiate_tag);
  Put32(chunk.value, 0x10000);  // receive window
  Put16(chunk.value, 10);       // streams out
  Put16(chunk.value, 10);       // streams in
  Put32(chunk.value, 1);        // first TSN
  return chunk;
}

SctpChunk PlainChunk(std::uint8_t type, bool reflects_tag) {
  SctpChunk chunk{.type = type, .flags = static_cast<std::uint8_t>(reflects_tag ? 1 : 0)};
  if (type == kSctpShutdown) chunk.value = Bytes(4, 0);
  if (type == kSctpCookieEcho) chunk.value = Bytes(9, 0xcc);
  if (type == kSctpAuth) chunk.value = Bytes(24, 0);
  return chunk;
}

SctpChunk DataChunk(std::size_t bytes) {
  SctpChunk chunk{.type = kSctpData, .flags = 3};  // a whole message
  chunk.value = Bytes(12 + bytes, 0xdd);
  return chunk;
}

}  // namespace tidegate::test
