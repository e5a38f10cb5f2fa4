#include "interleavings/scenarios.h"

#include <algorithm>

namespace tidegate::explore {
namespace {

// Keys of one first set and one tag, which only their records tell apart. kTorn has the first word of kA and the second
// of kB.
constexpr TestKey kA{0x11};
constexpr TestKey kB{0x22};
constexpr TestKey kC{0x33};
constexpr TestKey kTorn{0x12};
constexpr TestKey kTornBack{0x21};  // the other way round
// For bursts with kA.
constexpr TestKey kTwin{0x55, 0, 5, 0x11};
// Its first set is the other ones' second.
constexpr TestKey kOther{0x44, 1, 6};

using Bodies = std::vector<std::function<void(Actor&)>>;

// --- Bodies of threads

auto Insert(TestKey key, ConnState state = ConnState::kEstablished) {
  return [=](Actor& actor) { actor.Insert(key, state); };
}
auto InsertBurst(TestKey first, TestKey second) {
  return [=](Actor& actor) { actor.InsertBurst({first, second}); };
}
auto InsertBurst(TestKey key) {
  return [=](Actor& actor) { actor.InsertBurst({key}); };
}
auto Find(TestKey key) {
  return [=](Actor& actor) { actor.Find(key); };
}
auto FindBurst(TestKey key) {
  return [=](Actor& actor) { actor.FindBurst(key); };
}
auto Release(TestKey key) {
  return [=](Actor& actor) { actor.Release(key, actor.Initial(key)); };
}
auto FindAndRelease(TestKey key) {
  return [=](Actor& actor) {
    if (const TableEntry entry = actor.Find(key)) actor.Release(key, entry);
  };
}
auto ReleaseAndInsert(TestKey old, TestKey fresh) {
  return [=](Actor& actor) {
    actor.Release(old, actor.Initial(old));
    actor.Insert(fresh);
  };
}
auto InsertAndRelease(TestKey fresh, TestKey old) {
  return [=](Actor& actor) {
    actor.Insert(fresh);
    actor.Release(old, actor.Initial(old));
  };
}
auto InsertBoth(TestKey first, TestKey second) {
  return [=](Actor& actor) {
    actor.Insert(first);
    actor.Insert(second);
  };
}
auto InsertAndReleaseIt(TestKey key) {
  return [=](Actor& actor) {
    if (const TableEntry entry = actor.Insert(key).entry) actor.Release(key, entry);
  };
}
auto ReopenAndInsert(TestKey old, TestKey fresh) {
  return [=](Actor& actor) {
    actor.Reopen(actor.Initial(old), old);
    actor.Insert(fresh);
  };
}
auto Reopen(TestKey key) {
  return [=](Actor& actor) { actor.Reopen(actor.Initial(key), key); };
}
// As a tracker does: again with the word that stands there, while the entry is there.
auto Update(TestKey key, ConnState state, TimeNs timeout = 50 * kSecond) {
  return [=](Actor& actor) {
    TableEntry entry = actor.Initial(key);
    while (!actor.Update(key, entry, state, actor.now() + timeout) && entry.life.IsOf(entry.generation())) {
    }
  };
}
auto UpdateOnce(TestKey key, ConnState state) {
  return [=](Actor& actor) {
    TableEntry entry = actor.Initial(key);
    actor.Update(key, entry, state, actor.now() + 50 * kSecond);
  };
}
auto UpdateFlags(TestKey key, std::uint8_t flags) {
  return [=](Actor& actor) {
    TableEntry entry = actor.Initial(key);
    while (!actor.UpdateFlags(key, entry, flags) && entry.life.IsOf(entry.generation())) {
    }
  };
}
auto GiveUp(TestKey key) {
  return [=](Actor& actor) { actor.GiveUp(key); };
}
auto GiveUpAndInsert(TestKey key) {
  return [=](Actor& actor) {
    actor.GiveUp(key);
    actor.Insert(key);
  };
}
// By a thread whose clock is behind: what it gives the entry is over by the other threads' clocks.
auto Shorten(TestKey key) {
  return [=](Actor& actor) {
    actor.worker().clock = TickClock(kStart - 10 * kSecond);
    TableEntry entry = actor.Initial(key);
    actor.Update(key, entry, ConnState::kTimeWait, kStart - 5 * kSecond);
  };
}
auto SwapTrack(TestKey key, std::uint64_t mark) {
  return [=](Actor& actor) { actor.SwapTrack(key, actor.Initial(key), key.track(0) + mark); };
}

// --- Set-ups

void Nothing(TableProgram&) {}

auto With(TestKey key, ConnState state = ConnState::kEstablished) {
  return [=](TableProgram& program) { program.setter().Insert(key, state); };
}
// Both sets full but for so many slots.
auto FullBut(std::uint32_t first, std::uint32_t second) {
  return [=](TableProgram& program) {
    program.Fill();
    program.Vacate(0, first);
    program.Vacate(1, second);
  };
}
// Both sets full, with one entry of `key` in its first set or spilled, and so many slots free then.
auto FullWith(TestKey key, bool spilled, ConnState state, std::uint32_t first = 0, std::uint32_t second = 0) {
  return [=](TableProgram& program) {
    program.Fill();
    program.Vacate(spilled ? 1 - key.first_set : key.first_set, 1);
    program.setter().Insert(key, state);
    program.Vacate(0, first);
    program.Vacate(1, second);
  };
}

// --- The scenarios

std::vector<Scenario> Inserts() {
  return {
      {"InsertsOfOneKey", {kA}, Nothing, {Insert(kA), Insert(kA)}},
      {"InsertsOfOneKeyByThree", {kA}, Nothing, {Insert(kA), Insert(kA), Insert(kA)}},
      {"InsertsOfTwoKeys", {kA, kB}, Nothing, {Insert(kA), Insert(kB)}},
      {"InsertsOfTwoKeysByThree", {kA, kB}, Nothing, {Insert(kA), Insert(kB), Insert(kA)}},
      {"InsertsIntoOneSlot", {kA, kB}, FullBut(1, 0), {Insert(kA), Insert(kB)}},
      {"InsertsOfOneKeyIntoOneSlot", {kA}, FullBut(1, 0), {Insert(kA), Insert(kA)}},
      {"InsertsIntoOneSlotOfTwoFirstSets", {kA, kOther}, FullBut(1, 0), {Insert(kA), Insert(kOther)}},
      {"InsertIntoASlotGivenBack", {kA, kB, kC}, Nothing, {Insert(kA), InsertBoth(kB, kC)}},
      {"InsertIntoASlotOfAnotherFirstSet", {kA, kOther}, FullBut(1, 0), {Insert(kA), InsertAndReleaseIt(kOther)}},
      {"InsertAndReleaseByAHelper", {kA}, Nothing, {Insert(kA), InsertAndReleaseIt(kA)}},
      {"InsertIntoASlotThatComesFree",
       {kA, kB},
       FullWith(kB, false, ConnState::kEstablished),
       {Insert(kA), Release(kB)}},
      {"InsertAndFind",
       {kA},
       Nothing,
       {Insert(kA),
        [](Actor& actor) {
          actor.Find(kA);
          actor.Find(kA);
        }}},
      {"HelpAfterReuse", {kA, kB, kC}, With(kC), {Insert(kA), ReleaseAndInsert(kC, kB), Find(kB)}},
  };
}

std::vector<Scenario> Evictions() {
  const auto victim = FullWith(kA, false, ConnState::kTimeWait);
  const auto spilled_victim = FullWith(kA, true, ConnState::kTimeWait);
  return {
      {"EvictionAndFind", {kA, kB}, victim, {Insert(kB), Find(kA)}},
      {"EvictionAndFindAndInsert", {kA, kB}, victim, {Insert(kB), Find(kA), Insert(kA)}},
      {"EvictionsOfOneVictim", {kA, kB, kC}, victim, {Insert(kB), Insert(kC)}},
      {"EvictionAndRelease", {kA, kB}, victim, {Insert(kB), Release(kA)}},
      {"EvictionAndUpdate", {kA, kB}, victim, {Insert(kB), UpdateOnce(kA, ConnState::kEstablished)}},
      {"EvictionOfASpilledEntry", {kA, kB}, spilled_victim, {Insert(kB), FindAndRelease(kA)}},
      {"EvictionsOfASpilledEntry", {kA, kB, kC}, spilled_victim, {Insert(kB), Insert(kC)}},
      {"EvictionOfASpilledEntryOfAnotherSet",
       {kOther, kA},
       FullWith(kOther, true, ConnState::kTimeWait),
       {Insert(kA), FindAndRelease(kOther)}},
      {"EvictionAndInsertOfASpilledEntry", {kA, kB}, spilled_victim, {Insert(kB), Insert(kA)}},
  };
}

std::vector<Scenario> Reopens() {
  const auto closed = With(kA, ConnState::kTimeWait);
  const auto expired = With(kA, ConnState::kTimeWait);
  constexpr TimeNs kLater = kStart + 200 * kSecond;  // no visit is due yet
  return {
      {"ReopenAndInsert", {kA}, closed, {Reopen(kA), Insert(kA)}},
      {"ReopenAndInsertAndFind", {kA}, closed, {Reopen(kA), Insert(kA), Find(kA)}},
      {"Reopens", {kA}, closed, {Reopen(kA), Reopen(kA)}},
      {"ReopenAndRelease", {kA}, closed, {Reopen(kA), Release(kA)}},
      {"ReopenAndUpdate", {kA}, closed, {Reopen(kA), UpdateOnce(kA, ConnState::kClose)}},
      {"ReopenOfASpilledEntry", {kA}, FullWith(kA, true, ConnState::kTimeWait), {Reopen(kA), Insert(kA)}},
      {"ReopenAfterAnInsertElsewhere", {kA, kB}, closed, {Reopen(kA), Insert(kB)}},
      {"ReopenOfAnotherKeyWhileAnInsertIsPending",
       {kA, kB},
       With(kB, ConnState::kTimeWait),
       {Insert(kA), ReopenAndInsert(kB, kA)}},
      {"ReopenAndExpire", {kA}, expired, {Reopen(kA), Insert(kA)}, kLater},
      {"ReopenAndExpireAndFind", {kA}, expired, {Reopen(kA), Insert(kA), Find(kA)}, kLater},
  };
}

std::vector<Scenario> Updates() {
  const auto there = With(kA);
  return {
      {"UpdateAndReuse", {kA, kB}, there, {Update(kA, ConnState::kTimeWait), ReleaseAndInsert(kA, kB)}},
      {"SwapTrackAndReuse", {kA, kB}, there, {SwapTrack(kA, 1), ReleaseAndInsert(kA, kB)}},
      {"Updates", {kA}, there, {Update(kA, ConnState::kTimeWait), Update(kA, ConnState::kClosing)}},
      // The second one wants of the slot what it was at first.
      {"UpdateThereAndBack",
       {kA},
       there,
       {Update(kA, ConnState::kTimeWait), Update(kA, ConnState::kEstablished, 100 * kSecond)}},
      {"UpdatesByThree", {kA}, there, {Update(kA, ConnState::kTimeWait), Update(kA, ConnState::kClosing), Find(kA)}},
      {"UpdateOfAnEntryThatIsReplacedAsOver", {kA}, there, {Shorten(kA), Insert(kA)}},
      {"UpdateOfAnEntryThatIsReopenedAsOver", {kA}, there, {Shorten(kA), Reopen(kA)}},
      {"UpdateOfTheFlagsAndUpdate", {kA}, there, {UpdateFlags(kA, 2), Update(kA, ConnState::kTimeWait)}},
      {"UpdatesOfTheFlags", {kA}, there, {UpdateFlags(kA, 2), UpdateFlags(kA, 4), Find(kA)}},
      {"UpdateOfTheFlagsAndReuse", {kA, kB}, there, {UpdateFlags(kA, 2), ReleaseAndInsert(kA, kB)}},
      {"UpdateAndRelease", {kA}, there, {Update(kA, ConnState::kTimeWait), Release(kA)}},
      {"SwapsOfOneTrackWord", {kA}, there, {SwapTrack(kA, 1), SwapTrack(kA, 2)}},
      {"FindAndReuse", {kA, kB}, there, {Find(kA), ReleaseAndInsert(kA, kB)}},
      {"FindBurstAndReuse", {kA, kB}, there, {FindBurst(kA), ReleaseAndInsert(kA, kB)}},
      {"FindBurstOfATornKey", {kA, kB, kTorn}, there, {FindBurst(kTorn), ReleaseAndInsert(kA, kB)}},
      {"FindOfATornKey", {kA, kB, kTorn}, there, {Find(kTorn), ReleaseAndInsert(kA, kB)}},
      {"FindOfATornKeyAfterAWrap",
       {kA, kB, kTornBack},
       there,
       {Find(kTornBack),
        [](Actor& actor) {
          actor.Release(kA, actor.Initial(kA));
          actor.Churn(kA, 63);
          actor.Insert(kB);
        }},
       kStart,
       {.preemptions = 2, .stale_reads = 0}},
      {"InsertOfATornKey", {kA, kB, kTorn}, there, {Insert(kTorn), ReleaseAndInsert(kA, kB)}},
  };
}

// A half-open entry goes for a newcomer while something else happens to it.
std::vector<Scenario> GivingUp() {
  const auto half_open = With(kA, ConnState::kSynSent);
  const auto full = FullWith(kA, false, ConnState::kSynSent);
  const auto spilled = FullWith(kA, true, ConnState::kSynSent);
  return {
      {"GivingUpByTwo", {kA, kB}, half_open, {GiveUp(kB), GiveUp(kB)}},
      {"GivingUpAndFind", {kA, kB}, half_open, {GiveUp(kB), Find(kA)}},
      {"GivingUpAndRelease", {kA, kB}, half_open, {GiveUp(kB), Release(kA)}},
      // It gets its answer at this moment.
      {"GivingUpAndUpdate", {kA, kB}, half_open, {GiveUp(kB), Update(kA, ConnState::kEstablished)}},
      {"GivingUpAndUpdateOfTheFlags", {kA, kB}, half_open, {GiveUp(kB), UpdateFlags(kA, 2)}},
      {"GivingUpAndReuse", {kA, kB, kC}, half_open, {GiveUp(kB), ReleaseAndInsert(kA, kC)}},
      {"GivingUpAndReopen", {kA, kB}, half_open, {GiveUp(kB), Reopen(kA)}},
      {"GivingUpWhatIsShortened", {kA, kB}, half_open, {GiveUp(kB), Shorten(kA)}},
      {"GivingUpInAFullTable", {kA, kB}, full, {GiveUpAndInsert(kB), FindAndRelease(kA)}},
      {"GivingUpForTwo", {kA, kB, kC}, full, {GiveUpAndInsert(kB), GiveUpAndInsert(kC)}},
      {"GivingUpASpilledEntry", {kA, kB}, spilled, {GiveUpAndInsert(kB), FindAndRelease(kA)}},
      {"GivingUpASpilledEntryAndInsert", {kA, kB}, spilled, {GiveUpAndInsert(kB), Insert(kA), Find(kA)}},
  };
}

std::vector<Scenario> Releases() {
  // A handle of which 64 generations have gone by: its low bits are those of the slot's version again.
  const auto wrapped = [](TableProgram& program) {
    program.setter().Churn(kB, 64);
    program.setter().Insert(kA);
  };
  const auto stale = [](Actor& actor) {
    TableEntry old = actor.Initial(kA);
    old.identity = RecordIdentity(old.generation() - 64, old.attributes());
    actor.Release(kB, old);
  };
  return {
      {"Releases", {kA}, With(kA), {Release(kA), Release(kA)}},
      {"ReleasesAndInsert", {kA}, With(kA), {Release(kA), Release(kA), Insert(kA)}},
      {"ReleaseAndReuse", {kA, kB}, With(kA), {Release(kA), ReleaseAndInsert(kA, kB)}},
      {"ReleaseThroughAWrappedHandle", {kA, kB}, wrapped, {stale, Find(kA)}},
  };
}

std::vector<Scenario> Bursts() {
  const auto spilled = FullWith(kA, true, ConnState::kEstablished, 8, 0);
  const auto victim = FullWith(kA, false, ConnState::kTimeWait);
  const auto spilled_victim = FullWith(kA, true, ConnState::kTimeWait);
  return {
      {"BurstAndInsert", {kA}, Nothing, {InsertBurst(kA), Insert(kA)}},
      {"BurstsOfOneKey", {kA}, Nothing, {InsertBurst(kA), InsertBurst(kA)}},
      {"BurstOfOneKeyTwice", {kA, kB}, Nothing, {InsertBurst(kA, kA), Insert(kB)}},
      {"BurstOfTwoKeys", {kA, kTwin}, Nothing, {InsertBurst(kA, kTwin), Insert(kTwin)}},
      {"BurstAndInsertAndRelease", {kA, kB}, With(kB), {InsertBurst(kA), InsertAndRelease(kA, kB)}},
      {"BurstAndSpilledEntry", {kA}, spilled, {InsertBurst(kA), FindAndRelease(kA)}},
      {"BurstIntoSecondSet", {kA}, FullBut(0, 2), {InsertBurst(kA), Insert(kA)}},
      {"BurstEvictionAndFind", {kA, kB}, victim, {InsertBurst(kB), Find(kA)}},
      {"BurstEvictionAndInsert", {kA, kB}, victim, {InsertBurst(kB), Insert(kA)}},
      {"BurstEvictionAndRelease", {kA, kB}, victim, {InsertBurst(kB), Release(kA)}},
      {"BurstEvictionsOfOneVictim", {kA, kB, kC}, victim, {InsertBurst(kB), Insert(kC)}},
      {"BurstEvictionOfASpilledEntry", {kA, kB}, spilled_victim, {InsertBurst(kB), Insert(kA)}},
      {"BurstIntoOneSlot", {kA, kOther}, FullBut(1, 0), {InsertBurst(kA), Insert(kOther)}},
  };
}

std::vector<Scenario> Spills() {
  const auto spilled = FullWith(kA, true, ConnState::kEstablished, 0, 3);
  const auto movable = FullWith(kA, true, ConnState::kEstablished, 8, 0);
  return {
      {"SpilledInserts", {kA}, FullBut(0, 2), {Insert(kA), Insert(kA)}},
      {"SpilledInsertsOfTwoKeys", {kA, kB}, FullBut(0, 2), {Insert(kA), Insert(kB)}},
      {"SpilledInsertsOneAfterTheOther", {kA, kB}, FullBut(0, 3), {InsertBoth(kA, kB), Insert(kB)}},
      {"SpilledInsertAndFindAndRelease", {kA}, FullBut(0, 2), {Insert(kA), FindAndRelease(kA)}},
      {"SpilledReleaseAndInsertAndFind", {kA, kB}, spilled, {Release(kA), Insert(kB), Find(kA)}},
      {"SpilledReleases", {kA}, spilled, {Release(kA), Release(kA), Find(kA)}},
      {"SpilledInsertsAndRelease",
       {kA, kB},
       FullWith(kB, true, ConnState::kEstablished, 0, 3),
       {Insert(kA), InsertAndRelease(kA, kB)}},
      {"SpilledEntryMoves", {kA}, movable, {ReleaseAndInsert(kA, kA), Find(kA)}},
      {"SpilledEntryMovesAndFindBurst", {kA}, movable, {ReleaseAndInsert(kA, kA), FindBurst(kA)}},
      {"SpilledInsertAndFindBurst", {kA}, FullBut(0, 2), {Insert(kA), FindBurst(kA), FindAndRelease(kA)}},
      {"SpilledEntryMovesAndInsert", {kA}, movable, {ReleaseAndInsert(kA, kA), Insert(kA)}},
  };
}

std::vector<Scenario> Visits() {
  constexpr TimeNs kMuchLater = kStart + 3'000 * kSecond;
  constexpr TimeNs kEnd = kStart + 100'000 * kSecond;
  // An expired entry and one that is alive, of which the slot cannot tell.
  const auto aged = [](TableProgram& program) {
    program.setter().Insert(kA, ConnState::kTimeWait);
    program.setter().Insert(kB, ConnState::kTimeWait, kEnd);
  };
  const auto aged_spilled = FullWith(kA, true, ConnState::kTimeWait, 0, 0);
  return {
      {"VisitAndInsert", {kA, kB, kC}, aged, {Insert(kC), Insert(kA)}, kMuchLater},
      {"VisitAndUpdate", {kA, kB, kC}, aged, {Insert(kC), UpdateOnce(kB, ConnState::kClose)}, kMuchLater},
      {"VisitAndRevival", {kA, kB, kC}, aged, {Insert(kC), UpdateOnce(kA, ConnState::kClose)}, kMuchLater},
      {"VisitAndReuse", {kA, kB, kC}, aged, {Insert(kC), ReleaseAndInsert(kB, kB)}, kMuchLater},
      {"VisitAndReopen", {kA, kB, kC}, aged, {Insert(kC), Reopen(kA)}, kMuchLater},
      {"VisitOfASpilledEntry", {kA, kC}, aged_spilled, {Insert(kC), FindAndRelease(kA)}, kMuchLater},
      {"ExpiredEntryTakenByTwo",
       {kA, kB, kC},
       FullWith(kA, false, ConnState::kTimeWait),
       {Insert(kB), Insert(kC)},
       kStart + 99 * kSecond},
  };
}

}  // namespace

const std::vector<Scenario>& Scenarios() {
  static const std::vector<Scenario> all = [] {
    std::vector<Scenario> sum;
    for (auto part : {Inserts, Evictions, Reopens, Updates, GivingUp, Releases, Bursts, Spills, Visits}) {
      for (Scenario& scenario : part()) sum.push_back(std::move(scenario));
    }
    return sum;
  }();
  return all;
}

const Scenario& ScenarioNamed(const std::string& name) {
  const std::vector<Scenario>& all = Scenarios();
  return *std::find_if(all.begin(), all.end(), [&](const Scenario& scenario) { return scenario.name == name; });
}

}  // namespace tidegate::explore
