// What is to be played: a number and a seed give a connection, the same on every wire.
#ifndef TIDEGATE_TESTS_REAL_STACKS_PLAN_H_
#define TIDEGATE_TESTS_REAL_STACKS_PLAN_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "real_stacks/kinds.h"

namespace tidegate::real_stacks {

// The TCP options that each side's kernel offers.
struct StackOptions {
  bool window_scaling = true;
  bool sack = true;
  bool timestamps = true;
};

struct Profile {
  std::string_view name;
  StackOptions client;
  StackOptions server;
};

// A plan is played in as many parts of equal size, each with its own profile.
inline constexpr std::array<Profile, 6> kProfiles = {{
    {"all_options", {}, {}},
    {"no_window_scaling", {.window_scaling = false}, {.window_scaling = false}},
    {"no_sack", {.sack = false}, {.sack = false}},
    {"no_timestamps", {.timestamps = false}, {.timestamps = false}},
    {"no_options", {false, false, false}, {false, false, false}},
    {"plain_client", {false, false, false}, {}},
}};

struct PlannedConnection {
  std::uint32_t index = 0;
  std::size_t profile = 0;
  Kind kind = Kind::kClientCloses;
  bool ipv6 = false;
  std::uint32_t up = 0;    // bytes from the client
  std::uint32_t down = 0;  // bytes from the server
  unsigned rounds = 1;
};

// Every connection has a client's port of its own, hence the limit.
inline constexpr std::uint32_t kMaxConnections = 50'000;

struct Plan {
  std::uint64_t seed = 1;
  std::uint32_t connections = 1500;  // at most kMaxConnections

  // REQUIRES: index < connections
  PlannedConnection At(std::uint32_t index) const;
};

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_PLAN_H_
