// Small recordings for tests.
//
//   RecordingBuilder builder;
//   builder.Tcp(0, 10).Datagram(3, 5);
//   builder.Conn(4, {{6, ConnClass::kHalfOpen}, {9, ConnClass::kEstablished}});  // silences [4, 6) and [6, 9)
//   const Recording recording = builder.Build();
#ifndef TIDEGATE_TESTBED_OPTIMUM_RECORDING_BUILDER_H_
#define TIDEGATE_TESTBED_OPTIMUM_RECORDING_BUILDER_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "testbed/optimum/recording.h"

namespace tidegate::testbed {

class RecordingBuilder {
 public:
  // A silence that begins with the one before it over.
  struct Silence {
    TimeNs end = 0;
    ConnClass cls = ConnClass::kEstablished;
  };

  // A connection of one silence.
  RecordingBuilder& Tcp(TimeNs begin, TimeNs end) { return Conn(begin, {{end, ConnClass::kEstablished}}); }
  RecordingBuilder& Datagram(TimeNs begin, TimeNs end) {
    Conn(begin, {{end, ConnClass::kDatagram}});
    recording_.conns.back().datagram = true;
    return *this;
  }
  // TCP. Its hash is its number.
  RecordingBuilder& Conn(TimeNs begin, const std::vector<Silence>& silences) {
    RecordedConn conn{.hash = recording_.conns.size(),
                      .begin = begin,
                      .end = begin,
                      .first_gap = static_cast<std::uint32_t>(recording_.gaps.size()),
                      .gap_count = static_cast<std::uint32_t>(silences.size())};
    for (const Silence& silence : silences) {
      recording_.gaps.push_back({conn.end, silence.end, silence.cls});
      conn.end = silence.end;
    }
    recording_.conns.push_back(conn);
    return *this;
  }

  // In the order of `begin`; of equals, in that of the calls.
  Recording Build() const {
    Recording recording = recording_;
    std::ranges::stable_sort(recording.conns, {}, &RecordedConn::begin);
    return recording;
  }

 private:
  Recording recording_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_RECORDING_BUILDER_H_
