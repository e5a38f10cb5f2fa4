// DPDK's environment layer (EAL): started once, ended once.
#ifndef TIDEGATE_DATAPLANE_EAL_H_
#define TIDEGATE_DATAPLANE_EAL_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "eal_arguments.h"
#include "output_capture.h"

namespace tidegate {

// The running environment. DPDK allows one in the life of a process.
class Eal {
 public:
  // Fails with one line. While EAL starts, `capture` collects what it prints. `program` is argv[0].
  static absl::StatusOr<std::unique_ptr<Eal>> Start(const std::string& program, const EalArguments& arguments,
                                                    OutputCapture& capture);
  ~Eal();

  // Fails with one line if the user's placement of cores has fewer than one for each worker beside the main one.
  absl::Status CheckCores(unsigned workers) const;

  Eal(const Eal&) = delete;
  Eal& operator=(const Eal&) = delete;

 private:
  explicit Eal(std::string runtime_dir) : runtime_dir_(std::move(runtime_dir)) {}

  std::string runtime_dir_;
};

// Fails if a process with this prefix already answers: EAL would take its socket away from it.
absl::Status CheckPrefixIsFree(const std::string& file_prefix);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_EAL_H_
