// EAL's command line.
#include "eal_arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace tidegate {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr std::uint64_t kPlenty = 1u << 30;

Config TwoPorts(unsigned workers, std::string huge_pages, std::vector<std::string> eal = {}) {
  Config config;
  config.ports.resize(2);
  config.switch_ports.resize(2);
  config.ports[0].device = "net_null0";
  config.ports[1].device = "net_null1";
  config.dataplane.workers = workers;
  config.dataplane.huge_pages = std::move(huge_pages);
  config.dataplane.eal = std::move(eal);
  return config;
}

EalArguments Make(const Config& config, const Machine& machine, const std::vector<std::string>& further = {}) {
  absl::StatusOr<EalArguments> made = MakeEalArguments(config, further, machine);
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *made : EalArguments{};
}

TEST(EalArguments, WorkersTakeTheLastProcessorsAndControlTheOthers) {
  const EalArguments made = Make(TwoPorts(2, "off"), {.cpus = {0, 1, 4, 5}});
  EXPECT_THAT(made.words, Contains("--lcores=0@(0,1),1@4,2@5"));
  EXPECT_EQ(made.worker_cpus, (std::vector<unsigned>{4, 5}));
}

TEST(EalArguments, OneProcessorIsSharedWithControl) {
  EXPECT_THAT(Make(TwoPorts(1, "off"), {.cpus = {3}}).words, Contains("--lcores=0@(3),1@3"));
}

TEST(EalArguments, MoreWorkersThanProcessorsAreRefused) {
  const auto made = MakeEalArguments(TwoPorts(3, "off"), {}, {.cpus = {0, 1}});
  EXPECT_THAT(std::string(made.status().message()), HasSubstr("/dataplane/workers: 3; expected at most 2"));
}

TEST(EalArguments, HugePagesAreUsedWhereEnoughAreFree) {
  const EalArguments with = Make(TwoPorts(1, "auto"), {.cpus = {0}, .free_huge_bytes = kPlenty});
  EXPECT_TRUE(with.huge_pages);
  EXPECT_THAT(with.words, Contains("--in-memory"));
  EXPECT_THAT(with.words, Not(Contains("--no-huge")));
  EXPECT_EQ(with.notice, "");
  EXPECT_EQ(with.missing_huge_bytes, 0u);

  const EalArguments without = Make(TwoPorts(1, "auto"), {.cpus = {0}, .free_huge_bytes = 2u << 20});
  EXPECT_FALSE(without.huge_pages);
  EXPECT_THAT(without.words, IsSupersetOf({"--no-huge", "--no-shconf", "-m"}));
  EXPECT_THAT(without.words, Not(Contains("--in-memory")));
  EXPECT_THAT(without.notice, HasSubstr("without huge pages"));
  EXPECT_GT(without.missing_huge_bytes, 32u << 20);
}

TEST(EalArguments, HugePagesOnInsistsAndOffNeverUsesThem) {
  const auto on = MakeEalArguments(TwoPorts(1, "on"), {}, {.cpus = {0}});
  EXPECT_THAT(std::string(on.status().message()), HasSubstr("/dataplane/huge_pages: \"on\", but "));
  const EalArguments off = Make(TwoPorts(1, "off"), {.cpus = {0}, .free_huge_bytes = kPlenty});
  EXPECT_FALSE(off.huge_pages);
  EXPECT_EQ(off.missing_huge_bytes, 0u);
}

TEST(EalArguments, WhatTheUserSetsIsNotSetAgain) {
  const EalArguments made = Make(TwoPorts(1, "auto", {"--file-prefix=mine", "-l", "0,1", "--no-huge"}), {.cpus = {0}},
                                 {"--log-level=debug", "-m", "64", "--file-prefix", "last"});
  EXPECT_EQ(made.words, (std::vector<std::string>{"--no-pci", "--file-prefix=mine", "-l", "0,1", "--no-huge",
                                                  "--log-level=debug", "-m", "64", "--file-prefix", "last"}));
  EXPECT_EQ(made.file_prefix, "last");
  EXPECT_TRUE(made.verbose);
  EXPECT_TRUE(made.worker_cpus.empty());
}

TEST(EalArguments, MemoryThatIsSharedIsInFewFiles) {
  Config config = TwoPorts(1, "auto");
  const Machine machine{.cpus = {0}, .free_huge_bytes = kPlenty};
  EXPECT_THAT(Make(config, machine).words, Not(Contains("--single-file-segments")));
  config.ports[1].device = "net_virtio_user0,path=/run/vm1.sock";
  EXPECT_THAT(Make(config, machine).words, Contains("--single-file-segments"));
  EXPECT_THAT(Make(config, {.cpus = {0}}).words, Not(Contains("--single-file-segments")));
}

TEST(EalArguments, OnlyConfiguredPciDevicesAreOpened) {
  Config config = TwoPorts(1, "off");
  EXPECT_THAT(Make(config, {.cpus = {0}}).words, Contains("--no-pci"));
  config.ports[1].device = "0000:3b:00.1";
  const EalArguments made = Make(config, {.cpus = {0}});
  EXPECT_THAT(made.words, IsSupersetOf({"-a", "0000:3b:00.1"}));
  EXPECT_THAT(made.words, Not(Contains("--no-pci")));
}

TEST(MbufCount, GrowsWithQueuesAndIsOneBelowAPowerOfTwo) {
  Config config = TwoPorts(1, "off");
  config.dataplane.reassembly.enabled = false;
  EXPECT_EQ(MbufCount(config), 8191u);
  config.ports.resize(4);
  config.dataplane.workers = 2;
  EXPECT_EQ(MbufCount(config), 32767u);
}

TEST(MbufCount, HasRoomForFragmentsThatWait) {
  Config config = TwoPorts(1, "off");
  EXPECT_EQ(MbufCount(config), 16383u);
  config.dataplane.reassembly.max_packets = 8192;
  EXPECT_EQ(MbufCount(config), 65535u);
}

TEST(MbufCount, HasRoomForWhatImpairmentDelays) {
  Config config = TwoPorts(1, "off");
  config.dataplane.reassembly.enabled = false;
  config.dataplane.impairment.before = Impairment{.delay_ms = 10};
  EXPECT_EQ(MbufCount(config), 16383u);
}

TEST(MbufDataRoom, IsForTheLargestPort) {
  Config config = TwoPorts(1, "off");
  EXPECT_EQ(MbufDataRoom(config), 2048u);
  config.switch_ports[1].mtu = 9000;
  EXPECT_GE(MbufDataRoom(config), 9000u + 14 + 8);
  const Machine machine{.cpus = {0, 1}, .free_huge_bytes = 64u << 20};
  config.dataplane.huge_pages = "auto";
  EXPECT_GT(Make(config, machine).missing_huge_bytes, std::uint64_t{MbufCount(config)} * 9000);
}

}  // namespace
}  // namespace tidegate
