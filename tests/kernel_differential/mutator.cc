#include "kernel_differential/mutator.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace tidegate::differential {
namespace {

using Steps = std::vector<Step>;
using Mutation = void (*)(Steps& steps, std::size_t at, Random& random);

// How far a number is put off: one, some, a window, a scaled window, far, anything; either way.
std::uint32_t Offset(Random& random) {
  const std::array<std::uint32_t, 8> offsets = {
      1,          random.Between(2, 3000), 65'535,         66'000, random.Between(3000, 200'000),
      10'000'000, 1'000'000'000,           random.Next32()};
  const std::uint32_t offset = random.OneOf(offsets);
  return random.Chance(50) ? offset : 0 - offset;
}

void OtherFlags(Steps& steps, std::size_t at, Random& random) {
  // The legal combinations and all others, of SYN, ACK, FIN, RST, URG and PSH.
  static constexpr std::array<std::uint8_t, 6> kUsual = {kTcpSyn,           kTcpSyn | kTcpAck, kTcpAck,
                                                         kTcpFin | kTcpAck, kTcpRst,           kTcpRst | kTcpAck};
  steps[at].packet.tcp.flags = random.Chance(60) ? random.OneOf(kUsual) : static_cast<std::uint8_t>(random.Below(64));
}
void OtherSeq(Steps& steps, std::size_t at, Random& random) { steps[at].packet.tcp.seq += Offset(random); }
void OtherAck(Steps& steps, std::size_t at, Random& random) { steps[at].packet.tcp.ack += Offset(random); }
void OtherWindow(Steps& steps, std::size_t at, Random& random) {
  const std::array<std::uint16_t, 4> windows = {0, 1, 65535, static_cast<std::uint16_t>(random.Next32())};
  steps[at].packet.tcp.window = random.OneOf(windows);
}
void Lose(Steps& steps, std::size_t at, Random&) {
  if (steps.size() > 1) steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(at));
}
void Duplicate(Steps& steps, std::size_t at, Random& random) {
  Step copy = steps[at];
  const std::size_t to = at + 1 + random.Below(static_cast<std::uint32_t>(steps.size() - at));
  copy.epoch = steps[to - 1].epoch;
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(to), copy);
}
void SwapWithNext(Steps& steps, std::size_t at, Random&) {
  if (at + 1 < steps.size()) std::swap(steps[at].packet, steps[at + 1].packet);
}
void TurnRound(Steps& steps, std::size_t at, Random&) { steps[at].packet.from = Opposite(steps[at].packet.from); }
void TakeTime(Steps& steps, std::size_t at, Random& random) {
  const unsigned ticks = random.Between(1, 2);
  for (std::size_t i = at; i < steps.size(); ++i) steps[i].epoch = std::min(steps[i].epoch + ticks, kEpochs - 1);
}

constexpr std::array<std::pair<Mutation, std::string_view>, 5> kForAll = {{
    {Lose, "lose"},
    {Duplicate, "duplicate"},
    {SwapWithNext, "swap"},
    {TurnRound, "turn round"},
    {TakeTime, "time"},
}};
constexpr std::array<std::pair<Mutation, std::string_view>, 6> kForTcp = {{
    {OtherFlags, "flags"},
    {OtherFlags, "flags"},
    {OtherSeq, "seq"},
    {OtherSeq, "seq"},
    {OtherAck, "ack"},
    {OtherWindow, "window"},
}};

}  // namespace

void Mutate(Conversation& conversation, Random& random) {
  const std::size_t at = random.Below(static_cast<std::uint32_t>(conversation.steps.size()));
  const bool tcp = conversation.steps[at].packet.kind == PacketKind::kTcp && random.Chance(60);
  const auto& [mutation, name] = tcp ? random.OneOf(kForTcp) : random.OneOf(kForAll);
  mutation(conversation.steps, at, random);
  conversation.story += "; " + std::string(name) + " at " + std::to_string(at);
}

}  // namespace tidegate::differential
