#include "kernel_differential/generator.h"

#include "kernel_differential/datagram_script.h"
#include "kernel_differential/mutator.h"
#include "kernel_differential/random.h"
#include "kernel_differential/tcp_script.h"

namespace tidegate::differential {
namespace {

void PlayAny(Conversation& conversation, Random& random) {
  const std::uint32_t kind = random.Below(100);
  if (kind < 82) {
    TcpScript(conversation, random).Play();
  } else if (kind < 89) {
    PlayUdp(conversation, random);
  } else if (kind < 96) {
    PlayEcho(conversation, random);
  } else {
    PlayOther(conversation, random);
  }
}

// Begins later, as far as the epochs allow, so that all of them are used.
void Delay(Conversation& conversation, Random& random) {
  const unsigned room = kEpochs - 1 - conversation.steps.back().epoch;
  const unsigned delay = random.Below(room + 1);
  for (Step& step : conversation.steps) step.epoch += delay;
}

}  // namespace

Conversation MakeConversation(std::uint64_t seed) {
  Random random(seed);
  Conversation conversation;
  conversation.seed = seed;
  conversation.v6 = random.Chance(20);
  PlayAny(conversation, random);
  if (random.Chance(60)) {
    for (std::uint32_t count = random.Between(1, 3); count > 0; --count) Mutate(conversation, random);
  }
  if (random.Chance(12)) InsertError(conversation, random);
  Delay(conversation, random);
  return conversation;
}

std::vector<Conversation> MakeConversations(std::uint64_t seed, std::size_t packets) {
  Random seeds(seed);
  std::vector<Conversation> conversations;
  for (std::size_t made = 0; made < packets; made += conversations.back().steps.size()) {
    conversations.push_back(MakeConversation(seeds.Next()));
  }
  return conversations;
}

}  // namespace tidegate::differential
