// What kinds of situations two firewalls part in: the questions that the list of differences asks. Each is answered
// from the conversation by the RFCs (tcp_facts.h), and from what the two firewalls have said of it.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_SITUATIONS_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_SITUATIONS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "kernel_differential/difference.h"

namespace tidegate::differential {

inline bool IsHandshake(ConnState state) { return ClassOf(state) == ConnClass::kHalfOpen; }
inline bool IsClosing(ConnState state) { return ClassOf(state) == ConnClass::kClosing; }

inline unsigned TicksSince(const Situation& s, std::size_t step) {
  return s.conversation.steps[s.step].epoch - s.conversation.steps[step].epoch;
}

// Since a packet last passed that belonged to our connection.
inline unsigned TicksIdle(const Situation& s) {
  std::size_t last = s.facts.begin;
  for (std::size_t i = last; i < s.step; ++i) {
    if (s.seen[i].result.verdict == Verdict::kPass && s.seen[i].result.handle) last = i;
  }
  return TicksSince(s, last);
}

// --- Handshake.

// The server's ACK or wrong SYN-ACK answered a SYN without acknowledging it.
inline bool RepliedWithoutAnswer(const Situation& s) {
  return s.IsTcp() && s.state == ConnState::kSynSent && s.FromOriginator() && IsSyn(s.tcp()) &&
         s.kernel_entry.tcp == KernelTcp::kSynSent;
}

// The kernel begins to judge the responder's numbers by what it said before.
inline bool BehindWrongReply(const Situation& s) {
  if (!s.IsTcp() || s.state != ConnState::kSynSent || s.FromOriginator() || !(Has(s.tcp(), kTcpSyn) || IsRst(s.tcp())))
    return false;
  for (std::size_t i = s.facts.begin; i < s.step; ++i) {
    if (s.conversation.steps[i].packet.from == s.packet().from) return true;
  }
  return false;
}

inline bool OpenerResets(const Situation& s) {
  return s.IsTcp() && s.state == ConnState::kSynSent && s.FromOriginator() && IsRst(s.tcp());
}

// A SYN-ACK that acknowledges no SYN of the other side, or another one than the last.
inline bool SynAckOfOtherSyn(const Situation& s) {
  return s.IsTcp() && IsHandshake(s.state) && IsSynAck(s.tcp()) && s.tcp().ack != s.receiver().end;
}

inline bool SynAckTakesOver(const Situation& s) {
  return s.IsTcp() && IsSynAck(s.tcp()) && s.now().result.state == ConnState::kSynRecv &&
         s.now().result.handle != s.seen[s.step - 1].result.handle;
}

// A side has offered several first numbers, of which the kernel takes the highest.
inline bool SeveralSynAcks(const Situation& s) {
  if (!s.IsTcp()) return false;
  const bool again = IsSynAck(s.tcp()) && s.sender().spoke && EndOf(s.tcp()) != s.sender().first_end;
  return again || s.sender().syns > 1 || s.receiver().syns > 1;
}

inline bool WrongAckOfSynAck(const Situation& s) {
  return s.IsTcp() && s.reason() == DropReason::kTcpBadAck && s.state == ConnState::kSynRecv &&
         s.tcp().ack != s.receiver().end;
}

// It passes without completing the handshake.
inline bool WrongAckIsAnswered(const Situation& s) {
  return s.IsTcp() && s.state == ConnState::kSynRecv && s.now().result.state == ConnState::kSynRecv &&
         !Has(s.tcp(), kTcpSyn) && !IsRst(s.tcp()) && s.tcp().ack != s.receiver().end;
}

inline bool InSimultaneousOpen(const Situation& s) {
  return s.IsTcp() && s.state == ConnState::kSynSent2 && !Has(s.tcp(), kTcpSyn) && !IsRst(s.tcp());
}

// The originator's SYN-ACK, or what comes behind it, completes a handshake in which both sides have sent SYN; but not
// before the responder has acknowledged the originator's.
inline bool CompletesSimultaneousOpen(const Situation& s) {
  if (!s.IsTcp() || s.state != ConnState::kSynRecv || IsRst(s.tcp())) return false;
  if (!s.FromOriginator()) return Has(s.tcp(), kTcpAck) && s.sender().syns > 0;
  if (s.now().result.state == ConnState::kSynRecv) return s.facts.both_opened && !s.receiver().ack;
  return IsSynAck(s.tcp()) && s.tcp().ack == s.receiver().end;
}

// What a side sends before the other one's first ACK: the kernel knows no window for it yet.
inline bool BehindEarlyData(const Situation& s) {
  if (!s.IsTcp() || s.facts.picked_up) return false;
  const bool no_window =
      s.facts.both_opened ? !s.receiver().plain_ack : s.state == ConnState::kSynRecv && !s.FromOriginator();
  return s.facts.early_data || (s.sender().spoke && no_window && After(EndOf(s.tcp()), s.sender().first_end));
}

// The kernel thought the handshake incomplete and has forgotten it.
inline bool OutlivedHandshake(const Situation& s) {
  const bool gone = !s.now().entry.alive || s.now().entry.births != s.kernel_entry.births;
  return s.IsTcp() && s.kernel_entry.tcp == KernelTcp::kSynRecv && gone && s.state == ConnState::kEstablished &&
         TicksIdle(s) >= 2;
}

inline bool PickedUp(const Situation& s) {
  return s.IsTcp() && s.mode.pickup && s.now().result.state == ConnState::kSynRecv && !Has(s.tcp(), kTcpSyn);
}

// The kernel holds what it picked up for established at once, and for longer.
inline bool OutlivedPickup(const Situation& s) {
  return s.IsTcp() && s.facts.picked_up && s.state == ConnState::kSynRecv &&
         s.kernel_entry.tcp == KernelTcp::kEstablished && TicksIdle(s) >= 2;
}

// --- SYN where no SYN belongs.

inline bool SynIsChallenged(const Situation& s) {
  return s.IsTcp() && Has(s.tcp(), kTcpSyn) && !IsRst(s.tcp()) && !Has(s.tcp(), kTcpFin) &&
         (s.state == ConnState::kSynSent2 || s.state == ConnState::kSynRecv || s.state == ConnState::kEstablished ||
          IsClosing(s.state) || s.state == ConnState::kTimeWait) &&
         s.now().result.state == s.state;
}

// The kernel takes URG beside SYN-ACK or RST for an illegal combination.
inline bool UrgentBesideOthers(const Situation& s) {
  return s.IsTcp() && Has(s.tcp(), kTcpUrg) && (IsSynAck(s.tcp()) || IsRst(s.tcp()));
}

// The kernel takes a repeated SYN and its answer for a new connection.
inline bool HandshakeIsRepeated(const Situation& s) {
  return s.IsTcp() && IsSynAck(s.tcp()) && s.now().entry.tcp == KernelTcp::kSynRecv &&
         s.now().result.state == s.state && EndOf(s.tcp()) == s.sender().first_end;
}

// --- RST.

inline bool ResetAnswersNoSyn(const Situation& s) {
  return s.IsTcp() && s.reason() == DropReason::kTcpBadRst && s.state == ConnState::kSynSent && !s.FromOriginator() &&
         !(Has(s.tcp(), kTcpAck) && s.tcp().ack == s.receiver().end);
}

inline bool ResetOutsideWindow(const Situation& s) {
  if (!s.IsTcp() || s.reason() != DropReason::kTcpBadRst || !s.sender().spoke) return false;
  if (s.sender().fin_end) return s.tcp().seq != *s.sender().fin_end;
  return After(s.tcp().seq, s.receiver().Edge(s.sender().end)) ||
         After(s.receiver().ack.value_or(s.sender().end), s.tcp().seq);
}

inline bool ResetAnswersOtherSyn(const Situation& s) {
  return s.IsTcp() && IsRst(s.tcp()) && Has(s.tcp(), kTcpAck) && s.receiver().syns > 1 &&
         s.tcp().ack != s.receiver().end;
}

inline bool ResetOfPickedUp(const Situation& s) { return s.IsTcp() && IsRst(s.tcp()) && s.facts.picked_up; }

// The window that a SYN of the receiver in between has offered is not known.
inline bool ResetAfterOtherSyn(const Situation& s) {
  return s.IsTcp() && IsRst(s.tcp()) && s.receiver().syns > 1 && s.now().result.state == s.state;
}

inline bool ResetIsInexact(const Situation& s) {
  if (!s.IsTcp() || !IsRst(s.tcp()) || !s.sender().spoke || s.now().result.state == ConnState::kClose) return false;
  const std::uint32_t low = s.receiver().ack.value_or(s.sender().end - s.receiver().window);
  return s.tcp().seq != s.sender().end && !After(low, s.tcp().seq) &&
         !After(s.tcp().seq, s.receiver().Edge(s.sender().end));
}

inline bool ResetJudgedThoughLiberal(const Situation& s) {
  return s.IsTcp() && s.mode.liberal && s.reason() == DropReason::kTcpBadRst;
}

// No acknowledgement is too high for a liberal firewall, and any may be the one to which the RST is the answer.
inline bool ResetAnswersLiberally(const Situation& s) {
  if (!s.IsTcp() || !s.mode.liberal || !IsRst(s.tcp())) return false;
  for (std::size_t i = s.facts.begin; i < s.step; ++i) {
    const Packet& packet = s.conversation.steps[i].packet;
    if (packet.kind == PacketKind::kTcp && packet.from != s.packet().from && packet.tcp.ack == s.tcp().seq) return true;
  }
  return false;
}

inline bool ResetIsExact(const Situation& s) {
  return s.IsTcp() && IsRst(s.tcp()) && (s.tcp().seq == s.sender().end || s.tcp().seq == s.receiver().ack) &&
         s.now().result.state == ConnState::kClose;
}

inline bool ResetInTimeWait(const Situation& s) {
  return s.IsTcp() && IsRst(s.tcp()) && s.state == ConnState::kTimeWait;
}

inline bool BehindReset(const Situation& s) {
  if (s.packet().kind == PacketKind::kError) return s.state == ConnState::kClose;
  return s.IsTcp() && s.state == ConnState::kClose && !IsSyn(s.tcp());
}

inline bool SynBehindReset(const Situation& s) { return s.IsTcp() && s.state == ConnState::kClose && IsSyn(s.tcp()); }

// --- Time.

inline bool OutlivedReset(const Situation& s) {
  return s.IsTcp() && s.state == ConnState::kClose && s.reason() == DropReason::kTcpNoConnection &&
         s.kernel_entry.tcp == KernelTcp::kClose;
}

// Only a repeated FIN begins the wait anew.
inline bool OutlivedTimeWait(const Situation& s) {
  return s.IsTcp() && s.state == ConnState::kTimeWait && s.reason() == DropReason::kTcpNoConnection &&
         s.kernel_entry.tcp == KernelTcp::kTimeWait;
}

// The kernel's entry lives as long as it would without the repetitions.
inline bool RepeatedSynLives(const Situation& s) {
  const KernelTcp kernel = s.kernel_entry.tcp;
  const bool half = kernel == KernelTcp::kSynSent || kernel == KernelTcp::kSynSent2 || kernel == KernelTcp::kSynRecv ||
                    !s.kernel_entry.alive;
  return s.IsTcp() && half && IsHandshake(s.state) && TicksSince(s, s.facts.begin) >= 2;
}

// There is no sysctl for the kernel's two minutes.
inline bool KernelWaitsForBoth(const Situation& s) {
  return s.IsTcp() && s.kernel_entry.tcp == KernelTcp::kSynSent2 && s.state == ConnState::kSynSent2 &&
         TicksIdle(s) >= 2;
}

// A RST has been seen that its receiver may have taken.
inline bool OutlivedDoubt(const Situation& s) {
  if (!s.IsTcp()) return false;
  for (std::size_t i = s.facts.begin; i < s.step; ++i) {
    const Packet& packet = s.conversation.steps[i].packet;
    const bool reset = packet.kind == PacketKind::kTcp && IsRst(packet.tcp);
    if (reset && s.seen[i].result.verdict == Verdict::kPass && TicksSince(s, i) >= 2) return true;
  }
  return false;
}

// --- TIME-WAIT.

inline bool OldSynInTimeWait(const Situation& s) {
  if (!s.IsTcp() || !IsSyn(s.tcp()) || s.state != ConnState::kTimeWait) return false;
  const SideFacts& before = s.sender();
  const bool advanced = !After(before.end, s.tcp().seq);
  if (!s.tcp().timestamps || !before.timestamp || s.tcp().timestamps->value == *before.timestamp) return !advanced;
  return After(*before.timestamp, s.tcp().timestamps->value);
}

// The last acknowledgement came with a FIN that was repeated.
inline bool SynBehindLastAck(const Situation& s) {
  return s.IsTcp() && IsSyn(s.tcp()) && s.state == ConnState::kTimeWait && s.kernel_entry.tcp == KernelTcp::kLastAck;
}

inline bool SynBeforeLastAck(const Situation& s) {
  return s.IsTcp() && IsSyn(s.tcp()) && IsClosing(s.state) && s.kernel_entry.tcp == KernelTcp::kTimeWait;
}

// --- Windows.

inline bool BehindFin(const Situation& s) {
  return s.IsTcp() && s.reason() == DropReason::kTcpBeyondWindow && s.sender().fin_end &&
         After(s.tcp().seq, *s.sender().fin_end);
}

inline bool BeyondWindow(const Situation& s) {
  return s.IsTcp() && s.reason() == DropReason::kTcpBeyondWindow &&
         After(s.tcp().seq, s.receiver().Edge(s.sender().end));
}

// Within the largest window ever offered, but beyond what the acknowledgements reached.
inline bool BeyondLastWindow(const Situation& s) {
  return s.IsTcp() && s.receiver().edge && After(s.tcp().seq, *s.receiver().edge) &&
         !After(s.tcp().seq, s.receiver().Edge(s.sender().end));
}

// The kernel lets a segment beyond the edge pass and takes its end for the end of all, be it lower.
inline bool AcksWhatWasSent(const Situation& s) {
  return s.IsTcp() && Has(s.tcp(), kTcpAck) && s.receiver().beyond_edge && !After(s.tcp().ack, s.receiver().end) &&
         !After(s.tcp().seq, s.receiver().Edge(s.sender().end));
}

// The kernel takes the number of a RST in the window for one that was used.
inline bool BehindResetAhead(const Situation& s) {
  if (!s.IsTcp() || IsRst(s.tcp())) return false;
  for (std::size_t i = s.facts.begin; i < s.step; ++i) {
    const Packet& packet = s.conversation.steps[i].packet;
    const bool reset = packet.kind == PacketKind::kTcp && packet.from == s.packet().from && IsRst(packet.tcp);
    if (reset && After(packet.tcp.seq, s.sender().first_end) && After(packet.tcp.seq, EndOf(s.tcp()))) return true;
  }
  return false;
}

// A window is kept in units of four bytes, scaled, and rounded up.
inline bool BeyondByRounding(const Situation& s) {
  const std::uint32_t edge = s.receiver().Edge(s.sender().end);
  return s.IsTcp() && After(s.tcp().seq, edge) && s.tcp().seq - edge < 4u << s.receiver().shift;
}

// More than the largest window behind what its sender has sent, or what it acknowledges is.
inline bool LongBehind(const Situation& s) {
  if (!s.IsTcp() || !s.sender().spoke) return false;
  const std::uint32_t ack_window = std::max(s.sender().window, 66'000u);
  return After(s.sender().end - s.receiver().window, EndOf(s.tcp())) ||
         (Has(s.tcp(), kTcpAck) && After(s.receiver().end - ack_window, s.tcp().ack));
}

inline bool FarAway(const Situation& s) {
  const std::uint32_t distance = s.tcp().seq - s.sender().end;
  return s.IsTcp() && distance > 1u << 30 && distance < 0u - (1u << 30);
}

inline bool AcksUnsent(const Situation& s) {
  if (!s.IsTcp() || s.reason() != DropReason::kTcpBadAck) return false;
  std::uint32_t highest = s.tcp().ack;
  for (const SackBlock& block : s.tcp().sacks) {
    if (After(block.right, highest)) highest = block.right;
  }
  return After(highest, s.receiver().end);
}

// --- ICMP.

// Both sides ask with one identifier. The kernel keeps two entries, each with the other side's replies.
inline bool AsksBothWays(const Situation& s) {
  const bool error = s.packet().kind == PacketKind::kError;
  const Packet& echo = error ? s.conversation.steps[s.packet().error.quoted].packet : s.packet();
  if (echo.kind != PacketKind::kEcho) return false;
  std::array<bool, 2> asked{};
  for (std::size_t i = 0; i <= s.step; ++i) {
    const Packet& packet = s.conversation.steps[i].packet;
    const bool same = packet.kind == PacketKind::kEcho && packet.echo.identifier == echo.echo.identifier;
    if (same && !packet.echo.reply) asked[Index(packet.from)] = true;
  }
  return asked[0] && asked[1];
}

inline bool QuotesDropped(const Situation& s) {
  return s.packet().kind == PacketKind::kError && s.seen[s.packet().error.quoted].result.verdict != Verdict::kPass;
}

// An error about a reply is about the query with its identifier.
inline bool QuotesEchoReply(const Situation& s) {
  if (s.packet().kind != PacketKind::kError) return false;
  const Packet& quoted = s.conversation.steps[s.packet().error.quoted].packet;
  return quoted.kind == PacketKind::kEcho && quoted.echo.reply;
}

// The error is about a datagram from before our entry: its side has said nothing in this one.
inline bool QuotesBeforeEntry(const Situation& s) {
  if (s.packet().kind != PacketKind::kError || s.step == 0) return false;
  const Packet& quoted = s.conversation.steps[s.packet().error.quoted].packet;
  const ConnHandle& handle = s.seen[s.step - 1].result.handle;
  for (std::size_t i = 0; i < s.step; ++i) {
    if (s.seen[i].result.handle == handle && s.conversation.steps[i].packet.from == quoted.from) return false;
  }
  return quoted.kind != PacketKind::kTcp;
}

// The number quoted is not between what the other side has acknowledged and what its sender has sent, give or take one
// window without scaling.
inline bool QuotesNothingUnderWay(const Situation& s) {
  if (s.packet().kind != PacketKind::kError) return false;
  const Packet& quoted = s.conversation.steps[s.packet().error.quoted].packet;
  if (quoted.kind != PacketKind::kTcp) return false;
  const SideFacts& sender = s.facts[quoted.from];
  const SideFacts& receiver = s.facts[Opposite(quoted.from)];
  if (!sender.spoke || (s.state == ConnState::kSynSent && quoted.from != s.Originator())) return true;
  std::uint32_t seq = quoted.tcp.seq;
  if (s.packet().error.quote == Quote::kOtherSequence) seq ^= 0x80000000;
  const std::uint32_t low = receiver.ack.value_or(sender.end - receiver.window);
  return After(seq, sender.end) || After(low - 65'535, seq);
}

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_SITUATIONS_H_
