#include "testbed/workload/conversations.h"

#include <algorithm>

namespace tidegate::testbed {
namespace {

constexpr TimeNs kDatagramSilence = 60 * kSecond;

std::uint64_t EndOf(std::uint32_t address, std::uint16_t port) { return std::uint64_t{address} << 16 | port; }
std::uint32_t AddressOf(std::uint64_t end) { return static_cast<std::uint32_t>(end >> 16); }
std::uint16_t PortOf(std::uint64_t end) { return static_cast<std::uint16_t>(end); }

bool IsSyn(const PacketView& view) { return (view.tcp.flags & (kTcpSyn | kTcpAck)) == kTcpSyn; }

std::uint32_t Microseconds(TimeNs span) {
  return static_cast<std::uint32_t>(std::clamp<TimeNs>(span / 1000, 1, 10'000'000));
}

}  // namespace

void ConversationReader::Add(const PacketView& view, TimeNs at) {
  if (tracks_.empty()) origin_ = at;
  const bool v6 = view.ip_version == 6;
  const std::uint64_t source = EndOf(addresses_.Of(view.src_address, v6), view.src_port);
  const std::uint64_t destination = EndOf(addresses_.Of(view.dst_address, v6), view.dst_port);
  std::uint32_t& number = Find(view, source, destination);
  if (number == kNoConversation || BeginsAnew(tracks_[number], view, SideOf(number, source), at)) {
    Begin(view, source, destination, at, number);
  }
  if (number == kNoConversation) return;
  const Side side = SideOf(number, source);
  if (view.IsTcp()) {
    AddTcp(number, view, side, at);
  } else {
    tracks_[number].spoke[side] = true;
    Talk(number, at);
  }
  tracks_[number].last_at = at;
}

ConversationReader::Side ConversationReader::SideOf(std::uint32_t number, std::uint64_t source) const {
  return source == tracks_[number].client ? kClient : kServer;
}

std::uint32_t& ConversationReader::Find(const PacketView& view, std::uint64_t source, std::uint64_t destination) {
  const std::uint64_t udp = std::uint64_t{view.IsUdp()} << 63;
  const TupleKey key = {std::min(source, destination) | udp, std::max(source, destination)};
  return current_.try_emplace(key, kNoConversation).first->second;
}

// A SYN of the other side is a simultaneous open, unless the connection is over.
bool ConversationReader::BeginsAnew(const Track& track, const PacketView& view, Side side, TimeNs at) {
  if (view.IsUdp()) return at - track.last_at > kDatagramSilence;
  if (!IsSyn(view)) return false;
  return track.closing() || (side == kClient && (!track.syn || track.syn_seq != view.tcp.seq));
}

// The rest of a closing is no conversation.
void ConversationReader::Begin(const PacketView& view, std::uint64_t source, std::uint64_t destination, TimeNs at,
                               std::uint32_t& number) {
  bool from_client = true;
  if (view.IsTcp() && !IsSyn(view)) {
    if ((view.tcp.flags & (kTcpRst | kTcpFin)) != 0) return;
    from_client = (view.tcp.flags & kTcpSyn) == 0 && view.src_port > view.dst_port;
  }
  Track track;
  track.client = from_client ? source : destination;
  const std::uint64_t server = from_client ? destination : source;
  track.conversation.start = at - origin_;
  Plan& plan = track.conversation.plan;
  plan.client_address = AddressOf(track.client);
  plan.client_port = PortOf(track.client);
  plan.server_address = AddressOf(server);
  plan.server_port = PortOf(server);
  plan.transport = view.IsTcp() ? Transport::kTcp : Transport::kUdp;
  plan.exchanges = 0;
  const auto fresh = static_cast<std::uint32_t>(tracks_.size());
  if (number != kNoConversation) tracks_[number].conversation.next = fresh;
  number = fresh;
  tracks_.push_back(track);
}

void ConversationReader::AddTcp(std::uint32_t number, const PacketView& view, Side side, TimeNs at) {
  Track& track = tracks_[number];
  const bool data = view.payload_length > 0;
  if ((view.tcp.flags & kTcpRst) != 0) {
    AddReset(track, side, at);
  } else if ((view.tcp.flags & kTcpSyn) != 0) {
    AddHandshake(track, view, side, at);
  } else {
    const bool fin = (view.tcp.flags & kTcpFin) != 0;
    const bool completes = side == kClient && track.syn_ack && !track.spoke[kClient] && !data && !fin;
    track.spoke[side] = true;
    if (completes) {
      track.conversation.plan.client_rtt_us = Microseconds(at - track.syn_ack_at);
    } else if (!track.closing()) {
      if (data || !fin) Talk(number, at);
    } else if (data && side == kServer && track.first_fin == kClient && !track.fin[kServer]) {
      track.half_close = true;
      track.closing_at = at;
    }
    if (fin) AddFin(track, view, side, at);
  }
}

void ConversationReader::AddHandshake(Track& track, const PacketView& view, Side side, TimeNs at) {
  if (IsSyn(view) && side == kClient) {
    track.syn = true;
    track.syn_seq = view.tcp.seq;
    track.syn_at = at;
  } else if (!IsSyn(view) && side == kServer && !track.syn_ack) {
    track.syn_ack = true;
    track.syn_ack_at = at;
    if (track.syn) track.conversation.plan.server_rtt_us = Microseconds(at - track.syn_at);
  }
}

void ConversationReader::AddReset(Track& track, Side side, TimeNs at) {
  track.refused = side == kServer && !track.syn_ack && !track.spoke[kClient] && !track.spoke[kServer];
  if (!track.closing()) track.closing_at = at;
  track.reset = true;
}

// Of two FINs that cross each other, neither acknowledges the other.
void ConversationReader::AddFin(Track& track, const PacketView& view, Side side, TimeNs at) {
  if (track.fin[side]) return;
  const bool first = !track.fin[kClient] && !track.fin[kServer];
  track.fin[side] = true;
  if (first) {
    if (!track.reset) track.closing_at = at;
    track.first_fin = side;
    track.fin_end = view.tcp.seq + view.payload_length + 1;
  } else {
    track.crossing = static_cast<std::int32_t>(view.tcp.ack - track.fin_end) < 0;
  }
}

void ConversationReader::Talk(std::uint32_t number, TimeNs at) {
  Track& track = tracks_[number];
  Conversation& conversation = track.conversation;
  if (conversation.plan.exchanges > 0 && at < track.exchange_at + resolution_) return;
  track.exchange_at = at;
  ++conversation.plan.exchanges;
  moments_.push_back({number, at - origin_ - conversation.start});
}

Answer ConversationReader::AnswerOf(const Track& track) {
  if (track.conversation.plan.transport == Transport::kUdp)
    return track.spoke[kServer] ? Answer::kAccept : Answer::kSilence;
  if (track.spoke[kClient] || track.spoke[kServer]) return Answer::kAccept;
  if (track.syn_ack) return Answer::kForged;
  return track.refused ? Answer::kRefuse : Answer::kSilence;
}

Closing ConversationReader::ClosingOf(const Track& track) {
  const bool both = track.fin[kClient] && track.fin[kServer];
  if (track.reset && !both) return Closing::kReset;
  if (!track.closing()) return Closing::kVanish;
  if (track.half_close && track.conversation.plan.exchanges > 0) return Closing::kHalfClose;
  if (track.first_fin == kClient) return track.crossing ? Closing::kCrossing : Closing::kClientFirst;
  if (!both && track.spoke[kClient]) return Closing::kUnanswered;
  return track.crossing ? Closing::kCrossing : Closing::kServerFirst;
}

// The moments of a conversation are in order; they are put one behind another by counting.
Conversations ConversationReader::Finish() && {
  Conversations result;
  std::size_t end = 0;
  for (Track& track : tracks_) {
    Plan& plan = track.conversation.plan;
    plan.answer = AnswerOf(track);
    plan.closing = ClosingOf(track);
    plan.lingers = plan.closing != Closing::kVanish;
    track.conversation.first = end;
    end += plan.exchanges + (plan.lingers ? 1 : 0);
    result.list.push_back(track.conversation);
  }
  result.moments.resize(end);
  std::vector<std::uint32_t> filled(tracks_.size());
  for (const Moment& moment : moments_) {
    result.moments[result.list[moment.conversation].first + filled[moment.conversation]++] = moment.at;
  }
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    const Conversation& conversation = result.list[i];
    if (!conversation.plan.lingers) continue;
    result.moments[conversation.first + conversation.plan.exchanges] =
        tracks_[i].closing_at - origin_ - conversation.start;
  }
  return result;
}

}  // namespace tidegate::testbed
