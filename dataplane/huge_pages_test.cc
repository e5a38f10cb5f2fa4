// How many huge pages the user is told to reserve.
#include "huge_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace tidegate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint64_t kMega = 1u << 20;
constexpr std::uint64_t kSmallPage = 2 * kMega;
constexpr std::uint64_t kLargePage = 1024 * kMega;

TEST(HugePagePool, IsReadFromTheKernelsText) {
  std::istringstream meminfo(
      "MemTotal:       32864680 kB\n"
      "AnonHugePages:     20480 kB\n"
      "HugePages_Total:      64\n"
      "HugePages_Free:       17\n"
      "HugePages_Rsvd:        3\n"
      "Hugepagesize:       2048 kB\n"
      "Hugetlb:          131072 kB\n");
  const HugePagePool pool = HugePagePool::Read(meminfo);
  EXPECT_EQ(pool.page_bytes, kSmallPage);
  EXPECT_EQ(pool.total, 64u);
  EXPECT_EQ(pool.free, 17u);
}

TEST(TableMemoryNotice, TellsHowManyPagesAreEnough) {
  EXPECT_EQ(TableMemoryNotice(34 * kMega, 0, {.page_bytes = kSmallPage}),
            "the tables (34 MB) are not in reserved huge pages, so lookups may be slower; expected \"sysctl "
            "vm.nr_hugepages=17\" before the start");
  EXPECT_THAT(TableMemoryNotice(34 * kMega, 52 * kMega, {.page_bytes = kSmallPage}),
              HasSubstr("nr_hugepages=43\" before the start, enough for them and for packets"));
}

// Pages that are free count already; those that others hold stay with them.
TEST(TableMemoryNotice, CountsWhatOthersHoldAndNotWhatIsFree) {
  EXPECT_THAT(TableMemoryNotice(34 * kMega, 0, {.page_bytes = kSmallPage, .total = 40, .free = 10}),
              HasSubstr("nr_hugepages=47\""));
}

// Two tables never share a page.
TEST(TableMemoryNotice, GivesEachTableItsOwnPageOfAGigabyte) {
  EXPECT_THAT(TableMemoryNotice(34 * kMega, 0, {.page_bytes = kLargePage}), HasSubstr("nr_hugepages=2\""));
  EXPECT_THAT(TableMemoryNotice(2048 * kMega, 0, {.page_bytes = kLargePage}), HasSubstr("nr_hugepages=2\""));
}

TEST(TableMemoryNotice, GivesNoAdviceWhereTheKernelHasNoHugePages) {
  EXPECT_THAT(TableMemoryNotice(34 * kMega, 0, {}), HasSubstr("this kernel has none"));
  EXPECT_THAT(TableMemoryNotice(34 * kMega, 0, {}), Not(HasSubstr("sysctl")));
}

}  // namespace
}  // namespace tidegate
