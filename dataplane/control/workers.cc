// /tidegate/workers: how busy each worker was.
#include <algorithm>
#include <cerrno>

#include "control/commands.h"
#include "control/reply.h"

namespace tidegate {
namespace {

constexpr std::size_t kPage = 64;  // of up to about 150 bytes each, in an answer of 16 KB

}  // namespace

// Workers are dictionaries under their places, as an array cannot hold dictionaries.
int WorkersCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const std::vector<WorkerLoad> loads = targets.workers.Loads();
  const std::optional<std::uint64_t> first = ParseNumber(parameter);
  if (!first || *first > loads.size()) return -EINVAL;
  const std::size_t end = std::min(loads.size(), *first + kPage);
  Dict reply(data);
  reply.Add("next", std::uint64_t{end == loads.size() ? 0 : end});
  for (std::size_t i = *first; i < end; ++i) {
    Dict worker;
    worker.Add("worker", std::uint64_t{loads[i].worker});
    worker.Add("processor", std::uint64_t{loads[i].cpu});
    worker.Add("cycles", loads[i].cycles);
    worker.Add("busy_cycles", loads[i].busy_cycles);
    worker.Add("packets", loads[i].packets);
    reply.Add(std::to_string(i), worker);
  }
  return 0;
}

}  // namespace tidegate
