// Both sides of the load over the loopback device.
#include "e2e/load_client.h"

#include <arpa/inet.h>

#include <csignal>
#include <thread>

#include "e2e/load_server.h"
#include "e2e/socket_util.h"
#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

// One for each mode: CTest runs the cases side by side.
std::uint16_t ServerPort(Mode mode) { return mode == Mode::kCrr ? 17319 : 17320; }

in_addr Loopback() { return {htonl(INADDR_LOOPBACK)}; }

class LoadTest : public ::testing::TestWithParam<Mode> {
 protected:
  LoadTest() {
    stop_requested = 0;
    ServerOptions options;
    options.address = Loopback();
    options.ports = {ServerPort(GetParam())};
    options.close = CloseSide::kClient;
    server_ = std::thread([options] { status_ = RunServer(options); });
  }
  ~LoadTest() override { Stop(); }

  void Stop() {
    stop_requested = 1;
    if (server_.joinable()) server_.join();
  }

  ClientOptions Options() const {
    ClientOptions options;
    options.server = Loopback();
    options.server_ports = {ServerPort(GetParam())};
    options.mode = GetParam();
    options.close = CloseSide::kClient;
    options.clients = 1;
    options.concurrency = 2;
    options.duration_s = options.max_duration_s = 0.2;
    options.progress = Progress::kNone;
    return options;
  }

  static inline absl::Status status_;

 private:
  std::thread server_;
};

INSTANTIATE_TEST_SUITE_P(Modes, LoadTest, ::testing::Values(Mode::kCrr, Mode::kRr));

TEST_P(LoadTest, FiguresAreOfTheTimeAfterTheWarmUp) {
  ClientOptions options = Options();
  options.warm_up_s = 0.3;
  const auto begin = std::chrono::steady_clock::now();
  const auto result = RunClients(options);
  const auto took = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(result.ok()) << result.status();
  Stop();
  ASSERT_TRUE(status_.ok()) << status_;
  EXPECT_GE(took, std::chrono::milliseconds(500));
  EXPECT_GE(result->elapsed, std::chrono::milliseconds(200));
  EXPECT_LT(result->elapsed, took - std::chrono::milliseconds(200));
  EXPECT_GT(result->transactions, 0u);
  EXPECT_EQ(result->latency.count(), result->transactions);
  EXPECT_EQ(result->unfinished.open, 0u);
}

}  // namespace
}  // namespace tidegate::e2e
