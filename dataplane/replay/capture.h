// A capture file, packet by packet, as Ethernet frames.
//
//   absl::StatusOr<Capture> capture = Capture::Open("-");
//   while (capture->Next()) Use(capture->frame(), capture->time());
//   if (!capture->error().empty()) ...
#ifndef TIDEGATE_REPLAY_CAPTURE_H_
#define TIDEGATE_REPLAY_CAPTURE_H_

#include <pcap/pcap.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "link_layer.h"
#include "tidegate/time.h"

namespace tidegate::replay {

class Capture {
 public:
  // Opens a pcap or pcapng file, or the standard input for "-". Fails with one line that names the file.
  static absl::StatusOr<Capture> Open(const std::string& path);

  // Reads the next packet. False at the end, and where the file is damaged.
  bool Next();

  // The packet that Next() read, until it is called again.
  const Frame& frame() const { return frame_; }
  std::uint64_t number() const { return number_; }  // from 1

  // When it was captured, in nanoseconds since 1970. Never less than that of the packet before: a capture on several
  // queues may have its packets in a slightly other order, and time must not run backwards.
  TimeNs time() const { return time_; }

  // One line that names the file and the packet if it is damaged, else empty.
  const std::string& error() const { return error_; }

  // Whether packets may still be coming: it is a pipe, not a file.
  bool is_live() const { return is_live_; }

 private:
  struct Closer {
    void operator()(pcap_t* handle) const { pcap_close(handle); }
  };

  Capture(std::string name, pcap_t* handle, LinkLayer link);

  std::string name_;
  std::unique_ptr<pcap_t, Closer> handle_;
  LinkLayer link_;
  Frame frame_;
  TimeNs time_ = 0;
  std::uint64_t number_ = 0;
  bool is_live_ = false;
  std::string error_;
};

}  // namespace tidegate::replay

#endif  // TIDEGATE_REPLAY_CAPTURE_H_
