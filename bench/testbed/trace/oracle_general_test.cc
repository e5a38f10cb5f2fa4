#include "testbed/trace/oracle_general.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <sstream>
#include <string>

namespace tidegate::testbed {
namespace {

using testing::HasSubstr;

constexpr Request kRequests[] = {
    {.id = 0x0102030405060708, .time_s = 1, .size = 3},
    {.id = 9, .time_s = 2, .size = 1},
    {.id = 0x0102030405060708, .time_s = 0x01020304, .size = 3},
};

std::string Written(std::span<const Request> requests) {
  std::ostringstream out;
  EXPECT_TRUE(WriteOracleGeneral(requests, out).ok());
  return out.str();
}

std::string Bytes(std::initializer_list<int> bytes) {
  std::string text;
  for (const int byte : bytes) text.push_back(static_cast<char>(byte));
  return text;
}

absl::StatusOr<std::vector<OracleRecord>> Read(const std::string& bytes) {
  std::istringstream in(bytes);
  return ReadOracleGeneral(in, "t.bin");
}

std::string ErrorOf(const std::string& bytes) { return std::string(Read(bytes).status().message()); }

TEST(OracleGeneral, IsWrittenByteForByte) {
  EXPECT_EQ(Written(kRequests), Bytes({
                                    1,    0,    0,    0,                             // time
                                    8,    7,    6,    5,    4,    3,    2,    1,     // id
                                    3,    0,    0,    0,                             // size
                                    3,    0,    0,    0,    0,    0,    0,    0,     // next: the third record
                                    2,    0,    0,    0,                             // time
                                    9,    0,    0,    0,    0,    0,    0,    0,     // id
                                    1,    0,    0,    0,                             // size
                                    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,  // next: none
                                    4,    3,    2,    1,                             // time
                                    8,    7,    6,    5,    4,    3,    2,    1,     // id
                                    3,    0,    0,    0,                             // size
                                    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,  // next: none
                                }));
}

TEST(OracleGeneral, IsReadAsItWasWritten) {
  const auto records = Read(Written(kRequests));
  ASSERT_TRUE(records.ok());
  ASSERT_EQ(records->size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*records)[i].request.time_s, kRequests[i].time_s);
    EXPECT_EQ((*records)[i].request.id, kRequests[i].id);
    EXPECT_EQ((*records)[i].request.size, kRequests[i].size);
  }
  EXPECT_EQ((*records)[0].next_access, 3);
  EXPECT_EQ((*records)[1].next_access, -1);
  EXPECT_EQ((*records)[2].next_access, -1);
}

// Ids 5 5 6 5: counted from 1, the next ones are 2, 4, none, none.
TEST(OracleGeneral, NextAccessesAreCountedFromOne) {
  const Request requests[] = {{.id = 5}, {.id = 5}, {.id = 6}, {.id = 5}};
  const auto records = Read(Written(requests));
  ASSERT_TRUE(records.ok());
  const std::int64_t next[] = {2, 4, -1, -1};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ((*records)[i].next_access, next[i]);
}

TEST(OracleGeneral, AnEmptyTraceIsATrace) {
  EXPECT_EQ(Written({}), "");
  const auto records = Read("");
  ASSERT_TRUE(records.ok());
  EXPECT_TRUE(records->empty());
}

// Some tools write the greatest number for none.
TEST(OracleGeneral, TheGreatestNextAccessIsNone) {
  std::string bytes = Written(std::span(kRequests).first(1));
  bytes.replace(16, 8, Bytes({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}));
  const auto records = Read(bytes);
  ASSERT_TRUE(records.ok());
  EXPECT_EQ(records->front().next_access, -1);
}

TEST(OracleGeneral, SaysWhereARecordIsCutOff) {
  EXPECT_EQ(ErrorOf(Written(kRequests).substr(0, 52)), "t.bin: record 3: is cut off after 4 of 24 bytes");
}

TEST(OracleGeneral, SaysWhichNextAccessIsImpossible) {
  std::string bytes = Written(kRequests);
  bytes[24 + 16] = 1;
  for (int i = 1; i < 8; ++i) bytes[24 + 16 + i] = 0;
  EXPECT_EQ(ErrorOf(bytes), "t.bin: record 2: its next access is 1, expected -1 or a later record");
  bytes[24 + 16 + 7] = static_cast<char>(0x80);
  EXPECT_THAT(ErrorOf(bytes), HasSubstr("expected -1 or a later record"));
}

TEST(OracleGeneral, SaysThatItIsCompressed) {
  EXPECT_THAT(ErrorOf(Bytes({0x28, 0xb5, 0x2f, 0xfd}) + std::string(60, 'x')), HasSubstr("zstd -d"));
}

TEST(OracleGeneral, AStreamThatFailsIsAnError) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_FALSE(WriteOracleGeneral(kRequests, out).ok());
  std::istringstream in("x");
  in.setstate(std::ios::badbit);
  EXPECT_FALSE(ReadOracleGeneral(in, "t.bin").ok());
}

}  // namespace
}  // namespace tidegate::testbed
