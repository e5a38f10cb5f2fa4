// Entries of the control socket that come in pages, as one array.
#ifndef TIDEGATE_DATAPLANE_CTL_PAGES_H_
#define TIDEGATE_DATAPLANE_CTL_PAGES_H_

#include <string>

#include "absl/status/statusor.h"
#include "ctl/client.h"

namespace tidegate {

// The pages' numbered dictionaries.
inline absl::StatusOr<Json> AskArray(const Client& client, const std::string& command) {
  Json array = Json::array();
  absl::Status status = client.AskPages(command, [&array](const Json& page) {
    for (const auto& [name, value] : page.items()) {
      if (value.is_object()) array.push_back(value);
    }
  });
  if (!status.ok()) return status;
  return array;
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_PAGES_H_
