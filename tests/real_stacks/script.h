// What the two sides of a connection do, step by step. One script for each kind (kinds.h).
#ifndef TIDEGATE_TESTS_REAL_STACKS_SCRIPT_H_
#define TIDEGATE_TESTS_REAL_STACKS_SCRIPT_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "real_stacks/kinds.h"

namespace tidegate::real_stacks {

enum class Act : std::uint8_t {
  kOpen,           // gets a socket: connects, or is given the one that the listener accepted
  kTransfer,       // sends and receives so many bytes, both at once
  kSendUrgent,     // one byte of urgent data, which the other side receives in line
  kPause,          // neither reads nor writes for a while
  kMeet,           // waits until the other side is here as well; both go on at once
  kShutdown,       // FIN, and reads on
  kExpectEnd,      // the other side's FIN, and nothing before it
  kExpectReset,    // sends so many bytes at most, throws away what it receives, until a RST ends it
  kExpectRefused,  // a RST instead of a SYN-ACK
  kClose,          // close(): FIN, or RST if something was not read
  kReset,          // close() with SO_LINGER of zero seconds: RST
  kVanish,         // the socket is gone and nothing was sent, as after a crash (RFC 9293, section 3.5.1)
};

constexpr std::string_view Name(Act act) {
  constexpr std::string_view kNames[] = {"open",       "transfer",     "send_urgent",    "pause", "meet",  "shutdown",
                                         "expect_end", "expect_reset", "expect_refused", "close", "reset", "vanish"};
  return kNames[static_cast<std::size_t>(act)];
}

struct Step {
  Act act;
  std::uint32_t send = 0;
  std::uint32_t receive = 0;
  std::uint32_t pause_ms = 0;
};

struct Script {
  std::vector<Step> client;
  std::vector<Step> server;
};

// A whole conversation, all `rounds` of it. `up` and `down` are the bytes from the client and from the server.
Script MakeScript(Kind kind, std::uint32_t up, std::uint32_t down, unsigned rounds);

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_SCRIPT_H_
