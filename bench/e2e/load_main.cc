// tidegate-load: real TCP connections as a load, and the table of what became of them.
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "e2e/load_client.h"
#include "e2e/load_options.h"
#include "e2e/load_result.h"
#include "e2e/load_server.h"
#include "e2e/report.h"

namespace tidegate::e2e {
namespace {

using Args = std::span<const std::string_view>;

constexpr int kOk = 0;
constexpr int kNotAsExpected = 1;
constexpr int kWrongUse = 2;

int Complain(std::string_view message) {
  std::cerr << "tidegate-load: " << message << "\n";
  return kWrongUse;
}

int Complain(const absl::Status& status) { return Complain(std::string(status.message())); }

int Server(Args args) {
  const auto options = ParseServerOptions(args);
  if (!options.ok()) return Complain(options.status());
  if (!options->has_value()) {
    std::cout << "tidegate-load server: answers each byte with a byte\n" << ServerHelp();
    return kOk;
  }
  const absl::Status status = RunServer(**options);
  return status.ok() ? kOk : Complain(status);
}

int Client(Args args) {
  const auto options = ParseClientOptions(args);
  if (!options.ok()) return Complain(options.status());
  if (!options->has_value()) {
    std::cout << "tidegate-load client: connects, sends a byte, reads a byte, closes\n" << ClientHelp();
    return kOk;
  }
  std::ofstream file;
  if (!(*options)->json.empty()) {
    file.open((*options)->json);
    if (!file) return Complain("--json: cannot write to " + (*options)->json);
  }
  const auto result = RunClients(**options);
  if (!result.ok()) return Complain(result.status());
  const std::string text = ToJson(*result, **options).dump(2);
  if (file.is_open()) {
    file << text << "\n";
  } else {
    std::cout << text << "\n";
  }
  return kOk;
}

int Report(Args args) {
  if (args.empty() || args.front() == "--help") {
    std::cout
        << "tidegate-load report FILE...: the demo's legs side by side; exit status 1 if one is not as expected\n";
    return args.empty() ? Complain("report: expected the result files of the legs") : kOk;
  }
  const auto legs = LoadLegs({args.begin(), args.end()});
  if (!legs.ok()) return Complain(legs.status());
  std::cout << FormatTable(*legs) << "\n";
  int status = kOk;
  for (const Leg& leg : *legs) {
    for (const std::string& violation : Violations(leg)) {
      std::cout << "NOT AS IT MUST BE: " << leg["name"].get<std::string>() << ": " << violation << "\n";
      status = kNotAsExpected;
    }
  }
  return status;
}

struct Command {
  std::string_view name;
  int (*run)(Args);
};

constexpr std::array<Command, 3> kCommands = {{{"server", Server}, {"client", Client}, {"report", Report}}};
constexpr std::string_view kUse =
    "tidegate-load server|client|report [OPTION...]; --help after one of them lists its own";

int Main(Args args) {
  if (!args.empty() && args.front() == "--help") {
    std::cout << kUse << "\n";
    return kOk;
  }
  for (const Command& command : kCommands) {
    if (!args.empty() && command.name == args.front()) return command.run(args.subspan(1));
  }
  return Complain("expected " + std::string(kUse));
}

}  // namespace
}  // namespace tidegate::e2e

int main(int argc, char** argv) {
  const std::vector<std::string_view> args(argv + 1, argv + argc);
  return tidegate::e2e::Main(args);
}
