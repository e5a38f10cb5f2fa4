// Keeps the kernel from putting IPv4 fragments together in front of net_af_packet.
//
// DPDK's driver joins its sockets to a PACKET_FANOUT group with PACKET_FANOUT_FLAG_DEFRAG, without a way to say no
// (22.11; also with a single queue). The kernel then hands over whole packets of up to 64 KB, which the driver's ring
// of 2 KB frames cuts off, and which the device at the other end would not send: every IPv4 packet that arrives in
// fragments would be lost. The flag is there to bring all fragments of a packet to the same queue; they come there
// without it, because the kernel's hash leaves the ports out for every fragment.
//
// So the dataplane has its own setsockopt(), which the drivers find before the C library's, and takes out this one
// flag.
#include <linux/if_packet.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>

namespace {

constexpr unsigned kFlagsShift = 16;  // packet(7): the group's number, above it the mode and the flags

}  // namespace

extern "C" int setsockopt(int fd, int level, int name, const void* value, socklen_t size) noexcept {
  unsigned fanout = 0;
  if (level == SOL_PACKET && name == PACKET_FANOUT && size == sizeof(fanout)) {
    std::memcpy(&fanout, value, sizeof(fanout));
    fanout &= ~(unsigned{PACKET_FANOUT_FLAG_DEFRAG} << kFlagsShift);
    value = &fanout;
  }
  return static_cast<int>(::syscall(SYS_setsockopt, fd, level, name, value, size));
}
