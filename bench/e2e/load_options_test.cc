// The command line of the load generator: defaults, and what is refused.
#include "e2e/load_options.h"

#include <arpa/inet.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidegate::e2e {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Args = std::vector<std::string_view>;

// The least a client must be told, with more after it.
Args WithMinimum(Args more) {
  Args args = {"--server", "192.168.0.4", "--server-ports", "22-25"};
  args.insert(args.end(), more.begin(), more.end());
  return args;
}

TEST(ClientOptionsTest, TheDefaultsAreTheTalksLoad) {
  const auto options = ParseClientOptions(WithMinimum({}));
  ASSERT_TRUE(options.ok() && options->has_value());
  const ClientOptions& o = **options;
  EXPECT_EQ(o.clients, 4u);
  EXPECT_EQ(o.ports.size(), 28232u);
  EXPECT_EQ(o.mode, Mode::kCrr);
  EXPECT_EQ(o.close, CloseSide::kServer);
  EXPECT_THAT(o.server_ports, ElementsAre(22, 23, 24, 25));
}

TEST(ClientOptionsTest, ReadsEveryOption) {
  const auto options = ParseClientOptions(WithMinimum({"--sources",      "10.0.0.1,10.0.0.2",
                                                       "--ports",        "1000-1999",
                                                       "--mode",         "rr",
                                                       "--close",        "client",
                                                       "--clients",      "8",
                                                       "--concurrency",  "3",
                                                       "--warm-up",      "0.5",
                                                       "--duration",     "2.5",
                                                       "--connections",  "99",
                                                       "--min-uses",     "2",
                                                       "--max-duration", "30",
                                                       "--slow",         "0.5",
                                                       "--progress",     "json",
                                                       "--json",         "out.json"}));
  ASSERT_TRUE(options.ok() && options->has_value()) << options.status();
  const ClientOptions& o = **options;
  ASSERT_EQ(o.sources.size(), 2u);
  EXPECT_EQ(o.sources[1].s_addr, inet_addr("10.0.0.2"));
  EXPECT_EQ(o.ports, (PortRange{1000, 1999}));
  EXPECT_EQ(o.mode, Mode::kRr);
  EXPECT_EQ(o.close, CloseSide::kClient);
  EXPECT_EQ(o.clients, 8u);
  EXPECT_EQ(o.concurrency, 3u);
  EXPECT_EQ(o.warm_up_s, 0.5);
  EXPECT_EQ(o.duration_s, 2.5);
  EXPECT_EQ(o.connections, 99u);
  EXPECT_EQ(o.min_uses, 2u);
  EXPECT_EQ(o.max_duration_s, 30);
  EXPECT_EQ(o.slow_s, 0.5);
  EXPECT_EQ(o.progress, Progress::kJson);
  EXPECT_EQ(o.json, "out.json");
}

TEST(ClientOptionsTest, HelpIsNotAnError) {
  const auto options = ParseClientOptions(Args{"--help"});
  ASSERT_TRUE(options.ok());
  EXPECT_FALSE(options->has_value());
  EXPECT_THAT(ClientHelp(), HasSubstr("--concurrency N"));
}

struct Refusal {
  Args args;
  std::string begins_with;  // the option at fault
};

class RefusedOptionsTest : public ::testing::TestWithParam<Refusal> {};

TEST_P(RefusedOptionsTest, OneLineNamesTheOption) {
  const auto options = ParseClientOptions(WithMinimum(GetParam().args));
  ASSERT_FALSE(options.ok());
  const std::string message(options.status().message());
  EXPECT_THAT(message, StartsWith(GetParam().begins_with + ":"));
  EXPECT_THAT(message, Not(HasSubstr("\n")));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedOptionsTest,
    ::testing::Values(Refusal{{"--ports", "5-3"}, "--ports"}, Refusal{{"--ports", "abc"}, "--ports"},
                      Refusal{{"--ports"}, "--ports"}, Refusal{{"--porst", "1-2"}, "--porst"},
                      Refusal{{"stray"}, "stray"}, Refusal{{"--server", "localhost"}, "--server"},
                      Refusal{{"--server", "0.0.0.0"}, "--server"}, Refusal{{"--server-ports", "0"}, "--server-ports"},
                      Refusal{{"--sources", "10.0.0.1,"}, "--sources"}, Refusal{{"--mode", "stream"}, "--mode"},
                      Refusal{{"--close", "nobody"}, "--close"}, Refusal{{"--mode", "rr"}, "--close"},
                      Refusal{{"--clients", "0"}, "--clients"}, Refusal{{"--clients", "5"}, "--clients"},
                      Refusal{{"--clients", "4x"}, "--clients"},
                      Refusal{{"--ports", "1-4", "--concurrency", "5"}, "--concurrency"},
                      Refusal{{"--warm-up", "-1"}, "--warm-up"}, Refusal{{"--duration", "0"}, "--duration"},
                      Refusal{{"--duration", "-1"}, "--duration"}, Refusal{{"--duration", "nan"}, "--duration"},
                      Refusal{{"--duration", "9", "--max-duration", "8"}, "--max-duration"},
                      Refusal{{"--min-uses", "128"}, "--min-uses"}));

TEST(ClientOptionsTest, TheServerMustBeNamed) {
  EXPECT_THAT(std::string(ParseClientOptions(Args{}).status().message()), StartsWith("--server:"));
  EXPECT_THAT(std::string(ParseClientOptions(Args{"--server", "10.0.0.1"}).status().message()),
              StartsWith("--server-ports:"));
}

TEST(ClientOptionsTest, EveryPairOfSourceAndPortIsUsedOnce) {
  ClientOptions options;
  options.server_ports = {22, 23, 24, 25};
  for (const std::size_t sources : {1, 2, 3, 4, 6}) {
    options.sources.clear();
    for (std::size_t i = 0; i < sources; ++i) options.sources.push_back({static_cast<in_addr_t>(i + 1)});
    std::set<std::pair<in_addr_t, int>> pairs;
    for (std::size_t i = 0; i < 4 * sources; ++i) pairs.emplace(SourceOf(options, i).s_addr, ServerPortOf(options, i));
    EXPECT_EQ(pairs.size(), 4 * sources);
  }
}

TEST(ServerOptionsTest, NeedsPorts) {
  EXPECT_FALSE(ParseServerOptions(Args{}).ok());
  const auto options = ParseServerOptions(Args{"--listen", "10.0.0.1", "--server-ports", "22,80", "--close", "both"});
  ASSERT_TRUE(options.ok() && options->has_value());
  EXPECT_EQ((*options)->close, CloseSide::kBoth);
  EXPECT_THAT((*options)->ports, ElementsAre(22, 80));
}

}  // namespace
}  // namespace tidegate::e2e
