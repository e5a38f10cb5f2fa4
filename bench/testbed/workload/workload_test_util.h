// A stage without a firewall, to see what a workload does: every packet passes, unless the test says how a conversation
// ends.
//
//   FakeStage stage;
//   stage.Play(*WorkloadOf(R"({"name": "dns", "rate": 100})"), 60 * kSecond);
//   EXPECT_THAT(stage.played().size(), ...);
//
// Fails the test if a tuple is used by two conversations at once.
#ifndef TIDEGATE_TESTBED_WORKLOAD_WORKLOAD_TEST_UTIL_H_
#define TIDEGATE_TESTBED_WORKLOAD_WORKLOAD_TEST_UTIL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "testbed/cell/cell.h"
#include "testbed/workload/workload.h"
#include "testbed/world/event_queue.h"
#include "testbed/world/plan.h"
#include "testbed/world/random.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

// The workload of this JSON. Ends the test's program with a message if there is none.
std::unique_ptr<Workload> WorkloadOf(const std::string& json, std::uint64_t sample = 1, std::uint64_t seconds = 300);
// Why there is none.
std::string ErrorOf(const std::string& json);

struct Played {
  Plan plan;
  TimeNs at = 0;
  TimeNs end = 0;  // 0: it was not over
  Ending ending = Ending::kDone;
  std::vector<TimeNs> pauses;

  bool open_at(TimeNs time) const { return at <= time && (end == 0 || end > time); }
};

class FakeStage final : public Stage {
 public:
  explicit FakeStage(std::uint64_t seed = 1) : random_(seed) {}

  // How a conversation ends that is opened now. By default as its plan says.
  std::function<Ending(const Plan&, TimeNs now)> fate;

  void Play(Workload& workload, TimeNs length);

  const std::vector<Played>& played() const { return played_; }
  // Conversations that fulfil a condition.
  std::uint64_t Count(const std::function<bool(const Played&)>& condition) const;
  std::uint64_t OpenAt(TimeNs time) const;
  // Of everything that was opened, and when.
  std::uint64_t Digest() const;

  TimeNs now() const override { return now_; }
  Random& random() override { return random_; }
  void Open(const Plan& plan) override;
  void SetTimer(TimeNs at, std::uint32_t tag) override;

 private:
  enum class Step : std::uint8_t { kOpen, kExchange, kClose, kEnd };
  struct Talk {
    Step step = Step::kOpen;
    std::uint32_t exchanges = 0;  // still to come
    Ending ending = Ending::kDone;
  };
  using Tuple = std::tuple<std::uint32_t, std::uint16_t, std::uint32_t, std::uint16_t, Transport>;

  static Tuple TupleOf(const Plan& plan);
  static Ending FateOf(const Plan& plan);
  void Advance(Workload& workload, std::uint32_t number);
  TimeNs Converse(Workload& workload, std::uint32_t number);
  TimeNs Pause(Workload& workload, std::uint32_t number);

  Random random_;
  TimeNs now_ = 0;
  EventQueue queue_;
  std::vector<Played> played_;
  std::vector<Talk> talks_;
  std::set<Tuple> in_use_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_WORKLOAD_TEST_UTIL_H_
