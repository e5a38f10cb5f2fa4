#include "track/reopen.h"

#include <gtest/gtest.h>

#include <string>

namespace tidegate {
namespace {

struct Row {
  std::string scenario;
  TcpFields syn;
  LastSent last;
  bool may;
};

TcpFields Syn(std::uint32_t seq) { return {.seq = seq}; }
TcpFields Syn(std::uint32_t seq, std::uint32_t ts) { return {.seq = seq, .ts_value = ts, .has_timestamps = true}; }
LastSent Sent(std::uint32_t end) { return {.seq_end = end}; }
LastSent Sent(std::uint32_t end, std::uint32_t ts) { return {.seq_end = end, .ts_value = ts, .has_timestamps = true}; }

const Row kRows[] = {
    {"sequence advanced", Syn(5001), Sent(5000), true},
    {"sequence just behind the last byte", Syn(5000), Sent(5000), true},
    {"an old duplicate's sequence", Syn(4999), Sent(5000), false},
    {"advanced across the wrap", Syn(10), Sent(0xfffffff0), true},
    {"behind across the wrap", Syn(0xfffffff0), Sent(10), false},
    {"timestamp advanced, sequence behind (RFC 6191)", Syn(100, 2001), Sent(5000, 2000), true},
    {"timestamp equal, sequence advanced", Syn(6000, 2000), Sent(5000, 2000), true},
    {"timestamp equal, sequence behind", Syn(100, 2000), Sent(5000, 2000), false},
    {"timestamp behind, sequence advanced: an old duplicate", Syn(6000, 1999), Sent(5000, 2000), false},
    {"timestamp advanced across the wrap", Syn(100, 5), Sent(5000, 0xffffff00), true},
    {"no timestamps any more: the sequence decides", Syn(6000), Sent(5000, 2000), true},
    {"no timestamps any more, sequence behind", Syn(100), Sent(5000, 2000), false},
    {"timestamps only now: the sequence decides", Syn(100, 2001), Sent(5000), false},
};

TEST(MayReopen, DecidesByRow) {
  for (const Row& row : kRows) EXPECT_EQ(MayReopen(row.syn, row.last), row.may) << row.scenario;
}

}  // namespace
}  // namespace tidegate
