// What happens on open connections.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "kernel_differential/tcp_script.h"

namespace tidegate::differential {

using enum Side;

void TcpScript::Transfer() {
  static constexpr std::array<std::pair<Part, std::string_view>, 21> kParts = {{
      {&TcpScript::SendData, "data"},
      {&TcpScript::SendData, "data"},
      {&TcpScript::SendData, "data"},
      {&TcpScript::SendData, "data"},
      {&TcpScript::SendData, "data"},
      {&TcpScript::SendBoth, "data both ways"},
      {&TcpScript::SendBoth, "data both ways"},
      {&TcpScript::LoseAndRepeat, "loss"},
      {&TcpScript::LoseAndRepeat, "loss"},
      {&TcpScript::LoseAndSelectivelyAcknowledge, "loss with SACK"},
      {&TcpScript::LoseAndSelectivelyAcknowledge, "loss with SACK"},
      {&TcpScript::Reorder, "reordering"},
      {&TcpScript::Repeat, "duplicates"},
      {&TcpScript::KeepAlive, "keep-alive"},
      {&TcpScript::CloseAndProbeWindow, "zero window"},
      {&TcpScript::Urgent, "urgent data"},
      {&TcpScript::FillWindow, "full window"},
      {&TcpScript::RestartClient, "client restarts"},
      {&TcpScript::LateSynAck, "late SYN-ACK"},
      {&TcpScript::BlindReset, "blind RST"},
      {&TcpScript::PauseIdle, "idle"},
  }};
  for (std::uint32_t parts = random_.Below(5); parts > 0; --parts) {
    const auto& [part, name] = random_.OneOf(kParts);
    Tell(name);
    (this->*part)();
  }
}

void TcpScript::SendData() {
  const Side side = AnySide();
  for (std::uint32_t count = random_.Between(1, 3); count > 0; --count) Emit(peer(side).Data(SomeLength(side)));
  if (random_.Chance(80)) Emit(peer(Opposite(side)).Ack());
}

void TcpScript::SendBoth() {
  const Packet up = peer(kClient).Data(SomeLength(kClient));
  const Packet down = peer(kServer).Data(SomeLength(kServer));
  Emit(up);
  Emit(down);
  Emit(peer(kServer).Ack());
  Emit(peer(kClient).Ack());
}

void TcpScript::LoseAndRepeat() {
  const Side side = AnySide();
  const Packet lost =
      Emit(peer(side).Data(SomeLength(side)), random_.Chance(50) ? Fate::kLostBehind : Fate::kLostBefore);
  Emit(peer(side).Again(lost));
  const Packet ack = peer(Opposite(side)).Ack();
  Emit(ack, random_.Chance(20) ? Fate::kLostBefore : Fate::kArrives);
  if (random_.Chance(30)) {
    Emit(peer(side).Again(lost));  // the ACK came too late
    Emit(peer(Opposite(side)).Ack());
  }
}

void TcpScript::LoseAndSelectivelyAcknowledge() {
  const Side side = AnySide();
  const Packet lost =
      Emit(peer(side).Data(SomeLength(side)), random_.Chance(50) ? Fate::kLostBehind : Fate::kLostBefore);
  for (std::uint32_t more = random_.Between(1, 4); more > 0; --more) {
    Emit(peer(side).Data(SomeLength(side)), random_.Chance(20) ? Fate::kLostBehind : Fate::kArrives);
    Emit(peer(Opposite(side)).Ack());
  }
  Emit(peer(side).Again(lost));
  Emit(peer(Opposite(side)).Ack());
}

void TcpScript::Reorder() {
  const Side side = AnySide();
  const Packet first = peer(side).Data(SomeLength(side));
  const Packet second = peer(side).Data(SomeLength(side));
  Emit(second);
  if (random_.Chance(50)) Emit(peer(Opposite(side)).Ack());
  Emit(first);
  Emit(peer(Opposite(side)).Ack());
}

void TcpScript::Repeat() {
  const Side side = AnySide();
  const Packet data = Emit(peer(side).Data(SomeLength(side)));
  Emit(data);
  const Packet ack = Emit(peer(Opposite(side)).Ack());
  for (std::uint32_t more = random_.Below(4); more > 0; --more) Emit(ack);
}

void TcpScript::KeepAlive() {
  const Side side = AnySide();
  for (std::uint32_t count = random_.Between(1, 2); count > 0; --count) {
    Packet probe = peer(side).KeepAlive();
    if (random_.Chance(30)) probe.tcp.length = 1;  // as old endpoints do it
    Emit(probe, Fate::kLostBehind);
    Emit(peer(Opposite(side)).Ack());
  }
}

// RFC 9293 section 3.8.6.1.
void TcpScript::CloseAndProbeWindow() {
  const Side side = AnySide();
  TcpPeer& receiver = peer(Opposite(side));
  const std::uint32_t window = receiver.window();
  Emit(peer(side).Data(SomeLength(side)));
  receiver.SetWindow(0);
  Emit(receiver.Ack());
  for (std::uint32_t probes = random_.Between(1, 2); probes > 0; --probes) {
    if (random_.Chance(50)) {
      Emit(peer(side).KeepAlive(), Fate::kLostBehind);  // as Linux probes
    } else {
      Packet probe = peer(side).Ack();
      probe.tcp.length = 1;
      Emit(probe, Fate::kLostBehind);
    }
    Emit(receiver.Ack());
  }
  receiver.SetWindow(window);
  Emit(receiver.Ack());
  Emit(peer(side).Data(SomeLength(side)));
}

void TcpScript::Urgent() {
  const Side side = AnySide();
  Emit(peer(side).Segment(kTcpAck | kTcpPsh | kTcpUrg, SomeLength(side)));
  Emit(peer(Opposite(side)).Ack());
}

// Exactly what the receiver offers, byte for byte, if the window is a small one.
void TcpScript::FillWindow() {
  const Side side = AnySide();
  Emit(peer(Opposite(side)).Ack());
  while (peer(side).Room() > 0 && peer(side).Room() <= 6000) {
    Emit(peer(side).Data(static_cast<std::uint16_t>(std::min(peer(side).Room(), 1400u))));
  }
  Emit(peer(Opposite(side)).Ack());
}

// It has lost its memory and opens anew: challenge ACK, RST, new handshake (RFC 5961 section 4).
void TcpScript::RestartClient() {
  const Packet old_ack = peer(kServer).Ack();
  peer(kClient).Restart(random_, random_.Chance(60));
  const Packet syn = Emit(peer(kClient).Syn(), Fate::kLostBehind);
  Emit(old_ack, Fate::kLostBehind);
  if (random_.Chance(80)) Emit(TcpPeer::Refusal(old_ack));
  peer(kServer).Restart(random_, true);
  Emit(peer(kClient).Again(syn));
  Emit(peer(kServer).SynAck());
  Emit(peer(kClient).Ack());
}

// A copy of the SYN-ACK that took the long way.
void TcpScript::LateSynAck() {
  Packet late = peer(kServer).Ack();
  late.tcp.flags = kTcpSyn | kTcpAck;
  late.tcp.seq = peer(kServer).first_seq();
  late.tcp.sacks.clear();
  late.tcp.ack = peer(kClient).first_seq() + 1;
  Emit(late, Fate::kLostBehind);
  Emit(peer(kClient).Ack());
}

// Somebody guesses: within the window, beyond it or below; an endpoint answers the first with a challenge ACK and
// ignores the others (RFC 5961 section 3).
void TcpScript::BlindReset() {
  const Side side = AnySide();
  Packet reset = random_.Chance(50) ? peer(side).Rst() : peer(side).RstAck();
  const std::array<std::uint32_t, 6> offsets = {
      1, 100, random_.Between(1, 60'000), 0u - random_.Between(1, 60'000), 3'000'000, random_.Next32()};
  reset.tcp.seq += random_.OneOf(offsets);
  Emit(reset, Fate::kLostBehind);
  Emit(peer(Opposite(side)).Ack());
}

void TcpScript::PauseIdle() {
  Wait(random_.Between(1, 2));
  Emit(peer(AnySide()).Data(1));
}

}  // namespace tidegate::differential
