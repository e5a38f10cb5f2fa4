#include "real_stacks/result.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <stdexcept>

#include "real_stacks/conversation.h"

namespace tidegate::real_stacks {
namespace {

using nlohmann::json;

// With fewer than this share of the plan completed, the wire was too bad to judge a firewall by.
constexpr double kEnough = 0.99;

json ToJson(const FailedConnection& failed) {
  return {{"index", failed.index},   {"kind", failed.kind}, {"profile", failed.profile},
          {"client", failed.client}, {"ipv6", failed.ipv6}, {"error", failed.error}};
}

FailedConnection ToFailed(const json& in) {
  return {.index = in.at("index"),
          .kind = in.at("kind"),
          .profile = in.at("profile"),
          .client = in.at("client"),
          .ipv6 = in.at("ipv6"),
          .error = in.at("error")};
}

void PrintFailures(const char* where, const RunResult& result) {
  for (const FailedConnection& failed : result.failed) {
    std::printf("failed %s: connection %u (%s, %s, client port %s, IPv%d): %s\n", where, failed.index,
                failed.kind.c_str(), failed.profile.c_str(), failed.client.c_str(), failed.ipv6 ? 6 : 4,
                failed.error.c_str());
  }
}

bool Verdict(bool good, const std::string& line) {
  std::printf("%s %s\n", good ? "ok  " : "FAIL", line.c_str());
  return good;
}

std::string Share(const RunResult& result) {
  return std::to_string(result.Completed()) + " of " + std::to_string(result.Planned());
}

}  // namespace

std::uint64_t RunResult::Planned() const {
  return std::accumulate(kinds.begin(), kinds.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const KindCount& count) { return sum + count.planned; });
}

std::uint64_t RunResult::Completed() const {
  return std::accumulate(kinds.begin(), kinds.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const KindCount& count) { return sum + count.completed; });
}

namespace {

// One endpoint is done, having reset, and the other one waits for that.
bool WaitsForReset(const FailedConnection& failed) {
  const auto says = [&](std::string_view what) { return failed.error.find(what) != std::string::npos; };
  return says("time is over") && says(": done") && says("(expect_reset");
}

}  // namespace

FailedConnection MakeFailure(const PlannedConnection& plan, const std::string& error) {
  return {.index = plan.index,
          .kind = std::string(Row(plan.kind).name),
          .profile = std::string(kProfiles[plan.profile].name),
          .client = std::to_string(kFirstClientPort + plan.index),
          .ipv6 = plan.ipv6,
          .error = error};
}

void WriteResult(const RunResult& result, const std::string& path) {
  json kinds = json::object();
  for (const KindRow& row : kKinds) {
    const KindCount& count = result.kinds[static_cast<std::size_t>(row.kind)];
    kinds[std::string(row.name)] = {{"planned", count.planned}, {"completed", count.completed}};
  }
  json failed = json::array();
  for (const FailedConnection& one : result.failed) failed.push_back(ToJson(one));
  const json out = {
      {"seed", result.seed}, {"connections", result.connections}, {"seconds", result.seconds}, {"kinds", kinds},
      {"failed", failed},    {"restarts", result.restarts},       {"strays", result.strays}};
  std::ofstream file(path);
  file << out.dump(1) << "\n" << std::flush;
  if (!file) throw std::runtime_error(path + ": cannot be written");
}

RunResult ReadResult(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  try {
    const json in = json::parse(file);
    RunResult result;
    result.seed = in.at("seed");
    result.connections = in.at("connections");
    result.seconds = in.at("seconds");
    result.restarts = in.at("restarts");
    result.strays = in.at("strays");
    for (const KindRow& row : kKinds) {
      const json& count = in.at("kinds").at(std::string(row.name));
      result.kinds[static_cast<std::size_t>(row.kind)] = {count.at("planned"), count.at("completed")};
    }
    for (const json& one : in.at("failed")) result.failed.push_back(ToFailed(one));
    return result;
  } catch (const json::exception& error) {
    throw std::runtime_error(path + ": " + error.what() + "; expected a result of \"run\"");
  }
}

bool Compare(const RunResult& wire, const RunResult& firewall, std::size_t lost_resets) {
  std::printf("%-24s %8s %8s %8s\n", "kind", "planned", "wire", "firewall");
  for (const KindRow& row : kKinds) {
    const KindCount& on_wire = wire.kinds[static_cast<std::size_t>(row.kind)];
    const KindCount& through = firewall.kinds[static_cast<std::size_t>(row.kind)];
    std::printf("%-24.*s %8lu %8lu %8lu\n", static_cast<int>(row.name.size()), row.name.data(),
                static_cast<unsigned long>(on_wire.planned), static_cast<unsigned long>(on_wire.completed),
                static_cast<unsigned long>(through.completed));
  }
  std::printf("%-24s %8lu %8lu %8lu\n", "all", static_cast<unsigned long>(wire.Planned()),
              static_cast<unsigned long>(wire.Completed()), static_cast<unsigned long>(firewall.Completed()));
  std::printf("%-24s %8s %8.1f %8.1f\n", "seconds", "", wire.seconds, firewall.seconds);
  std::printf("%-24s %8s %8lu %8lu\n", "reopened after a RST", "", static_cast<unsigned long>(wire.restarts),
              static_cast<unsigned long>(firewall.restarts));
  PrintFailures("on the wire", wire);
  PrintFailures("through the firewall", firewall);

  std::set<std::uint32_t> worse;
  std::size_t waiting = 0;
  for (const FailedConnection& failed : firewall.failed) {
    if (WaitsForReset(failed) && waiting < lost_resets) {
      ++waiting;
    } else {
      worse.insert(failed.index);
    }
  }
  for (const FailedConnection& failed : wire.failed) worse.erase(failed.index);
  const bool same_plan =
      wire.seed == firewall.seed && wire.connections == firewall.connections && wire.Planned() == firewall.Planned();
  bool good = Verdict(same_plan, "both played the same plan");
  const bool enough = static_cast<double>(wire.Completed()) >= kEnough * static_cast<double>(wire.Planned());
  good = Verdict(enough && wire.Planned() > 0, "the wire completed " + Share(wire)) && good;
  return Verdict(worse.empty(), "the firewall completed " + Share(firewall) + "; " + std::to_string(worse.size()) +
                                    " failed that the wire completed" +
                                    (waiting == 0 ? "" : "; " + std::to_string(waiting) + " wait for a lost RST")) &&
         good;
}

}  // namespace tidegate::real_stacks
