// Plays TCP connections from opening to reuse, each part in one of its many ways, and writes down what a firewall
// between the two ends sees. Everything here is what endpoints do, if sometimes odd ones; the mutator spoils it later.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_SCRIPT_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_SCRIPT_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel_differential/conversation.h"
#include "kernel_differential/random.h"
#include "kernel_differential/tcp_peer.h"

namespace tidegate::differential {

class TcpScript {
 public:
  // Appends to `conversation`.
  TcpScript(Conversation& conversation, Random& random);

  // A whole connection, perhaps several of the same tuple after one another.
  void Play();

 private:
  // What becomes of a segment.
  enum class Fate : std::uint8_t {
    kArrives,
    kLostBehind,  // seen by the firewall, lost on the second half of its way
    kLostBefore,  // never seen by the firewall
  };
  // True if the connection is open afterwards.
  using Opening = bool (TcpScript::*)();
  using Part = void (TcpScript::*)();

  TcpPeer& peer(Side side) { return peers_[Index(side)]; }
  Side AnySide() { return random_.Chance(50) ? Side::kClient : Side::kServer; }
  Packet Emit(const Packet& segment, Fate fate = Fate::kArrives);
  void Tell(std::string_view part);
  void Wait(unsigned ticks);
  std::uint16_t SomeLength(Side side);

  // tcp_openings.cc
  bool Open();
  bool OpenAsUsual();
  bool OpenWithRepeats();
  bool OpenWithLostAck();
  bool OpenWithData();
  bool OpenAtOnce();
  bool OpenAtOnceWithAcks();
  bool OpenWithOtherSyn();
  bool OpenOnOldServer();
  bool OpenRefused();
  bool OpenUnanswered();
  bool OpenInMidStream();
  bool OpenBeyondLife();

  // tcp_transfers.cc
  void Transfer();
  void SendData();
  void SendBoth();
  void LoseAndRepeat();
  void LoseAndSelectivelyAcknowledge();
  void Reorder();
  void Repeat();
  void KeepAlive();
  void CloseAndProbeWindow();
  void Urgent();
  void FillWindow();
  void RestartClient();
  void LateSynAck();
  void BlindReset();
  void PauseIdle();

  // tcp_closings.cc
  void Close();
  void CloseAsUsual();
  void CloseCrossing();
  void CloseHalf();
  void CloseWithLosses();
  void CloseInThree();
  void CloseWithUnseenData();
  void ResetOpen();
  void ResetWhileClosing();
  void ResetAfterChallenge();
  void Linger();
  bool Reuse();

  Conversation& conversation_;
  Random& random_;
  std::array<TcpPeer, 2> peers_;
  unsigned epoch_ = 0;
};

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_SCRIPT_H_
