// The device strings of the configuration: what can be checked and improved before DPDK sees them.
#ifndef TIDEGATE_DATAPLANE_DEVICES_H_
#define TIDEGATE_DATAPLANE_DEVICES_H_

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
// which a poller that loses its core for a scheduler's tick would overrun.
std::string WithDefaults(const std::string& device);

// Whether a device with this driver may be asked to verify checksums. Not a paravirtual one: it would take that as
// leave to hand over packets from its own machine whose checksum is still to be filled in, which a wire must not pass
// on.
bool MayVerifyChecksums(std::string_view driver);

// The MTU of the kernel's interface that a device sends through, if it does and the interface exists.
std::optional<std::uint16_t> InterfaceMtu(std::string_view device);

// Looks for what DPDK reports in many lines or only by number: a network interface that does not exist, packet sockets
// that may not be opened. The message begins with the device and has no place in front.
absl::Status CheckDevice(const std::string& device);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_DEVICES_H_
