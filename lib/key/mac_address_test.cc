#include "tidegate/mac_address.h"

#include <gtest/gtest.h>

namespace tidegate {
namespace {

TEST(MacAddress, IsReadAndShown) {
  for (const char* text : {"52:54:00:12:aB:ff", "52-54-00-12-ab-FF"}) {
    const std::optional<MacAddress> address = ParseMacAddress(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(ToString(*address), "52:54:00:12:ab:ff");
    EXPECT_FALSE(address->IsGroup());
  }
}

TEST(MacAddress, AnythingElseIsNone) {
  for (const char* text : {"", "52:54:00:12:34", "52:54:00:12:34:5", "52:54:00:12:34:56:78", "52:54-00:12:34:56",
                           "5254.0012.3456", "52:54:00:12:34:5g", "+2:54:00:12:34:56", " 2:54:00:12:34:56"}) {
    EXPECT_FALSE(ParseMacAddress(text)) << text;
  }
}

TEST(MacAddress, GroupsAreTold) {
  EXPECT_TRUE(ParseMacAddress("ff:ff:ff:ff:ff:ff")->IsGroup());
  EXPECT_TRUE(ParseMacAddress("01:00:5e:00:00:01")->IsGroup());
}

}  // namespace
}  // namespace tidegate
