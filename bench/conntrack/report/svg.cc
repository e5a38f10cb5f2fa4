// Writes SVG.
#include "conntrack/report/svg.h"

#include "conntrack/text.h"

namespace tidegate::bench {

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

namespace {

std::string Quoted(std::string_view name, std::string_view value) {
  return std::string(" ").append(name).append("=\"").append(Escaped(value)).append("\"");
}

// A tenth of a pixel is enough.
std::string Quoted(std::string_view name, double value) { return Quoted(name, Format("%.1f", value)); }

std::string Hint(std::string_view text) { return text.empty() ? "" : "<title>" + Escaped(text) + "</title>"; }

}  // namespace

SvgPath& SvgPath::MoveTo(double x, double y) {
  data_ += Format("M%.1f %.1f", x, y);
  return *this;
}

SvgPath& SvgPath::LineTo(double x, double y) {
  data_ += Format("L%.1f %.1f", x, y);
  return *this;
}

SvgPath& SvgPath::Close() {
  data_ += "Z";
  return *this;
}

void Svg::Text(double x, double y, std::string_view text, std::string_view style, Anchor anchor) {
  body_ += "<text" + Quoted("x", x) + Quoted("y", y) + Quoted("class", style);
  if (anchor == Anchor::kMiddle) body_ += Quoted("text-anchor", "middle");
  if (anchor == Anchor::kEnd) body_ += Quoted("text-anchor", "end");
  body_ += ">" + Escaped(text) + "</text>\n";
}

void Svg::Line(double x1, double y1, double x2, double y2, std::string_view style) {
  body_ += "<line" + Quoted("x1", x1) + Quoted("y1", y1) + Quoted("x2", x2) + Quoted("y2", y2) +
           Quoted("class", style) + "/>\n";
}

void Svg::Rect(double x, double y, double width, double height, std::string_view style, double radius) {
  body_ += "<rect" + Quoted("x", x) + Quoted("y", y) + Quoted("width", width) + Quoted("height", height) +
           Quoted("rx", radius) + Quoted("class", style) + "/>\n";
}

void Svg::Circle(double x, double y, double radius, std::string_view style, std::string_view hint) {
  body_ += "<circle" + Quoted("cx", x) + Quoted("cy", y) + Quoted("r", radius) + Quoted("class", style);
  body_ += hint.empty() ? "/>\n" : ">" + Hint(hint) + "</circle>\n";
}

void Svg::Path(const SvgPath& path, std::string_view style, std::string_view hint) {
  body_ += "<path" + Quoted("d", path.data()) + Quoted("class", style);
  body_ += hint.empty() ? "/>\n" : ">" + Hint(hint) + "</path>\n";
}

void Svg::BeginGroup(std::string_view style, std::string_view hint) {
  body_ += "<g" + Quoted("class", style) + ">" + Hint(hint) + "\n";
}

void Svg::EndGroup() { body_ += "</g>\n"; }

std::string Svg::Finish(double width, double height, std::string_view title, std::string_view css) const {
  const std::string size = Format("%.0f %.0f", width, height);
  std::string file = "<svg xmlns=\"http://www.w3.org/2000/svg\"" + Quoted("viewBox", "0 0 " + size) +
                     Quoted("width", Format("%.0f", width)) + Quoted("height", Format("%.0f", height)) +
                     Quoted("role", "img") + ">\n";
  file += "<title>" + Escaped(title) + "</title>\n";
  file.append("<style>\n").append(css).append("</style>\n");
  return file + body_ + "</svg>\n";
}

std::string Svg::Embed(double width, double height, std::string_view title) const {
  return "<svg" + Quoted("viewBox", Format("0 0 %.0f %.0f", width, height)) + Quoted("width", Format("%.0f", width)) +
         Quoted("height", Format("%.0f", height)) + Quoted("role", "img") + Quoted("aria-label", title) + ">\n" +
         body_ + "</svg>\n";
}

}  // namespace tidegate::bench
