// A RunCell() for tests of sweeps: takes as many milliseconds as the cell has seconds, and gives figures that follow
// from the cell's id. A cell with the plug-in "crash" crashes, one with "fail" fails.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "testbed/cell/run_cell.h"

namespace tidegate::testbed {
namespace {

Json Classes(std::uint64_t seed) {
  Json json = Json::object();
  for (const char* cls : {"half_open", "established", "closing", "time_wait", "datagram"}) json[cls] = seed++ % 7;
  return json;
}

Json Series(std::uint64_t seed) {
  Json series = Json::array();
  for (int i = 0; i < 5; ++i) series.push_back(seed++ % 11);
  return series;
}

Json Timeline(std::uint64_t seed) {
  Json occupancy = Json::object();
  const Json classes = Classes(seed);
  for (const auto& [cls, count] : classes.items()) occupancy[cls] = Series(seed + count.get<std::uint64_t>());
  return {{"step_s", 1},
          {"occupancy", std::move(occupancy)},
          {"connections", Series(seed)},
          {"refused", Series(0)},
          {"broken", Series(1)},
          {"attack", Series(2)}};
}

Json Legit(std::uint64_t seed) {
  return {
      {"connections", 1000},       {"at_first_syn", 900},         {"established", 950},   {"done", 940},
      {"gave_up", seed % 50},      {"broken", seed % 10},         {"syn_attempts", 1100}, {"syn_refused", seed % 100},
      {"wrongful", Classes(seed)}, {"expired_in_use", Classes(0)}};
}

}  // namespace

absl::StatusOr<Json> RunCell(const Cell& cell) {
  std::this_thread::sleep_for(std::chrono::milliseconds(cell.seconds));
  if (cell.plugin == "crash") std::abort();
  if (cell.plugin == "fail") return absl::InternalError("fail: cannot be opened");
  const std::string id = CellId(cell);
  const std::uint64_t seed = std::strtoull(id.c_str(), nullptr, 16);
  return Json{{"id", id},
              {"cell", ToJson(cell)},
              {"policy", cell.PolicyLabel()},
              {"admission", cell.admission},
              {"ageing", cell.ageing},
              {"table", cell.fully_associative ? "full" : "set"},
              {"workload", cell.workload.name},
              {"capacity", cell.capacity},
              {"mode", Name(cell.mode)},
              {"syn_backoff", Name(cell.syn_backoff)},
              {"seed", cell.seed},
              {"events", seed % 1000000},
              {"slots", cell.capacity},
              {"sample", cell.sample},
              {"legit", Legit(seed)},
              {"attack", {{"packets", 0}, {"connections", 0}, {"entered", 0}}},
              {"refused_by", {{"table_full", seed % 100}}},
              {"cost", {{"strict", seed % 5000}, {"nat", seed % 7000}, {"refused", 0}, {"broken_strict", 0}}},
              {"setup",
               {{"p50_us", 300},
                {"p90_us", 400},
                {"p99_us", 1e6},
                {"p999_us", 3e6},
                {"max_us", 7e6},
                {"bins", Json::array({Json::array({512, 900}), Json::array({1048576, 100})})}}},
              {"slot_seconds", {{"useful", Classes(3)}, {"dead", Classes(4)}}},
              {"entries",
               {{"inserted", 900},
                {"reopened", 5},
                {"evicted", Classes(seed)},
                {"displaced", 0},
                {"expired", Classes(1)},
                {"live_at_end", Classes(2)},
                {"peak_live", 900}}},
              {"timeline", Timeline(seed)},
              {"explain", Json::array()}};
}

absl::StatusOr<std::vector<PlayedPacket>> PlayPackets(const Cell&) { return absl::UnimplementedError("no packets"); }

}  // namespace tidegate::testbed
