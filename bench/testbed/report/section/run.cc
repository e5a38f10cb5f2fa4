// What was run, what the measures mean, and how to get the same.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/flatten.h"
#include "testbed/report/html.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/sections.h"

namespace tidegate::testbed {
namespace {

constexpr std::size_t kListed = 24;  // values of a field

struct Definition {
  std::string_view term;
  std::string_view meaning;
};
constexpr std::array kDefinitions = {
    Definition{
        "loss",
        "SYNs of legitimate clients that were refused, over all that they sent, repeated ones too; beside SYNs "
        "refused datagrams show in the cost alone. Of a workload without SYNs, UDP flows that were refused, over "
        "all of them"},
    Definition{
        "cost",
        "what refusing and breaking cost people, in seconds of their time for 1,000 legitimate connections: a refused "
        "SYN costs the wait until it is sent again, a broken connection what its state was worth"},
    Definition{"strict", "a connection whose entry is gone is broken: an established one costs 30 s"},
    Definition{"nat", "the same, and its address translation is lost for good: 60 s"},
    Definition{"loose", "the next packet makes a new entry, on the slow path: 1 ms"},
    Definition{"O1", "the fewest connections that any schedule has to refuse, with all of the future known"},
    Definition{"O2", "the least that refusing can cost, the future known, wherever there is a free slot"},
    Definition{"O3", "the same in loose mode, where a silence can be bridged by rebuilding the entry"},
    Definition{"O5", "a schedule that knows the future, but has to keep each connection in its two sets"},
    Definition{"regret",
               "(cost + 1 s) over (optimum + 1 s), for 1,000 connections; of several runs the geometric mean. Where no "
               "optimum "
               "was computed, the best policy stands for it"},
    Definition{"interval", "95 %, Student\u2019s t over the seeds"},
    Definition{
        "tie",
        "two policies whose differences, seed by seed, have zero in their interval, or that differ by less than 1 %"},
    Definition{"wrongful eviction", "an entry was given up, and a packet came that needed it"},
    Definition{"fully associative (/full)",
               "a reference: any entry may be the victim, which no lock-free table of fixed places can offer"},
};

std::string Definitions() {
  std::string list;
  for (const Definition& definition : kDefinitions) {
    Append(list, "<dt>", definition.term, "</dt><dd>", definition.meaning, "</dd>\n");
  }
  return Element("h3", "", "Measures") + Element("dl", "", list);
}

// The values of each field of all cells, in the order in which the fields appear.
struct FieldValues {
  std::vector<std::string> names;
  std::map<std::string, std::set<std::string>> values;
  std::map<std::string, std::size_t> uses;
};

FieldValues ValuesOf(const Study& study) {
  FieldValues all;
  for (const CellResult& result : study.results) {
    FlatFields fields;
    Flatten(result.cell, "", Arrays::kElements, fields);
    for (const auto& [name, value] : fields) {
      if (all.values[name].empty()) all.names.push_back(name);
      all.values[name].insert(ScalarText(value));
      ++all.uses[name];
    }
  }
  return all;
}

bool IsWholeNumber(std::string_view text) {
  return !text.empty() && text.size() < 19 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Whole numbers with separators, as everywhere.
std::string Shown(const std::string& value) {
  return IsWholeNumber(value) ? bench::Grouped(std::stoull(value)) : Escaped(value);
}

// Shorter numbers first, so that they rise.
std::string Listed(const std::set<std::string>& values) {
  std::vector<std::string> sorted(values.begin(), values.end());
  std::ranges::stable_sort(sorted, {}, [](const std::string& value) {
    const bool number = value.find_first_not_of("0123456789.") == std::string::npos;
    return number ? value.size() : 0;
  });
  const std::size_t more = sorted.size() - std::min(sorted.size(), kListed);
  sorted.resize(sorted.size() - more);
  std::ranges::transform(sorted, sorted.begin(), Shown);
  return Cat(absl::StrJoin(sorted, ", "), more > 0 ? Cat(", and ", more, " more") : "");
}

std::string Parameters(const Study& study) {
  const FieldValues all = ValuesOf(study);
  HtmlTable common("figures compact");
  HtmlTable varied("figures compact");
  common.Head({{"the same in all cells", ""}, {"", "number"}});
  varied.Head({{"varied", ""}, {"", "list"}});
  for (const std::string& name : all.names) {
    const std::set<std::string>& values = all.values.at(name);
    if (values.size() == 1 && values.begin()->empty()) continue;
    const bool everywhere = all.uses.at(name) == study.results.size();
    if (values.size() == 1 && everywhere) {
      common.Row({{Escaped(name), ""}, {Shown(*values.begin()), "number"}});
    } else {
      varied.Row({{Escaped(name), ""},
                  {Listed(values) + (everywhere ? "" : " <span class=\"quiet\">(or none)</span>"), "list"}});
    }
  }
  return Element("h3", "", "Parameters") + Grid({varied.Finish(), common.Finish()}, "grid wide");
}

std::string Summary(const Study& study) {
  std::set<std::uint64_t> seeds;
  std::set<double> samples;
  double events = 0;
  double connections = 0;
  for (const CellResult& result : study.results) {
    seeds.insert(result.seed);
    samples.insert(result.sample);
    events += result.events;
    connections += result.connections;
  }
  const auto count = [](double value) { return bench::Grouped(static_cast<std::uint64_t>(value)); };
  std::string text =
      Cat(Counted(study.results.size(), "cell", "cells"), ": ", Counted(study.contenders.size(), "policy", "policies"),
          " on ", Counted(study.scenarios.size(), "scenario", "scenarios"), ", ",
          Counted(seeds.size(), "seed", "seeds"), " (", absl::StrJoin(seeds, ", "), "); ", count(connections),
          " legitimate connections and ", count(events), " packets in all. Played: ");
  std::vector<std::string> parts;
  parts.reserve(samples.size());
  for (const double sample : samples) {
    parts.push_back(sample > 1 ? Cat("one connection of ", count(sample), ", in a table that much smaller")
                               : "every connection");
  }
  Append(text, absl::StrJoin(parts, "; "), ".");
  return Element("p", "", text);
}

std::string Reproduce(const Study& study) {
  const CellResult& first = study.results.front();
  return Element("h3", "", "How to get the same") +
         Element("p", "",
                 "A cell is a pure function of its parameters: run again, it gives the same result to the byte. Each "
                 "line of "
                 "<code>cells.jsonl</code> has its cell under <code>cell</code>; this one is <code>" +
                     Escaped(first.id) + "</code>:") +
         Element("pre", "", Escaped(first.cell.dump(1))) +
         Element("pre", "",
                 "tidegate-testbed run cell.json            one cell\n"
                 "tidegate-testbed sweep manifest.json      all of them, into a directory\n"
                 "tidegate-testbed report DIR -o report.html --plots DIR2\n"
                 "tidegate-testbed compare OLD NEW --max-regress 2%");
}

}  // namespace

std::string RunSection(const Material& material) {
  const Study& study = material.study;
  return SectionHtml("run", "What was run", "", Summary(study) + Definitions() + Parameters(study) + Reproduce(study));
}

}  // namespace tidegate::testbed
