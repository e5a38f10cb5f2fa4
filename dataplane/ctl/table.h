// Columns of text for people.
#ifndef TIDEGATE_DATAPLANE_CTL_TABLE_H_
#define TIDEGATE_DATAPLANE_CTL_TABLE_H_

#include <string>
#include <vector>

namespace tidegate {

// Rows of cells, each column as wide as its widest cell. Numbers are aligned to the right.
class Table {
 public:
  explicit Table(std::vector<std::string> header) : rows_{std::move(header)} {}

  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  std::string Text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_TABLE_H_
