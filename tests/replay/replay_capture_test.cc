// Captures in all their forms: file formats, link types, pipes, damage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pcap/dlt.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "capture_file.h"
#include "replay_process.h"

namespace tidegate::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kConfig = R"({"table": {"capacity": 1024},
 "security_groups": [{"name": "g", "rules": [{"direction": "inbound", "protocol": "tcp"}]}],
 "ports": [{"name": "vm", "addresses": ["192.168.0.4", "2001:db8::4"], "security_groups": ["g"]}]})";

constexpr const char* kFirstLine =
    R"({"packet":1,"verdict":"pass","reason":"none","ct":["new","trk"],"state":"SYN_SENT"})";
constexpr const char* kSecondLine =
    R"({"packet":2,"verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"SYN_RECV"})";

std::vector<CapturedPacket> Handshake() {
  const TcpSpec syn;
  TcpSpec syn_ack = Reversed(syn);
  syn_ack.flags = kTcpSyn | kTcpAck;
  syn_ack.seq = 5000;
  syn_ack.ack = syn.seq + 1;
  return {{BuildTcp(syn), kSecond}, {BuildTcp(syn_ack), 2 * kSecond}};
}

// The same packets behind another link header than Ethernet's 14 bytes.
std::vector<CapturedPacket> WithLinkHeader(const Bytes& header) {
  std::vector<CapturedPacket> packets = Handshake();
  for (CapturedPacket& packet : packets) {
    Bytes frame = header;
    frame.insert(frame.end(), packet.frame.begin() + 14, packet.frame.end());
    packet.frame = frame;
  }
  return packets;
}

class ReplayCapture : public ::testing::Test {
 protected:
  ProgramResult Run(std::string_view capture) {
    const TempFile file("capture.pcap", capture);
    path_ = file.path();
    return RunReplay(TIDEGATE_REPLAY_PROGRAM, {"--config", config_.path(), "--json", path_});
  }

  const TempFile config_{"capture.json", kConfig};
  std::string path_;  // of the last capture
};

TEST_F(ReplayCapture, EveryFormatGivesTheSameLines) {
  Bytes cooked(14, 0);
  cooked.insert(cooked.end(), {8, 0});
  Bytes cooked2(20, 0);
  cooked2[0] = 8;
  const struct {
    std::string_view what;
    std::string bytes;
  } kRows[] = {
      {"pcap", PcapBytes(Handshake(), DLT_EN10MB)},
      {"pcapng", PcapNgBytes(Handshake())},
      {"Linux cooked", PcapBytes(WithLinkHeader(cooked), DLT_LINUX_SLL)},
      {"Linux cooked 2", PcapBytes(WithLinkHeader(cooked2), DLT_LINUX_SLL2)},
      {"raw IP", PcapBytes(WithLinkHeader({}), DLT_RAW)},
  };
  for (const auto& row : kRows) {
    const ProgramResult result = Run(row.bytes);
    EXPECT_EQ(result.status, 0) << row.what;
    EXPECT_EQ(result.err, "") << row.what;
    EXPECT_THAT(Lines(result.out), ElementsAre(kFirstLine, kSecondLine)) << row.what;
  }
}

TEST_F(ReplayCapture, AnotherLinkTypeIsRefused) {
  const ProgramResult result = Run(PcapBytes({}, DLT_IEEE802_11));
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.err, "tidegate-replay: " + path_ +
                            ": the link type is 802.11, expected Ethernet, Linux cooked (SLL, SLL2) or raw IP\n");
}

TEST_F(ReplayCapture, WhatStandsBeforeTheDamageIsPrinted) {
  std::string bytes = PcapBytes(Handshake(), DLT_EN10MB);
  bytes.resize(bytes.size() - 5);
  const ProgramResult result = Run(bytes);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(Lines(result.out), ElementsAre(kFirstLine));
  EXPECT_THAT(Lines(result.err),
              ElementsAre(StartsWith("tidegate-replay: " + path_ + ": packet 2: truncated dump file")));
}

TEST_F(ReplayCapture, WhatIsNoCaptureIsRefused) {
  for (const std::string_view bytes : {"", "no capture at all, but a text that is long enough"}) {
    const ProgramResult result = Run(bytes);
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(Lines(result.err), ElementsAre(StartsWith("tidegate-replay: " + path_ + ": ")));
  }
}

TEST_F(ReplayCapture, AMissingFileIsNamed) {
  const ProgramResult result =
      RunReplay(TIDEGATE_REPLAY_PROGRAM, {"--config", config_.path(), "--json", "/nowhere/x.pcap"});
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.err, "tidegate-replay: /nowhere/x.pcap: No such file or directory\n");
}

// As behind `tcpdump -w -`: each packet is answered before the next one comes.
TEST_F(ReplayCapture, APipeIsAnsweredPacketByPacket) {
  const std::string whole = PcapBytes(Handshake(), DLT_EN10MB);
  const std::string first = PcapBytes({Handshake()[0]}, DLT_EN10MB);
  ReplayProcess replay(TIDEGATE_REPLAY_PROGRAM, {"--config", config_.path(), "--json", "-"});
  replay.Write(first);
  EXPECT_EQ(replay.ReadLine(), kFirstLine);
  replay.Write(std::string_view(whole).substr(first.size()));
  EXPECT_EQ(replay.ReadLine(), kSecondLine);
  EXPECT_EQ(replay.Finish().status, 0);
}

TEST_F(ReplayCapture, ASignalEndsItWithTheSummary) {
  ReplayProcess replay(TIDEGATE_REPLAY_PROGRAM, {"--config", config_.path(), "-"});
  replay.Write(PcapBytes(Handshake(), DLT_EN10MB));
  EXPECT_THAT(replay.ReadLine(), HasSubstr("SYN_SENT"));
  EXPECT_THAT(replay.ReadLine(), HasSubstr("SYN_RECV"));
  usleep(100'000);  // let it wait for the pipe again
  replay.Signal(SIGINT);
  EXPECT_EQ(replay.ReadLine(), "");
  EXPECT_THAT(replay.ReadLine(), AllOf(StartsWith("packets "), HasSubstr(" 2  in 1.000000 seconds")));
  EXPECT_EQ(replay.Finish().status, 0);
}

TEST_F(ReplayCapture, TimeNeverRunsBackwards) {
  std::vector<CapturedPacket> packets = Handshake();
  std::swap(packets[0].time, packets[1].time);
  const ProgramResult result = Run(PcapBytes(packets, DLT_EN10MB));
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(Lines(result.out), ElementsAre(kFirstLine, kSecondLine));
}

}  // namespace
}  // namespace tidegate::test
