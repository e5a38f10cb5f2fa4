#include "kernel_differential/comparison.h"

#include "kernel_differential/report.h"

namespace tidegate::differential {
namespace {

// Both begin a connection with this SYN: each has a new entry, or ours one that began with the same SYN.
bool BothBegin(const Situation& situation) {
  const Observation& now = situation.now();
  if (now.kernel != PacketClass::kNew || now.ours != PacketClass::kNew) return false;
  if (now.entry.births == situation.kernel_entry.births) return false;
  if (now.result.handle != situation.seen[situation.step - 1].result.handle) return true;
  return IsSyn(situation.tcp()) && now.result.state == ConnState::kSynSent &&
         EndOf(situation.tcp()) == situation.sender().first_end;
}

// Both take this SYN-ACK for the answer to the same SYN, and their numbers from the two.
bool BothTakeAnswer(const Situation& situation) {
  const Observation& now = situation.now();
  return IsSynAck(situation.tcp()) && now.kernel == PacketClass::kEstablished &&
         now.ours == PacketClass::kEstablished && now.entry.tcp == KernelTcp::kSynRecv &&
         situation.kernel_entry.tcp != KernelTcp::kSynRecv && now.result.state == ConnState::kSynRecv &&
         situation.state != ConnState::kSynRecv;
}

bool Passed(PacketClass cls) { return cls == PacketClass::kNew || cls == PacketClass::kEstablished; }

// A conversation's way through the comparison.
class Walk {
 public:
  Walk(const Mode& mode, const Conversation& conversation, const Observations& seen)
      : mode_(mode), conversation_(conversation), seen_(seen) {}

  enum class Step : std::uint8_t { kEqual, kListed, kUnlisted, kNotCompared };

  // `known` is the class of a listed difference.
  Step Take(std::size_t step, const DifferenceClass*& known) {
    const Observation& now = seen_[step];
    const bool tcp = conversation_.steps[step].packet.kind == PacketKind::kTcp;
    if (tcp && (parted_ || disagree_)) {
      const Situation situation(mode_, conversation_, seen_, step);
      if (BothBegin(situation) || BothTakeAnswer(situation)) parted_ = disagree_ = false;
    }
    if (parted_) return Step::kNotCompared;
    // An entry's state is certain only behind a packet that both took for its own.
    const bool disagreed = disagree_;
    if (tcp && Passed(now.kernel) && Passed(now.ours)) disagree_ = !StatesAgree(now);
    const bool part_now = disagree_ && (!disagreed || StatesPart(now));
    if (now.kernel == now.ours && !part_now) return Step::kEqual;
    known = Classify(Situation(mode_, conversation_, seen_, step));
    parted_ = tcp && (StatesPart(now) || (known != nullptr && known->numbers_part));
    return known == nullptr ? Step::kUnlisted : Step::kListed;
  }

 private:
  const Mode& mode_;
  const Conversation& conversation_;
  const Observations& seen_;
  bool parted_ = false;    // until both begin anew
  bool disagree_ = false;  // about the state
};

}  // namespace

std::optional<std::size_t> FindUnlisted(const Mode& mode, const Conversation& conversation, const Observations& seen) {
  Walk walk(mode, conversation, seen);
  for (std::size_t step = 0; step < seen.size(); ++step) {
    const DifferenceClass* known = nullptr;
    if (walk.Take(step, known) == Walk::Step::kUnlisted) return step;
  }
  return std::nullopt;
}

std::string SignatureOf(const Situation& situation) {
  const Observation& now = situation.now();
  std::string text = "kernel " + std::string(Name(now.kernel)) + ", ours " + std::string(Name(now.ours)) + ": ";
  text += KindText(situation.packet());
  if (situation.IsTcp()) {
    text += situation.FromOriginator() ? " of the originator" : " of the responder";
    text += ", kernel " + std::string(Name(situation.kernel_entry.tcp)) + " -> " + std::string(Name(now.entry.tcp));
    text += ", ours " + std::string(Name(situation.state)) + " -> " + std::string(Name(now.result.state));
  }
  if (now.result.reason != DropReason::kNone) text += ", dropped as " + std::string(Name(now.result.reason));
  return text + " (" + std::string(situation.mode.name) + ")";
}

void Compare(const Lane& lane, Comparison& sums) {
  for (std::size_t i = 0; i < lane.conversations().size(); ++i) {
    const Conversation& conversation = lane.conversations()[i];
    const Observations& seen = lane.ObservationsOf(i);
    Walk walk(lane.mode(), conversation, seen);
    sums.packets += seen.size();
    bool unlisted = false;
    const DifferenceClass* last = nullptr;
    for (std::size_t step = 0; step < seen.size() && !unlisted; ++step) {
      const DifferenceClass* known = nullptr;
      const Walk::Step result = walk.Take(step, known);
      sums.compared += result == Walk::Step::kNotCompared ? 0 : 1;
      if (result == Walk::Step::kEqual) {
        ++sums.equal;
        ++sums.agreed[std::string(Name(seen[step].ours))];
      }
      if (result == Walk::Step::kNotCompared && last != nullptr) ++sums.listed[last].packets_behind;
      if (result == Walk::Step::kListed) ++sums.listed[last = known].times;
      if (result == Walk::Step::kUnlisted) {
        sums.unlisted[SignatureOf(Situation(lane.mode(), conversation, seen, step))].push_back({conversation, step});
        unlisted = true;
      }
    }
  }
}

}  // namespace tidegate::differential
