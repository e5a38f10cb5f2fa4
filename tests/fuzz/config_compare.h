// Whether two configurations say the same, member by member: whatever members there are, so that none is forgotten.
#ifndef TIDEGATE_TESTS_FUZZ_CONFIG_COMPARE_H_
#define TIDEGATE_TESTS_FUZZ_CONFIG_COMPARE_H_

#include <algorithm>
#include <boost/pfr.hpp>
#include <concepts>
#include <cstddef>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

namespace tidegate::fuzz {

template <class T>
inline constexpr bool kIsPair = false;
template <class A, class B>
inline constexpr bool kIsPair<std::pair<A, B>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

// The containers come first: they say of themselves that they can be compared, even where their elements cannot.
template <class T>
bool Same(const T& a, const T& b) {
  if constexpr (std::ranges::range<T>) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return Same(x, y); });
  } else if constexpr (kIsPair<T>) {
    return Same(a.first, b.first) && Same(a.second, b.second);
  } else if constexpr (kIsOptional<T>) {
    return a.has_value() == b.has_value() && (!a || Same(*a, *b));
  } else if constexpr (std::equality_comparable<T>) {
    return a == b;
  } else {
    const auto left = boost::pfr::structure_tie(a);
    const auto right = boost::pfr::structure_tie(b);
    return [&]<std::size_t... kMember>(std::index_sequence<kMember...>) {
      return (Same(std::get<kMember>(left), std::get<kMember>(right)) && ...);
    }
    (std::make_index_sequence<boost::pfr::tuple_size_v<T>>());
  }
}

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_CONFIG_COMPARE_H_
