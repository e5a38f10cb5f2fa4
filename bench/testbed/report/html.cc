// Writes HTML.
#include "testbed/report/html.h"

#include "testbed/report/cat.h"

namespace tidegate::testbed {
namespace {

std::string ClassAttribute(std::string_view style) {
  return style.empty() ? "" : Cat(" class=\"", Escaped(style), "\"");
}

std::string RowOf(std::string_view tag, const std::vector<HtmlCell>& cells, std::string_view style) {
  std::string row = Cat("<tr", ClassAttribute(style), ">");
  const std::string_view scope = tag == "th" ? " scope=\"col\"" : "";
  for (const HtmlCell& cell : cells) {
    Append(row, "<", tag, scope, ClassAttribute(cell.style), ">", cell.html, "</", tag, ">");
  }
  return row + "</tr>\n";
}

}  // namespace

std::string Element(std::string_view tag, std::string_view style, std::string_view html) {
  return Cat("<", tag, ClassAttribute(style), ">", html, "</", tag, ">\n");
}

void HtmlTable::Head(const std::vector<HtmlCell>& cells) { head_ += RowOf("th", cells, ""); }

void HtmlTable::Row(const std::vector<HtmlCell>& cells, std::string_view style) { body_ += RowOf("td", cells, style); }

std::string HtmlTable::Finish() const {
  return Cat("<div class=\"scroll\" tabindex=\"0\"><table", ClassAttribute(style_), "><thead>\n", head_,
             "</thead><tbody>\n", body_, "</tbody></table></div>\n");
}

std::string HtmlDocument(std::string_view title, std::string_view style_sheet, std::string_view body) {
  return Cat(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
      Escaped(title), "</title>\n<style>\n", style_sheet, "</style>\n</head>\n<body>\n", body, "</body>\n</html>\n");
}

std::string Grid(const std::vector<std::string>& figures, std::string_view style) {
  std::string grid;
  for (const std::string& figure : figures) {
    if (!figure.empty()) Append(grid, "<figure>", figure, "</figure>\n");
  }
  return grid.empty() ? "" : Cat("<div class=\"", style, "\">\n", grid, "</div>\n");
}

}  // namespace tidegate::testbed
