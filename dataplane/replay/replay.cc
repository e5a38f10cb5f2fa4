// The replay itself: packet by packet, each at its own time.
#include "replay.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "capture.h"
#include "config/config.h"
#include "ends.h"
#include "report.h"
#include "tidegate/firewall.h"

namespace tidegate::replay {
namespace {

// A firewall made from a configuration, with what is needed to ask it.
struct Setup {
  std::unique_ptr<Firewall> firewall;
  std::unique_ptr<EndFinder> ends;
};

absl::StatusOr<Setup> MakeSetup(const std::string& path) {
  const absl::StatusOr<Config> config = LoadConfig(path);
  if (!config.ok()) return config.status();
  auto policy = SecurityPolicy::Compile(config->groups, config->ports);
  if (!policy.ok()) return absl::InvalidArgumentError(path + ": " + std::string(policy.status().message()));
  // The firewall keeps the policy it is given until another is set, which nobody does here.
  auto ends = std::make_unique<EndFinder>(**policy, config->ports);
  auto firewall = Firewall::Create(config->firewall, *std::move(policy));
  if (!firewall.ok()) return absl::InvalidArgumentError(path + ": " + std::string(firewall.status().message()));
  return Setup{*std::move(firewall), std::move(ends)};
}

class Replay {
 public:
  Replay(Setup setup, Capture capture, bool json, std::FILE* out)
      : setup_(std::move(setup)),
        worker_(setup_.firewall->AddWorker()),
        capture_(std::move(capture)),
        json_(json),
        out_(out) {}

  void RunUntil(const std::atomic<bool>& stop) {
    while (!stop && std::ferror(out_) == 0 && capture_.Next()) Step();
    if (stop) return;
    damage_ = capture_.error();
  }

  std::string MakeSummary() const {
    return Summary(tally_, capture_.time() - first_, setup_.firewall->Counters(),
                   setup_.firewall->CountLive(capture_.time()));
  }

  const std::string& damage() const { return damage_; }

 private:
  void Step() {
    const Frame& frame = capture_.frame();
    if (tally_.packets == 0) first_ = capture_.time();
    PacketView view;
    ParsePacket(frame.data, frame.captured, frame.on_wire, view);  // what is wrong with it, the firewall says as well
    const Ends ends = setup_.ends->Find(view, frame.captured);
    const PacketIn packet{frame.data, frame.captured, frame.on_wire, ends.from, ends.to, ends.zone};
    PacketResult result;
    setup_.firewall->Process(worker_, std::span(&packet, 1), capture_.time(), std::span(&result, 1));
    tally_.Count(result);
    Print(view, result);
  }

  void Print(const PacketView& view, const PacketResult& result) {
    const std::string line = json_ ? JsonLine(capture_.number(), result)
                                   : TextLine(capture_.number(), capture_.time() - first_, view, result);
    std::fprintf(out_, "%s\n", line.c_str());
    if (capture_.is_live()) std::fflush(out_);
  }

  Setup setup_;
  Firewall::Worker& worker_;
  Capture capture_;
  const bool json_;
  std::FILE* const out_;
  Tally tally_;
  TimeNs first_ = 0;
  std::string damage_;
};

}  // namespace

absl::Status Run(const Options& options, const std::atomic<bool>& stop, std::FILE* out, std::FILE* err) {
  absl::StatusOr<Setup> setup = MakeSetup(options.config);
  if (!setup.ok()) return setup.status();
  absl::StatusOr<Capture> capture = Capture::Open(options.capture);
  if (!capture.ok()) return capture.status();

  Replay replay(*std::move(setup), *std::move(capture), options.json, out);
  replay.RunUntil(stop);
  if (!options.json) std::fputs(replay.MakeSummary().c_str(), out);
  if (options.json && options.summary) std::fputs(replay.MakeSummary().c_str(), err);
  if (std::fflush(out) != 0 || std::ferror(out) != 0)
    return absl::DataLossError("the output cannot be written: " + std::string(std::strerror(errno)));
  if (!replay.damage().empty()) return absl::DataLossError(replay.damage());
  return absl::OkStatus();
}

}  // namespace tidegate::replay
