// What has passed on one connection since it began, and which states that can explain.
#ifndef TIDEGATE_TESTS_FUZZ_HISTORY_H_
#define TIDEGATE_TESTS_FUZZ_HISTORY_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "tidegate/account_counts.h"
#include "tidegate/conn_state.h"
#include "tidegate/firewall.h"
#include "tidegate/packet_view.h"

namespace tidegate::fuzz {

class History {
 public:
  enum class Beginning : std::uint8_t {
    kOpened,     // by its first packet
    kPickedUp,   // TCP in mid-stream
    kTakenOver,  // TCP: by a SYN-ACK that answers a SYN let through before
  };

  explicit History(Beginning beginning) : beginning_(beginning) {
    if (beginning == Beginning::kTakenOver) sent_[kOriginalDirection] = kTcpSyn;
  }

  // A packet has passed: kOriginalDirection or kReplyDirection.
  void Pass(const PacketView& view, std::size_t direction);

  bool HasReplied() const { return passed_[kReplyDirection] != 0; }

  // Ends the process where what has passed does not explain the connection's state or its accounts.
  void Check(const ConnInfo& conn) const;

 private:
  bool BothSent(std::uint8_t flag) const { return (sent_[0] & sent_[1] & flag) != 0; }
  bool OneSent(std::uint8_t flag) const { return ((sent_[0] | sent_[1]) & flag) != 0; }
  bool BothHeard() const { return BothPassed() || (beginning_ == Beginning::kTakenOver && HasReplied()); }
  bool BothPassed() const { return passed_[0] != 0 && passed_[1] != 0; }

  void CheckTcp(ConnState state) const;
  void CheckOther(ConnState state) const;

  Beginning beginning_;
  std::array<std::uint8_t, 2> sent_{};     // TCP flags, by direction
  std::array<std::uint64_t, 2> passed_{};  // packets
  std::uint32_t chunks_ = 0;               // SCTP, of both directions
};

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_HISTORY_H_
