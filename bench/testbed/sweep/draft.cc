#include "testbed/sweep/draft.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace tidegate::testbed {
namespace {

// An element of a list that is there, null if there is none of this number.
Json* Element(Json& list, std::string_view step, std::string& path) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size() || index >= list.size()) return nullptr;
  path = PathOf(path, index);
  return &list[index];
}

bool IsNumber(std::string_view step) {
  return !step.empty() && std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; });
}

// One step further, null if the way ends here. No object has numbers for names: there should have been a list.
Json* Step(Json& from, std::string_view step, std::string& path) {
  if (from.is_array()) return Element(from, step, path);
  if (!from.is_object() || step.empty() || IsNumber(step)) return nullptr;
  path = PathOf(path, step);
  Json& next = from[std::string(step)];
  if (next.is_null()) next = Json::object();
  return &next;
}

// Whether `path` is `prefix` or lies within it.
bool IsWithin(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) &&
         (path.size() == prefix.size() || path[prefix.size()] == '.' || path[prefix.size()] == '[');
}

}  // namespace

std::vector<std::string_view> StepsOf(std::string_view dotted) {
  std::vector<std::string_view> steps;
  for (std::size_t dot; (dot = dotted.find('.')) != std::string_view::npos; dotted.remove_prefix(dot + 1)) {
    steps.push_back(dotted.substr(0, dot));
  }
  steps.push_back(dotted);
  return steps;
}

bool Covers(std::string_view outer, std::string_view inner) {
  return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '.');
}

std::optional<Problem> Draft::Set(const Assignment& assignment) {
  Json* at = &json_;
  std::string path = "$";
  for (const std::string_view step : StepsOf(assignment.field)) {
    at = Step(*at, step, path);
    if (at == nullptr) {
      return Problem{assignment.place,
                     Mismatch(assignment.field, "a field that can be set: no such member in " + path)};
    }
  }
  *at = assignment.value;
  Remember(path, assignment.place);
  return std::nullopt;
}

void Draft::Remember(const std::string& path, const std::string& place) {
  std::erase_if(places_, [&](const auto& entry) { return IsWithin(entry.first, path); });
  places_[path] = place;
}

std::string Draft::PlaceOf(const std::string& path) const {
  for (std::size_t end = path.size(); end != std::string::npos && end > 1; end = path.find_last_of(".[", end - 1)) {
    const auto found = places_.find(path.substr(0, end));
    if (found != places_.end()) return found->second + path.substr(end);
  }
  return place_ + path.substr(1);
}

}  // namespace tidegate::testbed
