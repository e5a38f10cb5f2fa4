// Puts style sheets together.
#include "testbed/report/style.h"

#include <array>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "testbed/report/cat.h"
#include "testbed/report/heat.h"
#include "testbed/report/page.h"

namespace tidegate::testbed {
namespace {

constexpr std::string_view kFonts =
    R"(system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif)";
constexpr std::string_view kIfDark = "@media screen and (prefers-color-scheme:dark) {\n";

constexpr std::array kColours = {
    Colour{"page", "#ffffff", "#0f1318"},
    Colour{"card", "#f7f8fa", "#171c23"},
    Colour{"ink", "#1b2027", "#e6e9ed"},
    Colour{"soft", "#545f6b", "#a3adb8"},
    Colour{"faint", "#66717d", "#8793a0"},
    Colour{"rule", "#e3e7ec", "#2a313a"},
    Colour{"grid", "#edf0f3", "#1f252d"},
    Colour{"edge", "#9aa4af", "#5c6671"},
    Colour{"accent", "#0b62c4", "#6cb0ff"},
    Colour{"bad", "#b03a2e", "#ff8f80"},
    Colour{"victim", "#fdeeda", "#3a2c16"},
    Colour{"band", "rgba(204,102,119,.13)", "rgba(224,122,139,.16)"},
    Colour{"band-ink", "#a83e52", "#e07a8b"},
    Colour{"heat", "213,94,0", "255,143,64"},
    Colour{"heat-most", ".74", ".5"},
    Colour{"established", "#4464ad", "#6f8fdc"},
    Colour{"closing", "#e0a526", "#e6b54a"},
    Colour{"datagram", "#44aa99", "#5cc4b2"},
    Colour{"half_open", "#cc6677", "#e07a8b"},
    Colour{"time_wait", "#c9ced6", "#4a535e"},
    Colour{"connections", "#aab4c0", "#56616d"},
    Colour{"refused", "#d48a00", "#f0ad33"},
    Colour{"broken", "#b03a4e", "#ff7b8f"},
    Colour{"on-area", "#ffffff", "#0f1318"},
};

std::string_view ValueOf(const Colour& colour, bool dark) { return dark ? colour.dark : colour.light; }
std::string_view ValueOf(const PolicyStyle& style, bool dark) { return dark ? style.dark : style.light; }

std::string Variables(bool dark) {
  std::string variables;
  for (const Colour& colour : kColours) Append(variables, " --", colour.name, ":", ValueOf(colour, dark), ";");
  return Cat(":root {", variables, " }\n");
}

// Each contender's, as a property. A label that several share has the first one's, so that comes last.
std::string ContenderColours(const Study& study, std::string_view property, bool dark) {
  std::string rules;
  for (std::size_t i = study.contenders.size(); i-- > 0;) {
    Append(rules, ".c", i, "{", property, ":", ValueOf(study.contenders[i].style, dark), "}\n");
  }
  return rules;
}

// Rules without variables: what a contender is drawn in becomes the text's colour.
std::string Outright(std::string_view rules, bool dark) {
  std::string text =
      absl::StrReplaceAll({rules.data(), rules.size()}, {{"--c:", "color:"}, {"var(--c)", "currentColor"}});
  for (const Colour& colour : kColours) {
    const std::string_view value = ValueOf(colour, dark);
    text = absl::StrReplaceAll(text, {{Cat("var(--", colour.name, ")"), std::string(value)}});
  }
  return text;
}

// The lines that name a colour: the others are the same on dark.
std::string Coloured(std::string_view rules) {
  std::string coloured;
  for (const auto line : absl::StrSplit(std::string(rules), '\n')) {
    const std::string text(line);
    if (text.find("var(") != std::string::npos) Append(coloured, text, "\n");
  }
  return coloured;
}

constexpr std::string_view kSinglePlotRules = ".page { fill:var(--page); stroke:var(--rule); }\n";

}  // namespace

std::span<const Colour> Colours() { return kColours; }

std::string_view PlotRules() {
  return R"CSS(text { fill:var(--ink); }
.title { font-size:14px; font-weight:640; }
.note { font-size:11.5px; }
.tick { font-size:11px; font-variant-numeric:tabular-nums; }
svg .note, svg .tick { fill:var(--soft); }
line.grid { display:inline; stroke:var(--grid); }
.mark { stroke:var(--faint); stroke-dasharray:2 3; }
.series .line { fill:none; stroke:var(--c); stroke-width:1.4; stroke-linejoin:round; }
.series.ours .line { stroke-width:2.8; }
.series.peer .line { stroke-width:1.8; }
.series.reference .line { stroke-width:1.1; stroke-dasharray:4 3; }
.marker { fill:var(--c); stroke:var(--page); stroke-width:.8; }
.marker.stroked { fill:none; stroke:var(--c); stroke-width:1.7; }
.reference .marker:not(.stroked) { fill:var(--page); stroke:var(--c); stroke-width:1.2; }
.label.ours .marker:not(.stroked) { fill:var(--c); stroke:none; }
.whisker { stroke:var(--c); stroke-width:1.2; opacity:.55; }
.error-bar { stroke:var(--c); stroke-width:1.5; }
.leader { fill:none; stroke:var(--c); stroke-width:.8; opacity:.45; }
.bound { --c:var(--ink); }
.label.all { --c:var(--soft); }
.series.bound .line { stroke-width:2.2; stroke-dasharray:7 4; }
.series.o1 .line, .series.o5 .line { stroke-width:1.5; stroke-dasharray:2 3; }
svg .name { font-size:11px; }
svg .label .name, svg .series .name { fill:var(--c); fill:color-mix(in srgb, var(--c) 70%, var(--ink)); }
.halo, .series .name { paint-order:stroke; stroke:var(--page); stroke-width:3px; stroke-linejoin:round; }
.label.ours .name, .series.ours .name { font-weight:700; }
.label.bound .name { font-weight:600; }
.bar-fill { fill:var(--c); fill-opacity:.22; }
.limit { stroke:var(--ink); stroke-width:2; }
.front { fill:none; stroke:var(--faint); stroke-dasharray:3 3; }
)CSS";
}

std::string StyleSheet(std::string_view more_on_light, std::string_view more_on_dark) {
  return Cat(Variables(false), kIfDark, Variables(true), "}\n", PageRules(), PlotRules(), HeatRules(), more_on_light,
             kIfDark, more_on_dark, "}\n");
}

std::string PageStyle(const Study& study) {
  return StyleSheet(ContenderColours(study, "--c", false), ContenderColours(study, "--c", true));
}

std::string SinglePlotStyle(const Study& study) {
  const std::string rules = Cat(PlotRules(), kSinglePlotRules);
  return Cat("text { font-family:", kFonts, "; }\n", Outright(rules, false), ContenderColours(study, "color", false),
             "@media (prefers-color-scheme:dark) {\n", Outright(Coloured(rules), true),
             ContenderColours(study, "color", true), "}\n");
}

}  // namespace tidegate::testbed
