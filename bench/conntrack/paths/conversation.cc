// Writes the frames.
#include "conntrack/paths/conversation.h"

#include <cstring>

#include "packet/byte_order.h"

namespace tidegate::bench {
namespace {

constexpr std::size_t kIp = 14;
constexpr std::size_t kTcp = kIp + 20;
constexpr std::size_t kOptions = kTcp + 20;
constexpr std::size_t kHeaders = kOptions + 12;
constexpr std::uint32_t kData = 32;

constexpr std::uint32_t kClientIsn = 1'000'000;
constexpr std::uint32_t kServerIsn = 5'000'000;
constexpr std::uint16_t kWindow = 501;

void Store16(std::uint8_t* at, std::uint32_t value) {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
}
void Store32(std::uint8_t* at, std::uint32_t value) {
  const std::uint32_t swapped = __builtin_bswap32(value);
  std::memcpy(at, &swapped, sizeof swapped);
}

// What all frames have in common.
constexpr std::uint8_t kTemplate[kHeaders] = {
    2,    0, 0, 0,  0, 1, 2,    0, 0,  0, 0, 2, 8,    0,                    // Ethernet
    0x45, 0, 0, 0,  0, 0, 0x40, 0, 64, 6, 0, 0, 0,    0, 0, 0, 0, 0, 0, 0,  // IPv4, don't fragment, TCP
    0,    0, 0, 0,  0, 0, 0,    0, 0,  0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0,  // TCP of 32 bytes
    1,    1, 8, 10, 0, 0, 0,    1, 0,  0, 0, 1};                            // NOP, NOP, timestamps

struct Shape {
  bool from_client;
  std::uint8_t flags;
  std::uint32_t data;
};

Shape ShapeOf(Segment segment) {
  switch (segment) {
    case Segment::kSyn:
      return {true, kTcpSyn, 0};
    case Segment::kSynAck:
      return {false, kTcpSyn | kTcpAck, 0};
    case Segment::kAck:
      return {true, kTcpAck, 0};
    case Segment::kRequest:
      return {true, kTcpAck | kTcpPsh, kData};
    case Segment::kResponse:
      break;
  }
  return {false, kTcpAck | kTcpPsh, kData};
}

// The client is the endpoint with the ephemeral port.
struct Ends {
  std::uint32_t client, server;
  std::uint16_t client_port, server_port;
};
Ends EndsOf(const FlowKey4& key) {
  const auto low = static_cast<std::uint32_t>(key.words[0] >> 32);
  const auto high = static_cast<std::uint32_t>(key.words[0]);
  const auto low_port = static_cast<std::uint16_t>(key.words[1] >> 48);
  const auto high_port = static_cast<std::uint16_t>(key.words[1] >> 32);
  if (low_port > high_port) return {low, high, low_port, high_port};
  return {high, low, high_port, low_port};
}

void WriteNumbers(std::uint8_t* tcp, const Shape& shape, std::uint32_t turn) {
  const bool syn = (shape.flags & kTcpSyn) != 0;
  // In a turn the client speaks first: the server has had its request, the client not yet the server's answer.
  const std::uint32_t client_sent = kClientIsn + (syn ? 0 : 1 + turn * kData);
  const std::uint32_t server_sent = kServerIsn + (syn ? 0 : 1 + turn * kData);
  const std::uint32_t client_next = client_sent + (shape.from_client ? 0 : syn ? 1 : kData);
  const std::uint32_t server_next = server_sent;
  Store32(tcp + 4, shape.from_client ? client_sent : server_sent);
  Store32(tcp + 8, (shape.flags & kTcpAck) == 0 ? 0 : shape.from_client ? server_next : client_next);
}

void WriteFrame(std::uint8_t* frame, const Ends& ends, const Shape& shape, std::uint32_t turn) {
  Store16(frame + kIp + 2, static_cast<std::uint32_t>(kHeaders - kIp) + shape.data);
  Store32(frame + kIp + 12, shape.from_client ? ends.client : ends.server);
  Store32(frame + kIp + 16, shape.from_client ? ends.server : ends.client);
  std::uint8_t* tcp = frame + kTcp;
  Store16(tcp, shape.from_client ? ends.client_port : ends.server_port);
  Store16(tcp + 2, shape.from_client ? ends.server_port : ends.client_port);
  WriteNumbers(tcp, shape, turn);
  tcp[13] = shape.flags;
  Store16(tcp + 14, kWindow);
}

}  // namespace

FrameRing::FrameRing() {
  for (auto& frame : frames_) {
    frame.fill(0);
    std::memcpy(frame.data(), kTemplate, sizeof kTemplate);
  }
}

std::span<const PacketIn> FrameRing::Write(std::span<const FlowKey4> keys, Segment segment, std::uint32_t turn) {
  const Shape shape = ShapeOf(segment);
  const auto bytes = static_cast<std::uint32_t>(kHeaders + shape.data);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    WriteFrame(frames_[i].data(), EndsOf(keys[i]), shape, turn);
    packets_[i] = {.data = frames_[i].data(),
                   .captured = bytes,
                   .on_wire = bytes,
                   .from = shape.from_client ? kNoPort : kServerPort,
                   .to = shape.from_client ? kServerPort : kNoPort};
  }
  return std::span(packets_).first(keys.size());
}

}  // namespace tidegate::bench
