// JSON text to a tree of values, strictly: no comments, no key twice in one object.
#ifndef TIDEGATE_CONFIG_JSON_TEXT_H_
#define TIDEGATE_CONFIG_JSON_TEXT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace tidegate::config {

// Fails with "LINE:COLUMN: what" where the text is no JSON, and with "PLACE: what" for a key given twice.
absl::StatusOr<nlohmann::json> ParseJsonText(std::string_view text);

// A value for messages: on one line, and without the control characters that JSON lets stand as they are, DEL and those
// of U+0080 to U+009F, which terminals obey. Text with one of these has all but ASCII escaped.
std::string OneLine(const nlohmann::json& value);

// One step of a JSON pointer (RFC 6901): "/" and the key, escaped, on one line whatever the key holds.
std::string PointerStep(std::string_view key);
std::string PointerStep(std::size_t index);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_JSON_TEXT_H_
