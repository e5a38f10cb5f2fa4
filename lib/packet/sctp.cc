// The walk of sctp.h. A packet in the midst of an association has one or two chunks: SACK, DATA.
#include "packet/sctp.h"

#include <array>

namespace tidegate::internal {
namespace {

constexpr std::size_t kTagBytes = 4;  // an initiate tag stands right behind the chunk header
constexpr std::uint8_t kTagReflected = 0x01;

// The fixed part of each chunk type (RFC 9260 section 3.3), which its length cannot be below.
constexpr std::array<std::uint8_t, 16> kMinChunkBytes = {
    16,  // DATA
    20,  // INIT
    20,  // INIT ACK
    16,  // SACK
    4,   // HEARTBEAT
    4,   // HEARTBEAT ACK
    4,   // ABORT
    8,   // SHUTDOWN
    4,   // SHUTDOWN ACK
    4,   // ERROR
    4,   // COOKIE ECHO
    4,   // COOKIE ACK
    8,   // ECNE
    8,   // CWR
    4,   // SHUTDOWN COMPLETE
    8,   // AUTH
};

constexpr std::uint16_t BitOf(std::uint8_t type) { return static_cast<std::uint16_t>(1u << type); }

constexpr bool IsIn(std::uint8_t type, unsigned set) { return type < kMinChunkBytes.size() && (set >> type & 1) != 0; }

constexpr unsigned kAlone = BitOf(kSctpInit) | BitOf(kSctpInitAck) | BitOf(kSctpShutdownComplete);
constexpr unsigned kFirst = BitOf(kSctpCookieEcho) | BitOf(kSctpCookieAck);
constexpr unsigned kTagged = BitOf(kSctpInit) | BitOf(kSctpInitAck);
constexpr unsigned kReflecting = BitOf(kSctpAbort) | BitOf(kSctpShutdownComplete);

// One chunk of a packet: `before` are the types of the chunks before it, `index` their number.
struct Chunk {
  const std::uint8_t* data;
  std::size_t bytes;     // as its header says, without padding
  std::size_t left;      // of the packet, from the chunk's first byte
  std::size_t readable;  // the part of that which was captured
  int index;
  std::uint16_t before;

  std::uint8_t type() const { return data[0]; }
  // The padding of a packet's last chunk may be missing.
  std::size_t PaddedBytes() const { return (bytes + 3) & ~std::size_t{3}; }
};

bool HasRightLength(const Chunk& chunk) {
  const std::size_t least = chunk.type() < kMinChunkBytes.size() ? kMinChunkBytes[chunk.type()] : kSctpChunkBytes;
  return chunk.bytes >= least && chunk.bytes <= chunk.left;
}

bool MayStandHere(const Chunk& chunk) {
  if (IsIn(chunk.type(), kAlone)) return chunk.index == 0 && chunk.PaddedBytes() >= chunk.left;
  if (IsIn(chunk.type(), kFirst)) return chunk.index == 0 || (chunk.index == 1 && chunk.before == BitOf(kSctpAuth));
  return true;
}

DropReason TakeChunk(const Chunk& chunk, SctpFields& sctp) {
  if (!HasRightLength(chunk) || !MayStandHere(chunk)) return DropReason::kBadSctpChunk;
  const std::uint8_t type = chunk.type();
  if (type < kMinChunkBytes.size()) sctp.chunks |= BitOf(type);
  if (IsIn(type, kReflecting)) sctp.reflects_tag = (chunk.data[1] & kTagReflected) != 0;
  if (!IsIn(type, kTagged)) return DropReason::kNone;
  if (chunk.readable < kSctpChunkBytes + kTagBytes) return DropReason::kTruncatedSctp;
  sctp.initiate_tag = Load32(chunk.data + kSctpChunkBytes);
  return DropReason::kNone;
}

}  // namespace

DropReason WalkSctpChunks(const std::uint8_t* chunks, std::size_t readable, std::size_t size, SctpFields& sctp) {
  std::size_t at = 0;
  for (int i = 0; at < size && i < kMaxSctpChunks; ++i) {
    if (size < at + kSctpChunkBytes) return DropReason::kBadSctpChunk;
    if (readable < at + kSctpChunkBytes) return DropReason::kNone;
    const std::uint8_t* data = chunks + at;
    const Chunk chunk{data, Load16(data + 2), size - at, readable - at, i, sctp.chunks};
    const DropReason reason = TakeChunk(chunk, sctp);
    if (reason != DropReason::kNone) return reason;
    at += chunk.PaddedBytes();
  }
  return DropReason::kNone;
}

}  // namespace tidegate::internal
