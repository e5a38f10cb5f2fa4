// Spoils conversations: what a broken endpoint, a lossy path or an attacker would make of them.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_MUTATOR_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_MUTATOR_H_

#include "kernel_differential/conversation.h"
#include "kernel_differential/random.h"

namespace tidegate::differential {

// Makes one change. REQUIRES: the conversation has packets and none of them is an ICMP error.
void Mutate(Conversation& conversation, Random& random);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_MUTATOR_H_
