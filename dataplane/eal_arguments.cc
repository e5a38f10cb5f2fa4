// The command line that DPDK's environment layer (EAL) is started with, made from the configuration.
#include "eal_arguments.h"

#include <sched.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "devices.h"
#include "handoff/handoff_size.h"
#include "impairer.h"
#include "reassembly/fragment_table.h"
#include "runtime_dir.h"

namespace tidegate {
namespace {

// An mbuf's headers, its own and in the pool, and its headroom, rounded up; and what ports, graphs and DPDK itself
// take.
constexpr std::uint64_t kMbufHeaderBytes = 512;
constexpr std::uint64_t kPageBytes = 4096;
constexpr std::size_t kDefaultDataRoom = 2048;  // without the headroom
constexpr std::uint64_t kOtherBytes = 32u << 20;
constexpr std::uint64_t kOtherBytesOfWorker = 4u << 20;  // buffers for packets that are put together of fragments
constexpr unsigned kMbufsOfQueue = 2048;                 // a receive and a transmit ring of 1024 descriptors
constexpr unsigned kMbufsOnTheWay = 4096;

// Of one worker, beside those in queues and on their way.
unsigned WaitingMbufs(const DataplaneOptions& options) {
  std::size_t waiting = options.reassembly.enabled ? FragmentTable::MostWaiting(options.reassembly.max_packets) : 0;
  for (const auto& side : {options.impairment.before, options.impairment.after}) {
    if (side) waiting += Impairer::MostWaiting(*side);
  }
  if (options.spread != Spread::kOff && options.workers > 1) waiting += MostHandedTo(options.workers);
  return static_cast<unsigned>(waiting);
}

std::uint64_t MbufBytes(const Config& config) { return MbufDataRoom(config) + kMbufHeaderBytes; }

// None lies across two pages if it need not: without huge pages each takes whole ones.
std::uint64_t MbufPageBytes(const Config& config) {
  return (MbufBytes(config) + kPageBytes - 1) / kPageBytes * kPageBytes;
}

constexpr std::uint64_t ToMegabytes(std::uint64_t bytes) { return (bytes + (1u << 20) - 1) >> 20; }

// Does the user set one of these options, as "--name", "--name=value", or "-n" with or without a value behind it?
bool Sets(const std::vector<std::string>& words, std::initializer_list<std::string_view> names) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      if (!name.starts_with("--")) return word.starts_with(name) && !word.starts_with("--");
      return word == name || (word.starts_with(name) && word[name.size()] == '=');
    });
  });
}

std::optional<std::string> ValueOf(const std::vector<std::string>& words, const std::string& name) {
  std::optional<std::string> value;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == name && i + 1 < words.size()) value = words[i + 1];
    if (words[i].starts_with(name + "=")) value = words[i].substr(name.size() + 1);
  }
  return value;
}

// "(0,2)": the processors that no worker has, or all of them.
std::string ControlCpus(const std::vector<unsigned>& cpus, std::size_t workers) {
  const std::size_t count = cpus.size() > workers ? cpus.size() - workers : cpus.size();
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ",") + std::to_string(cpus[i]);
  return "(" + text + ")";
}

absl::Status AddCores(const Config& config, const std::vector<std::string>& user, const Machine& machine,
                      EalArguments& out) {
  if (Sets(user, {"-l", "-c", "--lcores"})) return absl::OkStatus();
  const std::size_t workers = config.dataplane.workers;
  if (workers > machine.cpus.size()) {
    return absl::InvalidArgumentError("/dataplane/workers: " + std::to_string(workers) + "; expected at most " +
                                      std::to_string(machine.cpus.size()) + ", the processors this process may use");
  }
  out.worker_cpus.assign(machine.cpus.end() - static_cast<std::ptrdiff_t>(workers), machine.cpus.end());
  std::string lcores = "0@" + ControlCpus(machine.cpus, workers);
  for (std::size_t i = 0; i < workers; ++i) {
    lcores += "," + std::to_string(i + 1) + "@" + std::to_string(out.worker_cpus[i]);
  }
  out.words.push_back("--lcores=" + lcores);
  return absl::OkStatus();
}

// --in-memory and --no-huge exclude each other. Neither leaves a file behind (--no-shconf).
absl::Status AddMemory(const Config& config, const std::vector<std::string>& user, const Machine& machine,
                       EalArguments& out) {
  if (Sets(user, {"--no-huge", "--in-memory", "--legacy-mem", "--huge-dir", "--huge-unlink", "--socket-mem"})) {
    out.huge_pages = !Sets(user, {"--no-huge"});
    return absl::OkStatus();
  }
  const std::uint64_t other = kOtherBytes + config.dataplane.workers * kOtherBytesOfWorker;
  const std::uint64_t needed = MbufCount(config) * MbufBytes(config) + other;
  const std::string sizes = std::to_string(ToMegabytes(needed)) + " MB of huge pages needed, " +
                            std::to_string(ToMegabytes(machine.free_huge_bytes)) + " MB free";
  const bool enough = machine.free_huge_bytes >= needed;
  if (config.dataplane.huge_pages == "on" && !enough) {
    return absl::FailedPreconditionError("/dataplane/huge_pages: \"on\", but " + sizes +
                                         "; expected more (sysctl vm.nr_hugepages) or \"auto\"");
  }
  out.huge_pages = config.dataplane.huge_pages != "off" && enough;
  if (out.huge_pages) {
    out.words.push_back("--in-memory");
    // net_virtio_user hands its memory to the other side as descriptors of files, of which a message holds eight.
    const bool shared = std::ranges::any_of(
        config.ports, [](const PortSpec& port) { return port.device.starts_with("net_virtio_user"); });
    if (shared && !Sets(user, {"--single-file-segments"})) out.words.push_back("--single-file-segments");
    return absl::OkStatus();
  }
  out.words.insert(out.words.end(), {"--no-huge", "--no-shconf"});
  const std::uint64_t without_huge = MbufCount(config) * MbufPageBytes(config) + other;
  if (!Sets(user, {"-m"})) out.words.insert(out.words.end(), {"-m", std::to_string(ToMegabytes(without_huge))});
  if (config.dataplane.huge_pages == "auto") {
    out.missing_huge_bytes = needed;
    out.notice = "packet buffers without huge pages (" + sizes + ")";
  }
  return absl::OkStatus();
}

// Only the PCI devices of the configuration are opened. The others are made one by one later, which tells which of them
// failed and why.
void AddDevices(const Config& config, const std::vector<std::string>& user, EalArguments& out) {
  bool pci = Sets(user, {"-a", "--allow", "-b", "--block"});
  for (const PortSpec& port : config.ports) {
    if (!IsPciDevice(port.device)) continue;
    pci = true;
    out.words.insert(out.words.end(), {"-a", port.device});
  }
  if (!pci && !Sets(user, {"--no-pci"})) out.words.push_back("--no-pci");
}

std::uint64_t ReadNumber(const std::filesystem::path& path) {
  std::uint64_t number = 0;
  std::ifstream(path) >> number;
  return number;
}

}  // namespace

Machine Machine::Look() {
  Machine machine;
  cpu_set_t set;
  CPU_ZERO(&set);
  ::sched_getaffinity(0, sizeof(set), &set);
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &set)) machine.cpus.push_back(cpu);
  }
  // Directories are named "hugepages-2048kB".
  std::error_code error;
  constexpr std::string_view kNamePrefix = "hugepages-";
  for (const auto& entry : std::filesystem::directory_iterator("/sys/kernel/mm/hugepages", error)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with(kNamePrefix)) continue;
    const std::uint64_t page_bytes = std::strtoull(name.c_str() + kNamePrefix.size(), nullptr, 10) * 1024;
    machine.free_huge_bytes += page_bytes * ReadNumber(entry.path() / "free_hugepages");
  }
  return machine;
}

unsigned MbufCount(const Config& config) {
  const auto ports = static_cast<unsigned>(config.ports.size());
  const unsigned of_worker = ports * kMbufsOfQueue + WaitingMbufs(config.dataplane);
  // A pool of a power of two less one wastes least of its ring.
  return std::bit_ceil(config.dataplane.workers * of_worker + kMbufsOnTheWay) - 1;
}

std::size_t MbufDataRoom(const Config& config) {
  std::size_t room = kDefaultDataRoom;
  for (std::size_t i = 0; i < config.ports.size(); ++i) {
    const std::uint16_t mtu = ExpectedMtu(config.ports[i].device, config.switch_ports[i].mtu);
    room = std::max(room, (BufferRoom(config.ports[i].device, mtu) + 63) / 64 * 64);
  }
  return room;
}

absl::StatusOr<EalArguments> MakeEalArguments(const Config& config, const std::vector<std::string>& further,
                                              const Machine& machine) {
  std::vector<std::string> user = config.dataplane.eal;
  user.insert(user.end(), further.begin(), further.end());

  EalArguments out;
  out.file_prefix = ValueOf(user, "--file-prefix").value_or(kDefaultFilePrefix);
  out.verbose = Sets(user, {"--log-level"});
  if (!Sets(user, {"--file-prefix"})) out.words.push_back("--file-prefix=" + out.file_prefix);
  if (!out.verbose) out.words.push_back("--log-level=error");
  if (absl::Status status = AddCores(config, user, machine, out); !status.ok()) return status;
  if (absl::Status status = AddMemory(config, user, machine, out); !status.ok()) return status;
  AddDevices(config, user, out);
  out.words.insert(out.words.end(), user.begin(), user.end());
  return out;
}

}  // namespace tidegate
