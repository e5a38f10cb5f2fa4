// Writes SVG: a handful of shapes, all styled by classes.
#ifndef TIDEGATE_BENCH_CONNTRACK_REPORT_SVG_H_
#define TIDEGATE_BENCH_CONNTRACK_REPORT_SVG_H_

#include <string>
#include <string_view>

namespace tidegate::bench {

// As text or as an attribute's value.
std::string Escaped(std::string_view text);

// What a path draws.
class SvgPath {
 public:
  SvgPath& MoveTo(double x, double y);
  SvgPath& LineTo(double x, double y);
  SvgPath& Close();

  const std::string& data() const { return data_; }

 private:
  std::string data_;
};

class Svg {
 public:
  enum class Anchor { kStart, kMiddle, kEnd };

  void Text(double x, double y, std::string_view text, std::string_view style, Anchor anchor = Anchor::kStart);
  void Line(double x1, double y1, double x2, double y2, std::string_view style);
  void Rect(double x, double y, double width, double height, std::string_view style, double radius = 0);
  // A hint shows when the mouse rests on it.
  void Circle(double x, double y, double radius, std::string_view style, std::string_view hint = "");
  void Path(const SvgPath& path, std::string_view style, std::string_view hint = "");

  // What is drawn until EndGroup() is of this style too.
  void BeginGroup(std::string_view style, std::string_view hint = "");
  void EndGroup();

  // Draws all of another one on top.
  void Append(const Svg& other) { body_ += other.body_; }

  // The whole file. `css` is its style sheet, `title` what it is called where it cannot be seen.
  std::string Finish(double width, double height, std::string_view title, std::string_view css) const;
  // A part of a page, which has the style sheet.
  std::string Embed(double width, double height, std::string_view title) const;

 private:
  std::string body_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_REPORT_SVG_H_
