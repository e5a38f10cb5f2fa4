// Any text as a configuration: it is refused in one line, or accepted and then means the same however it is laid out.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/config.h"
#include "fuzz/config_compare.h"
#include "fuzz/require.h"
#include "nlohmann/json.hpp"
#include "tidegate/firewall.h"
#include "tidegate/security_groups.h"

namespace tidegate::fuzz {
namespace {

using nlohmann::json;

// A key may be long and stands in the place; a value is cut.
constexpr std::size_t kLongestOwnWords = 600;

bool IsPrintable(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; }

void CheckError(const absl::Status& status, std::size_t text_bytes) {
  const std::string_view message(status.message().data(), status.message().size());
  Require(status.code() == absl::StatusCode::kInvalidArgument, "a wrong configuration is an invalid argument");
  Require(!message.empty() && message.find(": ") != std::string_view::npos, "an error says where and what");
  Require(std::all_of(message.begin(), message.end(), IsPrintable), "an error is one line of printable text");
  // An escaped byte takes six.
  Require(message.size() <= kLongestOwnWords + 6 * text_bytes, "an error is no longer than what it speaks of");
}

// What the reader accepts, the policy compiler and the firewall accept as well: they have no place to tell.
void CheckUse(const Config& config) {
  auto policy = SecurityPolicy::Compile(config.groups, config.ports);
  Require(policy.ok(), "an accepted configuration's rules compile");
  for (std::size_t i = 0; i < config.ports.size(); ++i) {
    for (const IpAddress& address : config.ports[i].addresses) {
      Require((*policy)->PortOf(address, config.ports[i].zone) == i, "a port's address leads to the port");
    }
  }
  FirewallOptions options = config.firewall;
  options.capacity = kMinCapacity;  // the memory that the text asks for would be the fuzzer's
  options.capacity_v6 = kMinCapacity;
  // A firewall maps megabytes: those options that were good a moment ago are not tried again.
  static std::optional<FirewallOptions> good;
  if (good && Same(*good, options)) return;
  Require(Firewall::Create(options, *std::move(policy)).ok(), "an accepted configuration makes a firewall");
  good = options;
}

// Whitespace and the order of keys carry no meaning, to an error no more than to a value.
void CheckLayouts(const json& tree, const absl::StatusOr<Config>& config) {
  for (const int indent : {-1, 0, 3}) {
    const absl::StatusOr<Config> again = ParseConfig(tree.dump(indent, ' ', true));
    Require(again.ok() == config.ok(), "a configuration is as good in another layout");
    Require(!config.ok() || Same(*again, *config), "a configuration means the same in another layout");
  }
}

}  // namespace
}  // namespace tidegate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidegate;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<Config> config = ParseConfig(text);
  if (!config.ok()) fuzz::CheckError(config.status(), size);
  if (config.ok()) fuzz::CheckUse(*config);
  // Text that is not JSON, or has a key twice, has no other layout.
  const nlohmann::json tree = nlohmann::json::parse(text, nullptr, false);
  fuzz::Require(!config.ok() || !tree.is_discarded(), "what is accepted is JSON");
  if (config.ok()) fuzz::CheckLayouts(tree, config);
  return 0;
}
