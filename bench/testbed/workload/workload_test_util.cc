#include "testbed/workload/workload_test_util.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "testbed/workload/workloads.h"

namespace tidegate::testbed {
namespace {

constexpr std::uint32_t kTimerBit = 1u << 31;

// For how long nobody answers: the classic back-off, and a server's FIN that is sent again.
constexpr TimeNs kBackoff = 127 * kSecond;
constexpr TimeNs kFinRepeats = 51 * kSecond;

absl::StatusOr<std::unique_ptr<Workload>> Make(const std::string& json, std::uint64_t sample, std::uint64_t seconds) {
  Json parameters = Json::parse(json);
  Cell cell;
  cell.sample = sample;
  cell.seconds = seconds;
  cell.workload.name = parameters["name"].get<std::string>();
  parameters.erase("name");
  cell.workload.parameters = parameters;
  return MakeWorkload(cell.workload, cell, "workload");
}

}  // namespace

std::unique_ptr<Workload> WorkloadOf(const std::string& json, std::uint64_t sample, std::uint64_t seconds) {
  auto made = Make(json, sample, seconds);
  if (made.ok()) return *std::move(made);
  std::fprintf(stderr, "%s: %s\n", json.c_str(), made.status().ToString().c_str());
  std::abort();
}

std::string ErrorOf(const std::string& json) {
  const auto made = Make(json, 1, 300);
  return made.ok() ? "no error" : std::string(made.status().message());
}

void FakeStage::Play(Workload& workload, TimeNs length) {
  workload.Begin(*this);
  while (!queue_.empty() && queue_.top().at < length) {
    const Event event = queue_.Pop();
    now_ = event.at;
    if ((event.what & kTimerBit) != 0) {
      workload.OnTimer(*this, event.what & ~kTimerBit);
    } else {
      Advance(workload, event.what);
    }
  }
}

std::uint64_t FakeStage::Count(const std::function<bool(const Played&)>& condition) const {
  return static_cast<std::uint64_t>(std::count_if(played_.begin(), played_.end(), condition));
}

std::uint64_t FakeStage::OpenAt(TimeNs time) const {
  return Count([&](const Played& played) { return played.open_at(time); });
}

std::uint64_t FakeStage::Digest() const {
  std::uint64_t digest = 0;
  const auto mix = [&](std::uint64_t value) { digest = Random(digest ^ value).Bits(); };
  for (const Played& played : played_) {
    const Plan& plan = played.plan;
    mix(played.at);
    mix(std::uint64_t{plan.client_address} << 32 | plan.server_address);
    mix(std::uint64_t{plan.client_port} << 16 | plan.server_port);
    mix(std::uint64_t{plan.exchanges} << 32 | static_cast<std::uint64_t>(plan.closing));
    for (const TimeNs pause : played.pauses) mix(pause);
  }
  return digest;
}

void FakeStage::Open(const Plan& plan) {
  EXPECT_TRUE(in_use_.insert(TupleOf(plan)).second)
      << "a tuple is in use twice: client " << plan.client_address << " port " << plan.client_port;
  queue_.Push(now_, static_cast<std::uint32_t>(played_.size()));
  played_.push_back({.plan = plan, .at = now_, .end = 0, .pauses = {}});
  talks_.push_back({.exchanges = plan.exchanges, .ending = fate ? fate(plan, now_) : FateOf(plan)});
}

void FakeStage::SetTimer(TimeNs at, std::uint32_t tag) {
  EXPECT_GE(at, now_);
  EXPECT_EQ(tag & kTimerBit, 0u);
  queue_.Push(at, tag | kTimerBit);
}

FakeStage::Tuple FakeStage::TupleOf(const Plan& plan) {
  return {plan.client_address, plan.client_port, plan.server_address, plan.server_port, plan.transport};
}

Ending FakeStage::FateOf(const Plan& plan) {
  return plan.answer == Answer::kAccept ? Ending::kDone : Ending::kNoAnswer;
}

void FakeStage::Advance(Workload& workload, std::uint32_t number) {
  Talk& talk = talks_[number];
  if (talk.step != Step::kEnd) {
    const TimeNs wait = Converse(workload, number);
    queue_.Push(now_ + wait, number);
    return;
  }
  Played& played = played_[number];
  played.end = now_;
  played.ending = talk.ending;
  in_use_.erase(TupleOf(played.plan));
  workload.OnEnd(*this, played.plan.owner, talk.ending);
}

// Does what comes next, and says how long it takes. A broken conversation is broken in its second exchange, or its
// only one.
TimeNs FakeStage::Converse(Workload& workload, std::uint32_t number) {
  Talk& talk = talks_[number];
  const Plan& plan = played_[number].plan;
  const TimeNs trip = TimeNs{1000} * (plan.client_rtt_us + plan.server_rtt_us);
  switch (talk.step) {
    case Step::kOpen: {
      const bool tcp = plan.transport == Transport::kTcp;
      const bool over = talk.ending == Ending::kNoAnswer || talk.ending == Ending::kGaveUp;
      talk.step = over ? Step::kEnd : talk.exchanges > 0 ? Step::kExchange : Step::kClose;
      const bool repeats = talk.ending == Ending::kGaveUp || plan.answer == Answer::kSilence;
      return over && repeats && tcp && plan.tries_again ? kBackoff : tcp ? trip : 0;
    }
    case Step::kExchange:
      --talk.exchanges;
      talk.step = talk.ending == Ending::kBroken ? Step::kEnd : talk.exchanges == 0 ? Step::kClose : Step::kExchange;
      return trip + (talk.exchanges > 0 ? Pause(workload, number) : 0);
    case Step::kClose: {
      talk.step = Step::kEnd;
      if (plan.transport == Transport::kUdp) return 0;
      const TimeNs pause = plan.lingers ? Pause(workload, number) : 0;
      return pause + (plan.closing == Closing::kVanish ? 0 : plan.closing == Closing::kUnanswered ? kFinRepeats : trip);
    }
    case Step::kEnd:
      break;
  }
  return 0;
}

TimeNs FakeStage::Pause(Workload& workload, std::uint32_t number) {
  const TimeNs pause = workload.Pause(*this, played_[number].plan.owner);
  played_[number].pauses.push_back(pause);
  return pause;
}

}  // namespace tidegate::testbed
