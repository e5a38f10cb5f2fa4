// Puts the page together.
#include "e2e/compare/page.h"

#include "e2e/compare/engines.h"
#include "e2e/compare/plots.h"
#include "e2e/compare/summary.h"
#include "e2e/compare/words.h"
#include "testbed/report/cat.h"
#include "testbed/report/html.h"
#include "testbed/report/style.h"

namespace tidegate::e2e {
namespace {

using testbed::Cat;
using testbed::Element;
using testbed::Escaped;
using testbed::Grid;
using testbed::HtmlCell;
using testbed::HtmlTable;

constexpr std::string_view kRules = R"CSS(.targets { display:grid; gap:16px; margin:0 0 28px;
  grid-template-columns:repeat(auto-fit,minmax(230px,1fr)); }
.target { background:var(--card); border-radius:12px; padding:18px 20px 14px; }
.target b { display:block; font-size:30px; letter-spacing:-.02em; font-variant-numeric:tabular-nums; line-height:1.2; }
.target span { display:block; font-size:13px; color:var(--soft); }
.target .met, .target .not-met { font-weight:640; color:var(--met); } .target .not-met { color:var(--bad); }
.engine::before { content:""; display:inline-block; width:10px; height:10px; border-radius:3px; background:var(--c);
  margin-right:8px; }
tr.ours td { font-weight:680; } td.block { padding-top:18px; font-weight:640; border-top:none; }
)CSS";
constexpr std::string_view kMetOnLight = ":root { --met:#1a7f4b; }\n";
constexpr std::string_view kMetOnDark = ":root { --met:#4cc98a; }\n";

std::string Header(const Results& results) {
  return Cat("<header>\n<p class=\"brand\">Tidegate end to end</p>\n<h1>A firewall in the middle of real TCP</h1>\n",
             Element("p", "subtitle",
                     Cat("Clients and servers in network namespaces, one engine between them, all on one machine: "
                         "latency of a byte "
                         "to and fro, and connections a second, medians of ",
                         results.rounds, " interleaved rounds.")),
             "</header>\n");
}

std::string TargetCard(const Outcome& outcome) {
  const std::string verdict = outcome.met ? "<span class=\"met\">ok" : "<span class=\"not-met\">missed";
  return Cat("<div class=\"target\">", verdict, ", ", LimitText(outcome.target), "</span><b>",
             RatioText(outcome.range.median), "\u00d7</b><span>", outcome.target.what,
             "</span><span>rounds: ", RatioText(outcome.range.low), " to ", RatioText(outcome.range.high),
             "</span></div>\n");
}

std::string TargetSection(const Results& results) {
  const std::vector<Outcome> outcomes = OutcomesOf(results);
  if (outcomes.empty()) return "";
  std::string cards;
  for (const Outcome& outcome : outcomes) cards += TargetCard(outcome);
  return Cat(
      "<section id=\"targets\">\n<h2>Tidegate over testpmd</h2>\n",
      Element(
          "p", "lead",
          "testpmd forwards between the same two devices from one polling core and looks at nothing. What lies between "
          "the two is what the firewall costs. Ratios are taken within each round, as neighbours in time are disturbed "
          "alike; the median of the ratios counts."),
      "<div class=\"targets\">\n", cards, "</div>\n", Grid({TargetPlot(results)}, "grid wide"), "</section>\n");
}

HtmlCell Number(std::string text) { return {std::move(text), "number"}; }

HtmlCell RatioCell(const Results& results, const Engine& engine, const Workload& workload, Measure measure) {
  const std::vector<double> ratios = RatiosOf(results, engine.name, workload.name, measure);
  return Number(ratios.empty() ? "\u2013" : RatioText(RangeOf(ratios)));
}

void AddRow(HtmlTable& table, const Results& results, const Engine& engine, const Workload& workload,
            const Series& series) {
  const Range rate = RangeOf(series, &RunFigures::rate);
  const auto latency = [&series](Measure measure) { return Number(LatencyOnPage(RangeOf(series, measure).median)); };
  table.Row(
      {{Cat("<span class=\"engine e-", Escaped(engine.name), "\">", Escaped(LookOf(engine.name).title), "</span>"), ""},
       Number(RateText(rate.median)),
       Number(RateRangeText(rate)),
       latency(&RunFigures::p50_us),
       latency(&RunFigures::p99_us),
       latency(&RunFigures::p99_9_us),
       RatioCell(results, engine, workload, &RunFigures::rate),
       RatioCell(results, engine, workload, &RunFigures::p99_us)},
      engine.name == "tidegate" ? "ours" : "");
}

std::string TableSection(const Results& results) {
  HtmlTable table("ranks");
  table.Head({{"", ""},
              Number("a second"),
              Number("lowest\u2013highest"),
              Number("p50"),
              Number("p99"),
              Number("p99.9"),
              Number("rate / testpmd"),
              Number("p99 / testpmd")});
  for (const Workload& workload : kWorkloads) {
    table.Row({{Escaped(workload.title), "block"}});
    for (const Engine& engine : results.engines) {
      if (const Series* series = results.Find(engine.name, workload.name))
        AddRow(table, results, engine, workload, *series);
    }
  }
  return Cat("<section id=\"figures\">\n<h2>All figures</h2>\n", table.Finish(), "</section>\n");
}

// A grid with the plot of each workload for which there is one.
std::string PlotSection(const Results& results, std::string_view id, std::string_view title, std::string_view lead,
                        std::string (*plot)(const Results&, const Workload&), bool rr, bool crr) {
  std::vector<std::string> plots;
  for (const Workload& workload : kWorkloads) {
    if (workload.crr ? crr : rr) plots.push_back(plot(results, workload));
  }
  return Cat("<section id=\"", id, "\">\n<h2>", title, "</h2>\n", Element("p", "lead", lead), Grid(plots, "grid wide"),
             "</section>\n");
}

std::string Term(std::string_view term, std::string_view meaning) {
  return Cat("<dt>", term, "</dt><dd>", meaning, "</dd>\n");
}

std::string SetUpSection(const Results& results) {
  std::string terms;
  for (const Engine& engine : results.engines) {
    const EngineLook look = LookOf(engine.name);
    terms += Term(Cat("<span class=\"engine e-", Escaped(engine.name), "\">", Escaped(look.title), "</span>"),
                  Cat(Escaped(look.what), ". <span class=\"quiet\">", Escaped(engine.version), "</span>"));
  }
  for (const Skipped& skipped : results.skipped) {
    terms += Term(Escaped(LookOf(skipped.name).title),
                  Cat("<span class=\"bad\">left out: ", Escaped(skipped.reason), "</span>"));
  }
  const Machine& machine = results.machine;
  terms += Term(
      "Way",
      "clients \u2013 veth \u2013 engine \u2013 veth \u2013 servers, three namespaces in a row for each engine; all "
      "offloads of the veth devices off");
  terms += Term("Rules", Cat(results.rules, " open TCP ports, a rule each, the same in every engine that has rules"));
  terms += Term("TCP_RR", "a byte to and fro on a lasting connection; each client has one and waits for each answer");
  terms += Term("TCP_CRR", "connect, a byte to and fro, close by the server; latency is from connect() to the answer");
  terms +=
      Term("Processors", Cat("load on ", Escaped(machine.load_cpus), ", polling cores on ", Escaped(machine.poll_cpu)));
  terms += Term("Rounds", Cat(results.rounds, ", each of all engines and workloads in rotated order; ", results.seconds,
                              " s a run after ", results.warm_up, " s of warm-up"));
  terms += Term("Machine",
                Cat(Escaped(machine.processor), ", ", machine.processors, " processors, ", Escaped(machine.kernel),
                    "; load average before the first run ", Escaped(machine.load_average)));
  terms += Term("Date", Escaped(results.date));
  terms += Term("Command", "<code>./dev compare</code>");
  return Cat("<section id=\"set-up\">\n<h2>What was run</h2>\n<dl>\n", terms, "</dl>\n</section>\n");
}

}  // namespace

std::string ComparisonPage(const Results& results) {
  const std::string body =
      Cat(Header(results), "<main>\n", TargetSection(results), TableSection(results),
          PlotSection(results, "rate", "Connections a second",
                      "Each connection is opened, used for one byte each way and closed, so the firewall makes and "
                      "ends an entry for it.",
                      RatePlot, false, true),
          PlotSection(results, "percentiles", "Latency of a byte to and fro",
                      "On a machine of few processors the tail is mostly the scheduler's: a tick is 4 ms at 250 Hz.",
                      PercentilePlot, true, false),
          PlotSection(results, "tails", "Latencies in full",
                      "Each curve says which share took longer than a latency. Further left and lower is better.",
                      TailPlot, true, true),
          SetUpSection(results), "</main>\n");
  return testbed::HtmlDocument(
      "Tidegate end to end",
      testbed::StyleSheet(Cat(kRules, kMetOnLight, EngineColours(false)), Cat(kMetOnDark, EngineColours(true))), body);
}

}  // namespace tidegate::e2e
