// Runs tidegate-replay with a pipe at its input and at its output.
#ifndef TIDEGATE_TESTS_REPLAY_REPLAY_PROCESS_H_
#define TIDEGATE_TESTS_REPLAY_REPLAY_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::test {

// What a program did: its exit status (128 + signal, if one ended it) and all it printed.
struct ProgramResult {
  int status = -1;
  std::string out;
  std::string err;
};

class ReplayProcess {
 public:
  ReplayProcess(const std::string& program, std::vector<std::string> arguments);
  ~ReplayProcess();
  ReplayProcess(const ReplayProcess&) = delete;
  ReplayProcess& operator=(const ReplayProcess&) = delete;

  void Write(std::string_view bytes);
  void Signal(int signal);

  // The next line of its output, without the line's end; empty if none comes within ten seconds or the output ended.
  std::string ReadLine();

  // Ends the input and waits for the program.
  ProgramResult Finish();

 private:
  bool ReadSome(int& fd, std::string& into);

  pid_t pid_ = -1;
  int in_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string pending_;  // output read and not given out yet
};

// Runs it to its end with nothing at its input.
ProgramResult RunReplay(const std::string& program, std::vector<std::string> arguments);

// The text without its last line's end, cut at the others.
std::vector<std::string> Lines(const std::string& text);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_REPLAY_REPLAY_PROCESS_H_
