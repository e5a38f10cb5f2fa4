// A cell that a manifest puts together, field by field.
//
// Members are set by their dotted names, which reach into objects and, by number, into lists: "capacity",
// "workload.rate", "overlay.0.begin_s". Of each value it is kept where in the manifest it stands, so that an error of
// the cell can name that place.
#ifndef TIDEGATE_TESTBED_SWEEP_DRAFT_H_
#define TIDEGATE_TESTBED_SWEEP_DRAFT_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "testbed/cell/json_members.h"

namespace tidegate::testbed {

// "workload.rate" -> "workload", "rate".
std::vector<std::string_view> StepsOf(std::string_view dotted);

// Whether setting `outer` sets `inner` too: it is the same field, or has it inside.
bool Covers(std::string_view outer, std::string_view inner);

// A value for a field, and where it stands.
struct Assignment {
  std::string field;  // dotted
  Json value;
  std::string place;  // "$.vary.capacity[2]"
};

class Draft {
 public:
  // `place`: what is named if a field is missing.
  explicit Draft(std::string place) : place_(std::move(place)) {}

  const Json& json() const { return json_; }
  void MoveTo(std::string place) { place_ = std::move(place); }

  // Objects on the way are made; what is not one is a problem at the assignment's place.
  std::optional<Problem> Set(const Assignment& assignment);

  // Where the value at a path of the cell comes from: "$.workload.rate" -> "$.vary.workload[1].rate".
  std::string PlaceOf(const std::string& path) const;

 private:
  void Remember(const std::string& path, const std::string& place);

  std::string place_;
  Json json_ = Json::object();
  std::map<std::string, std::string> places_;  // by path
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_DRAFT_H_
