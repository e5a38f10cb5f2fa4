// A terminal that shows one page at a time. The few sequences that it takes are those of ECMA-48 that all terminals
// know, and xterm's second page.
#include "ctl/top/screen.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

namespace tidegate {
namespace {

constexpr char kOtherPage[] = "\x1b[?1049h\x1b[?25l";  // and no cursor
constexpr char kOwnPage[] = "\x1b[?25h\x1b[?1049l";
constexpr char kHome[] = "\x1b[H";
constexpr char kClearBelow[] = "\x1b[J";
constexpr char kClearLine[] = "\x1b[K";
constexpr char kBold[] = "\x1b[1m";
constexpr char kPlain[] = "\x1b[0m";

// All of it, in as few pieces as the terminal takes: a page in pieces would flicker.
void Write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, text.data(), text.size());
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

Waiter::Waiter(bool keys) : keys_(keys) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT}) sigaddset(&signals, signal);
  sigprocmask(SIG_BLOCK, &signals, &before_);
  signals_fd_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
}

Waiter::~Waiter() {
  ::close(signals_fd_);
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

Wake Waiter::OfSignal() {
  signalfd_siginfo info{};
  if (::read(signals_fd_, &info, sizeof info) != sizeof info) return Wake::kQuit;
  return info.ssi_signo == SIGWINCH || info.ssi_signo == SIGCONT ? Wake::kResized : Wake::kQuit;
}

Wake Waiter::WaitUntil(std::chrono::steady_clock::time_point end) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd fds[] = {{.fd = signals_fd_, .events = POLLIN, .revents = 0},
                    {.fd = keys_ ? STDIN_FILENO : -1, .events = POLLIN, .revents = 0}};
    if (::poll(fds, 2, static_cast<int>(std::max<std::int64_t>(left.count(), 0))) == 0) return Wake::kTime;
    if (fds[0].revents != 0) return OfSignal();
    if (fds[1].revents == 0) continue;
    char key = 0;
    // No key at all: the terminal is gone.
    if (::read(STDIN_FILENO, &key, 1) != 1 || key == 'q' || key == 'Q') return Wake::kQuit;
  }
}

Screen::Screen() : has_keys_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
  if (has_keys_) {
    termios raw = before_;
    // Ctrl-C stays a signal. Ctrl-Z does nothing: it would leave this page on the terminal.
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    raw.c_cc[VSUSP] = _POSIX_VDISABLE;
    ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  }
  Write(kOtherPage);
}

Screen::~Screen() {
  Write(kOwnPage);
  if (has_keys_) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

PageSize Screen::Size() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

void Screen::Show(const std::vector<PageLine>& page) {
  std::string text = kHome;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const PageLine& line = page[i];
    // No end behind the last line, which would scroll a page of full height.
    text += (i == 0 ? "" : "\r\n") + (line.title ? kBold + line.text + kPlain : line.text) + kClearLine;
  }
  Write(text + kClearBelow);
}

}  // namespace tidegate
