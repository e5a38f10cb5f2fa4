#include "testbed/world/world.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <utility>

#include "testbed/world/backoff.h"

namespace tidegate::testbed {
namespace {

// Events are connections or, with this bit, timers.
constexpr std::uint32_t kTimerBit = 1u << 31;

// Between two packets of one side.
constexpr TimeNs kOneBehindAnother = 20'000;
// A host's first retransmission of what is not a SYN; then twice as long each time.
constexpr TimeNs kRetransmission = 200 * kMillisecond;
constexpr int kMostRepeats = 8;

std::uint64_t Mix(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

HashSecret SecretOf(std::uint64_t seed) {
  std::array<std::byte, 16> entropy;
  const std::array<std::uint64_t, 2> words = {Mix(seed + 1), Mix(seed + 2)};
  std::memcpy(entropy.data(), words.data(), entropy.size());
  return HashSecret(entropy);
}

IpAddress Ipv4(std::uint32_t address) {
  const std::array<std::uint8_t, 4> bytes = {
      static_cast<std::uint8_t>(address >> 24), static_cast<std::uint8_t>(address >> 16),
      static_cast<std::uint8_t>(address >> 8), static_cast<std::uint8_t>(address)};
  return IpAddress::V4(bytes.data());
}

// Who sends a beat. Who closes first sends the first FIN and the last acknowledgement.
bool FromClient(const Conn& conn) {
  const bool server_first = conn.closing == Closing::kServerFirst || conn.closing == Closing::kUnanswered;
  const bool turned = server_first && conn.beat >= Beat::kFirstFin && conn.beat <= Beat::kLastAck;
  return InfoOf(conn.beat).client != turned;
}

}  // namespace

// What one workload sees of the world.
class World::PartStage final : public Stage {
 public:
  PartStage(World& world, std::uint32_t part)
      : world_(world), part_(part), random_(Mix(world.options_.seed * 0x10001 + part + 100)) {}

  TimeNs now() const override { return world_.now_; }
  Random& random() override { return random_; }
  void Open(const Plan& plan) override { world_.Open(part_, plan); }
  void SetTimer(TimeNs at, std::uint32_t tag) override { world_.SetTimer(part_, at, tag); }

 private:
  World& world_;
  std::uint32_t part_;
  Random random_;
};

World::World(const WorldOptions& options, std::vector<std::unique_ptr<Workload>> workloads, Metrics& metrics,
             Recorder* recorder)
    : secret_(SecretOf(options.seed)),
      options_(options),
      metrics_(metrics),
      recorder_(recorder),
      workloads_(std::move(workloads)),
      losses_(Mix(options.seed + 3)),
      ledger_(conns_, metrics) {
  for (std::uint32_t part = 0; part < workloads_.size(); ++part) {
    stages_.push_back(std::make_unique<PartStage>(*this, part));
  }
}

World::~World() = default;

void World::Run(FirewallModel& firewall) {
  firewall_ = &firewall;
  ledger_.SetSlots(recorder_ == nullptr ? firewall.slot_end() : 0);
  for (std::size_t part = 0; part < workloads_.size(); ++part) workloads_[part]->Begin(*stages_[part]);
  while (!queue_.empty() && queue_.top().at < options_.length) {
    const Event event = queue_.Pop();
    while (next_tick_ <= event.at) Tick();
    now_ = event.at;
    Happen(event);
  }
  while (next_tick_ < options_.length) Tick();
  now_ = options_.length;
  ledger_.Close(now_);
  const LegitCounts& legit = metrics_.legit;
  metrics_.legit.open_at_end = legit.connections - legit.done - legit.gave_up - legit.broken - legit.no_answer;
}

void World::Open(std::uint32_t part, const Plan& plan) {
  Conn conn;
  const std::uint8_t protocol = plan.transport == Transport::kTcp ? 6 : 17;
  conn.client_side = MakeFlowKey(FlowTuple{.source = {Ipv4(plan.client_address), plan.client_port},
                                           .destination = {Ipv4(plan.server_address), plan.server_port},
                                           .zone = 0,
                                           .protocol = protocol},
                                 conn.tuple.key);
  conn.tuple.hash = HashFlowKey(conn.tuple.key, secret_);
  conn.beat = plan.transport == Transport::kTcp ? Beat::kSyn : Beat::kQuery;
  conn.transport = plan.transport;
  conn.answer = plan.answer;
  conn.closing = plan.closing;
  conn.attack = plan.attack;
  conn.tries_again = plan.tries_again;
  conn.lingers = plan.lingers;
  conn.part = static_cast<std::uint8_t>(part);
  conn.client_rtt_us = plan.client_rtt_us;
  conn.server_rtt_us = plan.server_rtt_us;
  conn.exchanges = plan.exchanges;
  conn.owner = plan.owner;
  conn.loss = static_cast<float>(plan.loss);
  conn.serial = serial_++;
  conn.source = Mix((plan.client_address >> 8) + (options_.seed << 32));
  conn.attempt = Mix(conn.tuple.hash + conn.serial);
  queue_.Push(now_, conns_.Add(conn));
}

void World::SetTimer(std::uint32_t part, TimeNs at, std::uint32_t tag) {
  if (free_timers_.empty()) {
    free_timers_.push_back(static_cast<std::uint32_t>(timers_.size()));
    timers_.emplace_back();
  }
  const std::uint32_t timer = free_timers_.back();
  free_timers_.pop_back();
  timers_[timer] = {part, tag};
  queue_.Push(at, timer | kTimerBit);
}

void World::Happen(const Event& event) {
  if ((event.what & kTimerBit) == 0) {
    Play(event.what);
    return;
  }
  const std::uint32_t number = event.what & ~kTimerBit;
  const Timer timer = timers_[number];
  free_timers_.push_back(number);
  workloads_[timer.part]->OnTimer(*stages_[timer.part], timer.tag);
}

// Begins a second of the timeline.
void World::Tick() {
  PlayedSeconds& timeline = metrics_.timeline;
  const CountByClass live = firewall_->Live(next_tick_);
  std::uint64_t sum = 0;
  for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
    timeline.occupancy[cls].push_back(static_cast<std::uint32_t>(live[cls]));
    sum += live[cls];
  }
  metrics_.entries.peak_live = std::max(metrics_.entries.peak_live, sum);
  for (auto* series : {&timeline.connections, &timeline.refused, &timeline.broken, &timeline.attack}) {
    series->push_back(0);
  }
  next_tick_ += kSecond;
}

SimPacket World::PacketOf(const Conn& conn) {
  const BeatInfo& info = InfoOf(conn.beat);
  const bool client = FromClient(conn);
  return {.tuple = conn.tuple,
          .kind = info.kind,
          .sender = client ? conn.client_side : Opposite(conn.client_side),
          .from_server = !client,
          .acks_fin = info.acks_fin,
          .source = conn.source,
          .attempt = conn.attempt};
}

void World::Play(ConnId id) {
  Conn& conn = conns_[id];
  if (conn.beat == Beat::kSyn || conn.beat == Beat::kQuery) Begin(conn);
  ++metrics_.events;
  if (conn.attack) {
    ++metrics_.attack.packets;
    ++metrics_.timeline.attack.back();
  }
  if (recorder_ != nullptr) recorder_->Pass(conn, now_);
  const ConnClass before = conn.stay.cls();
  ledger_.MoveTo(now_, id);
  const Passage passage = firewall_->Process(PacketOf(conn), now_);
  switch (passage.fate) {
    case Fate::kPassed:
      Passed(id, passage, before);
      break;
    case Fate::kPassedBy:
    case Fate::kLateClose:
      GoOn(id);
      break;
    case Fate::kRefused:
      Refused(id, passage.reason);
      break;
    case Fate::kNoEntry:
    case Fate::kInvalid:
      Missed(id);
      break;
  }
}

// The first packet of a connection, or a SYN that is sent again.
void World::Begin(Conn& conn) {
  const bool first = conn.attempts == 0;
  if (conn.beat == Beat::kSyn || first) ++conn.attempts;
  if (conn.attack) {
    metrics_.attack.connections += first ? 1 : 0;
    return;
  }
  if (conn.beat == Beat::kSyn) ++metrics_.legit.syn_attempts;
  if (recorder_ != nullptr && (first || conn.transport == Transport::kUdp)) recorder_->Begin(conn, now_);
  if (!first) return;
  conn.began = now_;
  ++metrics_.legit.connections;
  ++metrics_.timeline.connections.back();
}

void World::Passed(ConnId id, const Passage& passage, ConnClass before) {
  Conn& conn = conns_[id];
  // Picked up again: it had been there, and was gone.
  if (passage.created && conn.entered_once && NeedsEntry(conn.beat)) CountMiss(id);
  if (passage.created && conn.attack && !conn.entered_once) ++metrics_.attack.entered;
  if (recorder_ != nullptr) {
    if (!conn.attack && NeedsEntry(conn.beat)) recorder_->Need(conn, before, now_);
    conn.stay.state = passage.state;
  } else {
    ledger_.Follow(id, passage);
  }
  GoOn(id);
}

void World::GoOn(ConnId id) {
  Conn& conn = conns_[id];
  if ((conn.loss > 0 || conn.closing == Closing::kUnanswered) && LostBehind(id)) return;
  if (conn.beat == Beat::kHandshakeAck) Established(conn);
  const bool alone = (conn.beat == Beat::kSyn || conn.beat == Beat::kQuery) && conn.answer == Answer::kSilence;
  if (alone && conn.beat == Beat::kSyn && conn.tries_again) {
    TrySynAgain(id);
    return;
  }
  TimeNs pause = 0;
  const Beat next = NextBeat(conn, pause);
  if (next == Beat::kOver) {
    const bool answered = conn.answer == Answer::kAccept;
    Finish(id, answered ? Ending::kDone : Ending::kNoAnswer);
  } else {
    Schedule(id, next, pause);
  }
}

Beat World::NextBeat(Conn& conn, TimeNs& pause) {
  const auto pauses = [&] { pause = workloads_[conn.part]->Pause(*stages_[conn.part], conn.owner); };
  const auto closes = [&] {
    if (conn.lingers) pauses();
    return FirstClosingBeat(conn);
  };
  switch (conn.beat) {
    case Beat::kSyn:
      if (conn.answer == Answer::kSilence) return Beat::kOver;
      return conn.answer == Answer::kRefuse ? Beat::kRefusal : Beat::kSynAck;
    case Beat::kSynAck:
      if (conn.answer != Answer::kForged) return Beat::kHandshakeAck;
      return conn.closing == Closing::kReset ? Beat::kReset : Beat::kOver;
    case Beat::kHandshakeAck:
      return conn.exchanges > 0 ? Beat::kRequest : closes();
    case Beat::kRequest:
      return conn.closing == Closing::kHalfClose && conn.exchanges == 1 ? Beat::kHalfFin : Beat::kResponse;
    case Beat::kResponse:
      if (--conn.exchanges == 0) return closes();
      pauses();
      return Beat::kRequest;
    case Beat::kFirstFin:
      return conn.closing == Closing::kUnanswered ? Beat::kOver : Beat::kSecondFin;
    case Beat::kSecondFin:
      return Beat::kLastAck;
    case Beat::kCrossFin:
      return Beat::kCrossFin2;
    case Beat::kCrossFin2:
      return Beat::kCrossAck;
    case Beat::kCrossAck:
      return Beat::kCrossAck2;
    case Beat::kHalfFin:
      return Beat::kHalfAck;
    case Beat::kHalfAck:
      pauses();
      return Beat::kHalfData;
    case Beat::kHalfData:
      return Beat::kSecondFin;
    case Beat::kQuery:
      if (conn.answer == Answer::kAccept) return Beat::kReply;
      [[fallthrough]];
    case Beat::kReply:
      if (--conn.exchanges == 0) return Beat::kOver;
      pauses();
      return Beat::kQuery;
    default:
      return Beat::kOver;
  }
}

Beat World::FirstClosingBeat(const Conn& conn) {
  switch (conn.closing) {
    case Closing::kClientFirst:
    case Closing::kServerFirst:
    case Closing::kHalfClose:
    case Closing::kUnanswered:
      return Beat::kFirstFin;
    case Closing::kCrossing:
      return Beat::kCrossFin;
    case Closing::kReset:
      return Beat::kReset;
    case Closing::kVanish:
      break;
  }
  return Beat::kOver;
}

// The other side needs its round trip. What is lost before it reaches the firewall comes later.
void World::Schedule(ConnId id, Beat next, TimeNs pause) {
  Conn& conn = conns_[id];
  const bool before = FromClient(conn);
  conn.beat = next;
  conn.repeats = 0;
  const bool client = FromClient(conn);
  const TimeNs way =
      before == client ? kOneBehindAnother : TimeNs{1000} * (client ? conn.client_rtt_us : conn.server_rtt_us);
  TimeNs at = now_ + pause + way;
  for (int i = 0; conn.loss > 0 && i < kMostRepeats && losses_.Chance(conn.loss); ++i) at += kRetransmission << i;
  queue_.Push(at, id);
}

// Its receiver has not seen the packet: it passes the firewall once more.
bool World::LostBehind(ConnId id) {
  Conn& conn = conns_[id];
  const bool nobody_there = conn.closing == Closing::kUnanswered && conn.beat == Beat::kFirstFin;
  if (conn.repeats >= kMostRepeats || !(nobody_there || losses_.Chance(conn.loss))) return false;
  if (conn.beat == Beat::kSyn) {
    TrySynAgain(id);
    return true;
  }
  // Nobody repeats an acknowledgement: the FIN that it was for comes again.
  const TimeNs wait = kRetransmission << conn.repeats++;
  if (conn.beat == Beat::kLastAck) conn.beat = Beat::kSecondFin;
  queue_.Push(now_ + wait, id);
  return true;
}

void World::Established(const Conn& conn) {
  if (conn.attack) return;
  ++metrics_.legit.established;
  metrics_.legit.at_first_syn += conn.attempts == 1 ? 1 : 0;
  metrics_.setup.Add(now_ - conn.began);
}

void World::Refused(ConnId id, DropReason reason) {
  Conn& conn = conns_[id];
  if (conn.transport == Transport::kTcp) ++metrics_.refused_by[static_cast<std::size_t>(reason)];
  if (!conn.attack) {
    ++metrics_.timeline.refused.back();
    const bool syn = conn.transport == Transport::kTcp;
    metrics_.legit.syn_refused += syn ? 1 : 0;
    metrics_.legit.datagrams_refused += syn ? 0 : 1;
    metrics_.refused_cost +=
        syn ? SynWait(options_.syn_backoff, conn.attempts) / kMillisecond : std::uint64_t{kDatagramRefusedMs};
  }
  if (conn.transport == Transport::kUdp) {
    Finish(id, Ending::kGaveUp);
  } else if (conn.beat == Beat::kSyn || conn.beat == Beat::kSynAck) {
    TrySynAgain(id);
  } else {
    // Loose: a connection that could not be picked up.
    CountMiss(id);
    Finish(id, Ending::kBroken);
  }
}

void World::TrySynAgain(ConnId id) {
  Conn& conn = conns_[id];
  const bool last = conn.attempts >= SynAttempts(options_.syn_backoff);
  if (!conn.tries_again || last) {
    Finish(id, conn.answer == Answer::kAccept ? Ending::kGaveUp : Ending::kNoAnswer);
    return;
  }
  conn.beat = Beat::kSyn;
  queue_.Push(now_ + SynWait(options_.syn_backoff, conn.attempts), id);
}

// A handshake is begun anew, anything else is broken.
void World::Missed(ConnId id) {
  CountMiss(id);
  if (conns_[id].beat == Beat::kSynAck) {
    TrySynAgain(id);
  } else {
    Finish(id, Ending::kBroken);
  }
}

void World::CountMiss(ConnId id) {
  const Conn& conn = conns_[id];
  const ConnClass cls = conn.evicted_as == ConnClass::kEmpty ? conn.stay.cls() : conn.evicted_as;
  ledger_.Miss(id);
  if (conn.attack) return;
  ++metrics_.timeline.broken.back();
  for (std::size_t mode = 0; mode < kCostModeNames.size(); ++mode) {
    const bool handshake = cls == ConnClass::kHalfOpen && conn.attempts > 0;
    metrics_.broken_cost[mode] += handshake ? SynWait(options_.syn_backoff, conn.attempts) / kMillisecond
                                            : BreakCostMs(static_cast<CostMode>(mode), cls);
  }
}

void World::Finish(ConnId id, Ending ending) {
  const Conn& conn = conns_[id];
  const std::uint32_t part = conn.part;
  const std::uint32_t owner = conn.owner;
  if (!conn.attack) {
    LegitCounts& legit = metrics_.legit;
    (ending == Ending::kDone     ? legit.done
     : ending == Ending::kGaveUp ? legit.gave_up
     : ending == Ending::kBroken ? legit.broken
                                 : legit.no_answer) += 1;
  }
  ledger_.Release(id);
  workloads_[part]->OnEnd(*stages_[part], owner, ending);
}

}  // namespace tidegate::testbed
