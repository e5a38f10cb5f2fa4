#include "kernel_differential/difference.h"

#include "kernel_differential/difference_rules.h"

namespace tidegate::differential {
namespace {

bool IsTcpState(ConnState state) { return state >= ConnState::kSynSent && state <= ConnState::kClose; }

// Nothing is established before both sides have been seen, whatever the kernel thinks of it.
bool EstablishedByOneSide(const Observation& seen) {
  return seen.result.state == ConnState::kEstablished && seen.ours == PacketClass::kNew;
}

}  // namespace

Situation::Situation(const Mode& in_mode, const Conversation& of, const Observations& as_seen, std::size_t at)
    : mode(in_mode),
      conversation(of),
      seen(as_seen),
      step(at),
      facts(FactsBefore(of, as_seen, at)),
      state(ConnState::kNone),
      kernel_entry(at == 0 ? KernelEntry() : as_seen[at - 1].entry) {
  // A packet that was dropped for its flags, and an ICMP error, do not show the state.
  for (std::size_t i = 0; i < at; ++i) {
    if (of.steps[i].packet.kind != PacketKind::kError && seen[i].result.handle) state = seen[i].result.state;
  }
}

std::span<const DifferenceClass> KnownDifferences() { return kDifferences; }

const DifferenceClass* Classify(const Situation& situation) {
  const Observation& now = situation.now();
  for (const DifferenceClass& known : kDifferences) {
    if (known.kernel == now.kernel && known.ours == now.ours && known.applies(situation)) return &known;
  }
  return nullptr;
}

bool StatesAgree(const Observation& seen) {
  const ConnState ours = seen.result.state;
  if (!IsTcpState(ours)) return true;
  if (EstablishedByOneSide(seen)) return false;
  if (!seen.entry.alive) return ours == ConnState::kClose;
  switch (seen.entry.tcp) {
    case KernelTcp::kSynSent:
      return ours == ConnState::kSynSent;
    case KernelTcp::kSynSent2:
      return ours == ConnState::kSynSent2;
    case KernelTcp::kSynRecv:
      return ours == ConnState::kSynRecv;
    case KernelTcp::kEstablished:
      return ours == ConnState::kEstablished;
    case KernelTcp::kClose:
      return ours == ConnState::kClose;
    default:
      return ours >= ConnState::kFinWait && ours <= ConnState::kTimeWait;
  }
}

bool StatesPart(const Observation& seen) {
  const ConnState ours = seen.result.state;
  const bool late = seen.entry.tcp == KernelTcp::kSynRecv || seen.entry.tcp == KernelTcp::kEstablished;
  const bool our_late = ours == ConnState::kSynRecv || ours == ConnState::kEstablished;
  return EstablishedByOneSide(seen) || (!StatesAgree(seen) && !(late && our_late));
}

}  // namespace tidegate::differential
