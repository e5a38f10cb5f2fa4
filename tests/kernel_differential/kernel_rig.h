// The Linux kernel's connection tracking, asked packet by packet.
//
// Two namespaces: one forwards between two veth interfaces and tracks; the other holds their far ends, at which the
// test sends and receives frames. A rule of the first writes what `ct state` says of a packet into its DSCP field, so
// that it comes out with its class.
//
//   test end (client) ==veth== client0 | forwarding, nf_conntrack, nftables | server0 ==veth== test end (server)
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_KERNEL_RIG_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_KERNEL_RIG_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "kernel_differential/conntrack_events.h"
#include "kernel_differential/conversation.h"
#include "kernel_differential/frames.h"
#include "kernel_differential/network_namespace.h"
#include "kernel_differential/packet_class.h"
#include "support/packet_builder.h"

namespace tidegate::differential {

struct TestFrame {
  test::Bytes bytes;
  Side from = Side::kClient;
};

class KernelRig {
 public:
  // Null if it cannot be made here: `error` says what is missing.
  static std::unique_ptr<KernelRig> Create(const Mode& mode, std::string& error);

  // Sends the frames, in order, and tells the class of each. Their tags are overwritten. Sets `error` if the rig
  // itself failed.
  void Classify(std::span<TestFrame> frames, std::span<PacketClass> classes, std::string& error);

  // What the counters of the rules say, by class: a second opinion on the sums.
  std::array<std::uint64_t, kPacketClassCount> CountedByRules(std::string& error) const;

  // The kernel's entry of the number-th connection, as of the last Classify().
  KernelEntry EntryOf(std::uint32_t number) const { return events_.EntryOf(number); }

 private:
  KernelRig(NetworkNamespace middle, NetworkNamespace outside)
      : middle_(std::move(middle)), outside_(std::move(outside)) {}

  void SetUp(const Mode& mode, std::string& error);
  void SetSysctls(const Mode& mode, std::string& error) const;
  void OpenSockets(std::string& error);
  void ClassifyChunk(std::span<TestFrame> frames, std::span<PacketClass> classes, std::string& error);
  void Send(Side from, std::span<const test::Bytes* const> frames, std::string& error) const;
  // Takes what has come out; true once the marker has.
  bool Receive(Side at, std::span<PacketClass> classes) const;

  NetworkNamespace middle_;
  NetworkNamespace outside_;
  std::array<FileDescriptor, 2> sockets_;  // at the ends, by side
  ConntrackEvents events_;
};

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_KERNEL_RIG_H_
