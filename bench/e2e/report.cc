// Figures are found by JSON pointers, so that a row of the table is a row of the code.
#include "e2e/report.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string_view>

namespace tidegate::e2e {
namespace {

using Pointer = Leg::json_pointer;

constexpr std::size_t kLabelWidth = 30;
constexpr std::size_t kColumnWidth = 19;

std::optional<double> Figure(const Leg& leg, const Pointer& pointer) {
  if (!leg.contains(pointer) || !leg.at(pointer).is_number()) return std::nullopt;
  return leg.at(pointer).get<double>();
}

// 112928 -> "112,928"
std::string WholeNumber(double value) {
  std::string digits = std::to_string(static_cast<std::uint64_t>(value));
  for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), 1, ',');
  return digits;
}

std::string WithUnit(double value, const char* unit) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, unit);
  return text.data();
}

std::string Latency(double us) {
  if (us == 0) return "0";
  if (us < 1e3) return WithUnit(us, "us");
  return us < 1e6 ? WithUnit(us / 1e3, "ms") : WithUnit(us / 1e6, "s");
}

std::string SecondsText(double s) { return Latency(s * 1e6); }

struct Row {
  std::string label;
  Pointer pointer;
  std::string (*format)(double) = WholeNumber;
};

const std::vector<Row>& FixedRows() {
  static const std::vector<Row> rows = {
      {"seconds", Pointer("/load/elapsed_s"), WholeNumber},
      {"connections", Pointer("/load/connections")},
      {"connections per second", Pointer("/load/rate_per_s")},
      {"latency p50", Pointer("/load/latency_us/p50"), Latency},
      {"latency p99", Pointer("/load/latency_us/p99"), Latency},
      {"latency p99.9", Pointer("/load/latency_us/p99_9"), Latency},
      {"latency max", Pointer("/load/latency_us/max"), Latency},
      {"slower than 0.9 s", Pointer("/load/slow")},
      {"failed", Pointer("/load/failed")},
      {"unfinished at the end", Pointer("/load/unfinished")},
      {"  longest wait of these", Pointer("/load/oldest_unfinished_s"), SecondsText},
      {"stalled client-seconds", Pointer("/load/stalled_client_seconds")},
      {"tuples used", Pointer("/load/tuples/used")},
      {"tuples used more than once", Pointer("/load/tuples/used_more_than_once")},
      {"retransmission timeouts", Pointer("/retransmission_timeouts")},
      {"entries in the table", Pointer("/stats/occupancy/live")},
      {"SYNs refused", Pointer("/stats/refused_syn")},
  };
  return rows;
}

// The members of an object that are not zero in every leg, in the order of their first appearance.
std::vector<std::string> MembersThatCount(const std::vector<Leg>& legs, const Pointer& object) {
  std::vector<std::string> names;
  for (const Leg& leg : legs) {
    if (!leg.contains(object)) continue;
    for (const auto& [name, value] : leg.at(object).items()) {
      if (!value.is_number() || value.get<double>() == 0) continue;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

std::string PadLeft(std::string text, std::size_t width) {
  text.insert(0, width > text.size() ? width - text.size() : 1, ' ');
  return text;
}

std::string PadRight(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

template <typename Cell>
std::string Line(const std::string& label, const std::vector<Leg>& legs, Cell cell) {
  std::string line = PadRight(label, kLabelWidth);
  for (const Leg& leg : legs) line += PadLeft(cell(leg), kColumnWidth);
  return line + "\n";
}

std::string Line(const Row& row, const std::vector<Leg>& legs) {
  return Line(row.label, legs, [&row](const Leg& leg) {
    const auto figure = Figure(leg, row.pointer);
    return figure ? row.format(*figure) : std::string("-");
  });
}

// A line for the sum of an object's members, and one for each member that counts.
std::string Breakdown(const std::string& label, const std::vector<Leg>& legs, const Pointer& object) {
  std::string text = Line(label, legs, [&object](const Leg& leg) {
    if (!leg.contains(object)) return std::string("-");
    double sum = 0;
    for (const auto& value : leg.at(object)) sum += value.is_number() ? value.get<double>() : 0;
    return WholeNumber(sum);
  });
  for (const std::string& name : MembersThatCount(legs, object)) {
    text += Line(Row{"  " + name, object / name}, legs);
  }
  return text;
}

struct Requirement {
  const char* pointer;
  const char* complaint;  // after the number found
};

constexpr std::array<Requirement, 6> kMustBeZero = {{{"/stats/refused_syn", "SYNs refused"},
                                                     {"/load/slow", "connections slower than 0.9 s"},
                                                     {"/load/failed", "connections failed"},
                                                     {"/load/unfinished", "connections unfinished"},
                                                     {"/load/stalled_client_seconds", "stalled client-seconds"},
                                                     {"/load/interrupted", "interruption"}}};

std::vector<std::string> ViolationsOfClean(const Leg& leg) {
  std::vector<std::string> found;
  for (const auto& [pointer, complaint] : kMustBeZero) {
    const Pointer where(pointer);
    if (!leg.contains(where)) {
      found.push_back("no count of " + std::string(complaint));
    } else if (leg.at(where) != 0 && leg.at(where) != false) {
      found.push_back((leg.at(where).is_boolean() ? "1" : WholeNumber(*Figure(leg, where))) + " " + complaint);
    }
  }
  const double total = Figure(leg, Pointer("/load/tuples/total")).value_or(0);
  const double twice = Figure(leg, Pointer("/load/tuples/used_more_than_once")).value_or(0);
  if (total == 0 || twice < total) {
    found.push_back("only " + WholeNumber(twice) + " of " + WholeNumber(total) + " tuples used more than once");
  }
  return found;
}

std::vector<std::string> ViolationsOfOverflow(const Leg& leg) {
  std::vector<std::string> found;
  if (Figure(leg, Pointer("/stats/refused_syn")).value_or(0) == 0) found.push_back("no SYN was refused");
  if (Figure(leg, Pointer("/load/slow")).value_or(0) + Figure(leg, Pointer("/load/unfinished")).value_or(0) == 0) {
    found.push_back("no connection had to wait");
  }
  return found;
}

}  // namespace

absl::StatusOr<std::vector<Leg>> LoadLegs(const std::vector<std::string>& paths) {
  std::vector<Leg> legs;
  for (const std::string& path : paths) {
    std::ifstream file(path);
    if (!file) return absl::NotFoundError(path + ": cannot be read");
    Leg leg = Leg::parse(file, nullptr, /*allow_exceptions=*/false);
    if (!leg.is_object() || !leg.contains("name") || !leg["name"].is_string() || !leg.contains("load")) {
      return absl::InvalidArgumentError(path + ": expected a JSON object with \"name\" and \"load\"");
    }
    legs.push_back(std::move(leg));
  }
  return legs;
}

std::string FormatTable(const std::vector<Leg>& legs) {
  std::string table = Line("", legs, [](const Leg& leg) { return leg["name"].get<std::string>(); });
  table += std::string(kLabelWidth + kColumnWidth * legs.size(), '-') + "\n";
  for (const Row& row : FixedRows()) table += Line(row, legs);
  table += Breakdown("evicted, by class", legs, Pointer("/stats/evicted"));
  table += Breakdown("dropped, by reason", legs, Pointer("/drops"));
  return table;
}

std::vector<std::string> Violations(const Leg& leg) {
  const std::string expect = leg.value("expect", "any");
  if (expect == "clean") return ViolationsOfClean(leg);
  if (expect == "overflow") return ViolationsOfOverflow(leg);
  return {};
}

}  // namespace tidegate::e2e
