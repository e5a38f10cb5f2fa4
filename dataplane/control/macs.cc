// /tidegate/macs: where the networks' Ethernet addresses are, those that were named and those that were learned.
#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include "control/commands.h"
#include "control/reply.h"

namespace tidegate {
namespace {

constexpr std::size_t kPage = 40;  // of up to about 350 bytes each, in an answer of 16 KB

struct Row {
  std::string network;
  MacAddress mac;
  std::string port;
  std::string vtep;             // empty: none
  std::optional<TimeNs> age{};  // none: it was named
};

std::vector<Row> Named(const Config& config) {
  std::vector<Row> rows;
  std::string tunnel_port;
  for (std::size_t i = 0; i < config.ports.size(); ++i) {
    const SwitchPortSpec& port = config.switch_ports[i];
    if (port.vtep) tunnel_port = config.ports[i].name;
    for (const MacAddress& mac : port.macs) rows.push_back({port.network, mac, config.ports[i].name, ""});
  }
  for (const NetworkSpec& network : config.networks) {
    for (const RemoteHost& host : network.hosts) {
      rows.push_back({network.name, host.mac, tunnel_port, ToString(host.vtep)});
    }
  }
  return rows;
}

void AddLearned(const ControlTargets& targets, std::vector<Row>& rows) {
  Topology& topology = targets.topology;
  topology.macs().ForEachLearned(targets.clock.Now(), [&](const MacTable::Learned& learned) {
    const TunnelIndex tunnel = learned.place.tunnel;
    rows.push_back({topology.network(learned.network).name, learned.mac, targets.config.ports[learned.place.port].name,
                    tunnel == kNoTunnel ? "" : ToString(topology.underlay()->tunnel(tunnel).other), learned.age});
  });
}

Dict Describe(const Row& row) {
  Dict dict;
  dict.Add("network", row.network);
  dict.Add("mac", ToString(row.mac));
  dict.Add("port", row.port);
  if (!row.vtep.empty()) dict.Add("vtep", row.vtep);
  if (row.age) dict.Add("age", *row.age / kSecond);
  return dict;
}

}  // namespace

// Dictionaries under their numbers, as an array cannot hold dictionaries. What is learned or forgotten between two
// pages may be missed or come twice.
int MacsCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const std::optional<std::uint64_t> first = ParseNumber(parameter);
  if (!first) return -EINVAL;
  std::vector<Row> rows = Named(targets.config);
  AddLearned(targets, rows);
  const std::size_t begin = std::min<std::size_t>(*first, rows.size());
  const std::size_t end = std::min(rows.size(), begin + kPage);
  Dict reply(data);
  reply.Add("next", std::uint64_t{end == rows.size() ? 0 : end});
  for (std::size_t i = begin; i < end; ++i) reply.Add(std::to_string(i), Describe(rows[i]));
  return 0;
}

}  // namespace tidegate
