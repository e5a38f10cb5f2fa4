// tidegate-testbed misses: what the classic policies miss of a trace, as plain caches.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "testbed/commands/command.h"
#include "testbed/reference/plain_cache.h"
#include "testbed/reference/policies.h"
#include "testbed/trace/commands.h"
#include "testbed/trace/oracle_general.h"

namespace tidegate::testbed {
namespace {

constexpr std::string_view kVerb = "misses";

std::string PolicyNames() {
  std::string names(kBelady);
  names.append(", ").append(kBeladyBypass);
  for (const ReferencePolicyEntry& entry : ReferencePolicies()) names.append(", ").append(entry.name);
  return names;
}

absl::StatusOr<std::vector<std::string>> PoliciesOf(const std::string& list) {
  std::vector<std::string> policies = absl::StrSplit(list, ',');
  for (const std::string& policy : policies) {
    if (!IsPlainCachePolicy(policy)) {
      return absl::InvalidArgumentError("--policy: found \"" + policy + "\", expected some of " + PolicyNames());
    }
  }
  return policies;
}

absl::StatusOr<std::vector<std::uint64_t>> KeysOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(path + ": cannot be read");
  const absl::StatusOr<std::vector<OracleRecord>> records = ReadOracleGeneral(in, path);
  if (!records.ok()) return records.status();
  std::vector<std::uint64_t> keys;
  keys.reserve(records->size());
  for (const OracleRecord& record : *records) keys.push_back(record.request.id);
  return keys;
}

}  // namespace

int MissesCommand(Args args) {
  Arguments arguments({{"--policy", "A,B", "the policies, \"lru\" alone if none is named"},
                       {"--slots", "N", "how many keys the cache holds, 1024 if it is not given"}},
                      {"FILE"});
  int exit_status = kOk;
  if (!ReadArguments(kVerb, args, arguments, exit_status)) return exit_status;
  const absl::StatusOr<std::uint64_t> slots = arguments.Count("--slots", 1024, 1, (1u << 30) - 1);
  if (!slots.ok()) return Complain(kVerb, slots.status());
  const absl::StatusOr<std::vector<std::string>> policies = PoliciesOf(arguments.Value("--policy").value_or("lru"));
  if (!policies.ok()) return Complain(kVerb, policies.status());
  const absl::StatusOr<std::vector<std::uint64_t>> keys = KeysOf(arguments.operand(0));
  if (!keys.ok()) return Complain(kVerb, keys.status());
  std::printf("%-16s %12s %12s %9s\n", "policy", "requests", "misses", "share");
  for (const std::string& policy : *policies) {
    const std::uint64_t misses = CountMisses(policy, *slots, *keys, 1);
    const double share = keys->empty() ? 0 : static_cast<double>(misses) / static_cast<double>(keys->size());
    std::printf("%-16s %12zu %12llu %9.4f\n", policy.c_str(), keys->size(), static_cast<unsigned long long>(misses),
                share);
  }
  return kOk;
}

}  // namespace tidegate::testbed
