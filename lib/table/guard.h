// The guards of the table's protocol: each look, mark or order of steps without which some interleaving goes wrong.
//
// The code asks Atomics::Keeps(Guard::kX) at each of them. SharedAtomics and OwnedAtomics keep all, at compile time;
// the explorer in tests/interleavings takes out one at a time and has to find the interleaving. Comparisons of
// compare-and-swaps, fences and memory orders need no name here: the explorer weakens those where they stand.
#ifndef TIDEGATE_TABLE_GUARD_H_
#define TIDEGATE_TABLE_GUARD_H_

#include <cstdint>

namespace tidegate {

enum class Guard : std::uint8_t {
  // Inserts.
  kHelp,            // an insert finishes the one that the control word names before it looks for its key
  kHelpOfReopen,    // so does a reopen
  kHelpVersion,     // who helps turns only that version of the slot live which is named
  kClaimVersion,    // a claim raises the slot's version
  kWritingMark,     // the generation is marked while the record is written
  kControlVersion,  // an insert raises the control word's version
  kSpillRaised,     // the insert of a spilled entry raises the spill counter
  kClearNamed,      // who clears a pending insert looks which one it is

  // Bursts of inserts.
  kBurstSeesBusy,     // a slot of the first set that is busy may be a pending insert of the key
  kBurstSeesPending,  // so may a pending insert in another set
  kBurstSecondSet,    // a key that may be in its second set is looked for there
  kBurstStillEmpty,   // the slot that was planned is claimed only if it is empty

  // Lookups.
  kSecondSet,         // a key whose spill counter is not zero is looked for in its second set
  kGenerationAgain,   // the generation is the same after the record was read
  kGenerationOfSlot,  // and it is that of the slot's version

  // Updates and removals.
  kSyncVersion,        // the slot is brought in line with the life word only while it is the handle's
  kLifeAgain,          // the life word is read again after that
  kReleaseGeneration,  // a release compares the full generation
  kSpillAfterGone,     // the spill counter is lowered after the entry has gone
};

inline constexpr Guard kLastGuard = Guard::kSpillAfterGone;

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_GUARD_H_
