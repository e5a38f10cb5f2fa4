// The proof can fail: with any guard of the protocol taken out, or an access weakened, the explorer finds an
// interleaving that goes wrong, and prints it.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "interleavings/explorer.h"
#include "interleavings/scenarios.h"
#include "interleavings/settings.h"

namespace tidegate::explore {
namespace {

using std::chrono::seconds;

constexpr Bounds kDeepest = {.preemptions = 3, .stale_reads = 2};

void Print(const std::string& mutation, const std::string& scenario, const Exploration& exploration) {
  std::cout << "without " << mutation << ", " << scenario << ": " << exploration.failure << "\n";
  for (const std::string& line : exploration.trace) std::cout << line << "\n";
}

struct GuardRow {
  Guard guard;
  const char* name;
  const char* scenario;  // where it is missed
};

void PrintTo(const GuardRow& row, std::ostream* out) { *out << row.name; }

constexpr GuardRow kGuards[] = {
    {Guard::kHelp, "Help", "InsertsOfOneKey"},
    {Guard::kHelpOfReopen, "HelpOfReopen", "ReopenOfAnotherKeyWhileAnInsertIsPending"},
    {Guard::kHelpVersion, "HelpVersion", "HelpAfterReuse"},
    {Guard::kClaimVersion, "ClaimVersion", "InsertsOfOneKey"},
    {Guard::kWritingMark, "WritingMark", "FindOfATornKeyAfterAWrap"},
    {Guard::kControlVersion, "ControlVersion", "SpilledInsertsAndRelease"},
    {Guard::kSpillRaised, "SpillRaised", "SpilledInserts"},
    {Guard::kClearNamed, "ClearNamed", "SpilledInsertsOneAfterTheOther"},
    {Guard::kBurstSeesBusy, "BurstSeesBusy", "BurstAndInsert"},
    {Guard::kBurstSeesPending, "BurstSeesPending", "BurstIntoSecondSet"},
    {Guard::kBurstSecondSet, "BurstSecondSet", "BurstAndSpilledEntry"},
    {Guard::kBurstStillEmpty, "BurstStillEmpty", "BurstOfOneKeyTwice"},
    {Guard::kSecondSet, "SecondSet", "SpilledInserts"},
    {Guard::kGenerationAgain, "GenerationAgain", "EvictionAndFind"},
    {Guard::kGenerationOfSlot, "GenerationOfSlot", "EvictionAndFind"},
    {Guard::kSyncVersion, "SyncVersion", "UpdateAndReuse"},
    {Guard::kLifeAgain, "LifeAgain", "Updates"},
    {Guard::kReleaseGeneration, "ReleaseGeneration", "ReleaseThroughAWrappedHandle"},
    {Guard::kSpillAfterGone, "SpillAfterGone", "SpilledReleases"},
};

// Takes a guard out while it lives.
class Without {
 public:
  explicit Without(Guard guard) { ExploredAtomics::removed = guard; }
  ~Without() { ExploredAtomics::removed.reset(); }
};

class GuardMutation : public testing::TestWithParam<GuardRow> {};

TEST_P(GuardMutation, IsFound) {
  const GuardRow& row = GetParam();
  const Without without(row.guard);
  TableProgram program(ScenarioNamed(row.scenario));
  Explorer explorer(program);
  const Exploration exploration = explorer.Deepen(kDeepest, seconds(30));
  Print(row.name, row.scenario, exploration);
  EXPECT_NE(exploration.failure, "") << "the guard is not needed, or the scenario is too weak";
  EXPECT_FALSE(exploration.trace.empty());
}

INSTANTIATE_TEST_SUITE_P(All, GuardMutation, testing::ValuesIn(kGuards),
                         [](const auto& row) { return row.param.name; });

TEST(Mutations, EveryGuardHasARow) {
  std::set<Guard> rows;
  for (const GuardRow& row : kGuards) rows.insert(row.guard);
  EXPECT_EQ(rows.size(), static_cast<std::size_t>(kLastGuard) + 1);
}

// Fences, comparisons and memory orders, by where they stand.
struct AccessRow {
  const char* function;
  const char* access;
  Strength part;
  const char* scenario;
  std::size_t place = 0;  // among the function's accesses that are alike, in the order of lines
};

void PrintTo(const AccessRow& row, std::ostream* out) { *out << row.function; }

constexpr AccessRow kAccesses[] = {
    // The order of inserts: who reads a control word sees what the inserts before it did.
    {"FindOrInsertOne", "load", Strength::kAcquire, "InsertsOfOneKey"},
    {"PlanFirst", "load", Strength::kAcquire, "BurstIntoSecondSet"},
    {"Reopen", "load", Strength::kAcquire, "ReopenOfAnotherKeyWhileAnInsertIsPending"},
    {"Publish", "swap", Strength::kRelease, "InsertsOfOneKey", 0},
    {"ClearPending", "swap", Strength::kRelease, "SpilledInserts"},
    // Records: who believes one saw it whole.
    {"WriteRecord", "fence", Strength::kRelease, "EvictionAndFind"},
    {"Inspect", "fence", Strength::kAcquire, "EvictionAndFind"},
    {"WriteRecord", "store", Strength::kRelease, "FindOfATornKeyAfterAWrap"},
    {"Inspect", "load", Strength::kAcquire, "FindOfATornKeyAfterAWrap"},
    // The last one to bring the slot in line with the life word sees the last life word.
    {"UpdateLife", "swap", Strength::kSeqCst, "UpdateThereAndBack"},
    {"SyncSlot", "swap", Strength::kSeqCst, "UpdateThereAndBack"},
    {"SyncSlot", "load", Strength::kSeqCst, "UpdateThereAndBack", 0},
    {"SyncSlot", "load", Strength::kSeqCst, "UpdateThereAndBack", 1},
    // Comparisons: of claims, of the control word, of what others did meanwhile.
    {"Claim", "swap", Strength::kComparison, "InsertsIntoOneSlot"},
    {"Publish", "swap", Strength::kComparison, "InsertsOfOneKey", 0},
    {"Publish", "swap", Strength::kComparison, "InsertAndReleaseByAHelper", 1},
    {"Help", "swap", Strength::kComparison, "InsertsOfOneKey"},
    {"ClearPending", "swap", Strength::kComparison, "SpilledInsertsOfTwoKeys"},
    {"VisitSet", "swap", Strength::kComparison, "VisitAndReuse", 0},
    {"VisitSet", "swap", Strength::kComparison, "InsertsOfOneKey", 0},
    {"UpdateLife", "swap", Strength::kComparison, "UpdateAndReuse"},
    {"SyncSlot", "swap", Strength::kComparison, "UpdateAndReuse"},
    {"Swap", "swap", Strength::kComparison, "SwapTrackAndReuse"},
    {"Release", "swap", Strength::kComparison, "EvictionAndRelease"},
    {"LowerSpills", "swap", Strength::kComparison, "SpilledReleaseAndInsertAndFind"},
    {"GiveUp", "swap", Strength::kComparison, "GivingUpAndReuse"},
    {"UpdateFlags", "swap", Strength::kComparison, "UpdateOfTheFlagsAndReuse"},
};

std::string NameOf(const AccessRow& row) {
  constexpr const char* kParts[] = {"Acquire", "Release", "SeqCst", "Comparison"};
  return std::string(row.function) + "_" + row.access + "_" + kParts[static_cast<std::size_t>(row.part)] + "_" +
         row.scenario + "_" + std::to_string(row.place);
}

class AccessMutation : public testing::TestWithParam<AccessRow> {};

TEST_P(AccessMutation, IsFound) {
  const AccessRow& row = GetParam();
  TableProgram program(ScenarioNamed(row.scenario));
  Explorer explorer(program);
  std::vector<Weakening> alike;
  for (const Weakening& weakening : explorer.FindWeakenings()) {
    if (weakening.function != row.function || weakening.access != row.access || weakening.part != row.part) continue;
    alike.push_back(weakening);
  }
  ASSERT_LT(row.place, alike.size()) << "the scenario does not come by such an access";
  explorer.machine().Weaken({alike[row.place]});
  const Exploration exploration = explorer.Deepen(kDeepest, seconds(30));
  Print(ToString(alike[row.place]), row.scenario, exploration);
  EXPECT_NE(exploration.failure, "") << "the access need not be as strong, or the scenario is too weak";
}

INSTANTIATE_TEST_SUITE_P(All, AccessMutation, testing::ValuesIn(kAccesses),
                         [](const auto& row) { return NameOf(row.param); });

// The record of a live slot is seen through three accesses, each of which would do: the slot turned live, the control
// word that every lookup begins with, and the generation. Without any of them a lookup believes a record that it does
// not see whole.
TEST(Mutations, WithoutAnyAcquireALookupGoesWrong) {
  TableProgram program(ScenarioNamed("FindAndReuse"));
  Explorer explorer(program);
  std::vector<Weakening> acquires;
  for (const Weakening& weakening : explorer.FindWeakenings()) {
    const std::string& function = weakening.function;
    const bool lookup = function == "FindInSet" || function == "Tags" || function == "Inspect";
    if (lookup && weakening.access == "load" && weakening.part == Strength::kAcquire) acquires.push_back(weakening);
  }
  EXPECT_EQ(acquires.size(), 3u);
  explorer.machine().Weaken(acquires);
  const Exploration found = explorer.Deepen(kDeepest, seconds(30));
  Print("any acquire of a lookup", "FindAndReuse", found);
  EXPECT_NE(found.failure, "");
}

}  // namespace
}  // namespace tidegate::explore
