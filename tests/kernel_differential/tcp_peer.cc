#include "kernel_differential/tcp_peer.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tidegate::differential {
namespace {

constexpr std::array<std::uint32_t, 7> kWindows = {1000, 5000, 29200, 65535, 65535, 250'000, 2'000'000};

bool After(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) > 0; }

std::uint32_t SpaceOf(const TcpPart& tcp) {
  return tcp.length + ((tcp.flags & kTcpSyn) != 0 ? 1 : 0) + ((tcp.flags & kTcpFin) != 0 ? 1 : 0);
}

}  // namespace

TcpPeer::TcpPeer(Side side, Random& random)
    : side_(side),
      // Often close to the wrap.
      first_seq_(random.Chance(20) ? 0u - random.Below(4000) : random.Next32()),
      next_seq_(first_seq_),
      window_(random.OneOf(kWindows)),
      clock_(random.Next32()),
      scale_(static_cast<std::uint8_t>(random.Chance(90) ? random.Below(10) : random.Below(15))),
      offers_scale_(random.Chance(70)),
      offers_sack_(random.Chance(70)),
      offers_timestamps_(random.Chance(50)) {}

std::uint16_t TcpPeer::WindowField(bool syn) const {
  const std::uint32_t field = syn || !scaling_ ? window_ : window_ >> scale_;
  return static_cast<std::uint16_t>(std::min(field, 65535u));
}

Packet TcpPeer::Segment(std::uint8_t flags, std::uint16_t length) {
  Packet packet;
  packet.from = side_;
  TcpPart& tcp = packet.tcp;
  tcp.flags = flags;
  tcp.seq = next_seq_;
  tcp.length = length;
  if ((flags & kTcpSyn) != 0) {
    const bool answers = (flags & kTcpAck) != 0;
    if (offers_scale_ && (!answers || scaling_)) tcp.window_scale = scale_;
    tcp.sack_permitted = answers ? sack_ : offers_sack_;
    if (answers ? timestamps_ : offers_timestamps_) tcp.timestamps.emplace();
  } else if (timestamps_ && (flags & kTcpRst) == 0) {
    tcp.timestamps.emplace();
  }
  next_seq_ += SpaceOf(tcp);
  return Again(packet);
}

Packet TcpPeer::Again(Packet segment) const {
  TcpPart& tcp = segment.tcp;
  const bool acks = (tcp.flags & kTcpAck) != 0;
  tcp.ack = acks ? expected_ : 0;
  tcp.window = (tcp.flags & kTcpRst) != 0 ? 0 : WindowField((tcp.flags & kTcpSyn) != 0);
  if (tcp.timestamps) tcp.timestamps = test::Timestamps{clock_, acks ? peer_clock_ : 0};
  tcp.sacks.clear();
  if (sack_ && acks && (tcp.flags & (kTcpSyn | kTcpRst)) == 0) {
    // Three blocks fit beside timestamps (RFC 2018 section 3).
    const std::size_t count = std::min<std::size_t>(beyond_.size(), 3);
    tcp.sacks.assign(beyond_.begin(), beyond_.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return segment;
}

Packet TcpPeer::Syn() {
  next_seq_ = first_seq_;
  return Segment(kTcpSyn, 0);
}

Packet TcpPeer::SynAck() {
  next_seq_ = first_seq_;
  return Segment(kTcpSyn | kTcpAck, 0);
}

Packet TcpPeer::KeepAlive() {
  Packet packet = Ack();
  --packet.tcp.seq;
  return packet;
}

Packet TcpPeer::Refusal(const Packet& segment) {
  Packet packet;
  packet.from = Opposite(segment.from);
  const TcpPart& cause = segment.tcp;
  if ((cause.flags & kTcpAck) != 0) {
    packet.tcp.flags = kTcpRst;
    packet.tcp.seq = cause.ack;
  } else {
    packet.tcp.flags = kTcpRst | kTcpAck;
    packet.tcp.ack = cause.seq + SpaceOf(cause);
  }
  return packet;
}

void TcpPeer::TakeSyn(const Packet& segment) {
  const TcpPart& tcp = segment.tcp;
  expected_ = tcp.seq + 1;
  beyond_.clear();
  scaling_ = offers_scale_ && tcp.window_scale.has_value();
  peer_scale_ = scaling_ ? std::min<std::uint8_t>(*tcp.window_scale, 14) : std::uint8_t{0};
  sack_ = offers_sack_ && tcp.sack_permitted;
  timestamps_ = offers_timestamps_ && tcp.timestamps.has_value();
  peer_edge_ = first_seq_ + 1 + tcp.window;
}

void TcpPeer::TakeData(std::uint32_t seq, std::uint32_t end, bool fin) {
  if (After(seq, expected_)) {
    if (!fin) beyond_.insert(beyond_.begin(), {seq, end});
    return;
  }
  if (After(end, expected_)) expected_ = end;
  for (bool moved = true; moved;) {
    moved = false;
    for (const SackBlock& block : beyond_) {
      if (After(block.left, expected_) || !After(block.right, expected_)) continue;
      expected_ = block.right;
      moved = true;
    }
  }
  std::erase_if(beyond_, [this](const SackBlock& block) { return !After(block.right, expected_); });
}

void TcpPeer::Receive(const Packet& segment) {
  const TcpPart& tcp = segment.tcp;
  if ((tcp.flags & kTcpRst) != 0) return;
  if (tcp.timestamps) peer_clock_ = tcp.timestamps->value;
  if ((tcp.flags & kTcpSyn) != 0) {
    TakeSyn(segment);
    return;
  }
  if ((tcp.flags & kTcpAck) != 0) {
    const std::uint32_t edge = tcp.ack + (std::uint32_t{tcp.window} << peer_scale_);
    if (After(edge, peer_edge_) || tcp.window == 0) peer_edge_ = edge;
  }
  if (SpaceOf(tcp) != 0) TakeData(tcp.seq, tcp.seq + SpaceOf(tcp), (tcp.flags & kTcpFin) != 0);
}

std::uint32_t TcpPeer::Room() const {
  const std::uint32_t room = peer_edge_ - next_seq_;
  return room > 1u << 30 ? 0 : room;
}

void TcpPeer::Restart(Random& random, bool advanced) {
  first_seq_ = advanced ? next_seq_ + random.Between(1, 5'000'000) : random.Next32();
  next_seq_ = first_seq_;
  beyond_.clear();
  scaling_ = sack_ = timestamps_ = false;
}

}  // namespace tidegate::differential
