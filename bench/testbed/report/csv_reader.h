// Reads RFC 4180.
#ifndef TIDEGATE_TESTBED_REPORT_CSV_READER_H_
#define TIDEGATE_TESTBED_REPORT_CSV_READER_H_

#include <cstddef>
#include <istream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidegate::testbed {

// A table with a head; every row has as many fields.
class CsvTable {
 public:
  struct Row {
    std::size_t line = 0;  // of the file, where it begins
    std::vector<std::string> fields;
  };

  // An error is one line with the name and the line.
  static absl::StatusOr<CsvTable> Read(std::istream& in, const std::string& name);

  const std::vector<Row>& rows() const { return rows_; }
  bool HasColumn(std::string_view column) const { return columns_.contains(column); }
  // Empty if there is no such column.
  std::string Field(const Row& row, std::string_view column) const;

 private:
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<Row> rows_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_CSV_READER_H_
