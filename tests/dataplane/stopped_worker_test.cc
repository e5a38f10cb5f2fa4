// One worker that does not go on, wherever it happens to be, keeps nobody else waiting.
#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "pcap_file.h"
#include "running_dataplane.h"

namespace tidegate::test {
namespace {

// The threads of DPDK's workers, by name.
std::vector<pid_t> WorkerThreads(pid_t process) {
  std::vector<pid_t> threads;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
    std::string name;
    std::getline(std::ifstream(entry.path() / "comm"), name);
    if (name.find("worker") != std::string::npos) threads.push_back(std::stoi(entry.path().filename()));
  }
  return threads;
}

std::uint64_t Packets(const RunningDataplane& dataplane) { return dataplane.CtlJson({"stats"})["packets"]; }

// SIGSTOP stops all threads of a process; a debugger can stop one.
class StoppedThread {
 public:
  explicit StoppedThread(pid_t thread) : thread_(thread) {
    stopped_ = ::ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) == 0 &&
               ::ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr) == 0 &&
               ::waitpid(thread, nullptr, __WALL) == thread;
  }
  ~StoppedThread() {
    if (stopped_) ::ptrace(PTRACE_DETACH, thread_, nullptr, nullptr);
  }
  StoppedThread(const StoppedThread&) = delete;
  StoppedThread& operator=(const StoppedThread&) = delete;

  bool stopped() const { return stopped_; }

 private:
  pid_t thread_;
  bool stopped_ = false;
};

TEST(StoppedWorker, TheOtherGoesOn) {
  if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "two workers need two processors";
  // Each direction of the wire has a worker of its own.
  json config = MakeConfig("net_null0,size=64", "net_null1,size=64");
  config["dataplane"]["workers"] = 2;
  RunningDataplane dataplane(config);
  const std::vector<pid_t> workers = WorkerThreads(dataplane.process().pid());
  ASSERT_EQ(workers.size(), 2u);
  for (int round = 0; round < 6; ++round) {
    const StoppedThread stopped(workers[static_cast<std::size_t>(round % 2)]);
    if (!stopped.stopped()) GTEST_SKIP() << "this user may not trace";
    const std::uint64_t before = Packets(dataplane);
    std::this_thread::sleep_for(std::chrono::milliseconds(1000 / 6));
    // Ten million a second in peace; here the other worker shares its processor with the test.
    EXPECT_GT(Packets(dataplane), before + 10'000) << "round " << round;
  }
}

// SYNs of many connections, again and again.
std::string EndlessSyns(const ScratchDir& scratch, int device) {
  std::vector<Bytes> frames;
  for (std::uint16_t port = 20000; port < 20256; ++port) frames.push_back(BuildTcp({.src_port = port, .dst_port = 22}));
  const std::string file = "syns" + std::to_string(device) + ".pcap";
  WritePcap(scratch.Path(file), frames);
  return "net_pcap" + std::to_string(device) + ",rx_pcap=" + scratch.Path(file) + ",tx_pcap=/dev/null,infinite_rx=1";
}

TEST(StoppedWorker, WhatIsHandedToItIsDroppedAndNobodyWaits) {
  if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "two workers need two processors";
  const ScratchDir scratch;
  json config = MakeConfig(EndlessSyns(scratch, 0), EndlessSyns(scratch, 1));
  config["dataplane"]["workers"] = 2;
  config["dataplane"]["spread"] = "on";
  RunningDataplane dataplane(config);
  const std::vector<pid_t> workers = WorkerThreads(dataplane.process().pid());
  ASSERT_EQ(workers.size(), 2u);
  const auto dropped = [&] { return dataplane.CtlJson({"drops"}).value("handoff_full", std::uint64_t{0}); };
  for (int round = 0; round < 6; ++round) {
    const StoppedThread stopped(workers[static_cast<std::size_t>(round % 2)]);
    if (!stopped.stopped()) GTEST_SKIP() << "this user may not trace";
    const std::uint64_t packets = Packets(dataplane);
    const std::uint64_t drops = dropped();
    std::this_thread::sleep_for(std::chrono::milliseconds(1000 / 6));
    EXPECT_GT(Packets(dataplane), packets + 10'000) << "round " << round;
    EXPECT_GT(dropped(), drops + 10'000) << "round " << round;
  }
  // Both are back, and take again what is theirs.
  const std::uint64_t packets = Packets(dataplane);
  EXPECT_TRUE(Eventually([&] { return Packets(dataplane) > packets + 100'000; }));
}

}  // namespace
}  // namespace tidegate::test
