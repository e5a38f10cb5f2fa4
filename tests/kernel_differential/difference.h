// The known differences between the Linux kernel and Tidegate, and who is right.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DIFFERENCE_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DIFFERENCE_H_

#include <cstddef>
#include <span>
#include <string_view>

#include "kernel_differential/conversation.h"
#include "kernel_differential/lane.h"
#include "kernel_differential/packet_class.h"
#include "kernel_differential/tcp_facts.h"

namespace tidegate::differential {

// A packet on which the two part, with all that went before.
struct Situation {
  const Mode& mode;
  const Conversation& conversation;
  const Observations& seen;
  std::size_t step;
  TcpFacts facts;            // before the packet
  ConnState state;           // of our connection before it, whether or not it has expired since
  KernelEntry kernel_entry;  // the kernel's, before it

  Situation(const Mode& in_mode, const Conversation& of, const Observations& as_seen, std::size_t at);

  const Packet& packet() const { return conversation.steps[step].packet; }
  const TcpPart& tcp() const { return packet().tcp; }
  bool IsTcp() const { return packet().kind == PacketKind::kTcp; }
  const Observation& now() const { return seen[step]; }
  DropReason reason() const { return now().result.reason; }
  const SideFacts& sender() const { return facts[packet().from]; }
  const SideFacts& receiver() const { return facts[Opposite(packet().from)]; }
  // Who opened our connection; one that was taken over began with the answer.
  Side Originator() const {
    const Packet& first = conversation.steps[facts.begin].packet;
    return IsSynAck(first.tcp) ? Opposite(first.from) : first.from;
  }
  bool FromOriginator() const { return packet().from == Originator(); }
};

// How two firewalls may part at a packet.
struct DifferenceClass {
  std::string_view name;
  PacketClass kernel;  // the same as `ours` where only the states differ from here on
  PacketClass ours;
  bool (*applies)(const Situation&);
  std::string_view decided_by;  // the RFC, and why
  // The kernel goes on with other numbers than ours: what follows proves nothing.
  bool numbers_part = false;
};

std::span<const DifferenceClass> KnownDifferences();

// The class of a difference, or null if it is not a known one.
const DifferenceClass* Classify(const Situation& situation);

// Whether the states are so far apart that what follows proves nothing: all but a handshake that one of the two thinks
// complete a segment earlier.
bool StatesPart(const Observation& seen);

// Whether the kernel's state of a connection can be that of ours. The kernel has no CLOSING, and takes any
// acknowledgement for that of a FIN (RFC 9293 section 3.6), so its closing states say only that somebody has closed.
bool StatesAgree(const Observation& seen);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DIFFERENCE_H_
