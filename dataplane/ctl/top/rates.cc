#include "ctl/top/rates.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace tidegate {
namespace {

constexpr double kBitsPerByte = 8;

double Difference(std::uint64_t earlier, std::uint64_t later) {
  return later > earlier ? static_cast<double>(later - earlier) : 0;
}

// Turns two counts into a rate.
class PerSecond {
 public:
  explicit PerSecond(double seconds) : seconds_(seconds) {}
  double operator()(std::uint64_t earlier, std::uint64_t later) const { return Difference(earlier, later) / seconds_; }

 private:
  double seconds_;
};

std::vector<DropRate> DropsBetween(const TopSample& earlier, const TopSample& later, const PerSecond& rate) {
  std::vector<DropRate> drops;
  for (const auto& [reason, total] : later.drops) {
    if (total == 0) continue;
    const auto before = std::ranges::find(earlier.drops, reason, &std::pair<std::string, std::uint64_t>::first);
    drops.push_back({reason, rate(before == earlier.drops.end() ? 0 : before->second, total), total});
  }
  std::ranges::stable_sort(drops, [](const DropRate& a, const DropRate& b) {
    return std::tie(a.per_s, a.total) > std::tie(b.per_s, b.total);
  });
  return drops;
}

PortRate PortBetween(const PortSample& earlier, const PortSample& later, const PerSecond& rate) {
  return {.name = later.name,
          .to = later.to,
          .link_up = later.link_up,
          .rx_packets = rate(earlier.rx_packets, later.rx_packets),
          .rx_bits = kBitsPerByte * rate(earlier.rx_bytes, later.rx_bytes),
          .tx_packets = rate(earlier.tx_packets, later.tx_packets),
          .tx_bits = kBitsPerByte * rate(earlier.tx_bytes, later.tx_bytes),
          .lost = rate(earlier.lost, later.lost)};
}

WorkerRate WorkerBetween(const WorkerSample& earlier, const WorkerSample& later, const PerSecond& rate) {
  const double cycles = Difference(earlier.cycles, later.cycles);
  const double busy = Difference(earlier.busy_cycles, later.busy_cycles);
  const double packets = Difference(earlier.packets, later.packets);
  return {.worker = later.worker,
          .processor = later.processor,
          .busy = cycles > 0 ? std::min(1.0, busy / cycles) : 0,
          .packets = rate(earlier.packets, later.packets),
          .cycles_per_packet = packets > 0 ? busy / packets : 0};
}

// Numbers of which nobody needs more than a few digits.
double Rounded(double number) { return std::round(number * 1000) / 1000; }

}  // namespace

TopRates RatesBetween(const TopSample& earlier, const TopSample& later) {
  const PerSecond rate(std::max(later.seconds - earlier.seconds, 1e-6));
  TopRates rates{.interval_s = later.seconds - earlier.seconds,
                 .uptime_s = later.uptime_s,
                 .packets = rate(earlier.packets, later.packets),
                 .bits = kBitsPerByte * rate(earlier.bytes, later.bytes),
                 .passed = rate(earlier.passed, later.passed),
                 .dropped = rate(earlier.dropped, later.dropped),
                 .created = rate(earlier.created, later.created),
                 .refused = rate(earlier.refused, later.refused),
                 .evicted = rate(earlier.evicted, later.evicted),
                 .live = later.live,
                 .capacity = later.capacity,
                 .by_class = later.by_class,
                 .drops = DropsBetween(earlier, later, rate),
                 .ports = {},
                 .workers = {}};
  for (const PortSample& port : later.ports) {
    const auto before = std::ranges::find(earlier.ports, port.name, &PortSample::name);
    rates.ports.push_back(PortBetween(before == earlier.ports.end() ? port : *before, port, rate));
  }
  for (const WorkerSample& worker : later.workers) {
    const auto before = std::ranges::find(earlier.workers, worker.worker, &WorkerSample::worker);
    rates.workers.push_back(WorkerBetween(before == earlier.workers.end() ? worker : *before, worker, rate));
  }
  return rates;
}

Json ToJson(const TopRates& rates) {
  Json json = {{"uptime_s", rates.uptime_s},
               {"interval_s", Rounded(rates.interval_s)},
               {"packets_per_s", Rounded(rates.packets)},
               {"bits_per_s", Rounded(rates.bits)},
               {"passed_per_s", Rounded(rates.passed)},
               {"dropped_per_s", Rounded(rates.dropped)},
               {"created_per_s", Rounded(rates.created)},
               {"refused_per_s", Rounded(rates.refused)},
               {"evicted_per_s", Rounded(rates.evicted)}};
  json["occupancy"] = {{"live", rates.live}, {"capacity", rates.capacity}};
  for (std::size_t i = 0; i < kShownClasses.size(); ++i) {
    json["occupancy"][std::string(kShownClasses[i])] = rates.by_class[i];
  }
  json["drops_per_s"] = Json::object();
  for (const DropRate& drop : rates.drops) json["drops_per_s"][drop.reason] = Rounded(drop.per_s);
  json["ports"] = Json::array();
  for (const PortRate& port : rates.ports) {
    json["ports"].push_back({{"name", port.name},
                             {"link_up", port.link_up},
                             {"rx_packets_per_s", Rounded(port.rx_packets)},
                             {"rx_bits_per_s", Rounded(port.rx_bits)},
                             {"tx_packets_per_s", Rounded(port.tx_packets)},
                             {"tx_bits_per_s", Rounded(port.tx_bits)},
                             {"lost_per_s", Rounded(port.lost)}});
  }
  json["workers"] = Json::array();
  for (const WorkerRate& worker : rates.workers) {
    json["workers"].push_back({{"worker", worker.worker},
                               {"processor", worker.processor},
                               {"busy", Rounded(worker.busy)},
                               {"packets_per_s", Rounded(worker.packets)},
                               {"cycles_per_packet", Rounded(worker.cycles_per_packet)}});
  }
  return json;
}

}  // namespace tidegate
