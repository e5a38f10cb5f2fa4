// Joins texts and numbers. absl::StrCat() takes no std::string_view where Abseil has a string_view of its own, as in
// Debian.
#ifndef TIDEGATE_TESTBED_REPORT_CAT_H_
#define TIDEGATE_TESTBED_REPORT_CAT_H_

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "conntrack/text.h"

namespace tidegate::testbed {

// Text as it is, whole numbers with all their digits, others with six.
void Append(std::string& text, const auto&... parts) {
  const auto append = [&text](const auto& part) {
    if constexpr (std::is_convertible_v<decltype(part), std::string_view>) {
      text.append(std::string_view(part));
    } else if constexpr (std::floating_point<std::remove_cvref_t<decltype(part)>>) {
      text.append(bench::Format("%.6g", part));
    } else {
      text.append(std::to_string(part));
    }
  };
  (append(parts), ...);
}

std::string Cat(const auto&... parts) {
  std::string text;
  Append(text, parts...);
  return text;
}

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_CAT_H_
