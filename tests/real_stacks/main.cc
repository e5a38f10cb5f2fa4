// tcp_players: plays planned TCP connections between two network namespaces, and compares two such runs.
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "real_stacks/network.h"
#include "real_stacks/result.h"
#include "real_stacks/runner.h"

namespace tidegate::real_stacks {
namespace {

constexpr char kUsage[] =
    "usage: tcp_players run --client NAMESPACE,IPV4,IPV6 --server NAMESPACE,IPV4,IPV6 --json FILE\n"
    "                       [--connections N] [--seed N] [--only N,N,...] [--kinds KIND,...] [--concurrency N]\n"
    "                       [--deadline SECONDS]\n"
    "       tcp_players compare WIRE.json FIREWALL.json [LOST_RESETS]\n"
    "       tcp_players kinds\n";

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Arguments = std::map<std::string, std::string>;

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::uint64_t ToNumber(const std::string& name, const std::string& text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= least && value <= most) return value;
  throw UsageError(name + ": \"" + text + "\" found, expected a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most));
}

// Takes an option out of the arguments.
std::optional<std::string> Take(Arguments& arguments, const std::string& name) {
  auto node = arguments.extract(name);
  return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

std::string Need(Arguments& arguments, const std::string& name) {
  auto value = Take(arguments, name);
  if (!value) throw UsageError(name + " is missing");
  return *std::move(value);
}

template <typename Number>
void TakeNumber(Arguments& arguments, const std::string& name, std::uint64_t least, std::uint64_t most, Number& out) {
  if (const auto text = Take(arguments, name)) out = static_cast<Number>(ToNumber(name, *text, least, most));
}

SideSpec ToSide(const std::string& name, const std::string& text) {
  const std::vector<std::string> parts = Split(text);
  if (parts.size() != 3) throw UsageError(name + ": \"" + text + "\" found, expected NAMESPACE,IPV4,IPV6");
  return {parts[0], parts[1], parts[2]};
}

Kind ToKind(const std::string& name) {
  const auto row = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindRow& kind) { return kind.name == name; });
  if (row == kKinds.end()) throw UsageError("--kinds: no kind \"" + name + "\"; tcp_players kinds lists them");
  return row->kind;
}

void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int Run(Arguments arguments) {
  RunOptions options;
  const SideSpec client = ToSide("--client", Need(arguments, "--client"));
  const SideSpec server = ToSide("--server", Need(arguments, "--server"));
  const std::string json = Need(arguments, "--json");
  TakeNumber(arguments, "--connections", 1, kMaxConnections, options.plan.connections);
  TakeNumber(arguments, "--seed", 0, UINT64_MAX, options.plan.seed);
  TakeNumber(arguments, "--concurrency", 1, 10'000, options.concurrency);
  TakeNumber(arguments, "--deadline", 1, 3600, options.deadline_s);
  if (const auto only = Take(arguments, "--only")) {
    for (const std::string& part : Split(*only)) {
      const std::uint64_t index = ToNumber("--only", part, 0, options.plan.connections - 1);
      options.only.push_back(static_cast<std::uint32_t>(index));
    }
  }
  if (const auto kinds = Take(arguments, "--kinds")) {
    for (const std::string& part : Split(*kinds)) options.kinds.push_back(ToKind(part));
  }
  if (!arguments.empty()) throw UsageError(arguments.begin()->first + ": no such option");
  RaiseDescriptorLimit();
  Network network(client, server);
  const RunResult result = Runner(options, network).Run();
  WriteResult(result, json);
  return 0;
}

int ListKinds() {
  for (const KindRow& row : kKinds) {
    std::printf("%-24.*s %3u  %.*s\n", static_cast<int>(row.name.size()), row.name.data(), row.weight,
                static_cast<int>(row.meaning.size()), row.meaning.data());
  }
  return 0;
}

int Main(const std::vector<std::string>& words) {
  const std::string verb = words.empty() ? "" : words[0];
  if (verb == "kinds" && words.size() == 1) return ListKinds();
  if (verb == "compare" && (words.size() == 3 || words.size() == 4)) {
    const std::uint64_t lost_resets = words.size() == 4 ? ToNumber("LOST_RESETS", words[3], 0, kMaxConnections) : 0;
    return Compare(ReadResult(words[1]), ReadResult(words[2]), lost_resets) ? 0 : 1;
  }
  if (verb != "run") throw UsageError("expected run, compare or kinds\n" + std::string(kUsage));
  Arguments arguments;
  for (std::size_t i = 1; i < words.size(); i += 2) {
    if (i + 1 == words.size()) throw UsageError(words[i] + ": expected a value after it");
    arguments[words[i]] = words[i + 1];
  }
  return Run(std::move(arguments));
}

}  // namespace
}  // namespace tidegate::real_stacks

int main(int argc, char** argv) {
  try {
    return tidegate::real_stacks::Main({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tcp_players: %s\n", error.what());
    return 2;
  }
}
