// The fields of a JSON object by their dotted paths.
#ifndef TIDEGATE_TESTBED_REPORT_FIELDS_H_
#define TIDEGATE_TESTBED_REPORT_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "testbed/cell/cell.h"

namespace tidegate::testbed {

// The value at "legit.wrongful.closing" or "cell.overlay.0.name"; null if there is none, or a JSON null.
const Json* FindPath(const Json& json, std::string_view path);

// Reads; the first thing that is wrong is kept, and everything after it reads as zero or empty.
class Fields {
 public:
  // `where`: what the line about an error begins with. REQUIRES: `json` outlives this.
  Fields(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

  // Must be there.
  double Number(std::string_view path);
  std::uint64_t Count(std::string_view path);
  std::string Text(std::string_view path);
  const Json& Object(std::string_view path);

  // May be missing, but not be something else.
  std::optional<double> MaybeNumber(std::string_view path);
  double NumberOr(std::string_view path, double otherwise) { return MaybeNumber(path).value_or(otherwise); }
  std::string TextOr(std::string_view path, std::string_view otherwise);
  bool FlagOr(std::string_view path, bool otherwise);
  std::vector<double> Numbers(std::string_view path);
  // [[a, b], ...]
  std::vector<std::pair<double, double>> Pairs(std::string_view path);
  // Null or an array.
  const Json* Array(std::string_view path);

  void Fail(std::string_view path, std::string_view expected);
  const std::string& where() const { return where_; }
  const absl::Status& status() const { return status_; }

 private:
  const Json& json_;
  std::string where_;
  absl::Status status_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_FIELDS_H_
