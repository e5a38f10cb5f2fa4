// Writes down when connections need their entries (optimum/recording.h), in a run where all have one.
#ifndef TIDEGATE_TESTBED_WORLD_RECORDER_H_
#define TIDEGATE_TESTBED_WORLD_RECORDER_H_

#include <cstdint>
#include <vector>

#include "testbed/optimum/recording.h"
#include "testbed/world/conn.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

class Recorder {
 public:
  enum What : std::uint8_t {
    kConnections,  // each as a whole
    kGaps,         // and each of its silences for itself (loose mode)
    kPackets,      // all packets instead
  };
  struct Packet {
    TimeNs at;
    std::uint64_t key;  // of its connection
  };

  explicit Recorder(What what) : what_(what) {}

  // Any packet that reaches the firewall.
  void Pass(const Conn& conn, TimeNs now) {
    if (what_ == kPackets) packets_.push_back({now, conn.tuple.hash});
  }
  const std::vector<Packet>& packets() const { return packets_; }

  // A legitimate connection's first packet.
  void Begin(const Conn& conn, TimeNs now);
  // A packet that needs the entry; before it, the connection was in this class.
  void Need(const Conn& conn, ConnClass cls, TimeNs now);

  Recording Finish() &&;

 private:
  struct Gap {
    std::uint32_t conn;
    RecordedGap gap;
  };
  static constexpr std::uint32_t kNone = 0xffffffff;

  std::uint32_t& IndexOf(std::uint32_t serial);

  What what_;
  std::vector<Packet> packets_;
  std::vector<RecordedConn> conns_;
  std::vector<Gap> gap_list_;
  std::vector<std::uint32_t> index_;  // by serial number
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_RECORDER_H_
