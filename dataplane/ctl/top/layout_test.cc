// Rates to lines of a page.
#include "ctl/top/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate {
namespace {

using ::testing::HasSubstr;

TopRates Example(std::size_t ports) {
  TopRates rates;
  rates.interval_s = 1;
  rates.uptime_s = 3723;
  rates.packets = 1'250'000;
  rates.passed = 1'240'000;
  rates.dropped = 12'500;
  rates.live = 84213;
  rates.capacity = 131072;
  rates.by_class = {100, 60000, 13, 24000, 100};
  rates.drops = {{"rule_denied_inbound", 10'100, 123456}, {"table_full", 0, 7}};
  for (std::size_t i = 0; i < ports; ++i) {
    rates.ports.push_back({.name = "vm" + std::to_string(i), .to = "uplink", .link_up = true, .rx_packets = 1e6});
  }
  rates.workers = {{.worker = 0, .processor = 1, .busy = 0.5, .packets = 1'250'000, .cycles_per_packet = 812.4}};
  return rates;
}

std::string TextOf(const std::vector<PageLine>& page) {
  std::string text;
  for (const PageLine& line : page) text += line.text + "\n";
  return text;
}

TEST(LayOut, ShowsEverythingWhereThereIsRoom) {
  EXPECT_EQ(TextOf(LayOut(Example(2), {200, 100})),
            "tidegate, up 1:02:03, rates over 1.0 s\n"
            "packets 1.25M/s  bits     0/s  passed 1.24M/s  dropped 12.5k/s (1.0 %)\n"
            "new connections     0/s  refused     0/s  evicted     0/s\n"
            "\n"
            "connections  number  of the capacity of 131072\n"
            "all           84213  [###################           ] 64.2 %\n"
            "half_open       100  [#                             ] 0.1 %\n"
            "established   60000  [##############                ] 45.8 %\n"
            "closing          13  [#                             ] 0.0 %\n"
            "time_wait     24000  [#####                         ] 18.3 %\n"
            "datagram        100  [#                             ] 0.1 %\n"
            "\n"
            "dropped as           per second  since the start  meaning\n"
            "rule_denied_inbound       10.1k           123456  no inbound rule of the port's groups allows it\n"
            "table_full                    0                7  new connection refused: no entry may be reused\n"
            "\n"
            "port  to      link  rx packets/s  rx bits/s  tx packets/s  tx bits/s  lost/s\n"
            "vm0   uplink  up           1.00M          0             0          0       0\n"
            "vm1   uplink  up           1.00M          0             0          0       0\n"
            "\n"
            "worker  processor  busy                           packets/s  cycles/packet\n"
            "     0          1  [##########          ] 50.0 %      1.25M            812\n");
}

// From a terminal of one character on.
TEST(LayOut, FitsIntoEverySize) {
  for (std::size_t width : {1, 5, 40, 80, 300}) {
    for (std::size_t height = 1; height < 60; ++height) {
      const std::vector<PageLine> page = LayOut(Example(40), {width, height});
      EXPECT_LE(page.size(), height);
      for (const PageLine& line : page) EXPECT_LE(line.text.size(), width);
    }
  }
}

TEST(LayOut, FillsThePage) {
  for (std::size_t height : {24, 40, 50}) EXPECT_EQ(LayOut(Example(40), {120, height}).size(), height);
}

TEST(LayOut, SaysHowManyMoreThereAre) {
  const std::string text = TextOf(LayOut(Example(40), {120, 30}));
  EXPECT_THAT(text, HasSubstr("... and "));
  EXPECT_THAT(text, HasSubstr("worker")) << "the last section is not pushed out";
  // What is shown, and what is said to be hidden, are all ports.
  std::size_t ports = 0;
  for (std::size_t at = text.find("vm"); at != std::string::npos; at = text.find("vm", at + 1)) ++ports;
  EXPECT_THAT(text, HasSubstr("... and " + std::to_string(40 - ports) + " more"));
}

TEST(LayOut, ASmallTerminalHasTheHeadAlone) {
  const std::vector<PageLine> page = LayOut(Example(2), {80, 3});
  ASSERT_EQ(page.size(), 3u);
  EXPECT_THAT(page[1].text, HasSubstr("packets"));
  EXPECT_TRUE(page[0].title);
}

TEST(LayOut, HoldsWithNothingToShow) {
  EXPECT_THAT(TextOf(LayOut(TopRates{}, {80, 24})), HasSubstr("nothing since the start"));
}

TEST(ShortNumber, HasFiveCharactersAtMost) {
  const std::pair<double, const char*> kRows[] = {
      {0, "0"},         {0.25, "0.2"},     {9, "9"},         {9.5, "9.5"},    {99.96, "100"},   {999, "999"},
      {999.4, "999"},   {999.6, "1.00k"},  {1234, "1.23k"},  {9999, "10.0k"}, {12345, "12.3k"}, {99960, "100k"},
      {999499, "999k"}, {999999, "1.00M"}, {1.5e9, "1.50G"}, {2e12, "2.00T"},
  };
  for (const auto& [number, text] : kRows) EXPECT_EQ(ShortNumber(number), text) << number;
}

TEST(Fitted, CutsCharactersAndTakesNoOrders) {
  EXPECT_EQ(Fitted("abcdef", 4), "abcd");
  EXPECT_EQ(Fitted("\xc3\xa4\xc3\xb6\xc3\xbc", 2), "\xc3\xa4\xc3\xb6");
  EXPECT_EQ(Fitted("a\x1b[2Jb\nc\x7f", 20), "a?[2Jb?c?");
  EXPECT_EQ(Fitted("a\xc2\x9b"
                   "2J",
                   20),
            "a?2J");
}

}  // namespace
}  // namespace tidegate
