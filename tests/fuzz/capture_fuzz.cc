// Any bytes as a capture file, through libpcap and the link layers of tidegate-replay: each frame is whole in memory
// and ready for the firewall, time does not run backwards, and a damaged file is reported in one line.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "fuzz/require.h"
#include "fuzz/view_check.h"
#include "fuzz/world.h"
#include "replay/capture.h"
#include "replay/ends.h"

namespace tidegate::fuzz {
namespace {

// A file in memory.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size) : descriptor_(memfd_create("capture", MFD_CLOEXEC)) {
    Require(descriptor_ >= 0, "a file in memory can be made");
    Require(write(descriptor_, data, size) == static_cast<ssize_t>(size), "a file in memory can be written");
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

void CheckLine(std::string_view line) {
  Require(!line.empty() && line.find('\n') == std::string_view::npos, "an error is one line");
}

// The frame as replay uses it, from a copy of exactly its size.
void CheckFrame(const replay::Frame& frame, const replay::EndFinder& ends) {
  Require(frame.captured <= frame.on_wire, "no more is captured than there was");
  const std::unique_ptr<std::uint8_t[]> copy(new std::uint8_t[frame.captured]);
  std::copy_n(frame.data, frame.captured, copy.get());
  PacketView view;
  const DropReason reason = ParsePacket(copy.get(), frame.captured, frame.on_wire, view);
  if (reason == DropReason::kNone) CheckView(copy.get(), frame.captured, frame.on_wire, view);
  const replay::Ends found = ends.Find(view, frame.captured);
  Require(found.zone <= 1, "a packet is of a zone that has ports");
}

void CheckCapture(replay::Capture& capture) {
  static const auto kPolicy = MakePolicy(0);
  static const replay::EndFinder kEnds(*kPolicy, WorldPorts());
  TimeNs last = 0;
  for (std::uint64_t number = 1; capture.Next(); ++number) {
    Require(capture.number() == number, "packets are numbered from one");
    Require(capture.time() >= last, "time does not run backwards");
    last = capture.time();
    CheckFrame(capture.frame(), kEnds);
  }
  if (!capture.error().empty()) CheckLine(capture.error());
}

}  // namespace
}  // namespace tidegate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidegate;  // NOLINT(google-build-using-namespace)
  const fuzz::MemoryFile file(data, size);
  absl::StatusOr<replay::Capture> capture = replay::Capture::Open(file.path());
  if (capture.ok()) {
    fuzz::CheckCapture(*capture);
  } else {
    fuzz::CheckLine({capture.status().message().data(), capture.status().message().size()});
  }
  return 0;
}
