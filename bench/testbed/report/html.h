// Pieces of HTML.
#ifndef TIDEGATE_TESTBED_REPORT_HTML_H_
#define TIDEGATE_TESTBED_REPORT_HTML_H_

#include <string>
#include <string_view>
#include <vector>

#include "conntrack/report/svg.h"

namespace tidegate::testbed {

using bench::Escaped;

// <tag class="style">html</tag>, without the attribute if `style` is empty.
std::string Element(std::string_view tag, std::string_view style, std::string_view html);

struct HtmlCell {
  std::string html;
  std::string style;  // "number": to the right
};

// A table that scrolls by itself, by the keyboard too, where the page is narrower than it.
class HtmlTable {
 public:
  explicit HtmlTable(std::string style) : style_(std::move(style)) {}

  void Head(const std::vector<HtmlCell>& cells);
  void Row(const std::vector<HtmlCell>& cells, std::string_view style = "");
  std::string Finish() const;

 private:
  std::string style_;
  std::string head_;
  std::string body_;
};

// A page of its own, with its style sheet and in light and dark. `body` is all that is in it.
std::string HtmlDocument(std::string_view title, std::string_view style_sheet, std::string_view body);

// Figures side by side, as many as there is room for. Empty ones are left out.
std::string Grid(const std::vector<std::string>& figures, std::string_view style);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_HTML_H_
