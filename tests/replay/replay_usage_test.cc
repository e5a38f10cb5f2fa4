// tidegate-replay on the command line: options, errors, the text for people.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pcap/dlt.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "capture_file.h"
#include "replay_process.h"

namespace tidegate::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kConfig = R"({"table": {"capacity": 1024},
 "security_groups": [{"name": "g", "rules": [{"direction": "inbound", "protocol": "tcp"}]}],
 "ports": [{"name": "vm", "addresses": ["192.168.0.4"], "security_groups": ["g"]}]})";

class ReplayUsage : public ::testing::Test {
 protected:
  const TempFile config_{"usage.json", kConfig};
  const TempFile capture_{"usage.pcap", PcapBytes({{BuildTcp({}), kSecond}, {BuildUdp({}), 2 * kSecond}}, DLT_EN10MB)};
};

TEST_F(ReplayUsage, PrintsALinePerPacketAndASummary) {
  const ProgramResult result = RunReplay(TIDEGATE_REPLAY_PROGRAM, {"--config", config_.path(), capture_.path()});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "");
  const std::vector<std::string> lines = Lines(result.out);
  ASSERT_GE(lines.size(), 6u);
  EXPECT_EQ(lines[0],
            "      1     0.000000  pass   SYN_SENT     new,trk          tcp 10.0.0.1:40000 -> 192.168.0.4:22 [SYN]");
  EXPECT_EQ(lines[1],
            "      2     1.000000  drop   NONE         new,trk          "
            "udp 10.0.0.1:40000 -> 192.168.0.4:53: rule_denied_inbound");
  EXPECT_EQ(lines[2], "");
  EXPECT_EQ(lines[3], "packets                             2  in 1.000000 seconds");
  EXPECT_EQ(lines[4], "passed                              1");
  EXPECT_EQ(lines[5], "dropped                             1");
  EXPECT_THAT(result.out, HasSubstr("connections created                 1\n"));
  EXPECT_THAT(result.out, HasSubstr("  half_open                         1\n"));
}

TEST_F(ReplayUsage, WithJsonTheSummaryIsOnStandardErrorIfWanted) {
  const ProgramResult without =
      RunReplay(TIDEGATE_REPLAY_PROGRAM, {"--config", config_.path(), "--json", capture_.path()});
  EXPECT_EQ(Lines(without.out).size(), 2u);
  EXPECT_EQ(without.err, "");
  const ProgramResult with =
      RunReplay(TIDEGATE_REPLAY_PROGRAM, {"--config", config_.path(), "--json", "--summary", capture_.path()});
  EXPECT_EQ(with.out, without.out);
  EXPECT_THAT(with.err, HasSubstr("packets                             2  in 1.000000 seconds\n"));
}

TEST_F(ReplayUsage, HelpAndVersion) {
  const ProgramResult help = RunReplay(TIDEGATE_REPLAY_PROGRAM, {"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, StartsWith("usage: tidegate-replay --config FILE"));
  const ProgramResult version = RunReplay(TIDEGATE_REPLAY_PROGRAM, {"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_THAT(version.out, StartsWith("tidegate-replay "));
}

TEST_F(ReplayUsage, WrongOptionsAndFilesAreOneLineAndStatus2) {
  const TempFile bad("bad.json", R"({"table": {"eviction": "lfu"}})");
  const struct {
    std::vector<std::string> arguments;
    std::string line;
  } kRows[] = {
      {{}, "tidegate-replay: expected --config FILE; --help shows all options"},
      {{"--config", config_.path()}, "tidegate-replay: expected a capture file, or - for the standard input"},
      {{"--config", "/nowhere/c.json", capture_.path()},
       "tidegate-replay: /nowhere/c.json: cannot be read: No such file or directory"},
      {{"--config", bad.path(), capture_.path()},
       "tidegate-replay: " + bad.path() + ": /table/eviction: \"lfu\" is unknown, expected one of "},
  };
  for (const auto& row : kRows) {
    const ProgramResult result = RunReplay(TIDEGATE_REPLAY_PROGRAM, row.arguments);
    EXPECT_EQ(result.status, 2) << row.line;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(Lines(result.err), ElementsAre(StartsWith(row.line)));
  }
}

TEST_F(ReplayUsage, OutputThatCannotBeWrittenIsAnError) {
  const std::string command = std::string(TIDEGATE_REPLAY_PROGRAM) + " --config " + config_.path() + " " +
                              capture_.path() + " > /dev/full 2> /dev/null";
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 1);
}

}  // namespace
}  // namespace tidegate::test
