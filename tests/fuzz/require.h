// How a fuzz target says that something does not hold: one line, and the end of the process, which libFuzzer takes for
// the find.
#ifndef TIDEGATE_TESTS_FUZZ_REQUIRE_H_
#define TIDEGATE_TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace tidegate::fuzz {

[[noreturn]] inline void Fail(std::string_view what, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
  std::fprintf(stderr, "%s:%d: does not hold: %.*s\n", file, line, static_cast<int>(what.size()), what.data());
  std::abort();
}

// Ends the process if `holds` is false. `what` is the property, as a sentence.
inline void Require(bool holds, std::string_view what, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
  if (!holds) [[unlikely]]
    Fail(what, file, line);
}

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_REQUIRE_H_
