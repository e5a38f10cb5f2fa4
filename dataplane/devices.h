// The device strings of the configuration: what can be checked and improved before DPDK sees them.
#ifndef TIDEGATE_DATAPLANE_DEVICES_H_
#define TIDEGATE_DATAPLANE_DEVICES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tidegate {

// A PCI address, with or without its domain and with or without arguments behind it. Everything else is a device that
// is made when the program starts.
bool IsPciDevice(std::string_view device);

// The value of an argument in "net_af_packet0,iface=vm1", if it is given.
std::optional<std::string> DeviceArgument(std::string_view device, std::string_view name);

// The device with our defaults added where the user gave none. For net_af_packet: rings of 4096 frames instead of 512,
// which a poller that loses its core for a scheduler's tick would overrun; and frames that hold a packet of `mtu`
// bytes, as the driver drops larger ones. The frames of jumbo packets are fewer, in about as much memory.
std::string WithDefaults(const std::string& device, std::uint16_t mtu);

// Whether a device with this driver may be asked to verify checksums. Not a paravirtual one: it would take that as
// leave to hand over packets from its own machine whose checksum is still to be filled in, which a wire must not pass
// on.
bool MayVerifyChecksums(std::string_view driver);

// The MTU of the kernel's interface that a device sends through, if it does and the interface exists.
std::optional<std::uint16_t> InterfaceMtu(std::string_view device);

// Sets it, if the device sends through such an interface. The message begins with the number.
absl::Status SetInterfaceMtu(std::string_view device, std::uint16_t mtu);

// What a port's MTU is, before its device is opened: the configured one, its interface's, or an Ethernet's 1500.
std::uint16_t ExpectedMtu(std::string_view device, std::optional<std::uint16_t> configured);

// Of a frame around an IP packet: Ethernet and two VLAN tags.
inline constexpr std::size_t kMostL2Bytes = 14 + 2 * 4;

// Bytes that a packet buffer needs for what the device may put into it at once. net_af_packet wants room for its ring's
// whole frame.
std::size_t BufferRoom(std::string_view device, std::uint16_t mtu);

// Looks for what DPDK reports in many lines or only by number: a network interface that does not exist, packet sockets
// that may not be opened. The message begins with the device and has no place in front.
absl::Status CheckDevice(const std::string& device, std::uint16_t mtu);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_DEVICES_H_
