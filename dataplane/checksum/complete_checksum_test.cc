// Checksums that somebody else was to fill in. The packets' right ones are the builders', which know nothing of ours.
#include "checksum/complete_checksum.h"

#include <gtest/gtest.h>

#include "support/fragment_builder.h"
#include "support/packet_builder.h"
#include "support/sctp_builder.h"

namespace tidegate {
namespace {

using test::BuildSctp;
using test::BuildTcp;
using test::BuildUdp;
using test::Bytes;
using test::Ip;

std::size_t L4Of(const Bytes& frame) {
  PacketView view;
  EXPECT_EQ(ParsePacket(frame.data(), frame.size(), frame.size(), view), DropReason::kNone);
  return view.l4_offset;
}

// As a virtual machine leaves it: something else where the checksum belongs.
void ExpectCompleted(const Bytes& right, std::size_t field, std::size_t size) {
  Bytes frame = right;
  for (std::size_t i = 0; i < size; ++i) frame[L4Of(right) + field + i] ^= 0x5a;
  if (right[12] == 0x08) frame[24] ^= 0xff;  // and the IPv4 header's
  CompleteChecksums(frame.data(), frame.size());
  EXPECT_EQ(frame, right);
}

TEST(CompleteChecksums, OfEachProtocolAndFamily) {
  for (const std::size_t payload : {0u, 1u, 2u, 7u, 1000u, 1461u, 8960u}) {
    ExpectCompleted(BuildTcp({.payload = payload}), 16, 2);
    ExpectCompleted(BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .payload = payload}), 16, 2);
    ExpectCompleted(BuildUdp({.payload = payload}), 6, 2);
    ExpectCompleted(BuildUdp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .payload = payload}), 6, 2);
  }
  ExpectCompleted(BuildSctp({.chunks = {test::InitChunk(1, 7)}}), 8, 4);
  ExpectCompleted(BuildSctp({.tag = 9, .chunks = {test::DataChunk(5)}}), 8, 4);
}

TEST(CompleteChecksums, PaddingIsNoPartOfThePacket) {
  ExpectCompleted(BuildUdp({.payload = 1, .frame = {.min_frame_bytes = 60}}), 6, 2);
}

TEST(CompleteChecksums, WhatHasNoneOrIsNotAllHereStays) {
  const Bytes whole = BuildUdp({.payload = 3000});
  Bytes cut = whole;
  cut.resize(1000);
  for (const Bytes& frame :
       {test::BuildArpRequest({}), test::BuildFragment(whole, {.offset = 1480, .length = 1480}), cut}) {
    Bytes same = frame;
    CompleteChecksums(same.data(), same.size());
    EXPECT_EQ(same, frame);
  }
}

}  // namespace
}  // namespace tidegate
