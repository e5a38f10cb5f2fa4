// What came of a run, kept as JSON between the wire's run and the firewall's.
#ifndef TIDEGATE_TESTS_REAL_STACKS_RESULT_H_
#define TIDEGATE_TESTS_REAL_STACKS_RESULT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "real_stacks/kinds.h"
#include "real_stacks/plan.h"

namespace tidegate::real_stacks {

struct FailedConnection {
  std::uint32_t index = 0;
  std::string kind;
  std::string profile;
  std::string client;  // its port, and so on the packets in a capture
  bool ipv6 = false;
  std::string error;
};

struct KindCount {
  std::uint64_t planned = 0;
  std::uint64_t completed = 0;
};

struct RunResult {
  std::uint64_t seed = 0;
  std::uint64_t connections = 0;  // in the plan
  double seconds = 0;
  std::array<KindCount, kKindCount> kinds{};
  std::vector<FailedConnection> failed;
  std::uint64_t restarts = 0;  // of simultaneous opens, which the first SYNs did not cross
  std::uint64_t strays = 0;    // accepted connections that nobody waited for

  std::uint64_t Planned() const;
  std::uint64_t Completed() const;
};

FailedConnection MakeFailure(const PlannedConnection& plan, const std::string& error);

// Throw std::runtime_error with a line for the user.
void WriteResult(const RunResult& result, const std::string& path);
RunResult ReadResult(const std::string& path);

// Prints both side by side, a line for each kind and one for each failed connection. Returns whether the firewall
// completed all that the wire completed, and the wire enough for that to mean something. `lost_resets` connections may
// be left whose end was lost: an endpoint waits for a RST that did not arrive, its own segments finding no entry.
bool Compare(const RunResult& wire, const RunResult& firewall, std::size_t lost_resets = 0);

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_RESULT_H_
