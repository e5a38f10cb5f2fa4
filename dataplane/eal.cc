// DPDK's environment layer (EAL): started once, ended once.
#include "eal.h"

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_lcore.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "runtime_dir.h"

namespace tidegate {
namespace {

// DPDK leaves the directory of its sockets behind. It is removed if nothing else is in it.
void RemoveRuntimeDir(const std::string& path) {
  ::unlink((path + "/dpdk_telemetry.v2").c_str());
  ::rmdir(path.c_str());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Eal>> Eal::Start(const std::string& program, const EalArguments& arguments,
                                                OutputCapture& capture) {
  // EAL reorders its argv and keeps pointers into it, so the copies live as long as the process.
  static std::vector<std::string> words;
  words = {program};
  words.insert(words.end(), arguments.words.begin(), arguments.words.end());
  std::vector<char*> argv;
  argv.reserve(words.size());
  for (std::string& word : words) argv.push_back(word.data());
  if (rte_eal_init(static_cast<int>(argv.size()), argv.data()) < 0) {
    std::string cause = capture.TakeFirstLine();
    RemoveRuntimeDir(RuntimeDir(arguments.file_prefix));
    if (cause.empty()) cause = rte_strerror(rte_errno);
    return absl::InvalidArgumentError("DPDK cannot start: " + cause +
                                      " (its options are /dataplane/eal and what stands behind --)");
  }
  return std::unique_ptr<Eal>(new Eal(RuntimeDir(arguments.file_prefix)));
}

absl::Status Eal::CheckCores(unsigned workers) const {
  const unsigned cores = rte_lcore_count() - 1;  // the main one waits for signals
  if (cores >= workers) return absl::OkStatus();
  return absl::InvalidArgumentError("DPDK has " + std::to_string(cores) + " cores beside the main one; expected " +
                                    std::to_string(workers) + ", one for each of /dataplane/workers");
}

Eal::~Eal() {
  rte_eal_cleanup();
  RemoveRuntimeDir(runtime_dir_);
}

absl::Status CheckPrefixIsFree(const std::string& file_prefix) {
  const std::string path = TelemetrySocketPath(file_prefix);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return absl::InvalidArgumentError("--file-prefix: \"" + file_prefix + "\" is too long; expected a short name");
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int fd = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  const bool taken = fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  if (fd >= 0) ::close(fd);
  if (!taken) return absl::OkStatus();
  return absl::AlreadyExistsError("another process uses the file prefix \"" + file_prefix +
                                  "\"; expected another one (-- --file-prefix NAME)");
}

}  // namespace tidegate
