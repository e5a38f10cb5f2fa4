// ReadPlainAck() against ParsePacket(): what the short way takes, the long one reads the same, for frames of its shape
// and for those that differ from it in a few bytes or bits. Each lies in a heap buffer of exactly its size, so that
// under AddressSanitizer a read past the end stops the test.
#include "packet/plain_ack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "key/flow_key_inl.h"
#include "support/packet_builder.h"

namespace tidegate {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file
using internal::PlainAck;

struct Exactly {
  explicit Exactly(const Bytes& frame, std::size_t captured) : data(new std::uint8_t[captured]) {
    std::copy_n(frame.begin(), captured, data.get());
  }
  std::unique_ptr<std::uint8_t[]> data;
};

// True if the short way took it.
bool Check(const Bytes& frame, std::size_t captured, std::size_t on_wire) {
  const Exactly exact(frame, captured);
  internal::PlainHeader header;
  if (!internal::ReadPlainAck(exact.data.get(), captured, on_wire, header)) return false;
  PacketView view;
  EXPECT_EQ(ParsePacket(exact.data.get(), captured, on_wire, view), DropReason::kNone);
  EXPECT_EQ(view.ip_version, 4);
  EXPECT_EQ(view.vlan_count, 0);
  EXPECT_TRUE(internal::IsPlainAck(view));
  EXPECT_FALSE(view.tcp.has_window_scale || view.tcp.sack_permitted);
  const PlainAck ack = header.Ack();
  const PlainAck read = internal::PlainAckOf(view);
  EXPECT_EQ(ack.seq, read.seq);
  EXPECT_EQ(ack.ack, read.ack);
  EXPECT_EQ(ack.payload_length, read.payload_length);
  EXPECT_EQ(header.IpLength(), view.IpLength());
  EXPECT_EQ(ack.window, read.window);
  FlowKey4 plain;
  FlowKey4 key;
  EXPECT_EQ(internal::PlainFlowKey(header, 7, plain), internal::PacketFlowKey(view, 7, key));
  EXPECT_EQ(plain, key);
  return true;
}

TEST(PlainAck, TakesWhatNearlyAllSegmentsAre) {
  const TcpOptions usual = {.timestamps = Timestamps{1, 2}};
  const auto taken = [](const TcpSpec& spec) {
    const Bytes frame = BuildTcp(spec);
    return Check(frame, frame.size(), frame.size());
  };
  EXPECT_TRUE(taken({.flags = kTcpAck, .seq = 0xfffffff0, .ack = 77, .window = 3, .payload = 100, .options = usual}));
  EXPECT_TRUE(taken({.flags = kTcpAck | kTcpPsh, .payload = 1}));
  EXPECT_TRUE(taken({.flags = kTcpAck | kTcpUrg, .frame = {.min_frame_bytes = 60}}));
  for (const std::uint8_t flags : {kTcpSyn, kTcpFin, kTcpRst}) {
    EXPECT_FALSE(taken({.flags = static_cast<std::uint8_t>(flags | kTcpAck)}));
  }
  EXPECT_FALSE(taken({.flags = kTcpPsh}));
  EXPECT_FALSE(taken({.flags = kTcpAck, .options = {.raw = Bytes(12, 1)}}));
  EXPECT_FALSE(taken({.flags = kTcpAck, .frame = {.vlans = {{5}}}}));
  EXPECT_FALSE(taken({.flags = kTcpAck, .frame = {.ipv4_fragment = 0x2000}}));
  EXPECT_FALSE(taken({.flags = kTcpAck, .frame = {.ipv4_fragment = 1}}));
  EXPECT_FALSE(taken({.flags = kTcpAck, .frame = {.ipv4_options = Bytes(4, 1)}}));
  EXPECT_FALSE(taken({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::2"), .flags = kTcpAck}));
}

TEST(PlainAck, ReadsWhatTheParserReads) {
  std::mt19937 random(1);
  std::size_t taken = 0;
  for (int i = 0; i < 300'000; ++i) {
    TcpSpec spec = {.flags = kTcpAck, .payload = random() % 40};
    spec.seq = static_cast<std::uint32_t>(random());
    spec.ack = static_cast<std::uint32_t>(random());
    if (random() % 2 == 0) spec = Reversed(spec);
    if (random() % 4 == 0) spec.dst = spec.src;
    if (random() % 16 == 0) spec.dst_port = spec.src_port;
    if (random() % 2 == 0) spec.options.timestamps = Timestamps{1, 2};
    if (random() % 4 == 0) spec.frame.min_frame_bytes = 60;
    Bytes frame = BuildTcp(spec);
    for (std::size_t changes = random() % 3; changes > 0; --changes) {
      std::uint8_t& byte = frame[random() % std::min<std::size_t>(frame.size(), 70)];
      byte = static_cast<std::uint8_t>(random() % 2 == 0 ? random() : byte ^ 1u << random() % 8);
    }
    const std::size_t captured = random() % 4 == 0 ? random() % (frame.size() + 1) : frame.size();
    taken += Check(frame, captured, frame.size()) ? 1 : 0;
    ASSERT_FALSE(HasFailure()) << "round " << i;
  }
  EXPECT_GT(taken, 50'000u);
}

}  // namespace
}  // namespace tidegate
