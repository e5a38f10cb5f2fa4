// May a SYN begin a new connection where an old one is in TIME-WAIT?
#ifndef TIDEGATE_TRACK_REOPEN_H_
#define TIDEGATE_TRACK_REOPEN_H_

#include <cstdint>

#include "tidegate/packet_view.h"

namespace tidegate {

// What is remembered of the side that sends the SYN, from the connection before.
struct LastSent {
  std::uint32_t seq_end = 0;   // behind the last byte it sent
  std::uint32_t ts_value = 0;  // its last timestamp, valid if has_timestamps
  bool has_timestamps = false;
};

// RFC 6191 section 2: a greater timestamp, or the same one and a greater sequence number; without timestamps on both
// connections a greater sequence number alone (RFC 9293 section 3.6.1, RFC 1122 section 4.2.2.13). Anything else may be
// an old duplicate.
bool MayReopen(const TcpFields& syn, const LastSent& last);

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_REOPEN_H_
