// What a client and a server mean to say to each other.
#ifndef TIDEGATE_TESTBED_WORLD_PLAN_H_
#define TIDEGATE_TESTBED_WORLD_PLAN_H_

#include <cstdint>

#include "tidegate/time.h"

namespace tidegate::testbed {

enum class Transport : std::uint8_t { kTcp, kUdp };

// How a connection ends, once its exchanges are over.
enum class Closing : std::uint8_t {
  kClientFirst,  // the client's FIN, the server's, the last acknowledgement
  kServerFirst,
  kCrossing,    // both FINs at once
  kHalfClose,   // the client's FIN comes before the last exchange's response: the server goes on for a pause, then
                // closes
  kReset,       // the client resets
  kVanish,      // neither is heard of again
  kUnanswered,  // the server's FIN, again and again: the client is gone
};

// How a SYN is answered.
enum class Answer : std::uint8_t {
  kAccept,
  kRefuse,   // RST: nobody listens
  kSilence,  // nobody is there
  kForged,   // SYN-ACK, to somebody who has not asked: no answer, or RST if `closing` is kReset
};

// A tuple and a conversation. UDP has exchanges alone: no handshake, no closing; an exchange without an answer if
// `answer` is not kAccept.
struct Plan {
  std::uint32_t client_address = 0;
  std::uint32_t server_address = 0;
  std::uint16_t client_port = 0;
  std::uint16_t server_port = 0;
  Transport transport = Transport::kTcp;
  Answer answer = Answer::kAccept;
  Closing closing = Closing::kClientFirst;
  bool attack = false;                 // does not count as harmed, whatever becomes of it
  bool tries_again = true;             // a SYN that is lost is sent again, as the cell's back-off says
  std::uint32_t client_rtt_us = 1000;  // from the firewall to the client and back
  std::uint32_t server_rtt_us = 100;   // and to the server
  std::uint32_t exchanges = 1;         // requests, each with its response; before each but the first Workload::Pause()
  bool lingers = false;                // TCP: one more Workload::Pause() before the closing
  double loss = 0;                     // of a packet, before the firewall or behind it alike: it is sent again
  std::uint32_t owner = 0;             // the workload's: which of its clients this is
};

// What became of a conversation.
enum class Ending : std::uint8_t {
  kDone,      // said all
  kGaveUp,    // no SYN got through
  kBroken,    // its entry was gone, and its packets were dropped
  kNoAnswer,  // nobody answered, or somebody refused
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_PLAN_H_
