// tidegate-testbed export: a workload's packets as a trace for cache simulators.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "testbed/cell/json_file.h"
#include "testbed/cell/run_cell.h"
#include "testbed/commands/check_cell.h"
#include "testbed/commands/command.h"
#include "testbed/trace/commands.h"
#include "testbed/trace/oracle_general.h"

namespace tidegate::testbed {
namespace {

constexpr std::string_view kVerb = "export";

absl::StatusOr<Cell> ReadCell(const std::string& path) {
  const absl::StatusOr<Json> json = ReadJsonFile(path);
  if (!json.ok()) return json.status();
  return CellFromJson(*json, NameOfFile(path));
}

}  // namespace

int ExportCommand(Args args) {
  Arguments arguments({{"-o", "FILE", "write the trace to FILE"}}, {"CELL.json|-"});
  int exit_status = kOk;
  if (!ReadArguments(kVerb, args, arguments, exit_status)) return exit_status;
  const std::optional<std::string> file = arguments.Value("-o");
  if (!file) return Complain(kVerb, absl::InvalidArgumentError("-o: found nothing, expected the file to write"));
  const absl::StatusOr<Cell> cell = ReadCell(arguments.operand(0));
  if (!cell.ok()) return Complain(kVerb, cell.status());
  const absl::StatusOr<std::vector<PlayedPacket>> packets = PlayPackets(*cell);
  if (!packets.ok()) return Complain(kVerb, packets.status());
  std::vector<Request> requests;
  requests.reserve(packets->size());
  for (const PlayedPacket& packet : *packets) {
    requests.push_back({.id = packet.key, .time_s = static_cast<std::uint32_t>(packet.at / kSecond)});
  }
  std::ostringstream out;
  absl::Status status = WriteOracleGeneral(requests, out);
  if (status.ok()) status = WriteFileWhole(*file, std::move(out).str());
  return status.ok() ? kOk : Complain(kVerb, status, kFailed);
}

}  // namespace tidegate::testbed
