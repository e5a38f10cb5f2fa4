// tidegatectl: shows and steers a running dataplane.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
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
    "  rules recheck          ask the rules again for every live connection; what they deny ends at its next packet\n"
    "  explain PACKET [--zone N]\n"
    "                         which rule of which group lets a packet pass that belongs to no connection, or why none\n"
    "                         does: \"tcp 10.0.0.1:1234 > 192.168.0.4:22\", \"icmp 10.0.0.1 > 192.168.0.4 type 8\"\n"
    "  trace PACKET [--count N] [--seconds N]\n"
    "                         follow the next 10 packets of a tuple, in both directions, through all nodes, for 10 s\n"
    "                         at most; port 0 and address 0.0.0.0 stand for any\n"
    "  zones                  live entries by zone, their limits, and what was refused for them\n"
    "  ports                  ports with their devices' counters\n"
    "  workers                how busy each worker was\n"
    "  macs                   where the networks' Ethernet addresses are, named or learned\n"
    "  graph [--all]          nodes of the packet path: calls, packets, cycles\n"
    "  top [--interval SECONDS] [--count N]\n"
    "                         rates, occupancy, drops, ports and workers, again every second; q ends. Without a\n"
    "                         terminal a block, with --json an object, each interval\n"
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
  std::string Request::*parameter;  // the one it takes, or null
  std::string_view options{};       // of its own, with a space behind each
};

constexpr std::array<Verb, 15> kVerbs = {{
    {"stats", tidegate::ShowStats, nullptr},
    {"drops", tidegate::ShowDrops, nullptr, "--all "},
    {"conntrack list", tidegate::ListConnections, nullptr},
    {"conntrack count", tidegate::CountConnections, nullptr},
    {"conntrack flush", tidegate::FlushConnections, nullptr},
    {"rules reload", tidegate::ReloadRules, &Request::file},
    {"rules recheck", tidegate::RecheckRules, nullptr},
    {"explain", tidegate::ExplainRules, &Request::packet, "--zone "},
    {"trace", tidegate::TracePackets, &Request::packet, "--count --seconds "},
    {"zones", tidegate::ShowZones, nullptr},
    {"ports", tidegate::ShowPorts, nullptr},
    {"macs", tidegate::ShowMacs, nullptr},
    {"workers", tidegate::ShowWorkers, nullptr},
    {"graph", tidegate::ShowGraph, nullptr, "--all "},
    {"top", tidegate::ShowTop, nullptr, "--interval --count "},
}};

int Complain(std::string_view line, int status) {
  std::cerr << "tidegatectl: " << line << std::endl;
  return status;
}

struct CommandLine {
  std::string file_prefix = tidegate::kDefaultFilePrefix;
  Request request;
  std::vector<std::string> words;    // neither options nor their values
  std::vector<std::string> options;  // those that only some verbs take
  std::string wrong;                 // why it cannot be followed
};

// A whole word that is a number within a range.
template <typename Number>
bool Parse(std::string_view text, Number min, Number max, Number& out) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(number >= min && number <= max)) return false;
  out = number;
  return true;
}

CommandLine Read(int argc, char** argv) {
  CommandLine line;
  const std::string_view prefix_option = "--file-prefix";
  constexpr std::string_view kWithValue[] = {"--zone", "--interval", "--count", "--seconds", "--file-prefix"};
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (i + 1 == argc && std::ranges::find(kWithValue, word) != std::end(kWithValue)) {
      line.wrong = word + ": expected a value behind it";
    } else if (word == "--json") {
      line.request.json = true;
    } else if (word == "--all") {
      line.options.push_back(word);
      line.request.all = true;
    } else if (word == "--zone") {
      line.options.push_back(word);
      line.request.zone = argv[++i];
    } else if (word == "--interval") {
      line.options.push_back(word);
      if (!Parse(argv[++i], 0.1, 3600.0, line.request.interval_s)) {
        line.wrong = "--interval: \"" + std::string(argv[i]) + "\"; expected 0.1 to 3600 seconds";
      }
    } else if (word == "--count") {
      line.options.push_back(word);
      if (!Parse(argv[++i], std::uint64_t{1}, std::uint64_t{UINT32_MAX}, line.request.count)) {
        line.wrong = "--count: \"" + std::string(argv[i]) + "\"; expected 1 to 4294967295";
      }
    } else if (word == "--seconds") {
      line.options.push_back(word);
      if (!Parse(argv[++i], std::uint64_t{1}, std::uint64_t{3600}, line.request.seconds)) {
        line.wrong = "--seconds: \"" + std::string(argv[i]) + "\"; expected 1 to 3600";
      }
    } else if (word == prefix_option) {
      line.file_prefix = argv[++i];
    } else if (word.starts_with("--file-prefix=")) {
      line.file_prefix = word.substr(prefix_option.size() + 1);
    } else if (word.starts_with("-")) {
      line.wrong = "unknown option \"" + word +
                   "\"; expected --json, --all, --zone N, --interval SECONDS, --count N, --seconds N, "
                   "--file-prefix NAME, --help or --version";
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
                        "; expected stats, drops, conntrack list|count|flush, rules reload|recheck, explain, trace, "
                        "zones, ports, macs, workers, graph or top",
                    kWrong);
  }
  const std::string name(verb->name);
  for (const std::string& option : line.options) {
    if (verb->options.find(option + " ") != std::string_view::npos) continue;
    std::string why = name + ": takes no ";
    why += option;
    return Complain(why, kWrong);
  }
  if (line.words.size() > (verb->parameter != nullptr ? 1 : 0)) {
    return Complain(name + ": unexpected \"" + line.words.back() + "\"", kWrong);
  }
  if (verb->parameter == &Request::packet && line.words.empty()) {
    return Complain(name + R"(: no packet is given; expected one such as "tcp 10.0.0.1:1234 > 192.168.0.4:22")",
                    kWrong);
  }
  if (!line.words.empty()) line.request.*verb->parameter = line.words[0];

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
