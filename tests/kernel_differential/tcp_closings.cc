// How connections end, what may come afterwards, and how their tuple is used again.
#include <array>
#include <utility>

#include "kernel_differential/tcp_script.h"

namespace tidegate::differential {

using enum Side;

void TcpScript::Close() {
  static constexpr std::array<std::pair<Part, std::string_view>, 13> kClosings = {{
      {&TcpScript::CloseAsUsual, "close"},
      {&TcpScript::CloseAsUsual, "close"},
      {&TcpScript::CloseAsUsual, "close"},
      {&TcpScript::CloseCrossing, "close with crossing FINs"},
      {&TcpScript::CloseCrossing, "close with crossing FINs"},
      {&TcpScript::CloseHalf, "half-close"},
      {&TcpScript::CloseHalf, "half-close"},
      {&TcpScript::CloseWithLosses, "close with losses"},
      {&TcpScript::CloseInThree, "close in three segments"},
      {&TcpScript::CloseWithUnseenData, "close with unseen data"},
      {&TcpScript::ResetOpen, "reset"},
      {&TcpScript::ResetWhileClosing, "reset while closing"},
      {&TcpScript::ResetAfterChallenge, "reset after a challenge"},
  }};
  const auto& [closing, name] = random_.OneOf(kClosings);
  Tell(name);
  (this->*closing)();
}

// RFC 9293 figure 12.
void TcpScript::CloseAsUsual() {
  const Side first = AnySide();
  Emit(peer(first).Fin(random_.Chance(30) ? SomeLength(first) : std::uint16_t{0}));
  Emit(peer(Opposite(first)).Ack());
  Emit(peer(Opposite(first)).Fin());
  Emit(peer(first).Ack());
}

// RFC 9293 figure 13.
void TcpScript::CloseCrossing() {
  const Side first = AnySide();
  const Packet fin = peer(first).Fin();
  const Packet other = peer(Opposite(first)).Fin();
  Emit(fin);
  Emit(other);
  const Side earlier = AnySide();
  Emit(peer(earlier).Ack());
  Emit(peer(Opposite(earlier)).Ack());
}

void TcpScript::CloseHalf() {
  const Side first = AnySide();
  const Side other = Opposite(first);
  Emit(peer(first).Fin());
  if (random_.Chance(80)) Emit(peer(other).Ack());
  for (std::uint32_t count = random_.Between(1, 4); count > 0; --count) {
    if (random_.Chance(15)) Wait(1);
    Emit(peer(other).Data(SomeLength(other)));
    if (random_.Chance(70)) Emit(peer(first).Ack());
  }
  Emit(peer(other).Fin());
  Emit(peer(first).Ack());
}

void TcpScript::CloseWithLosses() {
  const Side first = AnySide();
  const Side other = Opposite(first);
  const Packet fin = Emit(peer(first).Fin(), random_.Chance(50) ? Fate::kLostBehind : Fate::kLostBefore);
  Emit(peer(first).Again(fin));
  Emit(peer(other).Ack(), random_.Chance(30) ? Fate::kLostBefore : Fate::kArrives);
  const Packet last = Emit(peer(other).Fin(), random_.Chance(30) ? Fate::kLostBehind : Fate::kArrives);
  if (random_.Chance(40)) Emit(peer(first).Ack(), Fate::kLostBehind);
  Emit(peer(other).Again(last));
  Emit(peer(first).Ack());
  if (random_.Chance(30)) {
    Emit(peer(other).Again(last));
    Emit(peer(first).Ack());
  }
}

void TcpScript::CloseInThree() {
  const Side first = AnySide();
  Emit(peer(first).Fin());
  Emit(peer(Opposite(first)).Fin());
  Emit(peer(first).Ack());
}

// The other side's data is still on its way when it learns that nobody reads it: RST (RFC 9293 section 3.6.1).
void TcpScript::CloseWithUnseenData() {
  const Side first = AnySide();
  const Packet fin = peer(first).Fin();
  const Packet data = peer(Opposite(first)).Data(SomeLength(Opposite(first)));
  Emit(fin);
  Emit(data, Fate::kLostBehind);
  Emit(TcpPeer::Refusal(data));
}

void TcpScript::ResetOpen() {
  const Side side = AnySide();
  Emit(random_.Chance(50) ? peer(side).Rst() : peer(side).RstAck());
  if (random_.Chance(30)) Emit(peer(Opposite(side)).Data(SomeLength(Opposite(side))));
}

void TcpScript::ResetWhileClosing() {
  const Side first = AnySide();
  Emit(peer(first).Fin());
  if (random_.Chance(60)) Emit(peer(Opposite(first)).Ack());
  const Side side = AnySide();
  Emit(random_.Chance(50) ? peer(side).Rst() : peer(side).RstAck());
}

// The first RST lies within the window, but not where it must (RFC 5961 section 3): challenge ACK, RST with its number.
void TcpScript::ResetAfterChallenge() {
  const Side side = AnySide();
  const Packet lost =
      Emit(peer(side).Data(SomeLength(side)), random_.Chance(50) ? Fate::kLostBehind : Fate::kLostBefore);
  if (random_.Chance(50)) Emit(peer(side).Again(lost), Fate::kLostBehind);
  Emit(peer(side).Rst(), Fate::kLostBehind);
  Emit(TcpPeer::Refusal(Emit(peer(Opposite(side)).Ack())));
}

// Latecomers.
void TcpScript::Linger() {
  Tell("latecomers");
  if (random_.Chance(30)) Wait(random_.Between(1, 2));
  for (std::uint32_t count = random_.Between(1, 3); count > 0; --count) {
    const Side side = AnySide();
    switch (random_.Below(6)) {
      case 0:
        Emit(peer(side).Ack());
        break;
      case 1:
        Emit(peer(side).Rst());
        break;
      case 2: {
        Packet fin = peer(side).Ack();
        fin.tcp.flags |= kTcpFin;
        --fin.tcp.seq;
        Emit(fin);
        break;
      }
      case 3:
        Emit(peer(side).KeepAlive());
        break;
      case 4: {
        Packet syn = peer(kClient).Ack();  // a duplicate of the SYN from the connection's beginning
        syn.tcp.flags = kTcpSyn;
        syn.tcp.seq = peer(kClient).first_seq();
        syn.tcp.ack = 0;
        syn.tcp.sacks.clear();
        Emit(syn, Fate::kLostBehind);
        break;
      }
      default:
        Emit(TcpPeer::Refusal(peer(side).Ack()));
        break;
    }
  }
}

// The same tuple again; true if a connection is to be opened on it. From the server's side it is opened here.
bool TcpScript::Reuse() {
  Tell("reuse");
  if (random_.Chance(40)) Wait(random_.Between(1, 2));
  const bool advanced = random_.Chance(80);
  peer(kClient).Restart(random_, advanced);
  peer(kServer).Restart(random_, true);
  if (random_.Chance(80)) return true;
  Tell("from the server's side");
  Emit(peer(kServer).Syn());
  Emit(peer(kClient).SynAck());
  Emit(peer(kServer).Ack());
  Transfer();
  Close();
  return false;
}

}  // namespace tidegate::differential
