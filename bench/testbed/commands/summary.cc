#include "testbed/commands/summary.h"

#include <cstdio>
#include <string_view>

namespace tidegate::testbed {
namespace {

const Json* Find(const Json& json, std::string_view pointer) {
  const Json::json_pointer path{std::string(pointer)};
  return json.contains(path) ? &json.at(path) : nullptr;
}

double NumberAt(const Json& json, std::string_view pointer) {
  const Json* const value = Find(json, pointer);
  return value != nullptr && value->is_number() ? value->get<double>() : 0;
}

std::string TextAt(const Json& json, std::string_view pointer) {
  const Json* const value = Find(json, pointer);
  return value == nullptr ? "?" : value->is_string() ? value->get<std::string>() : value->dump();
}

template <class... Values>
std::string Format(const char* format, Values... values) {
  char text[200];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

std::string Row(std::string_view name, const std::string& text) {
  std::string row = "  " + std::string(name);
  row.resize(24, ' ');
  return row + text + "\n";
}

std::string Share(const Json& result, std::string_view part, std::string_view whole) {
  const double all = NumberAt(result, whole);
  return Format("%.0f of %.0f (%.3f %%)", NumberAt(result, part), all,
                all > 0 ? 100 * NumberAt(result, part) / all : 0.0);
}

// "established 3, datagram 1"; "none".
std::string ByClass(const Json& result, std::string_view pointer) {
  std::string text;
  if (const Json* const counts = Find(result, pointer); counts != nullptr && counts->is_object()) {
    for (const auto& [cls, count] : counts->items()) {
      if (count != 0) text += (text.empty() ? "" : ", ") + cls + " " + count.dump();
    }
  }
  return text.empty() ? "none" : text;
}

std::string Costs(const Json& result) {
  std::string text;
  for (const char* mode : {"strict", "loose", "nat"}) {
    const std::string pointer = std::string("/cost/") + mode;
    if (Find(result, pointer) == nullptr) continue;
    text += (text.empty() ? "" : ", ") + Format("%s %.1f s", mode, NumberAt(result, pointer) / 1000);
  }
  return text;
}

}  // namespace

std::string Summary(const Json& result) {
  std::string text = TextAt(result, "/workload") + ", " + TextAt(result, "/policy") + ", " +
                     TextAt(result, "/capacity") + " connections, seed " + TextAt(result, "/seed") + " (" +
                     TextAt(result, "/id") + ")\n";
  text += Row("set up at first SYN", Share(result, "/legit/at_first_syn", "/legit/connections"));
  text += Row("SYNs refused", Share(result, "/legit/syn_refused", "/legit/syn_attempts"));
  text += Row("gave up", Share(result, "/legit/gave_up", "/legit/connections"));
  text += Row("broken", Share(result, "/legit/broken", "/legit/connections"));
  text += Row("wrongly evicted", ByClass(result, "/legit/wrongful"));
  text += Row("evicted", ByClass(result, "/entries/evicted"));
  text += Row("cost", Costs(result));
  text +=
      Row("set-up time", Format("p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms", NumberAt(result, "/setup/p50_us") / 1000,
                                NumberAt(result, "/setup/p99_us") / 1000, NumberAt(result, "/setup/p999_us") / 1000));
  return text;
}

}  // namespace tidegate::testbed
