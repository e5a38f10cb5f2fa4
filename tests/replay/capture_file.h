// Writes captures for the tests of tidegate-replay.
#ifndef TIDEGATE_TESTS_REPLAY_CAPTURE_FILE_H_
#define TIDEGATE_TESTS_REPLAY_CAPTURE_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/packet_builder.h"
#include "tidegate/time.h"

namespace tidegate::test {

struct CapturedPacket {
  Bytes frame;
  TimeNs time = 0;
  std::uint32_t snap_length = 65535;  // captured bytes at most
};

// A pcap file with nanoseconds, as libpcap writes it. `link_type` is a DLT_ number.
std::string PcapBytes(const std::vector<CapturedPacket>& packets, int link_type);

// The smallest pcapng file with these packets, of Ethernet.
std::string PcapNgBytes(const std::vector<CapturedPacket>& packets);

// A file in the test's temporary directory, removed at the end.
class TempFile {
 public:
  TempFile(const std::string& name, std::string_view content);
  ~TempFile();
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_REPLAY_CAPTURE_FILE_H_
