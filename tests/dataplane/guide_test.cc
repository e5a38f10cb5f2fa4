// docs/counters.md speaks of everything that is counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "running_dataplane.h"
#include "tidegate/drop_reason.h"

namespace tidegate::test {
namespace {

using ::testing::HasSubstr;

const std::string& Guide() {
  static const std::string text = [] {
    std::ifstream file(TIDEGATE_SOURCE_DIR "/docs/counters.md");
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return text;
}

void ExpectInGuide(const json& object) {
  for (const auto& [name, value] : object.items()) EXPECT_THAT(Guide(), HasSubstr("`" + name + "`"));
}

// With the meaning that the programs show.
TEST(Guide, HasEveryDropReason) {
  for (const DropReasonInfo& info : kDropReasons) {
    if (info.reason == DropReason::kNone) continue;
    EXPECT_THAT(Guide(), HasSubstr("\n| `" + std::string(info.name) + "` | " + std::string(info.description) + " |"));
  }
}

TEST(Guide, HasEveryCounter) {
  const RunningDataplane dataplane(MakeConfig("net_null0", "net_null1"));
  const json stats = dataplane.CtlJson({"stats"});
  ExpectInGuide(stats);
  ExpectInGuide(stats["occupancy"]);
  ExpectInGuide(dataplane.CtlJson({"ports"})[0]);
}

}  // namespace
}  // namespace tidegate::test
