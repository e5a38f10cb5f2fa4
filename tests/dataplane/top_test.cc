// tidegatectl top against a running dataplane: in a pipe, for programs, and on a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <sstream>

#include "pcap_file.h"
#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kEscape = '\x1b';
constexpr char kEntered[] = "\x1b[?1049h";
constexpr char kLeft[] = "\x1b[?1049l";

// The uplink receives connection attempts to ports 22 and 23 for ever; the rules allow 22.
json TrafficConfig(const ScratchDir& scratch) {
  WritePcap(scratch.Path("in.pcap"), {BuildTcp({.dst_port = 22}), BuildTcp({.dst_port = 23})});
  WritePcap(scratch.Path("none.pcap"), {});
  return MakeConfig("net_pcap0,rx_pcap=" + scratch.Path("none.pcap") + ",tx_pcap=/dev/null",
                    "net_pcap1,rx_pcap=" + scratch.Path("in.pcap") + ",tx_pcap=/dev/null,infinite_rx=1");
}

class Top : public ::testing::Test {
 protected:
  ScratchDir scratch_;
  RunningDataplane dataplane_{TrafficConfig(scratch_)};
};

TEST_F(Top, WritesABlockEachIntervalWhereThereIsNoTerminal) {
  const Finished finished = dataplane_.Ctl({"top", "--interval", "0.2", "--count", "2"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.out, Not(HasSubstr(std::string(1, kEscape))));
  const std::size_t first = finished.out.find("tidegate, up 0:00:");
  EXPECT_EQ(first, 0u) << finished.out;
  EXPECT_NE(finished.out.find("\n\ntidegate, up 0:00:"), std::string::npos) << finished.out;
  for (const char* part : {"rule_denied_inbound", "half_open", "uplink  vm1", "worker  processor"}) {
    EXPECT_THAT(finished.out, HasSubstr(part));
  }
}

TEST_F(Top, WritesAnObjectEachIntervalForPrograms) {
  const Finished finished = dataplane_.Ctl({"top", "--interval", "0.2", "--count", "3", "--json"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  std::istringstream lines(finished.out);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const json rates = json::parse(line);
    const double packets = rates["packets_per_s"];
    EXPECT_GT(packets, 1000);
    EXPECT_NEAR(rates["drops_per_s"]["rule_denied_inbound"].get<double>(), packets / 2, packets / 4);
    EXPECT_EQ(rates["occupancy"]["half_open"], 1);
    EXPECT_EQ(rates["occupancy"]["capacity"], 4096 + 1024);
    EXPECT_GT(rates["ports"][1]["rx_packets_per_s"].get<double>(), 1000);
    // There is always something to receive.
    EXPECT_GT(rates["workers"][0]["busy"].get<double>(), 0.9);
    EXPECT_GT(rates["workers"][0]["cycles_per_packet"].get<double>(), 10);
  }
  EXPECT_EQ(count, 3);
}

TEST_F(Top, SaysInOneLineThatTheDataplaneHasEnded) {
  ChildProcess top({TIDEGATECTL, "--file-prefix", dataplane_.file_prefix(), "top", "--interval", "0.1"});
  ASSERT_TRUE(top.WaitForOutput("tidegate, up"));
  dataplane_.process().Signal(SIGTERM);
  EXPECT_EQ(top.WaitForEnd(), 1);
  EXPECT_THAT(top.Errors(), HasSubstr("tidegatectl: the dataplane has ended"));
  const std::string errors = top.Errors();
  EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << errors;
}

TEST_F(Top, EndsWellWithASignal) {
  ChildProcess top({TIDEGATECTL, "--file-prefix", dataplane_.file_prefix(), "top", "--interval", "0.1"});
  ASSERT_TRUE(top.WaitForOutput("tidegate, up"));
  top.Signal(SIGINT);
  EXPECT_EQ(top.WaitForEnd(), 0);
  EXPECT_EQ(top.Errors(), "");
}

TEST_F(Top, OtherVerbsTakeNoInterval) {
  const std::pair<std::vector<std::string>, const char*> kRows[] = {
      {{"stats", "--interval", "2"}, "stats: takes no --interval"},
      {{"top", "--interval", "0"}, "--interval: \"0\"; expected 0.1 to 3600 seconds"},
      {{"top", "--interval", "nan"}, "--interval: \"nan\"; expected"},
      {{"top", "--count", "-1"}, "--count: \"-1\"; expected 1 to"},
      {{"top", "--count"}, "--count: expected a value behind it"},
      {{"top", "more"}, "top: unexpected \"more\""},
  };
  for (const auto& [words, what] : kRows) {
    const Finished finished = dataplane_.Ctl(words);
    EXPECT_EQ(finished.status, 2) << what;
    EXPECT_THAT(finished.err, HasSubstr(what));
  }
}

// The program on a terminal of its own.
class OnTerminal {
 public:
  OnTerminal(std::vector<std::string> command, std::uint16_t columns, std::uint16_t rows) {
    winsize size{.ws_row = rows, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    pid_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
    if (pid_ == 0) {
      ::setenv("TERM", "xterm", 1);
      std::vector<char*> argv;
      for (std::string& word : command) argv.push_back(word.data());
      argv.push_back(nullptr);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
  }
  ~OnTerminal() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(terminal_);
  }
  OnTerminal(const OnTerminal&) = delete;
  OnTerminal& operator=(const OnTerminal&) = delete;

  // Reads until `text` was written since the last call.
  bool WaitFor(const std::string& text) {
    const bool found = Eventually([&] {
      ReadMore();
      return output_.find(text, seen_) != std::string::npos;
    });
    if (found) seen_ = output_.find(text, seen_) + text.size();
    return found;
  }

  void Type(const std::string& keys) { EXPECT_EQ(::write(terminal_, keys.data(), keys.size()), ssize_t(keys.size())); }

  void Resize(std::uint16_t columns, std::uint16_t rows) {
    const winsize size{.ws_row = rows, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    ::ioctl(terminal_, TIOCSWINSZ, &size);
  }

  tcflag_t LocalModes() const {
    termios modes{};
    ::tcgetattr(terminal_, &modes);
    return modes.c_lflag;
  }

  // The exit status, or -1.
  int WaitForEnd() {
    int status = -1;
    if (!Eventually([&] {
          ReadMore();
          return ::waitpid(pid_, &status, WNOHANG) == pid_;
        })) {
      return -1;
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  const std::string& output() const { return output_; }

 private:
  void ReadMore() {
    pollfd readable{.fd = terminal_, .events = POLLIN, .revents = 0};
    char piece[4096];
    while (::poll(&readable, 1, 0) == 1) {
      const ssize_t count = ::read(terminal_, piece, sizeof piece);
      if (count <= 0) return;  // the other side is closed
      output_.append(piece, static_cast<std::size_t>(count));
    }
  }

  pid_t pid_ = -1;
  int terminal_ = -1;
  std::string output_;
  std::size_t seen_ = 0;
};

std::vector<std::string> TopCommand(const RunningDataplane& dataplane) {
  return {TIDEGATECTL, "--file-prefix", dataplane.file_prefix(), "top", "--interval", "0.1"};
}

TEST_F(Top, GivesTheTerminalBackAfterQ) {
  OnTerminal top(TopCommand(dataplane_), 100, 40);
  const tcflag_t before = top.LocalModes();
  ASSERT_TRUE(top.WaitFor(kEntered));
  ASSERT_TRUE(top.WaitFor("worker  processor"));
  EXPECT_EQ(top.LocalModes() & (ICANON | ECHO), 0u);
  top.Type("xq");
  ASSERT_TRUE(top.WaitFor(kLeft));
  EXPECT_EQ(top.WaitForEnd(), 0);
  EXPECT_EQ(top.LocalModes(), before);
}

TEST_F(Top, GivesTheTerminalBackAfterCtrlC) {
  OnTerminal top(TopCommand(dataplane_), 100, 40);
  const tcflag_t before = top.LocalModes();
  ASSERT_TRUE(top.WaitFor("worker  processor"));
  top.Type("\x03");
  EXPECT_EQ(top.WaitForEnd(), 0);
  EXPECT_TRUE(top.WaitFor(kLeft));
  EXPECT_EQ(top.LocalModes(), before);
}

TEST_F(Top, GivesTheTerminalBackBeforeItSaysThatTheDataplaneHasEnded) {
  OnTerminal top(TopCommand(dataplane_), 100, 40);
  ASSERT_TRUE(top.WaitFor("worker  processor"));
  dataplane_.process().Signal(SIGTERM);
  EXPECT_TRUE(top.WaitFor(kLeft));
  EXPECT_TRUE(top.WaitFor("tidegatectl: the dataplane has ended"));
  EXPECT_EQ(top.WaitForEnd(), 1);
}

// Lines of the last whole page on the terminal.
std::vector<std::string> LastPage(const std::string& output) {
  const std::string home = "\x1b[H";
  const std::size_t end = output.rfind(home);
  const std::size_t begin = output.rfind(home, end - 1);
  std::vector<std::string> lines;
  std::istringstream text(output.substr(begin + home.size(), end - begin));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

TEST_F(Top, FollowsTheTerminalsSize) {
  OnTerminal top(TopCommand(dataplane_), 100, 40);
  ASSERT_TRUE(top.WaitFor("worker  processor"));
  top.Resize(40, 8);
  EXPECT_TRUE(Eventually([&] {
    top.WaitFor("packets");
    return LastPage(top.output()).size() <= 8;
  }));
  top.Resize(1, 1);
  EXPECT_TRUE(Eventually([&] {
    top.WaitFor("\x1b[J");
    return LastPage(top.output()).size() == 1;
  }));
  top.Type("q");
  EXPECT_EQ(top.WaitForEnd(), 0);
}

}  // namespace
}  // namespace tidegate::test
