// The generator makes what the differential test needs: the same for the same seed, in order, and of every kind.
#include "kernel_differential/generator.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kernel_differential/frames.h"
#include "support/packet_builder.h"

namespace tidegate::differential {
namespace {

std::vector<test::Bytes> FramesOf(const Conversation& conversation) {
  std::vector<test::Bytes> frames;
  const Ends ends = EndsOf(7, conversation.v6);
  for (std::size_t i = 0; i < conversation.steps.size(); ++i) frames.push_back(FrameOf(conversation, i, ends));
  return frames;
}

TEST(GeneratorTest, TheSameSeedMakesTheSameFrames) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    EXPECT_EQ(FramesOf(MakeConversation(seed)), FramesOf(MakeConversation(seed))) << seed;
  }
}

TEST(GeneratorTest, TimeDoesNotRunBackwardsAndErrorsQuoteTheirPast) {
  for (const Conversation& conversation : MakeConversations(1, 20'000)) {
    ASSERT_FALSE(conversation.steps.empty());
    unsigned epoch = 0;
    for (std::size_t i = 0; i < conversation.steps.size(); ++i) {
      const Step& step = conversation.steps[i];
      ASSERT_GE(step.epoch, epoch) << conversation.story;
      ASSERT_LT(step.epoch, kEpochs) << conversation.story;
      epoch = step.epoch;
      ASSERT_TRUE(step.packet.kind != PacketKind::kError || step.packet.error.quoted < i) << conversation.story;
    }
  }
}

TEST(GeneratorTest, EveryFlagCombinationAndKindOfPacketOccurs) {
  std::set<std::uint8_t> flags;
  std::map<PacketKind, int> kinds;
  std::map<bool, int> families;
  for (const Conversation& conversation : MakeConversations(1, 100'000)) {
    ++families[conversation.v6];
    for (const Step& step : conversation.steps) {
      ++kinds[step.packet.kind];
      if (step.packet.kind == PacketKind::kTcp) flags.insert(step.packet.tcp.flags);
    }
  }
  EXPECT_EQ(flags.size(), 64u);
  EXPECT_EQ(kinds.size(), 5u);
  for (const auto& [kind, count] : kinds) EXPECT_GT(count, 500);
  EXPECT_GT(families[true], families[false] / 8);
}

TEST(GeneratorTest, AClientsAddressTellsItsConnection) {
  for (const bool v6 : {false, true}) {
    for (const std::uint32_t number : {0u, 1u, 255u, 256u, 65536u, (1u << 22) - 1}) {
      const Ends ends = EndsOf(number, v6);
      EXPECT_EQ(NumberOfClient(ends.address[0]), number);
      EXPECT_EQ(NumberOfClient(ends.address[1]), std::nullopt);
    }
  }
}

TEST(FramesTest, ATagLeavesTheChecksumRight) {
  test::Bytes frame = test::BuildTcp({});
  SetFrameTag(frame, 0xabcd);
  EXPECT_EQ(frame[18] << 8 | frame[19], 0xabcd);
  EXPECT_EQ(test::InternetChecksum(test::Bytes(frame.begin() + 14, frame.begin() + 34)), 0);
}

}  // namespace
}  // namespace tidegate::differential
