// Covers that are found at once, and are often nearly the cheapest: by going through the moments in order.
#ifndef TIDEGATE_TESTBED_OPTIMUM_GREEDY_COVER_H_
#define TIDEGATE_TESTBED_OPTIMUM_GREEDY_COVER_H_

#include <vector>

#include "testbed/optimum/moments.h"

namespace tidegate::testbed {

// Whether `a` is taken rather than `b`.
using SpanOrder = bool (*)(const Span& a, const Span& b);

// The optimum if all cost the same (fewest_without.h).
bool EndsLater(const Span& a, const Span& b);
// If they do not, good where the dear ones are short.
bool CostsLess(const Span& a, const Span& b);
// And this where they are long.
bool CostsLessForItsLength(const Span& a, const Span& b);

// Which spans are taken, if at each moment the first in `order` are, of those that are alive, until they are enough.
std::vector<bool> GreedyCover(const Moments& moments, SpanOrder order);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_GREEDY_COVER_H_
