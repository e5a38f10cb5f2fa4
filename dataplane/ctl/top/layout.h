// The page that `tidegatectl top` shows, as lines of text that fit into a terminal.
#ifndef TIDEGATE_DATAPLANE_CTL_TOP_LAYOUT_H_
#define TIDEGATE_DATAPLANE_CTL_TOP_LAYOUT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ctl/top/rates.h"

namespace tidegate {

struct PageLine {
  std::string text;
  bool title = false;  // of a section: to be emphasized
};

// How many characters and lines there are.
struct PageSize {
  std::size_t width;
  std::size_t height;
};

// Never more lines than the height, no line longer than the width. Where room is short, sections show fewer rows and
// say how many more there are, and the last sections go first. Nothing but printable characters, whatever names hold.
std::vector<PageLine> LayOut(const TopRates& rates, PageSize size);

// 1234567 as "1.23M": at most five characters below 1000 T.
std::string ShortNumber(double number);

// `text` without control characters, no longer than `width` characters.
std::string Fitted(std::string_view text, std::size_t width);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_TOP_LAYOUT_H_
