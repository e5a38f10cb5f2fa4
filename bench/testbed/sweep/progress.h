// How far a sweep is: a bar on a terminal, a plain line every ten seconds elsewhere.
//
//   [##########--------------------]  50 of 150 cells, 1 failed, 4.2 cells/s, 0:24 left
#ifndef TIDEGATE_TESTBED_SWEEP_PROGRESS_H_
#define TIDEGATE_TESTBED_SWEEP_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>

namespace tidegate::testbed {

class Progress {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `cost`: of all cells, in the unit of Ended().
  Progress(std::ostream& out, bool terminal, std::size_t cells, double cost, Time now)
      : out_(out), terminal_(terminal), cells_(cells), cost_(cost), begin_(now), shown_(now) {}

  void Ended(double cost, bool well);
  // Shows what there is to show, if it is time to.
  void Tick(Time now);
  // The last line.
  void Finish(Time now);

 private:
  void Show(Time now);
  std::string Bar() const;
  std::string Line(Time now) const;
  std::chrono::seconds Left(double elapsed) const;

  std::ostream& out_;
  bool terminal_;
  std::size_t cells_;
  double cost_;
  Time begin_;
  Time shown_;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  double cost_done_ = 0;
};

// "0:42", "12:05", "3:00:00".
std::string ClockText(std::chrono::seconds seconds);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_PROGRESS_H_
