// /tidegate/graph: what each node of the packet path did, over all workers.
#include <algorithm>
#include <cerrno>

#include "control/commands.h"
#include "control/reply.h"

namespace tidegate {
namespace {

constexpr std::size_t kPage = 64;  // of up to about 200 bytes each, in an answer of 16 KB

}  // namespace

// Nodes are dictionaries under their places, as an array cannot hold dictionaries.
int GraphCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const std::vector<NodeStats> nodes = targets.graphs.Stats();
  const std::optional<std::uint64_t> first = ParseNumber(parameter);
  if (!first || *first > nodes.size()) return -EINVAL;
  const std::size_t end = std::min(nodes.size(), *first + kPage);
  Dict reply(data);
  reply.Add("next", std::uint64_t{end == nodes.size() ? 0 : end});
  for (std::size_t i = *first; i < end; ++i) {
    Dict node;
    node.Add("name", nodes[i].name);
    node.Add("calls", nodes[i].calls);
    node.Add("packets", nodes[i].packets);
    node.Add("cycles", nodes[i].cycles);
    reply.Add(std::to_string(i), node);
  }
  return 0;
}

}  // namespace tidegate
