// The Ethernet devices of the configured ports: opened, set up, started, and closed at the end.
#ifndef TIDEGATE_DATAPLANE_PORTS_H_
#define TIDEGATE_DATAPLANE_PORTS_H_

#include <rte_ethdev.h>
#include <rte_mempool.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "config/config.h"
#include "output_capture.h"
#include "tidegate/mac_address.h"
#include "tidegate/security_groups.h"
#include "wiring.h"

namespace tidegate {

// What a device counted and is.
struct PortStatus {
  std::string driver;
  bool link_up = false;
  rte_eth_stats stats{};
};

struct PoolDeleter {
  void operator()(rte_mempool* pool) const { rte_mempool_free(pool); }
};

class Ports {
 public:
  // Opens every port's device, makes one receive and one transmit queue for each worker as far as the device has them
  // (see QueuePlan), and starts it in promiscuous mode. All of them share `mbufs` packet buffers. If the firewall is to
  // verify checksums, those devices do that can. Fails with one line that names the port. REQUIRES: EAL runs; the wires
  // are those of MakeWires().
  static absl::StatusOr<std::unique_ptr<Ports>> Open(const Config& config, std::vector<Wire> wires, unsigned mbufs,
                                                     OutputCapture& capture);
  ~Ports();
  Ports(const Ports&) = delete;
  Ports& operator=(const Ports&) = delete;

  const QueuePlan& plan() const { return *plan_; }
  std::uint16_t device(PortIndex port) const { return devices_[port]; }
  PortStatus Status(PortIndex port) const;

  // Bytes of IP that a port's device sends at most: what is configured, else what the device says, of an interface of
  // the kernel what was set there at the start.
  std::uint16_t Mtu(PortIndex port) const { return mtus_[port]; }

  // The Ethernet address of each port's device.
  std::vector<MacAddress> Macs() const;

  // The packet buffers that all devices share.
  rte_mempool* mbufs() const { return pool_.get(); }

 private:
  Ports() = default;
  absl::Status Find(const Config& config, OutputCapture& capture);
  absl::Status SetUp(PortIndex port, std::uint16_t mtu, bool verify_checksums);  // mtu 0: as it is

  std::unique_ptr<rte_mempool, PoolDeleter> pool_;  // last to go: closing devices gives buffers back
  std::vector<std::uint16_t> devices_;              // by PortIndex
  std::vector<std::uint16_t> mtus_;                 // by PortIndex
  std::unique_ptr<QueuePlan> plan_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_PORTS_H_
