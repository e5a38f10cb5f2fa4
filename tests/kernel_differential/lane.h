// Conversations on their way through both firewalls, set up in one mode.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_LANE_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_LANE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kernel_differential/conversation.h"
#include "kernel_differential/kernel_rig.h"
#include "kernel_differential/our_firewall.h"
#include "kernel_differential/packet_class.h"
#include "tidegate/verdict.h"

namespace tidegate::differential {

// What became of one packet.
struct Observation {
  PacketClass kernel = PacketClass::kLost;
  PacketClass ours = PacketClass::kLost;
  PacketResult result;  // ours
  KernelEntry entry;    // the kernel's, behind the packet
};

using Observations = std::vector<Observation>;  // by step

class Lane {
 public:
  // Null if our firewall cannot be made; `error` says why. REQUIRES: `rig` is set up in this mode.
  static std::unique_ptr<Lane> Create(const Mode& mode, std::unique_ptr<KernelRig> rig, std::string& error);

  const Mode& mode() const { return mode_; }
  std::span<const Conversation> conversations() const { return conversations_; }
  const Observations& ObservationsOf(std::size_t conversation) const { return observations_[conversation]; }

  // Replaces what is to be played. Addresses are not used twice.
  void Load(std::vector<Conversation> conversations);

  // Plays all packets of the epoch, those of different conversations interleaved.
  void PlayEpoch(unsigned epoch, std::string& error);

  // The sums of the observations do not contradict the kernel's own counters; else says how.
  std::string CheckAgainstCounters() const;

 private:
  Lane(const Mode& mode, std::unique_ptr<KernelRig> rig, std::unique_ptr<OurFirewall> firewall)
      : mode_(mode), rig_(std::move(rig)), firewall_(std::move(firewall)) {}

  // Plays one packet of each of these conversations.
  void PlayRound(std::span<const std::size_t> turn, unsigned epoch, std::string& error);

  Mode mode_;
  std::unique_ptr<KernelRig> rig_;
  std::unique_ptr<OurFirewall> firewall_;
  std::vector<Conversation> conversations_;
  std::vector<Observations> observations_;  // by conversation
  std::uint32_t first_number_ = 0;          // of the connections of conversations_
  unsigned first_epoch_ = 0;                // of our firewall's time, which never runs backwards
  std::array<std::uint64_t, kPacketClassCount> seen_{};
};

enum class PlayResult : std::uint8_t {
  kDone,
  kTooSlow,  // the machine was too busy to keep the epochs apart: nothing is proved
  kFailed,
};

// Plays what the lanes were loaded with, from the first epoch that has packets to the last.
PlayResult Play(std::span<const std::unique_ptr<Lane>> lanes, std::string& error);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_LANE_H_
