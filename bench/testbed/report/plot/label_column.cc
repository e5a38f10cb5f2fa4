// Places labels: neighbours that overlap become a block, which stands where its members would like it on average. This
// is the least-squares solution (pool adjacent violators).
#include "testbed/report/plot/label_column.h"

#include <algorithm>
#include <numeric>

namespace tidegate::testbed {
namespace {

struct Block {
  std::size_t first = 0;  // of its labels, in their order
  std::size_t count = 0;
  double height = 0;
  double wish = 0;  // the sum of where its top should be, one for each label
  double top = 0;
};

// The top of the block if this label had its wish: `above` is the height of the block's labels before it.
double TopWish(const ColumnLabel& label, double above) { return label.wanted - label.height / 2 - above; }

void Settle(Block& block, double top, double bottom) {
  const double wanted = block.wish / static_cast<double>(block.count);
  block.top = std::max(top, std::min(wanted, bottom - block.height));
}

Block Merged(const Block& upper, const Block& lower) {
  Block merged = upper;
  merged.count += lower.count;
  merged.height += lower.height;
  merged.wish += lower.wish - upper.height * static_cast<double>(lower.count);
  return merged;
}

}  // namespace

void PlaceLabels(std::vector<ColumnLabel>& labels, double top, double bottom) {
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return labels[i].wanted; });
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < order.size(); ++i) {
    Block block{i, 1, labels[order[i]].height, TopWish(labels[order[i]], 0), 0};
    Settle(block, top, bottom);
    while (!blocks.empty() && blocks.back().top + blocks.back().height > block.top) {
      block = Merged(blocks.back(), block);
      Settle(block, top, bottom);
      blocks.pop_back();
    }
    blocks.push_back(block);
  }
  for (const Block& block : blocks) {
    double y = block.top;
    for (std::size_t i = block.first; i < block.first + block.count; ++i) {
      ColumnLabel& label = labels[order[i]];
      label.placed = y + label.height / 2;
      y += label.height;
    }
  }
}

std::vector<std::string> JoinedLines(const std::vector<std::string>& names, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string& name : names) {
    if (lines.empty()) {
      lines.push_back(name);
    } else if (lines.back().size() + name.size() + 3 <= width) {
      lines.back() += " = " + name;
    } else {
      lines.push_back("= " + name);
    }
  }
  return lines;
}

}  // namespace tidegate::testbed
