// Where a running dataplane can be reached: DPDK's directory for its sockets, as its environment layer chooses it.
#ifndef TIDEGATE_DATAPLANE_RUNTIME_DIR_H_
#define TIDEGATE_DATAPLANE_RUNTIME_DIR_H_

#include <unistd.h>

#include <cstdlib>
#include <string>

namespace tidegate {

// DPDK tells processes on one machine apart by this name; the dataplane and tidegatectl agree on it.
inline constexpr char kDefaultFilePrefix[] = "tidegate";

// systemd's RuntimeDirectory= first, then the Filesystem Hierarchy Standard for root and XDG for everybody else.
inline std::string RuntimeDir(const std::string& file_prefix) {
  const char* base = std::getenv("RUNTIME_DIRECTORY");
  if (base == nullptr && ::getuid() == 0) base = "/var/run";
  if (base == nullptr) base = std::getenv("XDG_RUNTIME_DIR");
  if (base == nullptr) base = "/tmp";
  return std::string(base) + "/dpdk/" + file_prefix;
}

inline std::string TelemetrySocketPath(const std::string& file_prefix) {
  return RuntimeDir(file_prefix) + "/dpdk_telemetry.v2";
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_RUNTIME_DIR_H_
