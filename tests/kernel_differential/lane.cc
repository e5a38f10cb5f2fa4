#include "kernel_differential/lane.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace tidegate::differential {
namespace {

using std::chrono::steady_clock;

// How much of a tick an epoch may take. Entries are refreshed at the earliest at its begin and asked for at the latest
// at its end: with this much no entry's life ends between the two, kLifeSeconds being a tick and a half.
constexpr auto kEpochLimit = std::chrono::milliseconds(kTickSeconds * 1000 * 2 / 5);

// Comes before others on a busy machine, while it lives: the kernel's time does not wait.
class HighPriority {
 public:
  HighPriority() : before_(getpriority(PRIO_PROCESS, 0)) { setpriority(PRIO_PROCESS, 0, -20); }
  ~HighPriority() { setpriority(PRIO_PROCESS, 0, before_); }
  HighPriority(const HighPriority&) = delete;
  HighPriority& operator=(const HighPriority&) = delete;

 private:
  int before_;
};

bool HasEpoch(const Lane& lane, unsigned epoch) {
  return std::ranges::any_of(lane.conversations(), [epoch](const Conversation& conversation) {
    return std::ranges::any_of(conversation.steps, [epoch](const Step& step) { return step.epoch == epoch; });
  });
}

}  // namespace

std::unique_ptr<Lane> Lane::Create(const Mode& mode, std::unique_ptr<KernelRig> rig, std::string& error) {
  std::unique_ptr<OurFirewall> firewall = OurFirewall::Create(mode, error);
  if (!firewall) return nullptr;
  return std::unique_ptr<Lane>(new Lane(mode, std::move(rig), std::move(firewall)));
}

void Lane::Load(std::vector<Conversation> conversations) {
  first_number_ += static_cast<std::uint32_t>(conversations_.size());
  first_epoch_ += kEpochs;
  conversations_ = std::move(conversations);
  observations_.assign(conversations_.size(), {});
}

void Lane::PlayEpoch(unsigned epoch, std::string& error) {
  for (;;) {
    std::vector<std::size_t> turn;
    for (std::size_t i = 0; i < conversations_.size(); ++i) {
      const std::size_t next = observations_[i].size();
      if (next < conversations_[i].steps.size() && conversations_[i].steps[next].epoch == epoch) turn.push_back(i);
    }
    if (turn.empty() || !error.empty()) return;
    PlayRound(turn, epoch, error);
  }
}

void Lane::PlayRound(std::span<const std::size_t> turn, unsigned epoch, std::string& error) {
  std::vector<TestFrame> frames;
  for (const std::size_t i : turn) {
    const std::size_t next = observations_[i].size();
    const Ends ends = EndsOf(first_number_ + static_cast<std::uint32_t>(i), conversations_[i].v6);
    frames.push_back({FrameOf(conversations_[i], next, ends), conversations_[i].steps[next].packet.from});
  }
  std::vector<PacketClass> kernel(frames.size());
  std::vector<PacketResult> ours(frames.size());
  rig_->Classify(frames, kernel, error);
  firewall_->Process(frames, first_epoch_ + epoch, ours);
  for (std::size_t at = 0; at < turn.size(); ++at) {
    const std::size_t i = turn[at];
    const auto number = first_number_ + static_cast<std::uint32_t>(i);
    observations_[i].push_back({kernel[at], ClassOf(ours[at]), ours[at], rig_->EntryOf(number)});
    ++seen_[static_cast<std::size_t>(kernel[at])];
  }
}

std::string Lane::CheckAgainstCounters() const {
  std::string error;
  const auto counted = rig_->CountedByRules(error);
  for (std::size_t i = 1; i < kPacketClassCount && error.empty(); ++i) {
    if (counted[i] == seen_[i]) continue;
    error = "the kernel's rules counted " + std::to_string(counted[i]) + " packets as " +
            std::string(Name(static_cast<PacketClass>(i))) + ", but " + std::to_string(seen_[i]) + " came out as such";
  }
  return error;
}

PlayResult Play(std::span<const std::unique_ptr<Lane>> lanes, std::string& error) {
  std::vector<unsigned> epochs;
  for (unsigned epoch = 0; epoch < kEpochs; ++epoch) {
    if (std::ranges::any_of(lanes, [epoch](const auto& lane) { return HasEpoch(*lane, epoch); }))
      epochs.push_back(epoch);
  }
  const HighPriority priority;
  const steady_clock::time_point begin = steady_clock::now();
  for (const unsigned epoch : epochs) {
    const auto start = begin + std::chrono::seconds(kTickSeconds) * (epoch - epochs.front());
    std::this_thread::sleep_until(start);
    for (const auto& lane : lanes) lane->PlayEpoch(epoch, error);
    if (!error.empty()) return PlayResult::kFailed;
    if (steady_clock::now() - start > kEpochLimit) return PlayResult::kTooSlow;
  }
  return PlayResult::kDone;
}

}  // namespace tidegate::differential
