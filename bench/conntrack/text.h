// Numbers and columns for people.
#ifndef TIDEGATE_BENCH_CONNTRACK_TEXT_H_
#define TIDEGATE_BENCH_CONNTRACK_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

namespace tidegate::bench {

// std::snprintf() into a string, of at most 255 characters.
std::string Format(const char* format, auto... values) {
  char buffer[256];
  std::snprintf(buffer, sizeof(buffer), format, values...);
  return buffer;
}

std::string PadLeft(const std::string& text, std::size_t width);
std::string PadRight(const std::string& text, std::size_t width);
std::string TrimRight(std::string text);

// 112928: "112,928".
std::string Grouped(std::uint64_t number);
// Three digits and more as far as they mean something: "8.53", "30.1", "1,234".
std::string Figure(double value);
// "0.86x", "12.3x", "123x".
std::string RatioOf(double ratio);
// A share as "0.012 %", "57 %".
std::string Percent(double share);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_TEXT_H_
