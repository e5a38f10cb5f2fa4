// The parser reports events; the tree is built here, because a tree made by the parser itself would silently keep the
// last of two equal keys.
#include "config/json_text.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tidegate::config {
namespace {

using nlohmann::json;

// Deeper than any configuration, and little enough that a hostile text cannot make the places long.
constexpr std::size_t kMaxDepth = 32;

// The container that values are being added to, and where the next one goes.
struct Level {
  json* container;
  std::string key;  // of an object's next value
  std::string place;
};

class TreeBuilder : public nlohmann::json_sax<json> {
 public:
  explicit TreeBuilder(std::string_view text) : text_(text) {}

  bool null() override { return Add(nullptr); }
  bool boolean(bool value) override { return Add(value); }
  bool number_integer(number_integer_t value) override { return Add(value); }
  bool number_unsigned(number_unsigned_t value) override { return Add(value); }
  bool number_float(number_float_t value, const string_t&) override { return Add(value); }
  bool string(string_t& value) override { return Add(std::move(value)); }
  bool binary(binary_t&) override { return false; }  // JSON text has none

  bool start_object(std::size_t) override { return Open(json::object()); }
  bool start_array(std::size_t) override { return Open(json::array()); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& key) override {
    Level& object = levels_.back();
    object.key = std::move(key);
    if (!object.container->contains(object.key)) return true;
    error_ = object.place + PointerStep(object.key) + ": the key is given twice";
    return false;
  }

  bool parse_error(std::size_t position, const std::string&, const json::exception& error) override {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: what": the place is said in our own way, as
    // the parser counts a line's end to the next line.
    std::string what = error.what();
    what.erase(0, what.find("] ") + 2);
    if (what.starts_with("parse error at")) what.erase(0, what.find(": ") + 2);
    what.erase(std::min(what.find("; last read:"), what.size()));  // raw text of any length
    error_ = LineAndColumn(position) + ": " + what;
    return false;
  }

  absl::StatusOr<json> Finish() {
    if (!error_.empty()) return absl::InvalidArgumentError(error_);
    return std::move(root_);
  }

 private:
  json* Insert(json value) {
    if (levels_.empty()) return &(root_ = std::move(value));
    json& container = *levels_.back().container;
    if (container.is_object()) return &(container[levels_.back().key] = std::move(value));
    container.push_back(std::move(value));
    return &container.back();
  }

  bool Add(json value) {
    Insert(std::move(value));
    return true;
  }

  bool Open(json empty) {
    if (levels_.size() == kMaxDepth) {
      error_ = levels_.back().place + ": nested deeper than " + std::to_string(kMaxDepth) + " levels";
      return false;
    }
    std::string place = levels_.empty() ? "" : levels_.back().place + NextStep();
    levels_.push_back({Insert(std::move(empty)), "", std::move(place)});
    return true;
  }

  bool Close() {
    levels_.pop_back();
    return true;
  }

  std::string NextStep() const {
    const Level& level = levels_.back();
    return level.container->is_object() ? PointerStep(level.key) : PointerStep(level.container->size());
  }

  // `position` counts the bytes read, the offending one included; at the end of the text it is one beyond.
  std::string LineAndColumn(std::size_t position) const {
    const std::string_view before = text_.substr(0, std::max<std::size_t>(position, 1) - 1);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    return std::to_string(line) + ":" + std::to_string(before.size() - line_begin + 1);
  }

  std::string_view text_;
  json root_;
  std::vector<Level> levels_;
  std::string error_;
};

// Of those that JSON does not escape. In UTF-8 U+0080 to U+009F are two bytes, the first of them 0xc2.
bool HasControls(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x7f') return true;
    if (text[i] == '\xc2' && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<json> ParseJsonText(std::string_view text) {
  TreeBuilder builder(text);
  json::sax_parse(text, &builder);
  return builder.Finish();
}

std::string OneLine(const json& value) {
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (!HasControls(text)) return text;
  return value.dump(-1, ' ', true, json::error_handler_t::replace);
}

std::string PointerStep(std::string_view key) {
  const std::string quoted = OneLine(json(key));
  std::string step = "/";
  for (const char c : std::string_view(quoted).substr(1, quoted.size() - 2)) {
    if (c == '~') step += "~0";
    if (c == '/') step += "~1";
    if (c != '~' && c != '/') step += c;
  }
  return step;
}

std::string PointerStep(std::size_t index) { return std::string(1, '/').append(std::to_string(index)); }

}  // namespace tidegate::config
