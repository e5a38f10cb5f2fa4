// Which RST ends a connection?
//
// An endpoint closes only if the RST's number is exactly the next one it expects, and answers any other within its
// window with a challenge ACK (RFC 5961 section 3). From the middle, what R expects next lies between its highest
// acknowledgement and what S has sent. So the two ends of that range close the connection; a number between them, or
// beyond but within the window, passes: if R takes it, silence follows and the entry ends soon; if not, the challenge
// ACK is the packet that keeps it.
#ifndef TIDEGATE_TRACK_TCP_RESET_H_
#define TIDEGATE_TRACK_TCP_RESET_H_

#include <cstdint>

#include "tidegate/packet_view.h"
#include "track/tcp_side.h"
#include "track/tcp_window.h"

namespace tidegate {

enum class ResetFit : std::uint8_t {
  kCloses,   // the receiver takes it
  kDoubted,  // the receiver may take it, or answer it with a challenge ACK
  kPasses,   // it is for something else than this connection
  kBad,      // no receiver takes it
};

namespace internal {

// RFC 9293 section 3.10.7.3: in answer to a SYN a RST has to acknowledge it.
inline bool AnswersSyn(const TcpSide& opener, const PacketView& rst) {
  return (rst.tcp.flags & kTcpAck) != 0 && rst.tcp.ack == opener.sent.end();
}
inline bool AnswersOtherSyn(const TcpSide& opener, const PacketView& rst) {
  return opener.heard.Is(TcpHeard::Kind::kOtherSyn) && (rst.tcp.flags & kTcpAck) != 0 &&
         rst.tcp.ack == opener.heard.number();
}
inline bool Within(std::uint32_t number, std::uint32_t low, std::uint32_t high) { return number - low <= high - low; }

}  // namespace internal

inline ResetFit JudgeReset(const TcpSide& sender, const TcpSide& receiver, const PacketView& rst) {
  if (!sender.sent.Is(TcpSent::kKnown)) {
    if (internal::AnswersSyn(receiver, rst)) return ResetFit::kCloses;
    return internal::AnswersOtherSyn(receiver, rst) ? ResetFit::kDoubted : ResetFit::kBad;
  }
  const std::uint32_t end = sender.sent.end();
  const std::uint32_t seq = rst.tcp.seq;
  if (seq == end) return ResetFit::kCloses;
  // The opener, before anybody answered it, resets what an old connection of its peer said (RFC 9293 section 3.5.1).
  if (!receiver.sent.Is(TcpSent::kKnown)) return ResetFit::kPasses;
  if (internal::AnswersOtherSyn(receiver, rst)) return ResetFit::kDoubted;
  // Both have sent SYN, but the receiver has not acknowledged this one: it may know another one of an opening that the
  // sender has given up, or none.
  if (receiver.heard.Is(TcpHeard::Kind::kNothing)) return ResetFit::kDoubted;
  const bool acked = receiver.heard.Is(TcpHeard::Kind::kAck);
  if (acked && seq == receiver.heard.number()) return ResetFit::kCloses;
  if (sender.sent.Is(TcpSent::kLoose) || receiver.sent.Is(TcpSent::kLoose)) return ResetFit::kDoubted;
  const std::uint32_t window = WindowOf(receiver);
  // After its FIN it sends nothing new: any number of the last window is an answer to something it got.
  if (sender.sent.Is(TcpSent::kFinished)) {
    return internal::Within(seq, end - window, end) ? ResetFit::kCloses : ResetFit::kBad;
  }
  const std::uint32_t low = acked ? receiver.heard.number() : end - window;
  return internal::Within(seq, low, UpperBound(sender, receiver)) ? ResetFit::kDoubted : ResetFit::kBad;
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TCP_RESET_H_
