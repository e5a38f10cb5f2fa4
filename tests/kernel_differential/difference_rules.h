// The list itself, in the order in which its rows are tried.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DIFFERENCE_RULES_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DIFFERENCE_RULES_H_

#include <span>

#include "kernel_differential/difference.h"

namespace tidegate::differential {

extern const std::span<const DifferenceClass> kDifferences;

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_DIFFERENCE_RULES_H_
