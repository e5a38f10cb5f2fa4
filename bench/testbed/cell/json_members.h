// Reads a JSON object's members one by one and checks them, with the place of whatever is wrong.
//
//   std::optional<Problem> problem;
//   Members fields(json, "$", problem);
//   fields.Count("seconds", 1, 3600, seconds);
//   fields.Finish();
//   if (problem) ...  // {"$.seconds", "found 0, expected 1 to 3600"}
//
// The first problem wins; after it everything still reads, and leaves its destination alone.
#ifndef TIDEGATE_TESTBED_CELL_JSON_MEMBERS_H_
#define TIDEGATE_TESTBED_CELL_JSON_MEMBERS_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"

namespace tidegate::testbed {

using Json = nlohmann::ordered_json;

struct Problem {
  std::string path;  // "$.overlay[0].rate"
  std::string what;  // "found X, expected Y"
};

// The paths of a member and of an element.
std::string PathOf(const std::string& path, std::string_view key);
std::string PathOf(const std::string& path, std::size_t index);

// "found VALUE, expected `expected`", on one line whatever the value is.
std::string Mismatch(const Json& found, std::string_view expected);
// "found nothing, expected `expected`".
std::string Missing(std::string_view expected);

// "a, b, c".
std::string JoinNames(const std::vector<std::string_view>& names);

class Members {
 public:
  // REQUIRES: all of them outlive this. What is no object is reported and has no members.
  Members(const Json& json, std::string path, std::optional<Problem>& problem);

  // The member, null if there is none; it is known from now on.
  const Json* Find(std::string_view name);
  std::string PathTo(std::string_view name) const { return PathOf(path_, name); }
  void Fail(std::string_view name, std::string what);

  // Each leaves `out` alone if the member is missing.
  template <std::unsigned_integral T>
  void Count(std::string_view name, std::uint64_t least, std::uint64_t most, T& out) {
    if (const std::optional<std::uint64_t> count = ReadCount(name, least, most)) out = static_cast<T>(*count);
  }
  void Flag(std::string_view name, bool& out);
  void Text(std::string_view name, std::string& out);
  // One of `names`; returns which.
  std::optional<std::size_t> OneOf(std::string_view name, const std::vector<std::string_view>& names);

  // Reports a member that nobody has asked for.
  void Finish();

 private:
  std::optional<std::uint64_t> ReadCount(std::string_view name, std::uint64_t least, std::uint64_t most);

  const Json& json_;
  std::string path_;
  std::optional<Problem>& problem_;
  std::vector<std::string_view> known_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_CELL_JSON_MEMBERS_H_
