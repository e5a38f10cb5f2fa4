// SVG of Graphviz in, SVG for the documentation out.
#include "track/diagram/finished_svg.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace tidegate {
namespace {

// FNV-1a: it finds what was forgotten or changed by hand, no more is asked of it.
std::string Digest(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

std::string Note(const SvgFrame& frame, std::string_view body) {
  return "<!-- " + frame.note + "; do not edit. Of " + Digest(frame.dot) + ", as " + Digest(body) + " -->\n";
}

// The head of an <svg> element.
std::string Head(int width, int height) {
  return "<svg role=\"img\" viewBox=\"0 0 " + std::to_string(width) + " " + std::to_string(height) + "\" width=\"" +
         std::to_string(width) + "\" height=\"" + std::to_string(height) + "\" xmlns=\"http://www.w3.org/2000/svg\">\n";
}

}  // namespace

std::optional<std::string> FinishSvg(std::string_view svg, const SvgFrame& frame) {
  const std::size_t begin = svg.find("<svg");
  const std::size_t content = svg.find("<g ", begin);
  const std::size_t end = svg.rfind("</svg>");
  if (begin == svg.npos || content == svg.npos || end == svg.npos) return std::nullopt;
  int width = 0;
  int height = 0;
  if (std::sscanf(std::string(svg.substr(begin)).c_str(), "<svg width=\"%dpt\" height=\"%dpt\"", &width, &height) !=
      2) {
    return std::nullopt;
  }
  const std::string body = Head(std::max(width, frame.legend_width), height + frame.legend_height) + "<title>" +
                           frame.title + "</title>\n" + frame.style + std::string(svg.substr(content, end - content)) +
                           frame.legend(height) + "</svg>\n";
  return Note(frame, body) + body;
}

bool IsFinishedSvg(std::string_view drawing, const SvgFrame& frame) {
  const std::size_t body = drawing.find("<svg");
  return body != drawing.npos && drawing.substr(0, body) == Note(frame, drawing.substr(body));
}

}  // namespace tidegate
