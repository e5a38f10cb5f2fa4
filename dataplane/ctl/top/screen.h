// A terminal that shows one page at a time, and gets everything back as it was.
#ifndef TIDEGATE_DATAPLANE_CTL_TOP_SCREEN_H_
#define TIDEGATE_DATAPLANE_CTL_TOP_SCREEN_H_

#include <signal.h>
#include <termios.h>

#include <chrono>
#include <string>
#include <vector>

#include "ctl/top/layout.h"

namespace tidegate {

// What ended a wait.
enum class Wake { kTime, kResized, kQuit };

// Waits, and takes the signals that would otherwise end the program in the middle of a line: SIGINT, SIGTERM, SIGHUP.
// As long as it lives they only end waits. One at a time in a process.
class Waiter {
 public:
  // With `keys`, the key q on standard input ends a wait as well.
  explicit Waiter(bool keys);
  ~Waiter();
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  // Until then, or until something happens. kResized: the terminal has another size, or is in the foreground again.
  Wake WaitUntil(std::chrono::steady_clock::time_point end);

 private:
  Wake OfSignal();

  bool keys_;
  int signals_fd_ = -1;
  sigset_t before_{};
};

// The terminal at standard output, as a page of its own: without echo, scrolling and cursor. REQUIRES: it is one.
class Screen {
 public:
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  // 80 by 24 if the terminal does not say.
  static PageSize Size();

  static void Show(const std::vector<PageLine>& page);

 private:
  termios before_{};
  bool has_keys_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_TOP_SCREEN_H_
