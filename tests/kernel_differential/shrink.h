// Makes a conversation that shows a difference as short as can be.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_SHRINK_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_SHRINK_H_

#include <memory>
#include <string>

#include "kernel_differential/comparison.h"
#include "kernel_differential/lane.h"

namespace tidegate::differential {

// Plays ever shorter forms of the conversation on the lane while the difference looks the same, and returns the text of
// the shortest. Sets `error` if the lane failed.
std::string ShrinkToText(const std::unique_ptr<Lane>& lane, const Unlisted& found, const std::string& signature,
                         std::string& error);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_SHRINK_H_
