// Talks to the control socket of a running dataplane.
#ifndef TIDEGATE_DATAPLANE_CTL_CLIENT_H_
#define TIDEGATE_DATAPLANE_CTL_CLIENT_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace tidegate {

using Json = nlohmann::ordered_json;  // keeps the server's order

class Client {
 public:
  // Fails with kUnavailable and one line if no process with this file prefix answers.
  static absl::StatusOr<Client> Connect(const std::string& file_prefix);

  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;
  ~Client();

  // Sends a command, "/tidegate/stats" or "/command,parameter", and returns the answer to it.
  absl::StatusOr<Json> Ask(const std::string& command) const;

  // Asks for page after page, from 0 to where the answer's "next" is 0 again, and shows each.
  absl::Status AskPages(const std::string& command, const std::function<void(const Json& page)>& show) const;

 private:
  explicit Client(int fd) : fd_(fd) {}
  absl::StatusOr<std::string> Receive() const;

  int fd_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_CLIENT_H_
