// Plays cells on many machines, with GNU parallel (O. Tange, 2011) over ssh.
//
// The program itself, cells, plug-ins and traces go over, results come back; nothing has to be installed on the
// machines but ssh, rsync and perl, and no disk is shared. What a machine is given stands in a folder of its login's
// home directory, .tidegate-sweep-XXXXXX, which is gone afterwards.
#ifndef TIDEGATE_TESTBED_SWEEP_RUN_ON_HOSTS_H_
#define TIDEGATE_TESTBED_SWEEP_RUN_ON_HOSTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "testbed/sweep/manifest.h"
#include "testbed/sweep/progress.h"
#include "testbed/sweep/sweep_folder.h"

namespace tidegate::testbed {

struct HostsOptions {
  std::string hosts;        // a file with lines as of parallel's --sshloginfile
  std::string program;      // the testbed's, to be taken along
  std::size_t at_once = 0;  // on each machine; 0: as many as it has cores
};

// `cells`: all of the sweep, longest first. Those that have a result are passed over. parallel's job log is kept as
// DIR/joblog, a line for each of `cells` in DIR/cells.txt; what it says itself in DIR/parallel.log.
absl::Status RunOnHosts(const SweepFolder& folder, const std::vector<SweepCell>& cells, const HostsOptions& options,
                        Progress& progress);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_RUN_ON_HOSTS_H_
