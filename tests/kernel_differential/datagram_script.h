// Conversations without a life-cycle of their own: UDP, ICMP echo, other protocols; and ICMP errors about any packet.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DATAGRAM_SCRIPT_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DATAGRAM_SCRIPT_H_

#include "kernel_differential/conversation.h"
#include "kernel_differential/random.h"

namespace tidegate::differential {

void PlayUdp(Conversation& conversation, Random& random);
void PlayEcho(Conversation& conversation, Random& random);
void PlayOther(Conversation& conversation, Random& random);

// Puts an ICMP error about one of its packets somewhere into the conversation.
// REQUIRES: the conversation has packets.
void InsertError(Conversation& conversation, Random& random);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DATAGRAM_SCRIPT_H_
