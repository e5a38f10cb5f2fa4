// The engines as people see them: titles, what each is, colours.
#ifndef TIDEGATE_BENCH_E2E_COMPARE_ENGINES_H_
#define TIDEGATE_BENCH_E2E_COMPARE_ENGINES_H_

#include <string>
#include <string_view>

#include "testbed/report/palette.h"

namespace tidegate::e2e {

struct EngineLook {
  std::string_view name;
  std::string_view title;
  std::string_view what;
  std::string_view light;  // its colour on white
  std::string_view dark;
  testbed::Marker marker;
};

// One that is not known looks grey and has its name as its title.
EngineLook LookOf(std::string_view engine);

// The class of what is drawn for it.
std::string StyleOf(std::string_view engine);

// The rules that give each class its colour, on light or on dark.
std::string EngineColours(bool dark);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_COMPARE_ENGINES_H_
