#include "ctl/top/sample.h"

namespace tidegate {
namespace {

std::uint64_t Number(const Json& object, std::string_view name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::string Text(const Json& object, std::string_view name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

PortSample ReadPort(const Json& port) {
  const std::string network = Text(port, "network");
  return {.name = Text(port, "name"),
          .to = network.empty() ? Text(port, "peer") : "network " + network,
          .link_up = Number(port, "link_up") != 0,
          .rx_packets = Number(port, "rx_packets"),
          .rx_bytes = Number(port, "rx_bytes"),
          .tx_packets = Number(port, "tx_packets"),
          .tx_bytes = Number(port, "tx_bytes"),
          .lost = Number(port, "rx_missed") + Number(port, "rx_errors") + Number(port, "rx_no_buffer") +
                  Number(port, "tx_errors")};
}

WorkerSample ReadWorker(const Json& worker) {
  return {.worker = Number(worker, "worker"),
          .processor = Number(worker, "processor"),
          .cycles = Number(worker, "cycles"),
          .busy_cycles = Number(worker, "busy_cycles"),
          .packets = Number(worker, "packets")};
}

}  // namespace

TopSample ReadSample(const Json& stats, const Json& drops, const Json& ports, const Json& workers, double seconds) {
  TopSample sample;
  sample.seconds = seconds;
  sample.uptime_s = Number(stats, "uptime_s");
  sample.packets = Number(stats, "packets");
  sample.bytes = Number(stats, "bytes");
  sample.passed = Number(stats, "passed");
  sample.dropped = Number(stats, "dropped");
  sample.created = Number(stats, "created");
  sample.refused = Number(stats, "refused");
  const Json evicted = stats.value("evicted", Json::object());
  const Json occupancy = stats.value("occupancy", Json::object());
  sample.live = Number(occupancy, "live");
  sample.capacity = Number(occupancy, "capacity");
  for (std::size_t i = 0; i < kShownClasses.size(); ++i) {
    sample.evicted += Number(evicted, kShownClasses[i]);
    sample.by_class[i] = Number(occupancy, kShownClasses[i]);
  }
  for (const auto& [reason, count] : drops.items()) {
    if (count.is_number_unsigned()) sample.drops.emplace_back(reason, count.get<std::uint64_t>());
  }
  for (const Json& port : ports) sample.ports.push_back(ReadPort(port));
  for (const Json& worker : workers) sample.workers.push_back(ReadWorker(worker));
  return sample;
}

}  // namespace tidegate
