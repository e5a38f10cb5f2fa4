// Forms are told apart by their keys. A cloud's answer is recognized by the key of its list.
#include "config/group_sources.h"

#include <optional>
#include <string_view>

namespace tidegate::config {
namespace {

bool HasAny(const JsonNode& node, const Names& keys) {
  for (const std::string_view key : keys) {
    if (node.Has(key)) return true;
  }
  return false;
}

const GroupForm* FormOf(const JsonNode& group) {
  if (HasAny(group, {"GroupId", "GroupName", "IpPermissions", "IpPermissionsEgress"})) return &kAwsForm;
  if (HasAny(group, {"security_group_rules", "project_id", "tenant_id", "revision_number"})) return &kNeutronForm;
  return &kNativeForm;
}

// An answer: the key of its list, the form if the key decides it, what else may stand there, and what a cut one has.
struct Answer {
  std::string_view list;
  const GroupForm* form;
  Names ignored;
  Names next_page;
};

const std::vector<Answer>& Answers() {
  static const std::vector<Answer> kAnswers = {
      {"SecurityGroups", &kAwsForm, {"ResponseMetadata"}, {"NextToken"}},
      {"SecurityGroupRules", &kAwsRowForm, {"ResponseMetadata"}, {"NextToken"}},
      {"security_groups", nullptr, {"first", "limit", "total_count"}, {"next", "security_groups_links"}},
      {"security_group", nullptr, {}, {}},
  };
  return kAnswers;
}

class Finder {
 public:
  explicit Finder(ConfigFiles& files) : files_(files) {}

  void Find(const JsonNode& node, bool in_file) {
    if (!in_file && node.is_string()) return FindInFile(node);
    if (node.is_array()) {
      node.ForEachElement([&](const JsonNode& element) { FindOne(element, in_file); });
    } else {
      FindOne(node, in_file);
    }
  }

  std::vector<GroupSource> Take() { return std::move(found_); }

 private:
  void FindOne(const JsonNode& node, bool in_file) {
    if (!in_file && node.is_string()) return FindInFile(node);
    if (!in_file && node.Has("file")) {
      if (node.IsObject({"file"})) FindInFile(*node.Find("file"));
      return;
    }
    for (const Answer& answer : Answers()) {
      if (node.Has(answer.list)) return FindInAnswer(node, answer);
    }
    found_.push_back({FormOf(node), node, answers_});
  }

  void FindInFile(const JsonNode& name) {
    if (const std::optional<JsonNode> root = files_.Open(name)) Find(*root, true);
  }

  void FindInAnswer(const JsonNode& node, const Answer& answer) {
    Names ignored = answer.ignored;
    ignored.insert(ignored.end(), answer.next_page.begin(), answer.next_page.end());
    if (!node.IsObject({answer.list}, ignored)) return;
    for (const std::string_view key : answer.next_page) {
      if (const auto next = node.FindValue(key)) next->Fail("only a part of the answer, expected the whole");
    }
    ++answers_;
    const JsonNode list = *node.Find(answer.list);
    const auto add = [&](const JsonNode& group) {
      found_.push_back({answer.form != nullptr ? answer.form : FormOf(group), group, answers_});
    };
    if (answer.list == "security_group") {
      add(list);
    } else {
      list.ForEachElement(add);
    }
  }

  ConfigFiles& files_;
  std::vector<GroupSource> found_;
  std::size_t answers_ = 0;
};

}  // namespace

std::vector<GroupSource> FindGroups(const JsonNode& value, ConfigFiles& files) {
  Finder finder(files);
  finder.Find(value, false);
  return finder.Take();
}

}  // namespace tidegate::config
