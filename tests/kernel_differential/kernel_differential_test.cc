// The differential test: random conversations through the Linux kernel's connection tracking and through Tidegate's.
// Each packet must be new, established, related or invalid to both alike, or the difference be one of difference.cc.
//
// TIDEGATE_DIFFERENTIAL_PACKETS sets how many packets are sent (100,000), TIDEGATE_DIFFERENTIAL_SEED begins with
// others, TIDEGATE_DIFFERENTIAL_EXAMPLES how many unlisted differences are shown in full (10).
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel_differential/comparison.h"
#include "kernel_differential/generator.h"
#include "kernel_differential/lane.h"
#include "kernel_differential/report.h"
#include "kernel_differential/shrink.h"

namespace tidegate::differential {
namespace {

// Most of the packets go to the first.
constexpr std::array<Mode, 4> kModes = {{
    {.name = "strict"},
    {.name = "late_close", .late_close = true},
    {.name = "pickup", .pickup = true},
    {.name = "liberal", .liberal = true},
}};

// As many packets as an epoch has time for on most machines.
constexpr std::uint64_t kBatch = 200'000;
// Each with half as many packets as the one before.
constexpr int kAttempts = 5;

// Under a sanitizer a packet takes several times as long, and is no other packet.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t kPackets = 20'000;
#else
constexpr std::uint64_t kPackets = 100'000;
#endif
constexpr std::string_view kNeeds = "needs root, network namespaces, nftables and nf_conntrack: ";

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  if (text == nullptr) return otherwise;
  std::uint64_t value = 0;
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, value);
  if (error != std::errc() || stop != end) {
    std::cerr << name << " is \"" << text << "\", expected a number\n";
    std::exit(2);
  }
  return value;
}

// A lane for each mode. None if the kernel's side cannot be made here: `missing` says what it lacks.
std::vector<std::unique_ptr<Lane>> MakeLanes(std::string& missing) {
  std::vector<std::unique_ptr<Lane>> lanes;
  for (const Mode& mode : kModes) {
    std::unique_ptr<KernelRig> rig = KernelRig::Create(mode, missing);
    if (!rig) return {};
    std::string error;
    lanes.push_back(Lane::Create(mode, std::move(rig), error));
    EXPECT_EQ(error, "");
    if (!lanes.back()) std::exit(1);
  }
  return lanes;
}

// Plays one batch; again, from fresh connections and with less of them, if the machine was too busy to keep time. Then
// `packets` is what it could do.
PlayResult PlayBatch(std::span<const std::unique_ptr<Lane>> lanes, std::uint64_t seed, std::uint64_t& packets,
                     std::string& error) {
  PlayResult result = PlayResult::kTooSlow;
  for (int attempt = 0; attempt < kAttempts && result == PlayResult::kTooSlow; ++attempt) {
    if (attempt != 0) packets = std::max<std::uint64_t>(1000, packets / 2);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      const std::uint64_t share = i == 0 ? packets * 7 / 10 : packets / 10;
      lanes[i]->Load(MakeConversations(seed * kModes.size() + i, share));
    }
    result = Play(lanes, error);
  }
  return result;
}

// What it takes to play the conversation up to the difference: time first.
std::pair<unsigned, std::size_t> EffortOf(const Unlisted& found) {
  const std::vector<Step>& steps = found.conversation.steps;
  return {steps[found.step].epoch - steps.front().epoch, found.step};
}

void ReportUnlisted(std::span<const std::unique_ptr<Lane>> lanes, const Comparison& sums) {
  std::uint64_t examples = FromEnvironment("TIDEGATE_DIFFERENTIAL_EXAMPLES", 10);
  std::vector<std::pair<std::string, std::vector<Unlisted>>> by_count(sums.unlisted.begin(), sums.unlisted.end());
  std::ranges::stable_sort(by_count, std::greater(), [](const auto& entry) { return entry.second.size(); });
  for (const auto& [signature, found] : by_count) {
    std::string error;
    std::string text = std::to_string(found.size()) + " times " + signature + '\n';
    for (const auto& lane : lanes) {
      if (!signature.ends_with("(" + std::string(lane->mode().name) + ")") || examples == 0) continue;
      text += ShrinkToText(lane, *std::ranges::min_element(found, {}, EffortOf), signature, error);
      --examples;
    }
    ADD_FAILURE() << "not a known difference, " << text << error;
  }
}

TEST(KernelDifferential, EveryDifferenceIsListed) {
  const std::uint64_t packets = FromEnvironment("TIDEGATE_DIFFERENTIAL_PACKETS", kPackets);
  const std::uint64_t seed = FromEnvironment("TIDEGATE_DIFFERENTIAL_SEED", 1);
  std::string error;
  Comparison sums;
  std::uint64_t batch_size = kBatch;  // what the machine has time for, as far as is known
  for (std::uint64_t batch = 0; sums.packets < packets; ++batch) {
    const std::vector<std::unique_ptr<Lane>> lanes = MakeLanes(error);
    if (lanes.empty()) GTEST_SKIP() << kNeeds << error;
    std::uint64_t size = std::min(packets - sums.packets, batch_size);
    const std::uint64_t wanted = size;
    const PlayResult result = PlayBatch(lanes, seed + batch, size, error);
    if (size != wanted) batch_size = size;
    ASSERT_NE(result, PlayResult::kFailed) << error;
    ASSERT_EQ(result, PlayResult::kDone) << "the machine is too busy to keep time";
    for (const auto& lane : lanes) {
      Compare(*lane, sums);
      EXPECT_EQ(lane->CheckAgainstCounters(), "");
    }
    if (!sums.unlisted.empty()) {
      ReportUnlisted(lanes, sums);
      break;
    }
  }
  std::cout << SumsText(sums);
}

// The comparison is of use only if it sees a firewall that is wrong: here one that judges no windows while the kernel
// does. All conversations begin and end in one epoch, so this takes no time.
TEST(KernelDifferential, AWrongFirewallIsFound) {
  std::string missing;
  std::unique_ptr<KernelRig> rig = KernelRig::Create({.name = "strict"}, missing);
  if (!rig) GTEST_SKIP() << kNeeds << missing;
  std::string error;
  const std::unique_ptr<Lane> lane = Lane::Create({.name = "liberal", .liberal = true}, std::move(rig), error);
  ASSERT_NE(lane, nullptr) << error;
  std::vector<Conversation> conversations = MakeConversations(5, 5'000);
  for (Conversation& conversation : conversations) {
    for (Step& step : conversation.steps) step.epoch = 0;
  }
  lane->Load(std::move(conversations));
  ASSERT_EQ(Play(std::span(&lane, 1), error), PlayResult::kDone) << error;
  Comparison sums;
  Compare(*lane, sums);
  EXPECT_GT(sums.unlisted.size(), 5u);
}

}  // namespace
}  // namespace tidegate::differential
