// Compares what the two firewalls said, packet by packet.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_COMPARISON_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernel_differential/conversation.h"
#include "kernel_differential/difference.h"
#include "kernel_differential/lane.h"

namespace tidegate::differential {

// A difference nobody has explained.
struct Unlisted {
  Conversation conversation;
  std::size_t step = 0;
};

struct Comparison {
  std::uint64_t packets = 0;
  std::uint64_t compared = 0;  // the others came behind states that had parted
  std::uint64_t equal = 0;
  std::map<std::string, std::uint64_t> agreed;  // by class
  struct Listed {
    std::uint64_t times = 0;
    std::uint64_t packets_behind = 0;  // that were not compared for it
  };
  std::map<const DifferenceClass*, Listed> listed;
  std::map<std::string, std::vector<Unlisted>> unlisted;  // by what it looks like
};

// The first unlisted difference of a conversation, if it has one.
std::optional<std::size_t> FindUnlisted(const Mode& mode, const Conversation& conversation, const Observations& seen);

// What the difference looks like: both classes, the packet's kind, flags and direction, our state and reason.
std::string SignatureOf(const Situation& situation);

// Adds a lane's conversations.
void Compare(const Lane& lane, Comparison& sums);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_COMPARISON_H_
