// tidegatectl explain.
#include <iostream>
#include <string>
#include <string_view>

#include "ctl/verbs.h"

namespace tidegate {
namespace {

std::string Text(const Json& object, const char* name) { return object.value(name, std::string()); }

std::string Outcome(const Json& answer) {
  if (Text(answer, "verdict") != "pass") return "dropped as " + Text(answer, "reason");
  return answer.value("tracked", true) ? "allowed, as a new connection" : "allowed, without a connection";
}

// "outbound of vm1 (10.0.0.1): rule 0 of group web allows it", and where that rule is written.
void PrintEnd(const Json& end) {
  const bool port = end.contains("port") && end["port"].is_string();
  std::cout << "  " << Text(end, "direction") << " of " << (port ? Text(end, "port") + " (" : "")
            << Text(end, "address") << (port ? ")" : "") << ": " << Text(end, "why") << "\n";
  for (const char* rule : {"decides", "nearest"}) {
    if (!end.contains(rule) || Text(end[rule], "place").empty()) continue;
    std::cout << "    " << Text(end[rule], "place") << "\n";
  }
}

}  // namespace

absl::Status ExplainRules(const Client& client, const Request& request) {
  const std::string zone = request.zone.empty() ? "" : " zone " + request.zone;
  absl::StatusOr<Json> answer = client.Ask("/tidegate/rules/explain," + request.packet + zone);
  if (!answer.ok()) return answer.status();
  const std::string text = answer->is_string() ? answer->get<std::string>() : answer->dump();
  constexpr std::string_view kError = "error: ";
  if (text.starts_with(kError)) return absl::InvalidArgumentError(text.substr(kError.size()));
  if (request.json) {
    std::cout << text << "\n";
    return absl::OkStatus();
  }
  const Json explained = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!explained.is_object()) return absl::UnavailableError("the answer is no JSON: " + text);
  std::cout << Text(explained, "packet") << ": " << Outcome(explained) << "\n";
  for (const Json& end : explained["ends"]) PrintEnd(end);
  if (explained.contains("connection")) {
    const Json& connection = explained["connection"];
    std::cout << "  but it belongs to a live connection, " << Text(connection, "tuple") << " ("
              << Text(connection, "state") << ", expires in " << connection.value("expires_s", std::uint64_t{0})
              << " s): no rule is asked\n";
  }
  return absl::OkStatus();
}

}  // namespace tidegate
