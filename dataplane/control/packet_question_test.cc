// Packets as people write them.
#include "control/packet_question.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tidegate {
namespace {

std::string Read(std::string_view text) {
  const absl::StatusOr<PacketQuestion> question = ParsePacketQuestion(text);
  if (!question.ok()) return std::string(question.status().message());
  std::string read = ToString(question->tuple);
  if (question->View().IsIcmp()) {
    read += " type " + std::to_string(question->icmp.type) + " code " + std::to_string(question->icmp.code);
  }
  return read;
}

TEST(PacketQuestion, ReadsPackets) {
  const struct {
    std::string_view text;
    std::string_view read;
  } kRows[] = {
      {"tcp 10.0.0.1:1234 > 192.168.0.4:22", "tcp 10.0.0.1:1234 -> 192.168.0.4:22"},
      {"  tcp  10.0.0.1:1234 -> 192.168.0.4:22 ", "tcp 10.0.0.1:1234 -> 192.168.0.4:22"},
      {"6 10.0.0.1:0 192.168.0.4:65535", "tcp 10.0.0.1:0 -> 192.168.0.4:65535"},
      {"udp [2001:db8::1]:53 > [2001:db8::4]:40000 zone 7", "udp [2001:db8::1]:53 -> [2001:db8::4]:40000 zone 7"},
      {"icmp 10.0.0.1 > 192.168.0.4", "icmp 10.0.0.1:0 -> 192.168.0.4:0 type 8 code 0"},
      {"icmp 10.0.0.1 > 192.168.0.4 type 3 code 4", "icmp 10.0.0.1:0 -> 192.168.0.4:0 type 3 code 4"},
      {"icmp ::1 > ::2", "icmpv6 [::1]:0 -> [::2]:0 type 128 code 0"},
      {"gre 10.0.0.1 > 192.168.0.4", "47 10.0.0.1 -> 192.168.0.4"},
  };
  for (const auto& row : kRows) EXPECT_EQ(Read(row.text), row.read) << row.text;
}

TEST(PacketQuestion, SaysWhatIsWrong) {
  const struct {
    std::string_view text;
    std::string_view message;
  } kRows[] = {
      {"", R"("" is no packet; expected one such as "tcp 10.0.0.1:1234 > 192.168.0.4:22")"},
      {"tcp 10.0.0.1:1", R"("tcp 10.0.0.1:1" is no packet; expected one such as "tcp 10.0.0.1:1234 > 192.168.0.4:22")"},
      {"tpc 10.0.0.1:1 > 10.0.0.2:2",
       R"("tpc" is no protocol; expected tcp, udp, icmp, another name of IANA, or a number)"},
      {"tcp 10.0.0.1 > 10.0.0.2:2", R"("10.0.0.1" is no endpoint; expected ADDRESS:PORT, an IPv6 address in brackets)"},
      {"tcp 10.0.0.1:65536 > 10.0.0.2:2",
       R"("10.0.0.1:65536" is no endpoint; expected ADDRESS:PORT, an IPv6 address in brackets)"},
      {"tcp ::1:22 > ::2:22", R"("::1:22" is no endpoint; expected ADDRESS:PORT, an IPv6 address in brackets)"},
      {"icmp 10.0.0.1:8 > 10.0.0.2", R"("10.0.0.1:8" is no IP address; only tcp, udp and sctp have ports)"},
      {"tcp 10.0.0.1:1 > [::2]:2", R"("[::2]:2" is of another family; expected both addresses to be IPv4 or IPv6)"},
      {"tcp 10.0.0.1:1 > 10.0.0.2:2 type 8", R"("type" is unknown; expected zone)"},
      {"icmp 10.0.0.1 > 10.0.0.2 typ 8", R"("typ" is unknown; expected type, code or zone)"},
      {"icmp 10.0.0.1 > 10.0.0.2 type 256", R"("256" is no type; expected 0 to 255)"},
      {"tcp 10.0.0.1:1 > 10.0.0.2:2 zone 16777216", R"("16777216" is no zone; expected 0 to 16777215)"},
      {"tcp 10.0.0.1:1 > 10.0.0.2:2 zone", R"("zone" is the last word; expected a number behind it)"},
  };
  for (const auto& row : kRows) EXPECT_EQ(Read(row.text), row.message) << row.text;
}

}  // namespace
}  // namespace tidegate
