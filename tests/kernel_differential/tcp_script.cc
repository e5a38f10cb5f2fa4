#include "kernel_differential/tcp_script.h"

#include <algorithm>

namespace tidegate::differential {

TcpScript::TcpScript(Conversation& conversation, Random& random)
    : conversation_(conversation),
      random_(random),
      peers_{TcpPeer(Side::kClient, random), TcpPeer(Side::kServer, random)} {
  conversation_.first_seq = {peers_[0].first_seq(), peers_[1].first_seq()};
}

void TcpScript::Play() {
  for (;;) {
    if (Open()) {
      Transfer();
      if (random_.Chance(90)) Close();
    }
    if (random_.Chance(30)) Linger();
    if (!random_.Chance(35) || !Reuse()) return;
  }
}

Packet TcpScript::Emit(const Packet& segment, Fate fate) {
  for (TcpPeer& peer : peers_) peer.PassTime(3);
  if (fate != Fate::kLostBefore) conversation_.steps.push_back({epoch_, segment});
  if (fate == Fate::kArrives) peer(Opposite(segment.from)).Receive(segment);
  return segment;
}

void TcpScript::Tell(std::string_view part) {
  if (!conversation_.story.empty()) conversation_.story += ", ";
  conversation_.story += part;
}

void TcpScript::Wait(unsigned ticks) {
  epoch_ = std::min(epoch_ + ticks, kEpochs - 1);
  for (TcpPeer& peer : peers_) peer.PassTime(2000 * ticks);
}

// A number of bytes that the other side takes; 0 if its window is closed.
std::uint16_t TcpScript::SomeLength(Side side) {
  const std::uint32_t room = std::min(peer(side).Room(), 1400u);
  return static_cast<std::uint16_t>(room == 0 ? 0 : random_.Between(1, room));
}

}  // namespace tidegate::differential
