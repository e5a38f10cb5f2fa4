// Both ways to CRC32c on published values, and against each other.
#include "packet/crc32c.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>
#include <string_view>
#include <vector>

namespace tidegate::internal {
namespace {

using Bytes = std::vector<std::uint8_t>;

template <class Crc>
class Crc32cTest : public testing::Test {
 public:
  static std::uint32_t Of(const Bytes& bytes) {
    return Crc32cEnd(Crc::Extend(kCrc32cStart, bytes.data(), bytes.size()));
  }
};

#if defined(__SSE4_2__) && defined(__x86_64__)
using Implementations = testing::Types<Crc32cPortable, Crc32cSse42>;
#else
using Implementations = testing::Types<Crc32cPortable>;
#endif
TYPED_TEST_SUITE(Crc32cTest, Implementations);

// RFC 3720 appendix B.4, which prints the bytes as they are sent: the least significant first.
TYPED_TEST(Crc32cTest, ExamplesOfRfc3720) {
  Bytes rising(32);
  std::iota(rising.begin(), rising.end(), std::uint8_t{0});
  const Bytes falling(rising.rbegin(), rising.rend());
  Bytes scsi_read(48);
  scsi_read[0] = 0x01;
  scsi_read[1] = 0xc0;
  scsi_read[16] = 0x14;
  scsi_read[22] = 0x04;
  scsi_read[27] = 0x14;
  scsi_read[31] = 0x18;
  scsi_read[32] = 0x28;
  scsi_read[40] = 0x02;
  EXPECT_EQ(this->Of(Bytes(32, 0)), 0x8a9136aa);
  EXPECT_EQ(this->Of(Bytes(32, 0xff)), 0x62a8ab43);
  EXPECT_EQ(this->Of(rising), 0x46dd794e);
  EXPECT_EQ(this->Of(falling), 0x113fdb5c);
  EXPECT_EQ(this->Of(scsi_read), 0xd9963a56);
}

TYPED_TEST(Crc32cTest, CheckValueOfTheCatalogues) {
  constexpr std::string_view kDigits = "123456789";
  EXPECT_EQ(this->Of(Bytes(kDigits.begin(), kDigits.end())), 0xe3069283);
  EXPECT_EQ(this->Of({}), 0u);
}

// A bit at a time, as RFC 9260 appendix A defines it, for every length around the step and in every split.
TYPED_TEST(Crc32cTest, AgreesWithOneBitAtATime) {
  std::mt19937 random(3);
  for (std::size_t size = 0; size < 100; ++size) {
    const std::unique_ptr<std::uint8_t[]> bytes(new std::uint8_t[size]);
    std::generate_n(bytes.get(), size, [&random] { return static_cast<std::uint8_t>(random()); });
    std::uint32_t expected = kCrc32cStart;
    for (std::size_t bit = 0; bit < 8 * size; ++bit) {
      const std::uint32_t next = (expected ^ bytes[bit / 8] >> bit % 8) & 1;
      expected = expected >> 1 ^ (next != 0 ? 0x82f63b78 : 0);
    }
    for (std::size_t first = 0; first <= size; ++first) {
      const std::uint32_t begun = TypeParam::Extend(kCrc32cStart, bytes.get(), first);
      ASSERT_EQ(TypeParam::Extend(begun, bytes.get() + first, size - first), expected) << first << " of " << size;
    }
  }
}

}  // namespace
}  // namespace tidegate::internal
