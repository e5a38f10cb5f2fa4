// How long an entry lives after its last packet, by state.
#ifndef TIDEGATE_TIMEOUTS_H_
#define TIDEGATE_TIMEOUTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tidegate/conn_state.h"
#include "tidegate/time.h"

namespace tidegate {

// One tunable: its name in the configuration, the state it rules, and its range in seconds.
struct TimeoutRow {
  std::string_view name;
  ConnState state;
  std::uint32_t default_s;
  std::uint32_t min_s;
  std::uint32_t max_s;
};

inline constexpr std::array<TimeoutRow, 21> kTimeoutRows = {{
    {"tcp_syn_sent", ConnState::kSynSent, 30, 1, 600},
    {"tcp_syn_sent2", ConnState::kSynSent2, 30, 1, 600},
    {"tcp_syn_recv", ConnState::kSynRecv, 30, 1, 600},
    {"tcp_established", ConnState::kEstablished, 86400, 60, 864000},
    {"tcp_fin_wait", ConnState::kFinWait, 120, 1, 86400},
    {"tcp_close_wait", ConnState::kCloseWait, 3600, 1, 86400},
    {"tcp_closing", ConnState::kClosing, 60, 1, 86400},
    {"tcp_last_ack", ConnState::kLastAck, 60, 1, 86400},
    {"tcp_time_wait", ConnState::kTimeWait, 120, 1, 3600},
    {"tcp_close", ConnState::kClose, 10, 1, 3600},
    {"sctp_cookie_wait", ConnState::kSctpCookieWait, 30, 1, 600},
    {"sctp_cookie_echoed", ConnState::kSctpCookieEchoed, 30, 1, 600},
    {"sctp_established", ConnState::kSctpEstablished, 3600, 60, 864000},
    {"sctp_shutdown_sent", ConnState::kSctpShutdownSent, 120, 1, 86400},
    {"sctp_shutdown_recd", ConnState::kSctpShutdownRecd, 120, 1, 86400},
    {"sctp_shutdown_ack_sent", ConnState::kSctpShutdownAckSent, 120, 1, 86400},
    {"sctp_closed", ConnState::kSctpClosed, 60, 1, 3600},
    {"udp_single", ConnState::kUdpSingle, 30, 1, 86400},
    {"udp_stream", ConnState::kUdpStream, 180, 1, 86400},
    {"icmp_echo", ConnState::kIcmpEcho, 30, 1, 86400},
    {"other", ConnState::kOther, 600, 1, 86400},
}};

// The timeouts in force. Copyable; the default has every row's default.
class Timeouts {
 public:
  constexpr Timeouts() {
    for (const TimeoutRow& row : kTimeoutRows) Set(row.state, row.default_s * kSecond);
  }

  constexpr void Set(ConnState state, TimeNs timeout) { of_state_[static_cast<std::size_t>(state)] = timeout; }
  constexpr TimeNs Of(ConnState state) const { return of_state_[static_cast<std::size_t>(state)]; }

  bool operator==(const Timeouts&) const = default;

 private:
  std::array<TimeNs, kConnStateCount> of_state_{};
};

}  // namespace tidegate

#endif  // TIDEGATE_TIMEOUTS_H_
