// Captures as a workload: when what is played, and what is said of files that are none.
#include "testbed/workload/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pcap/dlt.h>

#include <algorithm>
#include <string>
#include <vector>

#include "replay/capture_file.h"
#include "support/packet_builder.h"
#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

using test::CapturedPacket;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr TimeNs kEpoch = 1'700'000'000 * kSecond;

// A connection of two requests, the second one `gap` after the first, and a closing 2 s later.
void AddConnection(std::vector<CapturedPacket>& packets, TimeNs at, std::uint16_t port, TimeNs gap, std::uint32_t seq) {
  const auto add = [&](TimeNs after, bool client, std::uint8_t flags, std::size_t payload) {
    const test::TcpSpec spec{
        .src_port = port, .dst_port = 80, .flags = flags, .seq = seq, .ack = seq + 1, .payload = payload};
    packets.push_back({.frame = test::BuildTcp(client ? spec : Reversed(spec)), .time = kEpoch + at + after});
  };
  add(0, true, kTcpSyn, 0);
  add(kMillisecond, false, kTcpSyn | kTcpAck, 0);
  add(2 * kMillisecond, true, kTcpAck, 0);
  add(3 * kMillisecond, true, kTcpPsh | kTcpAck, 100);
  add(4 * kMillisecond, false, kTcpPsh | kTcpAck, 1000);
  add(gap, true, kTcpPsh | kTcpAck, 100);
  add(gap + kMillisecond, false, kTcpPsh | kTcpAck, 1000);
  add(gap + 2 * kSecond, false, kTcpFin | kTcpAck, 0);
  add(gap + 2 * kSecond + kMillisecond, true, kTcpFin | kTcpAck, 0);
}

std::string FileOf(const std::vector<CapturedPacket>& packets) { return test::PcapBytes(packets, DLT_EN10MB); }

std::string Spec(const std::string& path, const std::string& more = "") {
  return R"({"name": "replay", "file": ")" + path + "\"" + more + "}";
}

FakeStage PlayOf(const std::string& bytes, const std::string& more = "", std::uint64_t sample = 1) {
  const test::TempFile file("replay_test.pcap", bytes);
  FakeStage stage;
  stage.Play(*WorkloadOf(Spec(file.path(), more), sample), 10'000 * kSecond);
  return stage;
}

double Seconds(TimeNs time) { return static_cast<double>(time) / 1e9; }

TEST(Replay, PlaysEachConversationAtItsTimeWithItsSilences) {
  std::vector<CapturedPacket> packets;
  AddConnection(packets, 0, 40001, 10 * kSecond, 1);
  AddConnection(packets, 20 * kSecond, 40002, 30 * kSecond, 1);
  for (const std::string& bytes : {FileOf(packets), test::PcapNgBytes(packets)}) {
    const FakeStage stage = PlayOf(bytes);
    ASSERT_EQ(stage.played().size(), 2u);
    const Played& second = stage.played()[1];
    EXPECT_EQ(second.plan.client_port, 40002);
    EXPECT_EQ(second.plan.closing, Closing::kServerFirst);
    EXPECT_NEAR(Seconds(second.at), 20, 1e-6);
    ASSERT_EQ(second.pauses.size(), 2u);
    EXPECT_NEAR(Seconds(second.pauses[0]), 30, 0.01);
    EXPECT_NEAR(Seconds(second.pauses[1]), 2, 0.01);
    EXPECT_NEAR(Seconds(second.end - second.at), 32, 0.01);
  }
}

TEST(Replay, SpeedScalesEverything) {
  std::vector<CapturedPacket> packets;
  AddConnection(packets, 0, 40001, 10 * kSecond, 1);
  AddConnection(packets, 20 * kSecond, 40002, 30 * kSecond, 1);
  const FakeStage stage = PlayOf(FileOf(packets), R"(, "speed": 10)");
  EXPECT_NEAR(Seconds(stage.played()[1].at), 2, 1e-6);
  EXPECT_NEAR(Seconds(stage.played()[1].end), 2 + 3.2, 0.01);
  EXPECT_EQ(stage.played()[1].plan.server_rtt_us, 100u);
}

// A SYN that came through after 7 s: what follows comes 7 s later, too.
TEST(Replay, WhatBeginsLateStaysLate) {
  std::vector<CapturedPacket> packets;
  AddConnection(packets, 0, 40001, 10 * kSecond, 1);
  const test::TempFile file("late.pcap", FileOf(packets));
  class LateStage final : public Stage {
   public:
    TimeNs now() const override { return time; }
    Random& random() override { return random_; }
    void Open(const Plan& plan) override { owner = plan.owner; }
    void SetTimer(TimeNs, std::uint32_t) override {}
    TimeNs time = 0;
    std::uint32_t owner = 0;

   private:
    Random random_{1};
  } stage;
  const auto workload = WorkloadOf(Spec(file.path()));
  workload->Begin(stage);
  workload->OnTimer(stage, 0);
  stage.time = 7 * kSecond + 4 * kMillisecond;  // the first response
  EXPECT_NEAR(Seconds(workload->Pause(stage, stage.owner)), 10, 0.01);
  stage.time = 17 * kSecond + kMillisecond;  // the second one
  EXPECT_NEAR(Seconds(workload->Pause(stage, stage.owner)), 2, 0.01);
}

// Nobody knows what the client would have done; the next one of its tuple waits for the end.
TEST(Replay, ATupleIsNotUsedTwiceAtOnce) {
  std::vector<CapturedPacket> packets;
  AddConnection(packets, 0, 40001, 3 * kSecond, 1);
  AddConnection(packets, 10 * kSecond, 40001, 3 * kSecond, 777'000);
  AddConnection(packets, 20 * kSecond, 40001, 3 * kSecond, 888'000);
  const test::TempFile file("tuple.pcap", FileOf(packets));
  FakeStage stage;
  stage.fate = [](const Plan&, TimeNs now) { return now == 0 ? Ending::kGaveUp : Ending::kDone; };
  stage.Play(*WorkloadOf(Spec(file.path())), 1000 * kSecond);
  ASSERT_EQ(stage.played().size(), 3u);
  EXPECT_EQ(stage.played()[1].at, 127 * kSecond);
  EXPECT_NEAR(Seconds(stage.played()[1].end), 127 + 5, 0.1);
  EXPECT_EQ(stage.played()[2].at, stage.played()[1].end);
}

TEST(Replay, OneOfEightIsPlayed) {
  std::vector<CapturedPacket> packets;
  for (std::uint16_t i = 0; i < 4000; ++i)
    AddConnection(packets, i * kSecond, static_cast<std::uint16_t>(20'000 + i), kSecond, 1);
  std::stable_sort(packets.begin(), packets.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  const std::string bytes = FileOf(packets);
  EXPECT_EQ(PlayOf(bytes).played().size(), 4000u);
  const FakeStage eighth = PlayOf(bytes, "", 8);
  EXPECT_NEAR(static_cast<double>(eighth.played().size()), 500, 60);
  EXPECT_EQ(PlayOf(bytes, "", 8).Digest(), eighth.Digest());
}

TEST(Replay, OneLineForFilesThatAreNone) {
  std::vector<CapturedPacket> packets;
  AddConnection(packets, 0, 40001, kSecond, 1);
  const std::string whole = FileOf(packets);
  const CapturedPacket arp{.frame = test::BuildArpRequest({}), .time = kEpoch};
  const struct {
    std::string bytes;
    const char* message;
  } kRows[] = {
      {"", ": truncated dump file"},
      {"what is this, a letter?", ": unknown file format"},
      {whole.substr(0, whole.size() - 7), ": packet 9: truncated dump file"},
      {FileOf({}), ": has no TCP or UDP packet"},
      {FileOf({arp}), ": has no TCP or UDP packet"},
      {test::PcapBytes(packets, DLT_IEEE802_11), ": the link type is "},
  };
  for (const auto& row : kRows) {
    const test::TempFile file("bad.pcap", row.bytes);
    const std::string error = ErrorOf(Spec(file.path()));
    EXPECT_THAT(error, HasSubstr("workload.file: " + file.path()));
    EXPECT_THAT(error, HasSubstr(row.message));
    EXPECT_THAT(error, Not(HasSubstr("\n")));
  }
}

}  // namespace
}  // namespace tidegate::testbed
