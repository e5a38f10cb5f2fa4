// Start, ready line, end by signal, and who may run it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <string_view>

#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::HasSubstr;

constexpr int kCannotExec = 127;

class EndingSignal : public ::testing::TestWithParam<int> {};

TEST_P(EndingSignal, EndsCleanlyWithASummary) {
  RunningDataplane dataplane(MakeConfig("net_null0", "net_null1"));
  EXPECT_THAT(dataplane.process().Output(), HasSubstr("ready, 2 ports, 1 worker"));
  // net_null makes frames of zeros: an EtherType that is none.
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] > 1000; }));
  dataplane.process().Signal(GetParam());
  EXPECT_EQ(dataplane.process().WaitForEnd(), 0) << dataplane.process().Errors();
  EXPECT_THAT(dataplane.process().Output(), HasSubstr("tidegate-dataplane: ended after "));
  EXPECT_THAT(dataplane.process().Output(), HasSubstr("unsupported_ethertype"));
  EXPECT_EQ(dataplane.process().Errors(), "");
  EXPECT_EQ(dataplane.Ctl({"stats"}).status, 1) << "its control socket is still there";
}

INSTANTIATE_TEST_SUITE_P(Life, EndingSignal, ::testing::Values(SIGINT, SIGTERM));

TEST(Life, SaysSoWhenTheTablesHaveNoReservedHugePages) {
  json config = MakeConfig("net_null0", "net_null1");
  config["dataplane"]["huge_pages"] = "auto";
  RunningDataplane dataplane(config);
  const std::string kind = dataplane.CtlJson({"stats"})["table_memory"];
  const std::string advice = "not in reserved huge pages, so lookups may be slower; expected \"sysctl vm.nr_hugepages=";
  if (kind == "huge_pages") {
    EXPECT_THAT(dataplane.process().Errors(), ::testing::Not(HasSubstr(advice)));
    EXPECT_THAT(dataplane.process().Output(), HasSubstr(" MB, huge pages)"));
  } else {
    EXPECT_EQ(kind, "transparent");
    EXPECT_THAT(dataplane.process().Errors(), HasSubstr(advice));
    EXPECT_THAT(dataplane.process().Output(), HasSubstr(" MB, no reserved huge pages)"));
  }
}

TEST(Life, TwoWorkersShareTheQueues) {
  if (::sysconf(_SC_NPROCESSORS_ONLN) < 2) GTEST_SKIP() << "there is one processor only";
  json config = MakeConfig("net_null0", "net_null1");
  config["dataplane"]["workers"] = 2;
  RunningDataplane dataplane(config);
  EXPECT_THAT(dataplane.process().Output(), HasSubstr("2 workers"));
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] > 1000; }));
  EXPECT_EQ(dataplane.CtlJson({"ports"})[0]["rx_queues"], 2);
  dataplane.process().Signal(SIGTERM);
  EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
}

// The protocol of sd_notify(3): datagrams to a socket that the environment names.
TEST(Life, TellsTheServiceManagerWhenItIsReadyAndWhenItEnds) {
  const ScratchDir scratch;
  const std::string path = scratch.Path("notify");
  const int manager = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ASSERT_LT(path.size(), sizeof(address.sun_path));
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(::bind(manager, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  const timeval patience{.tv_sec = 20, .tv_usec = 0};
  ::setsockopt(manager, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const auto next = [manager] {
    char text[1024];
    const ssize_t count = ::recv(manager, text, sizeof text, 0);
    return std::string(text, count < 0 ? 0 : static_cast<std::size_t>(count));
  };

  RunningDataplane dataplane(MakeConfig("net_null0", "net_null1"),
                             {.unprivileged = false, .environment = {"NOTIFY_SOCKET=" + path}});
  EXPECT_THAT(next(), ::testing::StartsWith("READY=1\nSTATUS=ready, 2 ports, 1 worker"));
  dataplane.process().Signal(SIGTERM);
  EXPECT_EQ(next(), "STOPPING=1");
  EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
  ::close(manager);
}

TEST(Life, ASecondOneOfTheSameNameIsRefused) {
  RunningDataplane first(MakeConfig("net_null0", "net_null1"));
  const Finished second =
      RunProgram(DataplaneCommand(first.scratch().Path("config.json"), first.file_prefix()),
                 {.unprivileged = false, .environment = {"XDG_RUNTIME_DIR=" + first.scratch().Path("")}});
  EXPECT_EQ(second.status, 2);
  EXPECT_THAT(second.err, HasSubstr("another process uses the file prefix"));
  EXPECT_EQ(first.Ctl({"stats"}).status, 0) << "the first one is not reached any more";
}

TEST(Life, ClientsThatDoNotWaitForTheAnswerDoNoHarm) {
  RunningDataplane dataplane(MakeConfig("net_null0", "net_null1"));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = dataplane.SocketPath();
  ASSERT_LT(path.size(), sizeof(address.sun_path));
  path.copy(address.sun_path, path.size());
  int sent = 0;
  for (int i = 0; i < 50; ++i) {
    const int fd = ::socket(AF_UNIX, SOCK_SEQPACKET, 0);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
      constexpr std::string_view kCommand = "/tidegate/graph";
      // DPDK serves ten clients at a time and hangs up on the eleventh.
      sent += ::send(fd, kCommand.data(), kCommand.size(), MSG_NOSIGNAL) > 0;
    }
    ::close(fd);
  }
  EXPECT_GT(sent, 0);
  EXPECT_TRUE(Eventually([&] { return dataplane.Ctl({"stats"}).status == 0; }));
  dataplane.process().Signal(SIGTERM);
  EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
}

TEST(Life, AKilledOneDoesNotStandInTheWayOfTheNext) {
  ScratchDir scratch;
  const std::string config = scratch.Write("config.json", MakeConfig("net_null0", "net_null1").dump());
  const std::string prefix = UniquePrefix();
  for (int i = 0; i < 2; ++i) {
    ChildProcess dataplane(DataplaneCommand(config, prefix));
    ASSERT_TRUE(dataplane.WaitForOutput("ready")) << dataplane.Errors();
    EXPECT_EQ(RunProgram({TIDEGATECTL, "stats", "--file-prefix", prefix}).status, 0);
    dataplane.Signal(SIGKILL);
    EXPECT_EQ(dataplane.WaitForEnd(), 128 + SIGKILL);
  }
  // A third one ends in order and leaves nothing behind.
  ChildProcess dataplane(DataplaneCommand(config, prefix));
  ASSERT_TRUE(dataplane.WaitForOutput("ready")) << dataplane.Errors();
  dataplane.Signal(SIGTERM);
  EXPECT_EQ(dataplane.WaitForEnd(), 0);
}

TEST(Life, AnUnprivilegedUserCanRunVirtualDevices) {
  RunningDataplane dataplane(MakeConfig("net_null0", "net_null1"), {.unprivileged = true, .environment = {}});
  if (dataplane.process().WaitForEnd(std::chrono::seconds(0)) == kCannotExec) {
    GTEST_SKIP() << "other users cannot reach " << TIDEGATE_DATAPLANE;
  }
  EXPECT_GT(dataplane.CtlJson({"stats"})["packets"], 0);
  dataplane.process().Signal(SIGTERM);
  EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
}

TEST(Life, AnUnprivilegedUserIsToldThatPacketSocketsNeedMore) {
  const ScratchDir scratch;
  const std::string config = scratch.Write("config.json", MakeConfig("net_af_packet0,iface=lo", "net_null0").dump());
  const Finished finished =
      RunProgram(DataplaneCommand(config, UniquePrefix()), {.unprivileged = true, .environment = {}});
  if (finished.status == kCannotExec) GTEST_SKIP() << "other users cannot reach " << TIDEGATE_DATAPLANE;
  EXPECT_EQ(finished.status, 2);
  EXPECT_THAT(finished.err, HasSubstr("/ports/0/device: \"net_af_packet0,iface=lo\" cannot be opened: Operation not "
                                      "permitted; expected to run as root or with CAP_NET_RAW"));
}

}  // namespace
}  // namespace tidegate::test
