// One end of a TCP connection, as far as segments need it: sequence numbers, windows, scaling, SACK and timestamps.
//
// It decides nothing: a script says what it sends and what arrives. Whatever it is told to send has the numbers that an
// endpoint in its place would use.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_PEER_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_PEER_H_

#include <cstdint>
#include <vector>

#include "kernel_differential/conversation.h"
#include "kernel_differential/random.h"

namespace tidegate::differential {

class TcpPeer {
 public:
  // With random habits: initial number, window, and which options it offers.
  TcpPeer(Side side, Random& random);

  // --- Segments to send. They count as sent at once.
  Packet Syn();
  Packet SynAck();
  Packet Ack() { return Segment(kTcpAck, 0); }
  Packet Data(std::uint16_t length) { return Segment(kTcpAck | kTcpPsh, length); }
  Packet Fin(std::uint16_t length = 0) { return Segment(kTcpAck | kTcpFin, length); }
  Packet Rst() { return Segment(kTcpRst, 0); }
  Packet RstAck() { return Segment(kTcpRst | kTcpAck, 0); }
  // Flags and data at the next number, with the acknowledgement and window of now.
  Packet Segment(std::uint8_t flags, std::uint16_t length);
  // The number before the next one, to provoke an answer (RFC 9293 section 3.8.4).
  Packet KeepAlive();
  // A segment sent before, with the acknowledgement, window and timestamp of now.
  Packet Again(Packet segment) const;
  // What a closed port answers (RFC 9293 section 3.10.7.1).
  static Packet Refusal(const Packet& segment);

  // --- What happens to it.
  void Receive(const Packet& segment);
  // It starts anew and offers as before: the same tuple, another connection. The initial number goes on from the old
  // one, as RFC 6528 has it, or jumps to anywhere.
  void Restart(Random& random, bool advanced);
  void SetWindow(std::uint32_t bytes) { window_ = bytes; }
  void PassTime(std::uint32_t milliseconds) { clock_ += milliseconds; }

  // Bytes the other side would still take.
  std::uint32_t Room() const;
  std::uint32_t window() const { return window_; }
  std::uint32_t first_seq() const { return first_seq_; }
  std::uint32_t next_seq() const { return next_seq_; }
  std::uint32_t expected() const { return expected_; }

 private:
  std::uint16_t WindowField(bool syn) const;
  void TakeSyn(const Packet& segment);
  void TakeData(std::uint32_t seq, std::uint32_t end, bool fin);

  Side side_;
  std::uint32_t first_seq_;
  std::uint32_t next_seq_;
  std::uint32_t expected_ = 0;   // of the other side
  std::uint32_t peer_edge_ = 0;  // one past the last number the other side takes
  std::uint32_t window_;
  std::uint32_t clock_;
  std::uint32_t peer_clock_ = 0;
  std::uint8_t scale_;
  std::uint8_t peer_scale_ = 0;
  bool offers_scale_;
  bool offers_sack_;
  bool offers_timestamps_;
  bool scaling_ = false;  // agreed upon
  bool sack_ = false;
  bool timestamps_ = false;
  std::vector<SackBlock> beyond_;  // received out of order
};

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_PEER_H_
