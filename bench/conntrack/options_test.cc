// Tests of the options: what is accepted, and the one line for what is not.
#include "conntrack/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate::bench {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Args = std::vector<std::string_view>;

constexpr std::string_view kPeers[] = {"flat_hash_map", "rte_hash_lf"};

absl::StatusOr<Options> Parse(const Args& args) { return ParseOptions(args, kPeers); }

std::string Complaint(const Args& args) {
  const auto options = Parse(args);
  return options.ok() ? "" : std::string(options.status().message());
}

TEST(Options, DefaultsAreTheTalksLoad) {
  const auto options = Parse({});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->resident(), 112928u);
  EXPECT_EQ(options->capacity, 131072u);
  EXPECT_THAT(options->sizes, ElementsAre(Size{131072, 112928}));
  EXPECT_THAT(options->peers, ElementsAre("flat_hash_map", "rte_hash_lf"));
  EXPECT_EQ(options->format, "console");
  EXPECT_FALSE(options->help);
}

TEST(Options, AreTakenWithASpaceOrAnEqualsSign) {
  const auto options = Parse(
      {"--ports", "40000-40255", "--clients=2", "--capacity", "1024", "--peers=rte_hash_lf", "--benchmark_filter=Hit"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->ports, (e2e::PortRange{40000, 40255}));
  EXPECT_EQ(options->resident(), 512u);
  EXPECT_EQ(options->capacity, 1024u);
  EXPECT_THAT(options->peers, ElementsAre("rte_hash_lf"));
  EXPECT_THAT(options->benchmark, ElementsAre("--benchmark_filter=Hit"));
}

TEST(Options, PeersAreAllOrNoneOrAList) {
  EXPECT_THAT(Parse({"--peers", "all"})->peers, ElementsAre("flat_hash_map", "rte_hash_lf"));
  EXPECT_THAT(Parse({"--peers", "none"})->peers, IsEmpty());
  EXPECT_THAT(Parse({"--peers", "rte_hash_lf,flat_hash_map,rte_hash_lf"})->peers,
              ElementsAre("rte_hash_lf", "flat_hash_map"));
}

TEST(Options, SizesAreAllAsFullAsTheBase) {
  const Size base{131072, 112928};
  const Size million{1 << 20, 903424};
  const Size eight_million{1 << 23, 7227392};
  EXPECT_THAT(Parse({"--sizes", "large"})->sizes, ElementsAre(base, million, eight_million));
  EXPECT_THAT(Parse({"--sizes", "huge"})->sizes, ElementsAre(base, million, eight_million, Size{1 << 26, 57819136}));
  EXPECT_THAT(Parse({"--sizes", "2^20,base,1048576"})->sizes, ElementsAre(million, base));
}

TEST(Options, SizesFollowOptionsThatComeLater) {
  const auto options = Parse({"--sizes=base,2048,1025", "--ports", "40000-40255", "--clients=2", "--capacity=1024"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_THAT(options->sizes, ElementsAre(Size{1024, 512}, Size{2048, 1024})) << "1025 is 512 connections, as 1024";
}

TEST(Options, ForGoogleBenchmarkArePassedOn) {
  const Args args = {"--benchmark_format=json",
                     "--benchmark_min_time=0.01",
                     "--benchmark_list_tests",
                     "--benchmark_enable_random_interleaving=true",
                     "--benchmark_repetitions=5",
                     "--benchmark_filter=-BM_.*<(tidegate|rte_hash_lf)>",
                     "--benchmark_context=a=b,c=d",
                     "--benchmark_time_unit=us",
                     "--v=1"};
  const auto options = Parse(args);
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->benchmark.size(), args.size());
  EXPECT_EQ(options->format, "json");
}

TEST(Options, HelpComesBeforeMistakes) {
  const auto options = Parse({"--help", "--ports", "5-3"});
  ASSERT_TRUE(options.ok());
  EXPECT_TRUE(options->help);
  const std::string text = HelpText(kPeers);
  for (const char* name : {"--ports", "--clients", "--capacity", "--peers", "--benchmark_filter", "rte_hash_lf"}) {
    EXPECT_THAT(text, HasSubstr(name));
  }
}

struct Mistake {
  Args args;
  const char* complaint;
};

TEST(Options, MistakesAreAnsweredWithOneLine) {
  const Mistake mistakes[] = {
      {{"--ports", "5-3"}, "--ports: \"5-3\" is no port range; expected FIRST-LAST with 1 <= FIRST <= LAST <= 65535"},
      {{"--ports"}, "--ports: expected A-B after it"},
      {{"--ports", "0-7"}, "--ports: \"0-7\" is no port range"},
      {{"--ports=1-70000"}, "--ports: \"1-70000\" is no port range"},
      {{"--clients", "0"}, "--clients: \"0\" found, expected a whole number from 1 to 65535"},
      {{"--clients", "4x"}, "--clients: \"4x\" found"},
      {{"--capacity=-1"}, "--capacity: \"-1\" found"},
      {{"--capacity", "1000"}, "--capacity: 1000 found, expected at least the 112928 connections"},
      {{"--peers", "rte_hash"},
       "--peers: \"rte_hash\" found, expected all, none or a list of flat_hash_map,rte_hash_lf"},
      {{"--peers", ""}, "--peers: \"\" found"},
      {{"--peers", "rte_hash_lf,"}, "--peers: \"\" found"},
      {{"--sizes", "medium"}, "--sizes: \"medium\" found, expected base, large, huge or a list of capacities"},
      {{"--sizes", "base,"}, "--sizes: \"\" found"},
      {{"--sizes", "2^28"}, "--sizes: \"2^28\" found"},
      {{"--sizes", "0"}, "--sizes: \"0\" found"},
      {{"--sizes", "huge", "--ports", "7-7", "--clients", "10", "--capacity", "10"},
       "--sizes: 8388608 found, but the 1 ports of --ports make no"},
      {{"--colour"}, "--colour: no such option; --help lists them"},
      {{"garbage"}, "garbage: no such option"},
      {{"--benchmark_colour=true"}, "--benchmark_colour: no such option"},
      {{"--benchmark_min_time=soon"}, "--benchmark_min_time: \"soon\" found, expected seconds"},
      {{"--benchmark_min_time"}, "--benchmark_min_time: \"\" found"},
      {{"--benchmark_repetitions=0"}, "--benchmark_repetitions: \"0\" found, expected a whole number above 0"},
      {{"--benchmark_format=yaml"}, "--benchmark_format: \"yaml\" found, expected console, json or csv"},
      {{"--benchmark_filter=("}, "--benchmark_filter: \"(\" found, expected a regular expression"},
      {{"--benchmark_color=red"}, "--benchmark_color: \"red\" found"},
      {{"--benchmark_out=/nonexistent/file"}, "--benchmark_out: \"/nonexistent/file\" found, expected a file"},
      {{"--benchmark_context=a"}, "--benchmark_context: \"a\" found"},
      {{"--benchmark_time_unit=h"}, "--benchmark_time_unit: \"h\" found"},
  };
  for (const Mistake& mistake : mistakes) {
    EXPECT_THAT(Complaint(mistake.args), HasSubstr(mistake.complaint));
    EXPECT_THAT(Complaint(mistake.args), Not(HasSubstr("\n")));
  }
}

}  // namespace
}  // namespace tidegate::bench
