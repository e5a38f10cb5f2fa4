// A workload's parameters as they are read from a cell: each by name, with a default and a range; what is left unread
// is an error.
#ifndef TIDEGATE_TESTBED_WORKLOAD_PARAMETERS_H_
#define TIDEGATE_TESTBED_WORKLOAD_PARAMETERS_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "testbed/cell/cell.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

// The first thing that is wrong is kept; everything after it reads as its default.
class Parameters {
 public:
  // `where`: what lines about errors begin with.
  Parameters(const WorkloadSpec& spec, const Cell& cell, std::string where)
      : json_(spec.parameters), cell_(cell), where_(std::move(where)) {}

  // One of this many connections is played.
  std::uint64_t sample() const { return cell_.sample; }
  std::uint64_t capacity() const { return cell_.capacity; }
  TimeNs length() const { return cell_.seconds * kSecond; }

  double Number(std::string_view name, double otherwise, double least, double most);
  std::uint64_t Count(std::string_view name, std::uint64_t otherwise, std::uint64_t least, std::uint64_t most);
  // A count of clients, connections or ports, for the share of them that is played: at least 1.
  std::uint64_t Sampled(std::string_view name, std::uint64_t otherwise, std::uint64_t least, std::uint64_t most);
  // So many a second, of all: the rate of the share that is played.
  double Rate(std::string_view name, double otherwise);
  // From 0 to 1.
  double Share(std::string_view name, double otherwise) { return Number(name, otherwise, 0, 1); }
  // In seconds, with fractions.
  TimeNs Seconds(std::string_view name, double otherwise, double least, double most);
  bool Flag(std::string_view name, bool otherwise);
  std::string Text(std::string_view name, std::string_view otherwise);
  // The number of one of `names`; 0 if none is named.
  std::size_t Choice(std::string_view name, std::span<const std::string_view> names);

  // Something is wrong that no range says: one line.
  void Reject(std::string_view name, std::string_view why);

  // The first error, or one about a parameter that nobody has read.
  absl::Status Finish() const;

 private:
  const Json* Take(std::string_view name);
  void Fail(std::string_view name, const std::string& expected);

  const Json& json_;
  const Cell& cell_;
  std::string where_;
  std::set<std::string, std::less<>> known_;
  absl::Status status_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_PARAMETERS_H_
