// SCTP packets: what is read of them, and what is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include "support/sctp_builder.h"
#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file
using enum DropReason;

constexpr std::uint8_t kSack = 3;
constexpr std::uint8_t kHeartbeat = 4;
constexpr std::uint8_t kIData = 64;

// In a heap buffer of exactly its size, so that under AddressSanitizer a read past the end stops the test.
DropReason ParseExactly(const Bytes& frame, std::size_t captured, PacketView& view) {
  const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[captured]);
  std::copy_n(frame.begin(), captured, exact.get());
  return ParsePacket(exact.get(), captured, frame.size(), view);
}

SctpChunk Sack() { return {.type = kSack, .value = Bytes(12, 0)}; }

SctpChunk WithLength(SctpChunk chunk, std::uint16_t length) {
  chunk.length = length;
  return chunk;
}

struct ReadRow {
  const char* what;
  std::vector<SctpChunk> chunks;
  unsigned types;  // a bit for each
  std::uint32_t initiate_tag = 0;
  bool reflects_tag = false;
};

const ReadRow kReadRows[] = {
    {"INIT", {InitChunk(kSctpInit, 0xdeadbeef)}, 1u << kSctpInit, 0xdeadbeef},
    {"INIT ACK", {InitChunk(kSctpInitAck, 7)}, 1u << kSctpInitAck, 7},
    {"COOKIE ECHO, whose length is no multiple of four", {PlainChunk(kSctpCookieEcho)}, 1u << kSctpCookieEcho},
    {"COOKIE ECHO with data",
     {PlainChunk(kSctpCookieEcho), DataChunk(5), DataChunk(1)},
     1u << kSctpCookieEcho | 1u << kSctpData},
    {"COOKIE ECHO behind AUTH (RFC 4895 section 6.3)",
     {PlainChunk(kSctpAuth), PlainChunk(kSctpCookieEcho), DataChunk(5)},
     1u << kSctpAuth | 1u << kSctpCookieEcho | 1u << kSctpData},
    {"COOKIE ACK with SHUTDOWN",
     {PlainChunk(kSctpCookieAck), PlainChunk(kSctpShutdown)},
     1u << kSctpCookieAck | 1u << kSctpShutdown},
    {"SACK and data", {Sack(), DataChunk(100)}, 1u << kSack | 1u << kSctpData},
    {"ABORT", {PlainChunk(kSctpAbort)}, 1u << kSctpAbort},
    {"ABORT with the T bit", {PlainChunk(kSctpAbort, true)}, 1u << kSctpAbort, 0, true},
    {"SHUTDOWN COMPLETE with the T bit",
     {PlainChunk(kSctpShutdownComplete, true)},
     1u << kSctpShutdownComplete,
     0,
     true},
    {"a flag of another chunk is no T bit", {PlainChunk(kSctpShutdownAck, true)}, 1u << kSctpShutdownAck},
    {"a type above 15 leaves no bit", {{.type = kIData, .value = Bytes(20, 0)}}, 0},
};

TEST(Sctp, ReadsHeaderAndChunks) {
  for (const ReadRow& row : kReadRows) {
    for (const bool v6 : {false, true}) {
      SCOPED_TRACE(testing::Message() << row.what << (v6 ? " (IPv6)" : " (IPv4)"));
      SctpSpec spec{.src_port = 5000, .dst_port = 3868, .tag = 0x01020304, .chunks = row.chunks};
      if (v6) spec.src = Ip("2001:db8::1"), spec.dst = Ip("2001:db8::2");
      const Bytes frame = BuildSctp(spec);
      PacketView view;
      ASSERT_EQ(Name(ParseExactly(frame, frame.size(), view)), "none");
      EXPECT_TRUE(view.IsSctp());
      EXPECT_EQ(view.src_port, 5000);
      EXPECT_EQ(view.dst_port, 3868);
      EXPECT_EQ(view.payload_offset, view.l4_offset + 12);
      EXPECT_EQ(view.payload_offset + view.payload_length, frame.size());
      EXPECT_EQ(view.sctp.verification_tag, 0x01020304u);
      EXPECT_EQ(view.sctp.initiate_tag, row.initiate_tag);
      EXPECT_EQ(view.sctp.chunks, row.types);
      EXPECT_EQ(view.sctp.reflects_tag, row.reflects_tag);
    }
  }
}

struct RefusalRow {
  const char* what;
  DropReason reason;
  std::vector<SctpChunk> chunks;
};

const RefusalRow kRefusalRows[] = {
    {"no chunk", kTruncatedSctp, {}},
    {"length 0", kBadSctpChunk, {WithLength(PlainChunk(kSctpAbort), 0)}},
    {"length below the chunk header's", kBadSctpChunk, {WithLength(PlainChunk(kSctpAbort), 3)}},
    {"longer than the packet", kBadSctpChunk, {WithLength(PlainChunk(kSctpAbort), 5)}},
    {"the second chunk longer than the packet", kBadSctpChunk, {Sack(), WithLength(DataChunk(1), 21)}},
    {"of an unknown type, shorter than its header", kBadSctpChunk, {WithLength({.type = 200}, 2)}},
    {"DATA without its fixed part", kBadSctpChunk, {{.type = kSctpData, .value = Bytes(8, 0)}}},
    {"INIT without its fixed part", kBadSctpChunk, {{.type = kSctpInit, .value = Bytes(12, 0)}}},
    {"SHUTDOWN without its acknowledgement", kBadSctpChunk, {{.type = kSctpShutdown}}},
    {"INIT with DATA (RFC 9260 section 6.10)", kBadSctpChunk, {InitChunk(kSctpInit, 1), DataChunk(1)}},
    {"INIT behind another chunk", kBadSctpChunk, {{.type = kHeartbeat}, InitChunk(kSctpInit, 1)}},
    {"INIT twice", kBadSctpChunk, {InitChunk(kSctpInit, 1), InitChunk(kSctpInit, 1)}},
    {"INIT ACK with SACK", kBadSctpChunk, {InitChunk(kSctpInitAck, 1), Sack()}},
    {"SHUTDOWN COMPLETE behind SHUTDOWN ACK",
     kBadSctpChunk,
     {PlainChunk(kSctpShutdownAck), PlainChunk(kSctpShutdownComplete)}},
    {"COOKIE ECHO behind DATA (RFC 9260 section 5.1)", kBadSctpChunk, {DataChunk(1), PlainChunk(kSctpCookieEcho)}},
    {"COOKIE ACK behind SACK", kBadSctpChunk, {Sack(), PlainChunk(kSctpCookieAck)}},
    {"COOKIE ACK behind two AUTHs",
     kBadSctpChunk,
     {PlainChunk(kSctpAuth), PlainChunk(kSctpAuth), PlainChunk(kSctpCookieAck)}},
};

TEST(Sctp, RefusesByRow) {
  for (const RefusalRow& row : kRefusalRows) {
    const Bytes frame = BuildSctp({.tag = 1, .chunks = row.chunks});
    PacketView view;
    EXPECT_EQ(Name(ParseExactly(frame, frame.size(), view)), Name(row.reason)) << row.what;
  }
}

// Three bytes behind a chunk are neither padding nor a chunk.
TEST(Sctp, RefusesARestThatIsNoChunk) {
  Bytes packet(12 + 4 + 3, 0);
  packet[12] = kHeartbeat;
  packet[15] = 4;
  const Bytes frame = BuildIp({.protocol = kProtocolSctp, .payload = packet});
  PacketView view;
  EXPECT_EQ(Name(ParseExactly(frame, frame.size(), view)), "bad_sctp_chunk");
}

TEST(Sctp, TakesALastChunkWithoutItsPadding) {
  Bytes packet(12 + 5, 0);
  packet[12] = kSctpCookieEcho;
  packet[15] = 5;
  const Bytes frame = BuildIp({.protocol = kProtocolSctp, .payload = packet});
  PacketView view;
  EXPECT_EQ(Name(ParseExactly(frame, frame.size(), view)), "none");
  EXPECT_TRUE(view.sctp.Has(kSctpCookieEcho));
}

// The common header and the first chunk's must be captured, an INIT's tag too; the rest need not be.
TEST(Sctp, CaptureCutAtEveryByte) {
  const struct {
    std::vector<SctpChunk> chunks;
    std::size_t needed;  // behind the IP header
  } kRows[] = {{{InitChunk(kSctpInit, 1)}, 20},
               {{InitChunk(kSctpInitAck, 1)}, 20},
               {{Sack(), DataChunk(7), DataChunk(9)}, 16},
               {{PlainChunk(kSctpCookieEcho), DataChunk(7)}, 16}};
  for (const auto& row : kRows) {
    const Bytes frame = BuildSctp({.tag = 1, .chunks = row.chunks});
    for (std::size_t captured = 34; captured <= frame.size(); ++captured) {
      PacketView view;
      EXPECT_EQ(Name(ParseExactly(frame, captured, view)), captured < 34 + row.needed ? "truncated_sctp" : "none")
          << "chunk type " << int{row.chunks[0].type} << ", " << captured << " bytes captured";
    }
  }
}

// The IP length ends the packet early, though the frame goes on.
TEST(Sctp, IpLengthCutAtEveryByte) {
  const Bytes whole = BuildSctp({.tag = 1, .chunks = {Sack(), DataChunk(8)}});
  for (std::size_t length = 20; length < whole.size() - 14; ++length) {
    Bytes frame = whole;
    frame[16] = static_cast<std::uint8_t>(length >> 8);
    frame[17] = static_cast<std::uint8_t>(length);
    const bool ends_with_a_chunk = length == 20 + 12 + 16;
    PacketView view;
    EXPECT_EQ(Name(ParseExactly(frame, frame.size(), view)),
              length < 20 + 16 ? "truncated_sctp" : (ends_with_a_chunk ? "none" : "bad_sctp_chunk"))
        << "IP length " << length;
  }
}

// The walk is bounded: a chunk far behind is not read, be it as bad as it likes.
TEST(Sctp, LooksAtThirtyTwoChunks) {
  std::vector<SctpChunk> chunks(32, {.type = kHeartbeat});
  chunks.push_back(WithLength(PlainChunk(kSctpAbort), 0));
  const Bytes many = BuildSctp({.tag = 1, .chunks = chunks});
  PacketView view;
  EXPECT_EQ(Name(ParseExactly(many, many.size(), view)), "none");
  EXPECT_FALSE(view.sctp.Has(kSctpAbort));
  chunks.erase(chunks.begin());
  const Bytes fewer = BuildSctp({.tag = 1, .chunks = chunks});
  EXPECT_EQ(Name(ParseExactly(fewer, fewer.size(), view)), "bad_sctp_chunk");
}

// What is read never depends on bytes that were not captured, and the walk ends.
TEST(Sctp, MutilatedPackets) {
  std::mt19937 random(42);  // fixed: a failure comes again
  int accepted = 0;
  for (int round = 0; round < 100'000; ++round) {
    std::vector<SctpChunk> chunks = kReadRows[random() % std::size(kReadRows)].chunks;
    if (random() % 2 != 0) chunks.push_back(DataChunk(random() % 40));
    Bytes frame = BuildSctp({.tag = random() % 2 != 0 ? 0 : 5u, .chunks = chunks});
    for (unsigned hits = random() % 4; hits > 0; --hits) {
      frame[34 + random() % (frame.size() - 34)] = static_cast<std::uint8_t>(random() % 32);
    }
    const std::size_t captured = random() % 2 != 0 ? frame.size() : 34 + random() % (frame.size() - 33);
    PacketView view;
    if (ParseExactly(frame, captured, view) != kNone) continue;
    ++accepted;
    ASSERT_LE(view.payload_offset, captured);
    const bool alone = view.sctp.Has(kSctpInit) || view.sctp.Has(kSctpInitAck) || view.sctp.Has(kSctpShutdownComplete);
    ASSERT_TRUE(!alone || (view.sctp.chunks & (view.sctp.chunks - 1)) == 0) << "round " << round;
  }
  EXPECT_GT(accepted, 20'000);
}

}  // namespace
}  // namespace tidegate
