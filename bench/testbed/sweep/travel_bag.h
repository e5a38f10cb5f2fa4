// What goes to another machine and comes back: one folder, with the same relative name here and there.
//
//   DIR/hosts/.tidegate-sweep-XXXXXX/program          the testbed
//                                    FILE             plug-ins and traces, by the relative paths that cells know them
//                                    by ID.cell.json     goes over with each cell ID.result.json   come back
//                                    ID.error.txt
//
// All in one folder, which the program keeps from being empty: hosts may share a home directory, and parallel removes
// folders that it finds empty after a cell.
#ifndef TIDEGATE_TESTBED_SWEEP_TRAVEL_BAG_H_
#define TIDEGATE_TESTBED_SWEEP_TRAVEL_BAG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "testbed/sweep/manifest.h"
#include "testbed/sweep/sweep_folder.h"

namespace tidegate::testbed {

class TravelBag {
 public:
  static absl::StatusOr<TravelBag> Pack(const SweepFolder& folder, const std::vector<SweepCell>& cells,
                                        const std::string& program);

  TravelBag(TravelBag&& other) noexcept;
  TravelBag& operator=(TravelBag&& other) = delete;
  ~TravelBag();  // removes all of it

  // The folder that the bag stands in, and its name there.
  const std::string& parent() const { return parent_; }
  const std::string& name() const { return name_; }
  // What every machine needs once, as names in parent().
  const std::vector<std::string>& once() const { return once_; }

  // Takes out what came back of a cell: its result, or its error. `end`: what is known of how it ended. Returns whether
  // there was a valid result.
  bool Unpack(const SweepFolder& folder, const SweepCell& cell, const std::string& end) const;

 private:
  TravelBag(std::string parent, std::string name) : parent_(std::move(parent)), name_(std::move(name)) {}

  absl::Status PackFiles(const std::vector<SweepCell>& cells);
  absl::Status Copy(const std::string& from, const std::string& to);
  std::string FileOf(const std::string& name) const { return parent_ + "/" + name_ + "/" + name; }

  std::string parent_;
  std::string name_;
  std::vector<std::string> once_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_TRAVEL_BAG_H_
