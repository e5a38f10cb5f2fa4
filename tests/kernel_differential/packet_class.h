// What a firewall says a packet is.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_PACKET_CLASS_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_PACKET_CLASS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidegate::differential {

enum class PacketClass : std::uint8_t {
  kLost,  // it did not come out
  kNew,
  kEstablished,  // replies as well
  kRelated,
  kInvalid,
  kUntracked,
  kCount_
};

inline constexpr std::size_t kPacketClassCount = static_cast<std::size_t>(PacketClass::kCount_);

constexpr std::string_view Name(PacketClass cls) {
  constexpr std::string_view kNames[] = {"lost", "new", "est", "rel", "inv", "untracked"};
  return kNames[static_cast<std::size_t>(cls)];
}

// How the two firewalls are set up, for those settings both have.
struct Mode {
  std::string_view name;
  bool liberal = false;     // tcp_be_liberal
  bool pickup = false;      // tcp_loose
  bool late_close = false;  // ours alone
};

// Seconds an entry lives in every state but TCP's ESTABLISHED, and between two epochs. One tick is survived, two are
// not, and neither is close.
inline constexpr unsigned kLifeSeconds = 3;
inline constexpr unsigned kTickSeconds = 2;
inline constexpr unsigned kEstablishedSeconds = 600;

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_PACKET_CLASS_H_
