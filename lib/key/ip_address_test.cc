// Addresses and prefixes: what is read, what is not, and how it is written.
#include "tidegate/ip_address.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace tidegate {
namespace {

TEST(IpAddress, ReadsAndWritesTheCanonicalForm) {
  const struct {
    std::string_view text;
    std::string_view canonical;
    bool v6;
  } kRows[] = {
      {"0.0.0.0", "0.0.0.0", false},
      {"192.168.0.4", "192.168.0.4", false},
      {"255.255.255.255", "255.255.255.255", false},
      {"::", "::", true},
      {"::1", "::1", true},
      {"2001:db8::4", "2001:db8::4", true},
      {"2001:0DB8:0:0:0:0:0:0004", "2001:db8::4", true},    // RFC 5952: lower case, no leading zeros
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1", true},  // RFC 5952: the first of two runs is shortened
      {"fe80::ffff:ffff:ffff:ffff", "fe80::ffff:ffff:ffff:ffff", true},
      {"::ffff:10.0.0.1", "::ffff:10.0.0.1", true},  // mapped: an IPv6 address nevertheless
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221", true},
      {"1111:2222:3333:4444:5555:6666:7777:8888", "1111:2222:3333:4444:5555:6666:7777:8888", true},
  };
  for (const auto& row : kRows) {
    const std::optional<IpAddress> address = ParseIpAddress(row.text);
    ASSERT_TRUE(address.has_value()) << row.text;
    EXPECT_EQ(address->v6, row.v6) << row.text;
    EXPECT_EQ(ToString(*address), row.canonical) << row.text;
  }
}

TEST(IpAddress, RefusesWhatIsNone) {
  using namespace std::string_view_literals;
  const std::string_view kTexts[] = {"",
                                     " ",
                                     "10",
                                     "10.0.0",
                                     "10.0.0.1.2",
                                     "10.0.0.256",
                                     "10.0.0.-1",
                                     "10.0.0.01",
                                     "10.0.0.0x1",
                                     "10.0.0.1 ",
                                     " 10.0.0.1",
                                     "10.0.0.1/32",
                                     "10.0.0.1:80",
                                     "localhost",
                                     ":",
                                     ":::",
                                     "1::2::3",
                                     "12345::",
                                     "g::",
                                     "1:2:3:4:5:6:7",
                                     "1:2:3:4:5:6:7:8:9",
                                     "[::1]",
                                     "fe80::1%0",
                                     "::10.0.0.256",
                                     "::/0",
                                     "::1\0"sv,
                                     "10.0.0.1\0"sv,
                                     "10.0.0.1\n",
                                     "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb"};
  for (std::string_view text : kTexts) EXPECT_FALSE(ParseIpAddress(text).has_value()) << text;
}

TEST(IpAddress, BytesAreInNetworkOrder) {
  const std::uint8_t v4[] = {192, 168, 0, 4};
  const std::uint8_t v6[] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4};
  EXPECT_EQ(IpAddress::V4(v4), ParseIpAddress("192.168.0.4"));
  EXPECT_EQ(IpAddress::V6(v6), ParseIpAddress("2001:db8::4"));
  EXPECT_EQ(ParseIpAddress("192.168.0.4")->bytes[0], 192);
}

TEST(IpAddress, FamiliesNeverCompareEqual) { EXPECT_NE(ParseIpAddress("0.0.0.0"), ParseIpAddress("::")); }

TEST(IpAddress, RandomAddressesSurviveTextAndBack) {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    IpAddress address;
    address.v6 = random() % 2 == 0;
    // Sparse bytes, so that runs of zeros of every length and place appear.
    for (int b = 0; b < (address.v6 ? 16 : 4); ++b) {
      address.bytes[b] = random() % 3 == 0 ? static_cast<std::uint8_t>(random()) : 0;
    }
    ASSERT_EQ(ParseIpAddress(ToString(address)), address) << ToString(address);
  }
}

TEST(IpPrefix, ReadsAndWritesTheCanonicalForm) {
  const struct {
    std::string_view text;
    std::string_view canonical;
  } kRows[] = {
      {"0.0.0.0/0", "0.0.0.0/0"},
      {"10.0.0.0/8", "10.0.0.0/8"},
      {"10.128.0.0/9", "10.128.0.0/9"},
      {"10.0.0.1/32", "10.0.0.1/32"},
      {"10.0.0.1", "10.0.0.1/32"},
      {"10.0.0.254/31", "10.0.0.254/31"},
      {"::/0", "::/0"},
      {"2001:db8::/32", "2001:db8::/32"},
      {"2001:db8::4", "2001:db8::4/128"},
      {"fe80::/10", "fe80::/10"},
  };
  for (const auto& row : kRows) {
    const std::optional<IpPrefix> prefix = ParseIpPrefix(row.text);
    ASSERT_TRUE(prefix.has_value()) << row.text;
    EXPECT_EQ(ToString(*prefix), row.canonical);
  }
}

TEST(IpPrefix, RefusesWhatIsNone) {
  const std::string_view kTexts[] = {"",
                                     "/",
                                     "/8",
                                     "10.0.0.0/",
                                     "10.0.0.0/33",
                                     "10.0.0.0/-1",
                                     "10.0.0.0/+8",
                                     "10.0.0.0/08",
                                     "10.0.0.0/8 ",
                                     "10.0.0.0/ 8",
                                     "10.0.0.0/8/8",
                                     "10.0.0.0/a",
                                     "10.0.0.0/256",
                                     "::/129",
                                     "::/264",
                                     "10.0.0.1/8",
                                     "10.0.0.1/31",
                                     "192.168.0.4/0",
                                     "2001:db8::1/64",
                                     "::1/0",
                                     "10.0.0.0/255.0.0.0"};
  for (std::string_view text : kTexts) EXPECT_FALSE(ParseIpPrefix(text).has_value()) << text;
}

TEST(IpPrefix, ContainsWhatAgreesInItsLeadingBits) {
  const struct {
    std::string_view prefix;
    std::string_view address;
    bool contained;
  } kRows[] = {
      {"0.0.0.0/0", "255.1.2.3", true},
      {"0.0.0.0/0", "::", false},  // any IPv4 address is no IPv6 address
      {"::/0", "2001:db8::1", true},
      {"::/0", "0.0.0.0", false},
      {"10.0.0.0/8", "10.255.255.255", true},
      {"10.0.0.0/8", "11.0.0.0", false},
      {"10.0.0.0/8", "9.255.255.255", false},
      {"10.0.0.0/15", "10.1.255.255", true},
      {"10.0.0.0/15", "10.2.0.0", false},
      {"10.0.0.7/32", "10.0.0.7", true},
      {"10.0.0.7/32", "10.0.0.6", false},
      {"2001:db8::/33", "2001:db8:7fff:ffff::", true},
      {"2001:db8::/33", "2001:db8:8000::", false},
      {"2001:db8::4/128", "2001:db8::4", true},
      {"2001:db8::4/128", "2001:db8::5", false},
      {"::ffff:10.0.0.0/104", "10.0.0.1", false},  // mapped addresses are IPv6
  };
  for (const auto& row : kRows) {
    const std::optional<IpPrefix> prefix = ParseIpPrefix(row.prefix);
    const std::optional<IpAddress> address = ParseIpAddress(row.address);
    ASSERT_TRUE(prefix && address) << row.prefix << " " << row.address;
    EXPECT_EQ(prefix->Contains(*address), row.contained) << row.prefix << " " << row.address;
  }
}

// The bit at place `length` decides: flipped just within, the address is outside; flipped just beyond, it is inside.
TEST(IpPrefix, EveryLengthCutsAtItsBit) {
  for (const char* text : {"0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}) {
    const IpAddress address = *ParseIpAddress(text);
    const int width = address.v6 ? 128 : 32;
    for (int length = 0; length <= width; ++length) {
      const IpPrefix prefix{address, static_cast<std::uint8_t>(length)};
      for (int bit = 0; bit < width; ++bit) {
        IpAddress other = address;
        other.bytes[bit / 8] ^= 0x80 >> (bit % 8);
        ASSERT_EQ(prefix.Contains(other), bit >= length) << text << " length " << length << " bit " << bit;
      }
    }
  }
}

}  // namespace
}  // namespace tidegate
