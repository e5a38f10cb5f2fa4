// Conversations and comparisons for people.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_REPORT_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_REPORT_H_

#include <string>

#include "kernel_differential/comparison.h"
#include "kernel_differential/conversation.h"
#include "kernel_differential/lane.h"

namespace tidegate::differential {

// "TCP SA", "UDP", "echo reply", "error 3/1".
std::string KindText(const Packet& packet);

// A row for each packet: time, side, the packet with relative numbers, what each firewall said of it. A star marks a
// difference.
std::string ConversationText(const Conversation& conversation, const Observations& seen);

// The sums, and the classes of differences with how often each was met.
std::string SumsText(const Comparison& sums);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_REPORT_H_
