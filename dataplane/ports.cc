// The Ethernet devices of the configured ports: opened, set up, started, and closed at the end.
#include "ports.h"

#include <rte_dev.h>
#include <rte_devargs.h>
#include <rte_errno.h>
#include <rte_ether.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "devices.h"
#include "eal_arguments.h"
#include "packet_fanout.h"

namespace tidegate {
namespace {

constexpr std::uint16_t kDescriptors = 1024;
constexpr unsigned kMbufCache = 256;

// The name a device has on its bus: what stands before the first comma, PCI addresses in full.
std::string BusName(const std::string& device) {
  rte_devargs parsed{};
  std::string name;
  if (rte_devargs_parse(&parsed, device.c_str()) == 0) name = parsed.name;
  rte_devargs_reset(&parsed);
  return name;
}

std::uint16_t FindDevice(const std::string& bus_name) {
  std::uint16_t id;
  RTE_ETH_FOREACH_DEV(id) {
    rte_eth_dev_info info;
    if (rte_eth_dev_info_get(id, &info) == 0 && bus_name == rte_dev_name(info.device)) return id;
  }
  return RTE_MAX_ETHPORTS;
}

// Opens a device and returns DPDK's number of it.
absl::StatusOr<std::uint16_t> OpenDevice(const std::string& device, std::uint16_t mtu, OutputCapture& capture) {
  const std::string name = BusName(device);
  if (name.empty()) {
    return absl::InvalidArgumentError("no driver takes \"" + device + "\"; expected a PCI address or a DPDK device");
  }
  if (IsPciDevice(device)) {
    if (const std::uint16_t id = FindDevice(name); id != RTE_MAX_ETHPORTS) return id;
    return absl::NotFoundError("\"" + device + "\" is missing; expected a NIC that is bound to vfio-pci");
  }
  if (FindDevice(name) != RTE_MAX_ETHPORTS) {
    return absl::AlreadyExistsError("\"" + name + "\" is used by another port; expected another name");
  }
  capture.TakeFirstLine();
  std::optional<WithoutPacketFanout> alone;
  if (DeviceArgument(device, "qpairs").value_or("1") == "1") alone.emplace();
  if (const int error = rte_dev_probe(WithDefaults(device, mtu).c_str()); error != 0) {
    const std::string cause = capture.TakeFirstLine();
    return absl::NotFoundError("\"" + device +
                               "\" cannot be opened: " + (cause.empty() ? rte_strerror(-error) : cause) +
                               "; expected a device as for DPDK's --vdev");
  }
  if (const std::uint16_t id = FindDevice(name); id != RTE_MAX_ETHPORTS) return id;
  return absl::NotFoundError("\"" + device + "\" is no network device");
}

absl::Status At(std::size_t port, const absl::Status& status) {
  return absl::Status(status.code(), "/ports/" + std::to_string(port) + "/device: " + std::string(status.message()));
}

absl::Status AtMtu(std::size_t port, const absl::Status& status) {
  return absl::Status(status.code(), "/ports/" + std::to_string(port) + "/mtu: " + std::string(status.message()));
}

// Drivers of sockets report the limits of a plain Ethernet whatever the interface below them takes, which was asked.
absl::Status CheckMtu(const std::string& name, const rte_eth_dev_info& info, std::uint16_t mtu) {
  if (InterfaceMtu(name)) return absl::OkStatus();
  const bool small = mtu < info.min_mtu;
  const bool large =
      mtu > info.max_mtu || (mtu > RTE_ETHER_MTU && mtu + std::uint32_t{RTE_ETHER_HDR_LEN} > info.max_rx_pktlen);
  if (!small && !large) return absl::OkStatus();
  const std::uint32_t limit =
      small ? info.min_mtu : std::min<std::uint32_t>(info.max_mtu, info.max_rx_pktlen - RTE_ETHER_HDR_LEN);
  return absl::OutOfRangeError(std::to_string(mtu) + " is refused by \"" + name + "\"; expected at " +
                               (small ? "least " : "most ") + std::to_string(limit));
}

absl::Status DpdkError(const char* step, int error) {
  return absl::InternalError(std::string("cannot be set up, ") + step + ": " + rte_strerror(-error));
}

// Spreads connections over several receive queues by both addresses and ports, as far as the device can.
rte_eth_conf Configuration(const rte_eth_dev_info& info, std::uint16_t rx_queues) {
  rte_eth_conf conf{};
  if (rx_queues > 1 && info.flow_type_rss_offloads != 0) {
    conf.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
    conf.rx_adv_conf.rss_conf.rss_hf =
        (RTE_ETH_RSS_IP | RTE_ETH_RSS_TCP | RTE_ETH_RSS_UDP) & info.flow_type_rss_offloads;
  }
  return conf;
}

QueueLimits LimitsOf(const rte_eth_dev_info& info, const SwitchPortSpec& spec) {
  const auto limit = [&spec](std::uint16_t of_device) {
    return std::clamp<std::uint16_t>(of_device, 1, spec.queues.value_or(UINT16_MAX));
  };
  return {limit(info.max_rx_queues), limit(info.max_tx_queues)};
}

// What the device can verify; what it cannot the firewall does.
std::uint64_t ChecksumOffloads(const rte_eth_dev_info& info) {
  if (!MayVerifyChecksums(info.driver_name)) return 0;
  return info.rx_offload_capa & (RTE_ETH_RX_OFFLOAD_CHECKSUM | RTE_ETH_RX_OFFLOAD_SCTP_CKSUM);
}

// Drivers of sockets do not ask the interface below them, and some virtual devices know of no MTU.
std::uint16_t MtuOf(std::uint16_t device, const std::string& name, std::optional<std::uint16_t> configured) {
  if (configured) return *configured;
  if (const auto mtu = InterfaceMtu(name)) return std::min(*mtu, kMaxMtu);
  std::uint16_t mtu = RTE_ETHER_MTU;
  rte_eth_dev_get_mtu(device, &mtu);
  return std::min(mtu, kMaxMtu);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Ports>> Ports::Open(const Config& config, std::vector<Wire> wires, unsigned mbufs,
                                                   OutputCapture& capture) {
  const std::vector<PortSpec>& specs = config.ports;
  std::unique_ptr<Ports> ports(new Ports);
  ports->pool_.reset(rte_pktmbuf_pool_create("tidegate", mbufs, kMbufCache, 0,
                                             static_cast<std::uint16_t>(RTE_PKTMBUF_HEADROOM + MbufDataRoom(config)),
                                             static_cast<int>(rte_socket_id())));
  if (ports->pool_ == nullptr) {
    return absl::ResourceExhaustedError("no memory for " + std::to_string(mbufs) +
                                        " packet buffers: " + rte_strerror(rte_errno));
  }
  if (absl::Status status = ports->Find(config, capture); !status.ok()) return status;
  std::vector<QueueLimits> limits;
  for (std::size_t port = 0; port < specs.size(); ++port) {
    rte_eth_dev_info info;
    rte_eth_dev_info_get(ports->devices_[port], &info);
    limits.push_back(LimitsOf(info, config.switch_ports[port]));
  }
  const DataplaneOptions& options = config.dataplane;
  ports->plan_ = std::make_unique<QueuePlan>(std::move(wires), limits, options.workers, options.spread);
  for (PortIndex port = 0; port < ports->plan_->ports(); ++port) {
    const std::optional<std::uint16_t> mtu = config.switch_ports[port].mtu;
    if (mtu) {
      rte_eth_dev_info info;
      rte_eth_dev_info_get(ports->devices_[port], &info);
      if (absl::Status status = CheckMtu(specs[port].device, info, *mtu); !status.ok()) return AtMtu(port, status);
    }
    // The interface has it already; its driver would refuse what is larger than a plain Ethernet's.
    const std::uint16_t to_set = InterfaceMtu(specs[port].device) ? 0 : mtu.value_or(0);
    if (absl::Status status = ports->SetUp(port, to_set, config.firewall.tracking.verify_checksums); !status.ok()) {
      return At(port, absl::Status(status.code(), "\"" + specs[port].device + "\" " + std::string(status.message())));
    }
    ports->mtus_.push_back(MtuOf(ports->devices_[port], specs[port].device, mtu));
  }
  return ports;
}

absl::Status Ports::Find(const Config& config, OutputCapture& capture) {
  for (std::size_t i = 0; i < config.ports.size(); ++i) {
    const std::string& name = config.ports[i].device;
    const std::optional<std::uint16_t> mtu = config.switch_ports[i].mtu;
    // Before the driver looks at the interface.
    if (absl::Status status = mtu ? SetInterfaceMtu(name, *mtu) : absl::OkStatus(); !status.ok()) {
      return AtMtu(i, status);
    }
    absl::StatusOr<std::uint16_t> device = OpenDevice(name, ExpectedMtu(name, mtu), capture);
    if (!device.ok()) return At(i, device.status());
    devices_.push_back(*device);
  }
  return absl::OkStatus();
}

absl::Status Ports::SetUp(PortIndex port, std::uint16_t mtu, bool verify_checksums) {
  const std::uint16_t device = devices_[port];
  const std::uint16_t rx_queues = plan_->RxQueues(port);
  const std::uint16_t tx_queues = plan_->TxQueues(port);
  rte_eth_dev_info info;
  if (const int error = rte_eth_dev_info_get(device, &info); error != 0) return DpdkError("asking the driver", error);
  rte_eth_conf conf = Configuration(info, rx_queues);
  conf.rxmode.mtu = mtu;  // 0: what the driver takes for granted
  if (verify_checksums) conf.rxmode.offloads |= ChecksumOffloads(info);
  if (const int error = rte_eth_dev_configure(device, rx_queues, tx_queues, &conf); error != 0) {
    return DpdkError("configuring it", error);
  }
  // Drivers of hardware go by the configuration above, some virtual ones by this. -ENOTSUP: nothing depends on it
  // there.
  if (const int error = mtu == 0 ? 0 : rte_eth_dev_set_mtu(device, mtu); error != 0 && error != -ENOTSUP) {
    return DpdkError("setting its MTU", error);
  }
  std::uint16_t rx_descriptors = kDescriptors;
  std::uint16_t tx_descriptors = kDescriptors;
  rte_eth_dev_adjust_nb_rx_tx_desc(device, &rx_descriptors, &tx_descriptors);
  const int socket = rte_eth_dev_socket_id(device);
  for (std::uint16_t queue = 0; queue < rx_queues; ++queue) {
    const int error =
        rte_eth_rx_queue_setup(device, queue, rx_descriptors, static_cast<unsigned>(socket), nullptr, pool_.get());
    if (error != 0) return DpdkError("making a receive queue", error);
  }
  for (std::uint16_t queue = 0; queue < tx_queues; ++queue) {
    const int error = rte_eth_tx_queue_setup(device, queue, tx_descriptors, static_cast<unsigned>(socket), nullptr);
    if (error != 0) return DpdkError("making a transmit queue", error);
  }
  if (const int error = rte_eth_dev_start(device); error != 0) return DpdkError("starting it", error);
  // A wire carries frames for every address. Devices that have no such mode, as net_null, hand over all of them anyway.
  if (const int error = rte_eth_promiscuous_enable(device); error != 0 && error != -ENOTSUP) {
    return DpdkError("promiscuous mode", error);
  }
  return absl::OkStatus();
}

PortStatus Ports::Status(PortIndex port) const {
  PortStatus status;
  rte_eth_dev_info info;
  if (rte_eth_dev_info_get(devices_[port], &info) == 0) status.driver = info.driver_name;
  rte_eth_link link{};
  status.link_up = rte_eth_link_get_nowait(devices_[port], &link) == 0 && link.link_status == RTE_ETH_LINK_UP;
  rte_eth_stats_get(devices_[port], &status.stats);
  return status;
}

std::vector<MacAddress> Ports::Macs() const {
  std::vector<MacAddress> macs;
  for (const std::uint16_t device : devices_) {
    rte_ether_addr address{};
    rte_eth_macaddr_get(device, &address);
    macs.push_back(MacAddress::From(address.addr_bytes));
  }
  return macs;
}

Ports::~Ports() {
  for (const std::uint16_t device : devices_) {
    rte_eth_dev_stop(device);
    rte_eth_dev_close(device);
  }
}

}  // namespace tidegate
