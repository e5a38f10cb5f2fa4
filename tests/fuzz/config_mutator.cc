// Makes configurations out of configurations: a change of the JSON tree in most cases, so that the text stays JSON and
// what is tried is what lies behind the JSON parser; libFuzzer's own changes of the text in the others.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "nlohmann/json.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace tidegate::fuzz {
namespace {

using nlohmann::json;
using Random = std::minstd_rand;

// libFuzzer's change of a string: this is where its dictionary comes in.
std::string MutateText(const std::string& text) {
  constexpr std::size_t kRoom = 16;
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  bytes.resize(text.size() + kRoom);
  bytes.resize(LLVMFuzzerMutate(bytes.data(), text.size(), bytes.size()));
  return {bytes.begin(), bytes.end()};
}

// Numbers at the edges of types and ranges, and their neighbours.
json MakeNumber(Random& random) {
  constexpr std::int64_t kEdges[] = {0, 1, 16, 128, 255, 600, 3600, 65535, 86400, 1 << 24, 1 << 27, 1LL << 32, -1};
  const std::int64_t edge = kEdges[random() % std::size(kEdges)];
  if (random() % 8 == 0) return static_cast<double>(edge) / 2;
  return edge + static_cast<std::int64_t>(random() % 3) - 1;
}

json MakeValue(Random& random) {
  switch (random() % 6) {
    case 0:
      return random() % 2 == 0;
    case 1:
      return json::array();
    case 2:
      return json::object();
    case 3:
      return nullptr;
    default:
      return MakeNumber(random);
  }
}

void CollectNodes(json& node, std::vector<json*>& nodes) {
  nodes.push_back(&node);
  if (!node.is_structured()) return;
  for (json& child : node) CollectNodes(child, nodes);
}

json& AnyNode(json& tree, Random& random) {
  std::vector<json*> nodes;
  CollectNodes(tree, nodes);
  return *nodes[random() % nodes.size()];
}

// Of an array or an object with members.
auto AnyMember(json& container, Random& random) {
  return std::next(container.begin(), static_cast<std::ptrdiff_t>(random() % container.size()));
}

void RenameKey(json& object, Random& random) {
  const auto member = AnyMember(object, random);
  const std::string key = MutateText(member.key());
  json value = *member;
  object.erase(member);
  object[key] = std::move(value);
}

// Takes a member away, puts one in twice or renames it.
void ChangeMembers(json& container, Random& random) {
  const unsigned way = random() % 3;
  if (way == 0) {
    container.erase(AnyMember(container, random));
  } else if (container.is_array()) {
    const json copy = *AnyMember(container, random);
    container.push_back(copy);
  } else if (way == 1) {
    RenameKey(container, random);
  } else {
    AnyMember(container, random).value() = MakeValue(random);
  }
}

void ChangeTree(json& tree, Random& random) {
  json& node = AnyNode(tree, random);
  if (random() % 4 == 0) {
    const json other = AnyNode(tree, random);
    node = other;
  } else if (node.is_string()) {
    node = MutateText(node.get_ref<const std::string&>());
  } else if (node.is_structured() && !node.empty()) {
    ChangeMembers(node, random);
  } else if (node.is_number() && random() % 8 != 0) {
    node = MakeNumber(random);
  } else {
    node = MakeValue(random);
  }
}

// Configurations that were accepted. Broken texts are found by the thousand, each of them new to the JSON parser, and
// would leave hardly a try for what lies behind it; so most of them are given up for one of these.
class AcceptedTexts {
 public:
  void Offer(std::string_view text, Random& random) {
    if (!ParseConfig(text).ok()) return;
    if (texts_.size() < kMost) {
      texts_.emplace_back(text);
    } else {
      texts_[random() % kMost] = text;
    }
  }

  // An empty one as long as there are none.
  std::string_view Any(Random& random) const {
    return texts_.empty() ? std::string_view() : texts_[random() % texts_.size()];
  }

 private:
  static constexpr std::size_t kMost = 64;
  std::vector<std::string> texts_;
};

// The text of a changed tree, or nothing if the text is no JSON or the result too long.
std::string ChangeAsTree(std::string_view text, std::size_t max_size, Random& random) {
  json tree = json::parse(text, nullptr, false);
  if (tree.is_discarded()) return {};
  for (unsigned changes = 1 + random() % 3; changes > 0; --changes) ChangeTree(tree, random);
  std::string changed = tree.dump(-1, ' ', false, json::error_handler_t::replace);
  return changed.size() <= max_size ? changed : std::string();
}

std::string Change(std::string_view text, std::size_t max_size, Random& random) {
  static AcceptedTexts accepted;
  accepted.Offer(text, random);
  if (random() % 8 == 0) return {};
  return ChangeAsTree(random() % 2 == 0 ? accepted.Any(random) : text, max_size, random);
}

}  // namespace
}  // namespace tidegate::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  tidegate::fuzz::Random random(seed);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string changed = tidegate::fuzz::Change(text, max_size, random);
  if (changed.empty()) return LLVMFuzzerMutate(data, size, max_size);
  std::copy(changed.begin(), changed.end(), data);
  return changed.size();
}
