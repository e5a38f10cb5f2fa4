// How each policy is drawn, everywhere alike.
#ifndef TIDEGATE_TESTBED_REPORT_PALETTE_H_
#define TIDEGATE_TESTBED_REPORT_PALETTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidegate::testbed {

// What draws more attention comes first; also the order of lists.
enum class Family : std::uint8_t {
  kOurs,       // strong colours, thick
  kPeer,       // what other trackers do, under their names: blues and greys
  kClassic,    // muted
  kOther,      // plug-ins: muted
  kReference,  // fully associative: muted, dashed, hollow
};

enum class Marker : std::uint8_t { kCircle, kSquare, kDiamond, kTriangle, kDown, kCross, kPlus };

struct PolicyStyle {
  Family family = Family::kOther;
  std::size_t rank = 0;    // within its family
  std::string_view light;  // "#d55e00", on white
  std::string_view dark;   // on black
  Marker marker = Marker::kCircle;
};

// Policies of the same name share a colour, whether of sets or fully associative. A name that is not known takes a
// colour by its spelling, so that it keeps it from one report to the next.
PolicyStyle StyleOf(std::string_view policy, bool fully_associative);

// Class names of the style sheet: "ours", "peer", ...
std::string_view Name(Family family);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PALETTE_H_
