// tidegatectl: shows and steers a running dataplane.
#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "ctl/client.h"
#include "ctl/verbs.h"
#include "runtime_dir.h"

namespace {

using tidegate::Client;
using tidegate::Request;

constexpr char kUsage[] =
    "usage: tidegatectl [--file-prefix NAME] [--json] VERB\n"
    "\n"
    "  stats                  packets and connections since the start, connections now\n"
    "  drops [--all]          dropped packets by reason; --all: also reasons that never occurred\n"
    "  conntrack list         live connections, in the direction they were opened\n"
    "  conntrack count        their number\n"
    "  conntrack flush        remove all of them\n"
    "  rules reload [FILE]    read security groups, timeouts, tcp, checksums and zones again; a wrong file changes\n"
    "                         nothing\n"
    "  zones                  live entries by zone, their limits, and what was refused for them\n"
    "  ports                  ports with their devices' counters\n"
    "  graph [--all]          nodes of the packet path: calls, packets, cycles\n"
    "\n"
    "  --json                 for programs\n"
    "  --file-prefix NAME     which dataplane (default: tidegate)\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0, 1 if no dataplane answers, 2 for a wrong option or a refused file.\n";

constexpr int kNobodyAnswers = 1;
constexpr int kWrong = 2;

struct Verb {
  std::string_view name;  // one or two words
  absl::Status (*run)(const Client&, const Request&);
  bool takes_file;
  bool takes_all;
};

constexpr std::array<Verb, 9> kVerbs = {{
    {"stats", tidegate::ShowStats, false, false},
    {"drops", tidegate::ShowDrops, false, true},
    {"conntrack list", tidegate::ListConnections, false, false},
    {"conntrack count", tidegate::CountConnections, false, false},
    {"conntrack flush", tidegate::FlushConnections, false, false},
    {"rules reload", tidegate::ReloadRules, true, false},
    {"zones", tidegate::ShowZones, false, false},
    {"ports", tidegate::ShowPorts, false, false},
    {"graph", tidegate::ShowGraph, false, true},
}};

int Complain(std::string_view line, int status) {
  std::cerr << "tidegatectl: " << line << std::endl;
  return status;
}

struct CommandLine {
  std::string file_prefix = tidegate::kDefaultFilePrefix;
  Request request;
  std::vector<std::string> words;  // neither options nor their values
  std::string wrong;               // why it cannot be followed
};

CommandLine Read(int argc, char** argv) {
  CommandLine line;
  const std::string_view prefix_option = "--file-prefix";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--json") {
      line.request.json = true;
    } else if (word == "--all") {
      line.request.all = true;
    } else if (word == prefix_option && i + 1 < argc) {
      line.file_prefix = argv[++i];
    } else if (word.starts_with("--file-prefix=")) {
      line.file_prefix = word.substr(prefix_option.size() + 1);
    } else if (word.starts_with("-")) {
      line.wrong = "unknown option \"" + word + "\"; expected --json, --all, --file-prefix NAME, --help or --version";
    } else {
      line.words.push_back(word);
    }
  }
  return line;
}

// Takes the verb's words off the line; what is left is its parameter.
const Verb* TakeVerb(std::vector<std::string>& words) {
  for (std::size_t count = std::min<std::size_t>(words.size(), 2); count > 0; --count) {
    const std::string name = count == 2 ? words[0] + " " + words[1] : words[0];
    for (const Verb& verb : kVerbs) {
      if (verb.name != name) continue;
      words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
      return &verb;
    }
  }
  return nullptr;
}

int Run(CommandLine line) {
  std::string words;
  for (const std::string& word : line.words) words += (words.empty() ? "" : " ") + word;
  const Verb* verb = TakeVerb(line.words);
  if (verb == nullptr) {
    return Complain((words.empty() ? "no verb is given" : "unknown verb \"" + words + "\"") +
                        "; expected stats, drops, conntrack list|count|flush, rules reload, zones, ports or graph",
                    kWrong);
  }
  const std::string name(verb->name);
  if (line.request.all && !verb->takes_all) return Complain(name + ": takes no --all", kWrong);
  if (line.words.size() > (verb->takes_file ? 1 : 0)) {
    return Complain(name + ": unexpected \"" + line.words.back() + "\"", kWrong);
  }
  if (!line.words.empty()) line.request.file = line.words[0];

  absl::StatusOr<Client> client = Client::Connect(line.file_prefix);
  if (!client.ok()) return Complain(std::string(client.status().message()), kNobodyAnswers);
  const absl::Status status = verb->run(*client, line.request);
  if (status.ok()) return 0;
  return Complain(std::string(status.message()), absl::IsUnavailable(status) ? kNobodyAnswers : kWrong);
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--help" || word == "-h") {
      std::cout << kUsage;
      return 0;
    }
    if (word == "--version") {
      std::cout << "tidegatectl " TIDEGATE_VERSION "\n";
      return 0;
    }
  }
  CommandLine line = Read(argc, argv);
  if (!line.wrong.empty()) return Complain(line.wrong, kWrong);
  return Run(std::move(line));
}
