// Packet sockets of devices that have one queue: packet_fanout.cc.
#ifndef TIDEGATE_DATAPLANE_PACKET_FANOUT_H_
#define TIDEGATE_DATAPLANE_PACKET_FANOUT_H_

namespace tidegate {

// While one lives, no packet socket that this thread makes joins a group. For use around the opening of a device.
class WithoutPacketFanout {
 public:
  WithoutPacketFanout();
  ~WithoutPacketFanout();
  WithoutPacketFanout(const WithoutPacketFanout&) = delete;
  WithoutPacketFanout& operator=(const WithoutPacketFanout&) = delete;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_PACKET_FANOUT_H_
