#include "track/reopen.h"

#include "track/tcp_segment.h"

namespace tidegate {

bool MayReopen(const TcpFields& syn, const LastSent& last) {
  // The new ISN may equal the number behind the last byte: that byte, FIN included, was the largest number used.
  const bool sequence_advanced = !SequenceAfter(last.seq_end, syn.seq);
  if (!last.has_timestamps || !syn.has_timestamps) return sequence_advanced;
  if (syn.ts_value == last.ts_value) return sequence_advanced;
  return SequenceAfter(syn.ts_value, last.ts_value);
}

}  // namespace tidegate
