// How connections begin.
#include <array>
#include <utility>

#include "kernel_differential/tcp_script.h"

namespace tidegate::differential {

using enum Side;

bool TcpScript::Open() {
  static constexpr std::array<std::pair<Opening, std::string_view>, 18> kOpenings = {{
      {&TcpScript::OpenAsUsual, "open"},
      {&TcpScript::OpenAsUsual, "open"},
      {&TcpScript::OpenAsUsual, "open"},
      {&TcpScript::OpenAsUsual, "open"},
      {&TcpScript::OpenAsUsual, "open"},
      {&TcpScript::OpenWithRepeats, "open with repeats"},
      {&TcpScript::OpenWithRepeats, "open with repeats"},
      {&TcpScript::OpenWithLostAck, "open with lost ACK"},
      {&TcpScript::OpenWithData, "open with data"},
      {&TcpScript::OpenAtOnce, "open simultaneously"},
      {&TcpScript::OpenAtOnceWithAcks, "open simultaneously, plain ACKs"},
      {&TcpScript::OpenWithOtherSyn, "open with another SYN"},
      {&TcpScript::OpenWithOtherSyn, "open with another SYN"},
      {&TcpScript::OpenOnOldServer, "open on an old connection of the server"},
      {&TcpScript::OpenRefused, "refused"},
      {&TcpScript::OpenUnanswered, "unanswered"},
      {&TcpScript::OpenInMidStream, "begin in mid-stream"},
      {&TcpScript::OpenBeyondLife, "open too slowly"},
  }};
  const auto& [opening, name] = random_.OneOf(kOpenings);
  Tell(name);
  return (this->*opening)();
}

bool TcpScript::OpenAsUsual() {
  Emit(peer(kClient).Syn());
  Emit(peer(kServer).SynAck());
  Emit(peer(kClient).Ack());
  return true;
}

bool TcpScript::OpenWithRepeats() {
  const Packet syn = Emit(peer(kClient).Syn(), Fate::kLostBehind);
  if (random_.Chance(30)) Wait(1);
  if (random_.Chance(30)) Emit(peer(kClient).Again(syn), Fate::kLostBehind);
  Emit(peer(kClient).Again(syn));
  const Packet answer = Emit(peer(kServer).SynAck(), Fate::kLostBehind);
  if (random_.Chance(20)) Wait(1);
  if (random_.Chance(50)) Emit(peer(kClient).Again(syn));
  Emit(peer(kServer).Again(answer));
  const Packet ack = Emit(peer(kClient).Ack());
  if (random_.Chance(50)) Emit(peer(kServer).Again(answer));  // too late: answered by an ACK
  if (random_.Chance(50)) Emit(peer(kClient).Again(ack));
  return true;
}

bool TcpScript::OpenWithLostAck() {
  Emit(peer(kClient).Syn());
  const Packet answer = Emit(peer(kServer).SynAck());
  Emit(peer(kClient).Ack(), Fate::kLostBefore);
  if (random_.Chance(50)) {
    Emit(peer(kServer).Again(answer));
    Emit(peer(kClient).Ack());
  } else if (random_.Chance(50)) {
    Emit(peer(kClient).Data(SomeLength(kClient)));
  } else {
    Emit(peer(kServer).Data(SomeLength(kServer)));  // the server has the ACK; the firewall has not
  }
  return true;
}

bool TcpScript::OpenWithData() {
  Emit(peer(kClient).Syn());
  Emit(peer(kServer).SynAck());
  Emit(peer(kClient).Data(SomeLength(kClient)));
  return true;
}

// RFC 9293 figure 8.
bool TcpScript::OpenAtOnce() {
  const Packet syn = peer(kClient).Syn();
  const Packet other = peer(kServer).Syn();
  Emit(syn);
  Emit(other);
  if (random_.Chance(20)) Emit(peer(kClient).Again(syn));
  if (random_.Chance(50)) {
    Emit(peer(kClient).SynAck());
    Emit(peer(kServer).SynAck());
  } else {
    Emit(peer(kServer).SynAck());
    Emit(peer(kClient).SynAck());
  }
  if (random_.Chance(50)) Emit(peer(kClient).Ack());
  return true;
}

// One SYN-ACK is lost or was not needed: the other side's plain ACK completes.
bool TcpScript::OpenAtOnceWithAcks() {
  const Packet syn = peer(kClient).Syn();
  const Packet other = peer(kServer).Syn();
  Emit(syn);
  Emit(other);
  const Side first = AnySide();
  Emit(peer(first).SynAck());
  Emit(peer(Opposite(first)).Ack());
  return true;
}

// The client gives up and tries again from the same port, while the server may have taken its first SYN.
bool TcpScript::OpenWithOtherSyn() {
  const bool taken = random_.Chance(50);
  Emit(peer(kClient).Syn(), taken ? Fate::kArrives : Fate::kLostBehind);
  if (taken && random_.Chance(70)) Emit(peer(kServer).SynAck(), Fate::kLostBehind);
  peer(kClient).Restart(random_, random_.Chance(50));
  if (!taken) return OpenAsUsual();
  const Packet syn = Emit(peer(kClient).Syn(), Fate::kLostBehind);
  if (random_.Chance(50)) {
    // SYN-RECEIVED and a SYN outside the window: challenge ACK, RST, and the SYN once more (RFC 5961 section 4).
    Emit(TcpPeer::Refusal(Emit(peer(kServer).Ack(), Fate::kLostBehind)));
  }
  peer(kServer).Restart(random_, true);
  Emit(peer(kClient).Again(syn));
  Emit(peer(kServer).SynAck());
  Emit(peer(kClient).Ack());
  return true;
}

// The server holds a connection of which the client, and the firewall, know nothing (RFC 9293 figure 9).
bool TcpScript::OpenOnOldServer() {
  TcpPeer old = peer(kServer);
  old.Restart(random_, false);
  const Packet syn = Emit(peer(kClient).Syn(), Fate::kLostBehind);
  Packet challenge = old.Ack();
  challenge.tcp.ack = random_.Next32();
  Emit(challenge, Fate::kLostBehind);
  Emit(TcpPeer::Refusal(challenge));
  Emit(peer(kClient).Again(syn));
  Emit(peer(kServer).SynAck());
  Emit(peer(kClient).Ack());
  return true;
}

bool TcpScript::OpenRefused() {
  const Packet syn = Emit(peer(kClient).Syn());
  Emit(TcpPeer::Refusal(syn));
  if (random_.Chance(50)) return false;
  peer(kClient).Restart(random_, true);
  return OpenAsUsual();
}

bool TcpScript::OpenUnanswered() {
  const Packet syn = Emit(peer(kClient).Syn(), Fate::kLostBehind);
  for (std::uint32_t repeats = random_.Below(3); repeats > 0; --repeats) {
    Wait(1);
    Emit(peer(kClient).Again(syn), Fate::kLostBehind);
  }
  return false;
}

bool TcpScript::OpenInMidStream() {
  peer(kServer).Receive(peer(kClient).Syn());
  peer(kClient).Receive(peer(kServer).SynAck());
  peer(kServer).Receive(peer(kClient).Ack());
  const Side first = random_.Chance(70) ? kClient : kServer;
  if (random_.Chance(60))
    Emit(peer(first).Data(SomeLength(first)));
  else
    Emit(peer(first).Ack());
  return true;
}

// A pause in the handshake that outlives the entry.
bool TcpScript::OpenBeyondLife() {
  Emit(peer(kClient).Syn());
  if (random_.Chance(50)) Wait(2);
  Emit(peer(kServer).SynAck());
  Wait(random_.Between(1, 2));
  Emit(peer(kClient).Ack());
  return random_.Chance(50);
}

}  // namespace tidegate::differential
