#include "kernel_differential/tcp_facts.h"

#include <algorithm>
#include <set>

namespace tidegate::differential {
namespace {

bool IsTcp(const Conversation& conversation, std::size_t step) {
  return conversation.steps[step].packet.kind == PacketKind::kTcp;
}

// The step with which our entry of the moment began.
std::size_t BeginOf(const Conversation& conversation, const Observations& seen, std::size_t step) {
  std::size_t begin = 0;
  ConnHandle handle;
  for (std::size_t i = 0; i < step; ++i) {
    if (!IsTcp(conversation, i) || !seen[i].result.handle || seen[i].result.handle == handle) continue;
    handle = seen[i].result.handle;
    begin = i;
  }
  return begin;
}

// The SYN that the SYN-ACK at `begin` answers, where our entry began with the answer.
std::optional<std::size_t> SynBefore(const Conversation& conversation, std::size_t begin) {
  const Packet& answer = conversation.steps[begin].packet;
  if (!IsTcp(conversation, begin) || !IsSynAck(answer.tcp)) return std::nullopt;
  for (std::size_t i = begin; i-- > 0;) {
    const Packet& packet = conversation.steps[i].packet;
    if (!IsTcp(conversation, i) || packet.from == answer.from || !IsSyn(packet.tcp)) continue;
    if (EndOf(packet.tcp) == answer.tcp.ack) return i;
  }
  return std::nullopt;
}

// It ends, or what it acknowledges lies, further back than any window reaches: it may be from long ago.
bool IsOld(const TcpPart& tcp, const SideFacts& side, const SideFacts& other) {
  if (!side.spoke || !other.spoke) return false;
  return After(side.end - other.window, EndOf(tcp)) ||
         (Has(tcp, kTcpAck) && After(other.end - std::max(side.window, 66'000u), tcp.ack));
}

// How many different SYNs the side has sent up to there.
unsigned SynsUpTo(const Conversation& conversation, std::size_t last, Side side) {
  std::set<std::uint32_t> ends;
  for (std::size_t i = 0; i <= last; ++i) {
    const Packet& packet = conversation.steps[i].packet;
    if (IsTcp(conversation, i) && packet.from == side && IsSyn(packet.tcp)) ends.insert(EndOf(packet.tcp));
  }
  return static_cast<unsigned>(ends.size());
}

// Windows are scaled only if both SYNs offered it (RFC 7323 section 2.2).
void LearnScaling(const Conversation& conversation, std::optional<std::size_t> before, std::size_t step,
                  TcpFacts& facts) {
  std::array<std::optional<unsigned>, 2> offered;
  const auto take = [&](std::size_t i) {
    const Packet& packet = conversation.steps[i].packet;
    if (IsTcp(conversation, i) && Has(packet.tcp, kTcpSyn)) offered[Index(packet.from)] = packet.tcp.window_scale;
  };
  if (before) take(*before);
  for (std::size_t i = facts.begin; i < step; ++i) take(i);
  if (!offered[0] || !offered[1]) return;
  for (const std::size_t side : {0, 1}) facts.sides[side].shift = std::min(*offered[side], 14u);
}

void LearnAck(SideFacts& side, const SideFacts& other, const TcpPart& tcp, std::uint32_t window) {
  // What acknowledges nothing that was sent says nothing.
  if (!other.spoke || After(tcp.ack, other.end) || After(other.end - (1u << 30), tcp.ack)) return;
  if (!side.ack || After(tcp.ack, *side.ack)) side.ack = tcp.ack;
  side.plain_ack |= !Has(tcp, kTcpSyn);
  if (!side.edge || After(tcp.ack + window, *side.edge)) side.edge = tcp.ack + window;
}

void Learn(SideFacts& side, const SideFacts& other, const TcpPart& tcp) {
  const std::uint32_t end = EndOf(tcp);
  const bool first = !side.spoke;
  const bool other_syn = Has(tcp, kTcpSyn) && !first && end != side.first_end;
  if (Has(tcp, kTcpSyn) && (first || other_syn)) ++side.syns;
  if (first) side.first_end = end;
  if (first || (!other_syn && After(end, side.end))) side.end = end;
  side.spoke = true;
  side.beyond_edge |= other.edge && After(tcp.seq, *other.edge);
  if (Has(tcp, kTcpFin)) side.fin_end = side.end;
  const std::uint32_t window = Has(tcp, kTcpSyn) ? tcp.window : std::uint32_t{tcp.window} << side.shift;
  side.window = std::max(side.window, window);
  if (Has(tcp, kTcpAck)) LearnAck(side, other, tcp, window);
  if (tcp.timestamps && !Has(tcp, kTcpSyn)) side.timestamp = tcp.timestamps->value;
}

// It passed, for its receiver to answer it, but says nothing of this connection: no answer to a SYN acknowledges less,
// a SYN changes nothing where a handshake is complete, and
// nothing follows a RST.
bool IsAside(const Packet& packet, ConnState before, ConnState after, Side originator) {
  if (after == ConnState::kSynSent) return packet.from != originator;
  if (after == ConnState::kSynSent2) return !IsSyn(packet.tcp);
  if (after == ConnState::kClose) return before == after;
  return Has(packet.tcp, kTcpSyn) && before == after;
}

}  // namespace

TcpFacts FactsBefore(const Conversation& conversation, const Observations& seen, std::size_t step) {
  TcpFacts facts;
  facts.begin = BeginOf(conversation, seen, step);
  if (step == 0 || !IsTcp(conversation, facts.begin)) return facts;
  const Packet& first = conversation.steps[facts.begin].packet;
  facts.picked_up = !Has(first.tcp, kTcpSyn);
  const std::optional<std::size_t> before = SynBefore(conversation, facts.begin);
  LearnScaling(conversation, before, step, facts);
  if (before) {
    SideFacts& opener = facts.sides[Index(Opposite(first.from))];
    Learn(opener, facts.sides[Index(first.from)], conversation.steps[*before].packet.tcp);
    opener.syns = SynsUpTo(conversation, facts.begin, Opposite(first.from));
  }
  ConnState state = ConnState::kNone;
  for (std::size_t i = facts.begin; i < step; ++i) {
    if (!IsTcp(conversation, i) || seen[i].result.verdict != Verdict::kPass) continue;
    const Packet& packet = conversation.steps[i].packet;
    const ConnState last = state;
    state = seen[i].result.state;
    SideFacts& side = facts.sides[Index(packet.from)];
    const SideFacts& other = facts.sides[Index(Opposite(packet.from))];
    const bool aside = i != facts.begin && IsAside(packet, last, state, first.from);
    if (aside && (IsSyn(packet.tcp) || (IsSynAck(packet.tcp) && EndOf(packet.tcp) != side.first_end))) ++side.syns;
    if (aside || IsRst(packet.tcp) || IsOld(packet.tcp, side, other)) continue;
    facts.both_opened |= IsSyn(packet.tcp) && other.spoke;
    const bool no_window = facts.both_opened ? !other.plain_ack : state == ConnState::kSynRecv;
    facts.early_data |= side.spoke && i != facts.begin && no_window && EndOf(packet.tcp) != side.first_end;
    Learn(side, other, packet.tcp);
  }
  return facts;
}

}  // namespace tidegate::differential
