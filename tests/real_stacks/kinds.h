// The kinds of connections that the test plays, one row each.
#ifndef TIDEGATE_TESTS_REAL_STACKS_KINDS_H_
#define TIDEGATE_TESTS_REAL_STACKS_KINDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidegate::real_stacks {

enum class Kind : std::uint8_t {
  kClientCloses,
  kServerCloses,
  kBothClose,
  kHalfCloseClient,
  kHalfCloseServer,
  kHalfCloseTrickle,
  kResetClient,
  kResetServer,
  kResetBoth,
  kResetClientInFlight,
  kResetServerInFlight,
  kResetUnread,
  kSimultaneousOpen,
  kRestartedHandshake,
  kRefused,
  kZeroWindowClient,
  kZeroWindowServer,
  kIdle,
  kUrgent,
  kReuseServerClosed,
  kReuseClientClosed,
  kReuseBothClosed,
  kReuseReset,
  kReuseResetInFlight,
  kReuseVanished,
  kCount_
};
inline constexpr std::size_t kKindCount = static_cast<std::size_t>(Kind::kCount_);

enum class Opening : std::uint8_t {
  kPassive,    // the client connects to a listening server
  kCrossing,   // both connect to each other's port at once (RFC 9293, section 3.5: simultaneous open)
  kRestarted,  // the client gives up its first SYN at once and begins anew with the same tuple
  kRefused,    // nobody listens
};

struct KindRow {
  Kind kind = Kind::kCount_;
  std::string_view name;
  unsigned weight = 1;  // how often, beside the others
  Opening opening = Opening::kPassive;
  unsigned rounds = 1;         // connections one after the other with the same tuple, without a pause
  std::uint32_t min_up = 1;    // bytes from client to server: what makes the kind worth playing
  std::uint32_t min_down = 1;  // and from server to client
  // The client's TIME-WAIT forbids it the tuple unless both sides use timestamps.
  bool client_holds_tuple = false;
  std::string_view meaning;  // one line for people
};

inline constexpr std::uint32_t kLarge = 100'000;
inline constexpr std::uint32_t kBeyondWindow = 400'000;  // more than a receiver takes that does not read

inline constexpr std::array<KindRow, kKindCount> kKinds = {{
    {.kind = Kind::kClientCloses, .name = "client_closes", .weight = 12, .meaning = "the client closes first"},
    {.kind = Kind::kServerCloses, .name = "server_closes", .weight = 12, .meaning = "the server closes first"},
    {.kind = Kind::kBothClose,
     .name = "both_close",
     .weight = 10,
     .meaning = "data both ways at once, then crossing FINs"},
    {.kind = Kind::kHalfCloseClient,
     .name = "half_close_client",
     .weight = 6,
     .meaning = "the client's FIN before the server's data"},
    {.kind = Kind::kHalfCloseServer,
     .name = "half_close_server",
     .weight = 6,
     .meaning = "the server's FIN before the client's data"},
    {.kind = Kind::kHalfCloseTrickle,
     .name = "half_close_trickle",
     .weight = 2,
     .min_up = 3,
     .meaning = "the server's FIN, then pieces of data with pauses"},
    {.kind = Kind::kResetClient,
     .name = "reset_client",
     .weight = 5,
     .meaning = "the client resets an idle connection"},
    {.kind = Kind::kResetServer,
     .name = "reset_server",
     .weight = 5,
     .meaning = "the server resets an idle connection"},
    {.kind = Kind::kResetBoth, .name = "reset_both", .weight = 2, .meaning = "both reset at once"},
    {.kind = Kind::kResetClientInFlight,
     .name = "reset_client_in_flight",
     .weight = 4,
     .min_down = kLarge,
     .meaning = "the client resets while the server sends"},
    {.kind = Kind::kResetServerInFlight,
     .name = "reset_server_in_flight",
     .weight = 4,
     .min_up = kLarge,
     .meaning = "the server resets while the client sends"},
    {.kind = Kind::kResetUnread,
     .name = "reset_unread",
     .weight = 3,
     .meaning = "the server closes with unread data, which resets"},
    {.kind = Kind::kSimultaneousOpen,
     .name = "simultaneous_open",
     .weight = 6,
     .opening = Opening::kCrossing,
     .meaning = "both connect to each other at once"},
    {.kind = Kind::kRestartedHandshake,
     .name = "restarted_handshake",
     .weight = 3,
     .opening = Opening::kRestarted,
     .meaning = "a second SYN of other numbers while half-open"},
    {.kind = Kind::kRefused,
     .name = "refused",
     .weight = 4,
     .opening = Opening::kRefused,
     .min_up = 0,
     .min_down = 0,
     .meaning = "the SYN is answered by a RST"},
    {.kind = Kind::kZeroWindowClient,
     .name = "zero_window_client",
     .weight = 2,
     .min_down = kBeyondWindow,
     .meaning = "the client stops reading for a while"},
    {.kind = Kind::kZeroWindowServer,
     .name = "zero_window_server",
     .weight = 2,
     .min_up = kBeyondWindow,
     .meaning = "the server stops reading for a while"},
    {.kind = Kind::kIdle, .name = "idle", .weight = 2, .meaning = "idle until keep-alive probes are sent, then data"},
    {.kind = Kind::kUrgent, .name = "urgent", .weight = 2, .meaning = "urgent data in between"},
    {.kind = Kind::kReuseServerClosed,
     .name = "reuse_server_closed",
     .weight = 3,
     .rounds = 3,
     .meaning = "the tuple again, TIME-WAIT at the server"},
    {.kind = Kind::kReuseClientClosed,
     .name = "reuse_client_closed",
     .weight = 2,
     .rounds = 3,
     .client_holds_tuple = true,
     .meaning = "the tuple again, TIME-WAIT at the client"},
    {.kind = Kind::kReuseBothClosed,
     .name = "reuse_both_closed",
     .weight = 1,
     .rounds = 3,
     .client_holds_tuple = true,
     .meaning = "the tuple again after crossing FINs"},
    {.kind = Kind::kReuseReset,
     .name = "reuse_reset",
     .weight = 2,
     .rounds = 3,
     .meaning = "the tuple again after a RST"},
    {.kind = Kind::kReuseResetInFlight,
     .name = "reuse_reset_in_flight",
     .weight = 2,
     .rounds = 3,
     .min_down = kLarge,
     .meaning = "the tuple again after a RST amid data"},
    {.kind = Kind::kReuseVanished,
     .name = "reuse_vanished",
     .weight = 2,
     .rounds = 2,
     .meaning = "the tuple again while the server still holds the connection"},
}};

static_assert([] {
  for (std::size_t i = 0; i < kKindCount; ++i) {
    if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
  }
  return true;
}());

constexpr const KindRow& Row(Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_KINDS_H_
