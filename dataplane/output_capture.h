// Keeps what a library prints while it starts, so that an error can be told in one line of our own.
#ifndef TIDEGATE_DATAPLANE_OUTPUT_CAPTURE_H_
#define TIDEGATE_DATAPLANE_OUTPUT_CAPTURE_H_

#include <string>

namespace tidegate {

// While it lives, standard output and standard error of the whole process go into memory. What was captured is
// discarded at the end. Not for several at once.
class OutputCapture {
 public:
  // Captures nothing if not `active`, for users who asked to see everything.
  explicit OutputCapture(bool active);
  ~OutputCapture();
  OutputCapture(const OutputCapture&) = delete;
  OutputCapture& operator=(const OutputCapture&) = delete;

  // The first line printed since the last call, without the printing program's prefix; empty if there is none. The
  // first line names the cause, those behind it how the failure went on.
  std::string TakeFirstLine();

 private:
  int memory_ = -1;
  int saved_out_ = -1;
  int saved_err_ = -1;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_OUTPUT_CAPTURE_H_
