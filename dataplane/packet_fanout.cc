// Keeps the kernel from work that nobody asked for in front of net_af_packet.
//
// Fragments put together.
// DPDK's driver joins its sockets to a PACKET_FANOUT group with PACKET_FANOUT_FLAG_DEFRAG, without a way to say no
// (22.11; also with a single queue). The kernel then hands over whole packets of up to 64 KB, which the driver's ring
// of 2 KB frames cuts off, and which the device at the other end would not send: every IPv4 packet that arrives in
// fragments would be lost. The flag is there to bring all fragments of a packet to the same queue; they come there
// without it, because the kernel's hash leaves the ports out for every fragment.
//
// A hash for nothing. With a single queue the kernel still looks into every packet and hashes its addresses and ports
// to choose among one socket. Such a socket stays alone; the way of a packet through a group is otherwise the same.
//
// So the dataplane has its own setsockopt(), which the drivers find before the C library's.
#include "packet_fanout.h"

#include <linux/if_packet.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>

namespace {

constexpr unsigned kFlagsShift = 16;  // packet(7): the group's number, above it the mode and the flags

thread_local int alone = 0;

}  // namespace

namespace tidegate {

WithoutPacketFanout::WithoutPacketFanout() { ++alone; }
WithoutPacketFanout::~WithoutPacketFanout() { --alone; }

}  // namespace tidegate

extern "C" int setsockopt(int fd, int level, int name, const void* value, socklen_t size) noexcept {
  unsigned fanout = 0;
  if (level == SOL_PACKET && name == PACKET_FANOUT && size == sizeof(fanout)) {
    if (alone > 0) return 0;
    std::memcpy(&fanout, value, sizeof(fanout));
    fanout &= ~(unsigned{PACKET_FANOUT_FLAG_DEFRAG} << kFlagsShift);
    value = &fanout;
  }
  return static_cast<int>(::syscall(SYS_setsockopt, fd, level, name, value, size));
}
