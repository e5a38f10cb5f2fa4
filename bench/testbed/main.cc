// tidegate-testbed: judges the policies by which a connection table lets in and gives up.
#include <array>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "testbed/commands/command.h"
#include "testbed/commands/commands.h"
#include "testbed/report/commands.h"
#include "testbed/trace/commands.h"

namespace tidegate::testbed {
namespace {

struct Verb {
  std::string_view name;
  std::string_view use;
  std::string_view what;
  int (*run)(Args);
};

int HelpCommand(Args args);

constexpr std::array<Verb, 8> kVerbs = {{
    {"list", "", "workloads and policies, by the names that cells know them by", ListCommand},
    {"run", "CELL.json|- [-o FILE] [--plugin FILE.so]", "plays one cell", RunCommand},
    {"sweep", "MANIFEST.json [-o DIR] [-j N] [--hosts FILE] [--slurm] [...]", "plays many, on all cores or machines",
     SweepCommand},
    {"report", "DIR [-o report.html] [--plots DIR] [--speed FILE]", "draws what a sweep has found", ReportCommand},
    {"compare", "OLD NEW --max-regress P", "fails if a policy has become worse", CompareCommand},
    {"misses", "FILE --policy a,b --slots N", "counts misses of a trace, as cache simulators do", MissesCommand},
    {"export", "WORKLOAD.json -o FILE.oracleGeneral", "writes a workload's packets as a trace", ExportCommand},
    {"help", "", "this text", HelpCommand},
}};

void PrintHelp(std::ostream& out) {
  out << "tidegate-testbed VERB [ARGUMENT...]; --help after a verb lists its options\n\n";
  for (const Verb& verb : kVerbs) {
    out << "  " << verb.name << (verb.use.empty() ? "" : " ") << verb.use << "\n      " << verb.what << "\n";
  }
}

int HelpCommand(Args) {
  PrintHelp(std::cout);
  return kOk;
}

int Main(Args args) {
  std::string names;
  for (const Verb& verb : kVerbs) {
    if (!args.empty() && args.front() == verb.name) return verb.run(args.subspan(1));
    names.append(names.empty() ? "" : ", ").append(verb.name);
  }
  if (!args.empty() && (args.front() == "--help" || args.front() == "-h")) return HelpCommand(args);
  const std::string found = args.empty() ? "no verb" : "\"" + std::string(args.front()) + "\"";
  std::cerr << "tidegate-testbed: found " << found << ", expected one of " << names << "\n";
  return kWrongUse;
}

}  // namespace
}  // namespace tidegate::testbed

int main(int argc, char** argv) {
  const std::vector<std::string_view> args(argv + 1, argv + argc);
  return tidegate::testbed::Main(args);
}
