// What the kernel's connection tracking tells of its entries: their TCP states, as they change.
//
// Two connections may give the same answers for a while after they have parted. The states show where they did, which
// is where a difference has its cause.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_CONNTRACK_EVENTS_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_CONNTRACK_EVENTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kernel_differential/network_namespace.h"

namespace tidegate::differential {

// The numbers of linux/netfilter/nf_conntrack_tcp.h.
enum class KernelTcp : std::uint8_t {
  kNone,
  kSynSent,
  kSynRecv,
  kEstablished,
  kFinWait,
  kCloseWait,
  kLastAck,
  kTimeWait,
  kClose,
  kSynSent2,
  kCount_
};

constexpr std::string_view Name(KernelTcp state) {
  constexpr std::string_view kNames[] = {"-",          "SYN_SENT", "SYN_RECV",  "ESTABLISHED", "FIN_WAIT",
                                         "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE",       "SYN_SENT2"};
  return kNames[static_cast<std::size_t>(state)];
}

struct KernelEntry {
  bool alive = false;  // as far as the kernel has told: an expired entry goes when it is met
  KernelTcp tcp = KernelTcp::kNone;
  std::uint32_t births = 0;  // entries that this connection has had

  bool operator==(const KernelEntry&) const = default;
};

class ConntrackEvents {
 public:
  // Listens in a namespace from now on. Sets `error` if that is not possible.
  void Open(const NetworkNamespace& where, std::string& error);

  // Takes in all that has been told.
  void Read(std::string& error);

  // The entry of the number-th connection (frames.h).
  KernelEntry EntryOf(std::uint32_t number) const;

 private:
  FileDescriptor socket_;
  std::unordered_map<std::uint32_t, KernelEntry> entries_;  // by number
};

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_CONNTRACK_EVENTS_H_
