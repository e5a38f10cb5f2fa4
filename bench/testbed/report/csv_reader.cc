// Reads tables.
#include "testbed/report/csv_reader.h"

#include <iterator>

#include "absl/status/status.h"
#include "testbed/report/cat.h"

namespace tidegate::testbed {
namespace {

// Takes a text apart, row by row.
class Splitter {
 public:
  explicit Splitter(std::string text) : text_(std::move(text)) {}

  bool done() const { return at_ >= text_.size(); }
  std::size_t line() const { return line_; }

  // Empty if a quotation does not end.
  std::vector<std::string> NextRow() {
    std::vector<std::string> fields;
    do {
      fields.emplace_back();
      if (!NextField(fields.back())) return {};
    } while (Skip(','));
    Skip('\r');
    if (Skip('\n')) ++line_;
    return fields;
  }

 private:
  bool Skip(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool NextField(std::string& field) {
    if (Skip('"')) return NextQuoted(field);
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    field = text_.substr(at_, end - at_);
    at_ = end;
    return true;
  }

  bool NextQuoted(std::string& field) {
    for (; !done(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] == '"') {
        ++at_;
        if (done() || text_[at_] != '"') return true;
      }
      field += text_[at_];
    }
    return false;
  }

  std::string text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

absl::StatusOr<CsvTable> CsvTable::Read(std::istream& in, const std::string& name) {
  Splitter splitter(std::string(std::istreambuf_iterator<char>(in), {}));
  CsvTable table;
  std::size_t width = 0;
  while (!splitter.done()) {
    Row row{splitter.line(), splitter.NextRow()};
    const std::string where = Cat(name, ":", row.line);
    if (row.fields.empty()) return absl::InvalidArgumentError(Cat(where, ": a quotation does not end"));
    if (width == 0) {
      width = row.fields.size();
      for (std::size_t i = 0; i < width; ++i) table.columns_.emplace(row.fields[i], i);
    } else if (row.fields.size() != width) {
      return absl::InvalidArgumentError(
          Cat(where, ": ", row.fields.size(), " fields, expected ", width, " as in the head"));
    } else {
      table.rows_.push_back(std::move(row));
    }
  }
  if (width == 0) return absl::InvalidArgumentError(Cat(name, ": is empty"));
  return table;
}

std::string CsvTable::Field(const Row& row, std::string_view column) const {
  const auto found = columns_.find(column);
  return found == columns_.end() ? "" : row.fields[found->second];
}

}  // namespace tidegate::testbed
