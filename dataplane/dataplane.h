// All parts of the running program, in the order they are made and in the reverse order they end.
#ifndef TIDEGATE_DATAPLANE_DATAPLANE_H_
#define TIDEGATE_DATAPLANE_DATAPLANE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clock.h"
#include "config/config.h"
#include "control/control.h"
#include "eal.h"
#include "eal_arguments.h"
#include "graph.h"
#include "options.h"
#include "ports.h"
#include "quiescence.h"
#include "switching/topology.h"
#include "tidegate/firewall.h"
#include "wiring.h"
#include "workers.h"

namespace tidegate {

// What can be prepared without touching a device: all errors of a wrong configuration show up here.
struct Prepared {
  Config config;
  std::string config_name;  // of the file, as the user wrote it
  std::string config_path;  // the same, absolute: a reload must find it from anywhere
  std::vector<Wire> wires;
  std::unique_ptr<Firewall> firewall;
  EalArguments eal;
};

absl::StatusOr<Prepared> Prepare(const Options& options);

class Dataplane {
 public:
  // Opens the devices and starts the workers and the control socket. `program` is argv[0].
  static absl::StatusOr<std::unique_ptr<Dataplane>> Start(Prepared prepared, const std::string& program);

  // What the user should know about a start that worked, a line each; mostly none.
  std::vector<std::string> Notices() const;

  // "ready, 2 ports, 1 worker on processor 1, ...": one line.
  std::string ReadyLine() const;

  // Ends the control socket and the workers. What they counted stays.
  void Stop();

  // What it did, several lines.
  std::string Summary() const;

 private:
  explicit Dataplane(Prepared prepared) : prepared_(std::move(prepared)) {}
  absl::Status StartParts(const std::string& program);

  Prepared prepared_;
  std::unique_ptr<Eal> eal_;
  std::unique_ptr<TscClock> clock_;
  std::unique_ptr<Ports> ports_;
  std::unique_ptr<Topology> topology_;
  std::unique_ptr<Graphs> graphs_;
  std::unique_ptr<Quiescence> quiescence_;
  std::unique_ptr<TraceSession> trace_;
  std::unique_ptr<Workers> workers_;
  std::unique_ptr<Control> control_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_DATAPLANE_H_
