// Numbers and columns for people.
#include "conntrack/text.h"

#include <cmath>

namespace tidegate::bench {

std::string PadLeft(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string PadRight(const std::string& text, std::size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ') : text + " ";
}

std::string TrimRight(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string Grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string Figure(double value) {
  if (value < 9.995) return Format("%.2f", value);
  if (value < 999.95) return Format("%.1f", value);
  return Grouped(static_cast<std::uint64_t>(std::llround(value)));
}

std::string RatioOf(double ratio) {
  if (ratio < 9.995) return Format("%.2fx", ratio);
  return ratio < 99.95 ? Format("%.1fx", ratio) : Format("%.0fx", ratio);
}

std::string Percent(double share) { return Format("%.3g %%", share * 100); }

}  // namespace tidegate::bench
