#include "testbed/workload/replay.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "replay/capture.h"
#include "testbed/workload/conversations.h"

namespace tidegate::testbed {
namespace {

absl::StatusOr<Conversations> ReadConversations(const std::string& path, TimeNs resolution) {
  absl::StatusOr<replay::Capture> capture = replay::Capture::Open(path);
  if (!capture.ok()) return capture.status();
  ConversationReader reader(resolution);
  while (capture->Next()) {
    const replay::Frame& frame = capture->frame();
    PacketView view;
    const DropReason bad = ParsePacket(frame.data, frame.captured, frame.on_wire, view);
    if (bad == DropReason::kNone && (view.IsTcp() || view.IsUdp())) reader.Add(view, capture->time());
  }
  if (!capture->error().empty()) return absl::InvalidArgumentError(capture->error());
  Conversations conversations = std::move(reader).Finish();
  if (conversations.list.empty()) return absl::InvalidArgumentError(path + ": has no TCP or UDP packet");
  return conversations;
}

class Replay final : public Workload {
 public:
  explicit Replay(Parameters& p) : speed_(p.Number("speed", 1, 1e-6, 1e6)), sample_(p.sample()), salt_(0) {
    const std::string file = p.Text("file", "");
    const TimeNs resolution = p.Seconds("resolution_s", 0.1, 0, 3600);
    if (file.empty()) {
      p.Reject("file", "found nothing, expected a pcap or pcapng file");
      return;
    }
    absl::StatusOr<Conversations> read = ReadConversations(file, resolution);
    if (read.ok()) {
      recorded_ = *std::move(read);
    } else {
      p.Reject("file", std::string(read.status().message()));
    }
    plays_.resize(recorded_.list.size());
  }

  void Begin(Stage& stage) override {
    salt_ = stage.random().Bits();
    SetNext(stage);
  }

  void OnTimer(Stage& stage, std::uint32_t) override {
    Start(stage, next_++);
    SetNext(stage);
  }

  // Until the next exchange, as late as the one before was.
  TimeNs Pause(Stage& stage, std::uint32_t number) override {
    Play& play = plays_[number];
    const Conversation& conversation = recorded_.list[number];
    const TimeNs* const moments = recorded_.moments.data() + conversation.first;
    const TimeNs start = Scaled(conversation.start);
    if (play.moment > 0) {
      const TimeNs due = start + Scaled(moments[play.moment - 1]) + play.rtt_server;
      play.late = std::max(play.late, stage.now() - std::min(due, stage.now()));
    }
    const TimeNs next = start + Scaled(moments[play.moment++]) + play.late;
    const TimeNs passed = stage.now() + play.rtt_client;
    return next - std::min(next, passed);
  }

  void OnEnd(Stage& stage, std::uint32_t number, Ending) override {
    const std::uint32_t next = recorded_.list[number].next;
    if (next == kNoConversation) return;
    plays_[next].waits = false;
    if (plays_[next].due) Open(stage, next);
  }

 private:
  struct Play {
    TimeNs late = 0;  // by so much it lags behind its recording
    TimeNs rtt_client = 0;
    TimeNs rtt_server = 0;
    std::uint32_t moment = 0;  // the next one
    bool waits = false;        // for another conversation of the same tuple
    bool due = false;
  };

  TimeNs Scaled(TimeNs span) const { return static_cast<TimeNs>(static_cast<double>(span) / speed_); }
  std::uint32_t Scaled(std::uint32_t rtt_us) const {
    return static_cast<std::uint32_t>(std::clamp(rtt_us / speed_, 1.0, 10e6));
  }

  // All conversations of a tuple are played, or none.
  bool Chosen(const Plan& plan) const {
    const std::uint64_t client = std::uint64_t{plan.client_address} << 16 | plan.client_port;
    const std::uint64_t server = std::uint64_t{plan.server_address} << 16 | plan.server_port;
    return Random(Random(client ^ salt_).Bits() ^ server).Bits() % sample_ == 0;
  }

  void SetNext(Stage& stage) {
    while (next_ < recorded_.list.size() && !Chosen(recorded_.list[next_].plan)) ++next_;
    if (next_ == recorded_.list.size()) return;
    stage.SetTimer(std::max(stage.now(), Scaled(recorded_.list[next_].start)), 0);
  }

  void Start(Stage& stage, std::uint32_t number) {
    const std::uint32_t next = recorded_.list[number].next;
    if (next != kNoConversation) plays_[next].waits = true;
    if (plays_[number].waits) {
      plays_[number].due = true;
    } else {
      Open(stage, number);
    }
  }

  void Open(Stage& stage, std::uint32_t number) {
    const Conversation& conversation = recorded_.list[number];
    Plan plan = conversation.plan;
    plan.client_rtt_us = Scaled(plan.client_rtt_us);
    plan.server_rtt_us = Scaled(plan.server_rtt_us);
    plan.owner = number;
    Play& play = plays_[number];
    play.late = stage.now() - std::min(Scaled(conversation.start), stage.now());
    play.rtt_client = TimeNs{1000} * plan.client_rtt_us;
    play.rtt_server = TimeNs{1000} * plan.server_rtt_us;
    play.moment = plan.exchanges > 0 ? 1 : 0;
    stage.Open(plan);
  }

  double speed_;
  std::uint64_t sample_;
  std::uint64_t salt_;
  Conversations recorded_;
  std::vector<Play> plays_;
  std::uint32_t next_ = 0;
};

}  // namespace

std::unique_ptr<Workload> MakeReplay(Parameters& parameters) { return std::make_unique<Replay>(parameters); }

}  // namespace tidegate::testbed
