// Makes conversations from seeds.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_GENERATOR_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_GENERATOR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernel_differential/conversation.h"

namespace tidegate::differential {

// The same seed makes the same conversation. Never empty; epochs do not decrease.
Conversation MakeConversation(std::uint64_t seed);

// Conversations of together at least `packets` packets.
std::vector<Conversation> MakeConversations(std::uint64_t seed, std::size_t packets);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_GENERATOR_H_
