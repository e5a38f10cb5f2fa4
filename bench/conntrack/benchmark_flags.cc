// Checks Google Benchmark's options before the library sees them.
#include "conntrack/benchmark_flags.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <regex>
#include <system_error>

#include "e2e/option_table.h"

namespace tidegate::bench {
namespace {

using Text = std::string_view;

template <typename Number>
bool IsNumber(Text text, Number min, Number max) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= min && value <= max;
}

bool IsOneOf(Text text, std::initializer_list<Text> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

bool IsTruth(Text text) {
  return IsOneOf(text, {"true", "false", "yes", "no", "on", "off", "1", "0", "t", "f", "y", "n"});
}
bool IsTruthOrAuto(Text text) { return text == "auto" || IsTruth(text); }
bool IsSeconds(Text text) { return IsNumber<double>(text, 0, 86400); }
bool IsCount(Text text) { return IsNumber<std::int32_t>(text, 1, INT32_MAX); }
bool IsVerbosity(Text text) { return IsNumber<std::int32_t>(text, 0, INT32_MAX); }
bool IsFormat(Text text) { return IsOneOf(text, {"console", "json", "csv"}); }
bool IsUnit(Text text) { return IsOneOf(text, {"ns", "us", "ms", "s"}); }
bool IsAnything(Text) { return true; }

// The library takes a '-' in front as "all but".
bool IsRegex(Text text) {
  if (text.starts_with("-")) text.remove_prefix(1);
  try {
    [[maybe_unused]] const std::regex compiles(text.begin(), text.end(), std::regex::extended);
    return true;
  } catch (const std::regex_error&) {
    return false;
  }
}

bool IsWritable(Text text) { return std::ofstream(std::string(text), std::ios::app).good(); }

bool IsPairs(Text text) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (text.substr(begin, end - begin).find('=') == Text::npos) return false;
    begin = end + 1;
  }
  return true;
}

struct Flag {
  Text name;
  Text argument;
  Text expected;
  bool (*fits)(Text value);
};

constexpr Text kTruth = "true or false";

constexpr Flag kFlags[] = {
    {"--benchmark_filter", "REGEX", "a regular expression", IsRegex},
    {"--benchmark_list_tests", "BOOL", kTruth, IsTruth},
    {"--benchmark_min_time", "S", "seconds up to 86400", IsSeconds},
    {"--benchmark_min_warmup_time", "S", "seconds up to 86400", IsSeconds},
    {"--benchmark_repetitions", "N", "a whole number above 0", IsCount},
    {"--benchmark_enable_random_interleaving", "BOOL", kTruth, IsTruth},
    {"--benchmark_report_aggregates_only", "BOOL", kTruth, IsTruth},
    {"--benchmark_display_aggregates_only", "BOOL", kTruth, IsTruth},
    {"--benchmark_format", "FORMAT", "console, json or csv", IsFormat},
    {"--benchmark_out", "FILE", "a file that can be written", IsWritable},
    {"--benchmark_out_format", "FORMAT", "console, json or csv", IsFormat},
    {"--benchmark_color", "WHEN", "auto, true or false", IsTruthOrAuto},
    {"--benchmark_counters_tabular", "BOOL", kTruth, IsTruth},
    {"--benchmark_context", "KEY=VALUE,...", "pairs KEY=VALUE with commas between them", IsPairs},
    {"--benchmark_perf_counters", "NAME,...", "names of counters", IsAnything},
    {"--benchmark_time_unit", "UNIT", "ns, us, ms or s", IsUnit},
    {"--v", "N", "a whole number", IsVerbosity},
};

}  // namespace

absl::Status CheckBenchmarkFlag(Text argument) {
  const std::size_t equals = argument.find('=');
  const Text name = argument.substr(0, equals);
  const auto* flag =
      std::find_if(std::begin(kFlags), std::end(kFlags), [&](const Flag& candidate) { return candidate.name == name; });
  if (flag == std::end(kFlags)) {
    return absl::InvalidArgumentError(std::string(name) + ": no such option; --help lists them");
  }
  const bool alone = equals == Text::npos;
  const Text value = alone ? Text() : argument.substr(equals + 1);
  if (alone ? flag->expected == kTruth : flag->fits(value)) return absl::OkStatus();
  const absl::Status status = e2e::NotAsExpected(value, std::string(flag->expected));
  return absl::InvalidArgumentError(std::string(name) + ": " + std::string(status.message()));
}

std::string BenchmarkFlagsHelp() {
  std::string text;
  for (const Flag& flag : kFlags) {
    std::string left = "  " + std::string(flag.name) + "=" + std::string(flag.argument);
    left.resize(std::max<std::size_t>(left.size() + 1, 48), ' ');
    text += left + std::string(flag.expected) + "\n";
  }
  return text;
}

}  // namespace tidegate::bench
