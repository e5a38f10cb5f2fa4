// The colours. Ours are two of Okabe and Ito's, which stay apart for every kind of colour vision; all others are muted
// and told apart by their markers and labels as well.
#include "testbed/report/palette.h"

#include <algorithm>
#include <array>

namespace tidegate::testbed {
namespace {

struct Entry {
  std::string_view name;
  PolicyStyle style;
};

constexpr std::array kEntries = {
    Entry{"state_first", {Family::kOurs, 0, "#d55e00", "#ff8f40", Marker::kCircle}},
    Entry{"hazard_cost", {Family::kOurs, 1, "#00875f", "#2fd0a0", Marker::kDiamond}},
    Entry{"linux_early_drop", {Family::kPeer, 0, "#1f4e79", "#9cc4ec", Marker::kSquare}},
    Entry{"vpp_acl", {Family::kPeer, 1, "#2f78ab", "#6fb1e0", Marker::kTriangle}},
    Entry{"bpf_lru", {Family::kPeer, 2, "#5b9bc4", "#5591ba", Marker::kDown}},
    Entry{"ovs_none", {Family::kPeer, 3, "#77838f", "#8a96a3", Marker::kPlus}},
    Entry{"none", {Family::kPeer, 4, "#4d5863", "#bcc6d0", Marker::kCross}},
    Entry{"lru", {Family::kClassic, 0, "#857c2b", "#c3ba62", Marker::kSquare}},
    Entry{"fifo", {Family::kClassic, 1, "#a08653", "#c9b07c", Marker::kDown}},
    Entry{"clock", {Family::kClassic, 2, "#86688e", "#bb9cc4", Marker::kTriangle}},
    Entry{"random_k", {Family::kClassic, 3, "#a5705c", "#d29a86", Marker::kPlus}},
    Entry{"random_k_pool", {Family::kClassic, 3, "#b0614f", "#d98f7e", Marker::kDiamond}},
    Entry{"sieve", {Family::kClassic, 4, "#5f8a70", "#93c0a5", Marker::kDiamond}},
    Entry{"s3fifo", {Family::kClassic, 5, "#9a5f7b", "#cf93af", Marker::kCross}},
    Entry{"slru", {Family::kClassic, 6, "#6f7d3f", "#a9b773", Marker::kCircle}},
    Entry{"2q", {Family::kClassic, 7, "#7a6a54", "#b5a389", Marker::kSquare}},
    Entry{"arc", {Family::kClassic, 8, "#6d6a9c", "#a5a2d6", Marker::kTriangle}},
    Entry{"lirs", {Family::kClassic, 9, "#4f8588", "#84bcbf", Marker::kDown}},
    Entry{"tinylfu", {Family::kClassic, 10, "#a3617f", "#d597b3", Marker::kDiamond}},
    Entry{"gdsf", {Family::kClassic, 11, "#8d7b3c", "#c2b072", Marker::kPlus}},
    Entry{"hyperbolic", {Family::kClassic, 12, "#7d6f86", "#b2a4bb", Marker::kCross}},
    Entry{"lhd", {Family::kClassic, 13, "#96655f", "#c99892", Marker::kSquare}},
};

constexpr std::array kOthers = {
    PolicyStyle{Family::kOther, 0, "#7a5c99", "#b495d3", Marker::kTriangle},
    PolicyStyle{Family::kOther, 0, "#8f6b3a", "#c9a471", Marker::kDiamond},
    PolicyStyle{Family::kOther, 0, "#3f7f7a", "#79bab5", Marker::kSquare},
    PolicyStyle{Family::kOther, 0, "#96566e", "#d08fa7", Marker::kDown},
    PolicyStyle{Family::kOther, 0, "#6a7a45", "#a3b47d", Marker::kPlus},
    PolicyStyle{Family::kOther, 0, "#5a6b8c", "#93a5c8", Marker::kCross},
};

// "two_q" and "2q", "w_tinylfu", "tiny_lfu" and "TinyLFU" are the same.
std::string Canonical(std::string_view name) {
  std::string canonical;
  for (const char c : name) {
    if (c != '_' && c != '-') canonical += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  if (canonical.starts_with("two")) canonical.replace(0, 3, "2");
  if (canonical == "wtinylfu") canonical = "tinylfu";
  return canonical;
}

PolicyStyle StyleByName(std::string_view policy) {
  const std::string wanted = Canonical(policy);
  const auto found = std::ranges::find_if(kEntries, [&](const Entry& e) { return Canonical(e.name) == wanted; });
  if (found != kEntries.end()) return found->style;
  std::size_t sum = 0;
  for (const char c : wanted) sum = sum * 31 + static_cast<unsigned char>(c);
  return kOthers[sum % kOthers.size()];
}

}  // namespace

PolicyStyle StyleOf(std::string_view policy, bool fully_associative) {
  PolicyStyle style = StyleByName(policy);
  if (fully_associative) style.family = Family::kReference;
  return style;
}

std::string_view Name(Family family) {
  static constexpr std::array<std::string_view, 5> kNames = {"ours", "peer", "classic", "other", "reference"};
  return kNames[static_cast<std::size_t>(family)];
}

}  // namespace tidegate::testbed
