// By what names security groups, and lists of addresses, may be referred to.
//
// Clouds name groups by identifiers; their names may occur more than once, in several networks or projects. Any of them
// is a good reference as long as it leads to one group.
#ifndef TIDEGATE_CONFIG_GROUP_NAMES_H_
#define TIDEGATE_CONFIG_GROUP_NAMES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "config/json_node.h"

namespace tidegate::config {

// How a group calls itself; what it does not have is empty.
struct GroupHead {
  std::string name;
  std::string id;
  std::string crn;
  std::string href;
};

class GroupNames {
 public:
  // `what` is what the names are of, for messages: "security group".
  explicit GroupNames(std::string what) : what_(std::move(what)) {}

  // Adds the group written at `node`; reports an identifier that another one has, and a name that another one has if
  // either has nothing else.
  void Add(const JsonNode& node, const GroupHead& head);

  std::size_t size() const { return heads_.size(); }

  // The place of the group that `text` refers to; reports at `node` if there is none, or more than one.
  std::optional<std::size_t> Resolve(const JsonNode& node, std::string_view text) const;

  // The same for a name that may stay unknown, or known to several; reports nothing.
  std::optional<std::size_t> Find(std::string_view text) const;

  const GroupHead& head(std::size_t group) const { return heads_[group]; }

  // A name for each group that no other has and that none of `taken` is: its own where that is the only one, else with
  // the identifier behind it. Adds them to `taken`.
  std::vector<std::string> UniqueNames(std::unordered_set<std::string>& taken) const;

 private:
  std::vector<std::size_t> Candidates(std::string_view text) const;
  void AddIdentifier(const JsonNode& node, const std::string& identifier);

  std::string what_;
  std::vector<GroupHead> heads_;
  std::vector<std::string> places_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
  std::unordered_map<std::string, std::size_t> by_identifier_;
};

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_GROUP_NAMES_H_
