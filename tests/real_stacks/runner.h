// Plays a whole plan: many conversations at once, on one thread and one epoll.
#ifndef TIDEGATE_TESTS_REAL_STACKS_RUNNER_H_
#define TIDEGATE_TESTS_REAL_STACKS_RUNNER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <utility>
#include <vector>

#include "real_stacks/conversation.h"
#include "real_stacks/network.h"
#include "real_stacks/plan.h"
#include "real_stacks/result.h"

namespace tidegate::real_stacks {

struct RunOptions {
  Plan plan;
  std::vector<std::uint32_t> only;  // if any, only these numbers of the plan
  std::vector<Kind> kinds;          // if any, only these kinds
  std::size_t concurrency = 400;
  unsigned deadline_s = 45;  // for one conversation
  unsigned settle_s = 20;    // for what the kernel ends by itself, after the last conversation
};

class Runner {
 public:
  Runner(const RunOptions& options, Network& network);

  RunResult Run();

 private:
  struct Active {
    std::unique_ptr<Conversation> conversation;
    Clock::time_point deadline;
  };
  using Wake = std::pair<Clock::time_point, std::uint32_t>;

  bool Plays(const PlannedConnection& plan) const;
  void Listen();
  void RunPart(std::size_t profile, const std::vector<PlannedConnection>& part);
  void Start(const PlannedConnection& plan);
  void WaitOnce();
  void AcceptAll(const Descriptor& listener);
  void PollOne(std::uint32_t index, Clock::time_point now);
  void Finish(std::uint32_t index);
  void Watch(const Descriptor& socket, std::uint64_t mark) const;
  void Settle();

  const RunOptions& options_;
  Network& network_;
  Descriptor epoll_;
  std::vector<Descriptor> listeners_;
  std::map<std::uint32_t, Active> active_;
  std::priority_queue<Wake, std::vector<Wake>, std::greater<>> wakes_;
  RunResult result_;
};

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_RUNNER_H_
