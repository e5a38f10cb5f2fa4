// Looking names up, and what to say of those that lead nowhere.
#include "config/group_names.h"

#include <algorithm>

#include "config/json_text.h"

namespace tidegate::config {

void GroupNames::Add(const JsonNode& node, const GroupHead& head) {
  const auto [begin, end] = by_name_.equal_range(head.name);
  for (auto other = begin; other != end && !head.name.empty(); ++other) {
    if (!head.id.empty() && !heads_[other->second].id.empty()) continue;
    // Where the name is written depends on the form; all of them know this place.
    const std::optional<JsonNode> name = node.Find("name");
    name.value_or(node).Fail(OneLine(head.name) + " is already the name of " + places_[other->second]);
  }
  const std::size_t place = heads_.size();
  heads_.push_back(head);
  places_.push_back(node.place());
  if (!head.name.empty()) by_name_.emplace(head.name, place);
  for (const std::string* identifier : {&head.id, &head.crn, &head.href}) AddIdentifier(node, *identifier);
}

void GroupNames::AddIdentifier(const JsonNode& node, const std::string& identifier) {
  if (identifier.empty()) return;
  const auto [other, added] = by_identifier_.emplace(identifier, heads_.size() - 1);
  if (added || other->second == heads_.size() - 1) return;
  node.Fail(OneLine(identifier) + " is already an identifier of " + places_[other->second]);
}

std::vector<std::size_t> GroupNames::Candidates(std::string_view text) const {
  std::vector<std::size_t> candidates;
  const std::string key(text);
  const auto [begin, end] = by_name_.equal_range(key);
  for (auto named = begin; named != end; ++named) candidates.push_back(named->second);
  const auto identified = by_identifier_.find(key);
  if (identified != by_identifier_.end()) candidates.push_back(identified->second);
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  return candidates;
}

std::optional<std::size_t> GroupNames::Find(std::string_view text) const {
  const std::vector<std::size_t> candidates = Candidates(text);
  if (candidates.size() != 1) return std::nullopt;
  return candidates[0];
}

std::optional<std::size_t> GroupNames::Resolve(const JsonNode& node, std::string_view text) const {
  const std::vector<std::size_t> candidates = Candidates(text);
  if (candidates.size() == 1) return candidates[0];
  if (candidates.empty()) {
    node.FailValue("no " + what_ + ", expected the name or identifier of one");
  } else {
    node.FailValue("ambiguous: " + places_[candidates[0]] + " and " + places_[candidates[1]] +
                   " are called so, expected an identifier");
  }
  return std::nullopt;
}

std::vector<std::string> GroupNames::UniqueNames(std::unordered_set<std::string>& taken) const {
  std::vector<std::string> names;
  for (const GroupHead& head : heads_) {
    std::string name = head.name.empty() ? head.id : head.name;
    if (by_name_.count(head.name) > 1) name += " (" + head.id + ")";
    while (!taken.insert(name).second) name += "'";
    names.push_back(name);
  }
  return names;
}

}  // namespace tidegate::config
