// Traces worked by hand from the definitions: policies that look at when entries came or were used last. In the
// comments entries stand from the oldest to the newest, as they are after the step.
#include <gtest/gtest.h>

#include "testbed/reference/letter_cache.h"

namespace tidegate::testbed {
namespace {

TEST(NoneTrace, NothingGoes) {
  ExpectTrace("none", 2,
              {
                  {'a', '+'},
                  {'b', '+'},
                  {'c', '!'},  // a b are there, and stay
                  {'a', '.'},
                  {'A', '-'},  // a has ended:
                  {'c', '+'},  // c takes its place
                  {'a', '!'},
              });
}

TEST(FifoTrace, TheFirstThatCameGoes) {
  ExpectTrace("fifo", 3,
              {
                  {'a', '+'},
                  {'b', '+'},
                  {'c', '+'},  // a b c
                  {'a', '.'},  // a b c: a use changes nothing
                  {'d', 'a'},  // b c d
                  {'a', 'b'},  // c d a
                  {'C', '-'},  // d a
                  {'e', '+'},  // d a e
                  {'f', 'd'},  // a e f
              });
}

// The hand stands before the first one; u: used since it passed.
TEST(ClockTrace, UsedOnesAreGivenAnotherRound) {
  ExpectTrace("clock", 3,
              {
                  {'a', '+'},
                  {'b', '+'},
                  {'c', '+'},  // a b c
                  {'a', '.'},  // a(u) b c
                  {'d', 'b'},  // the hand passes a, takes b: c a d
                  {'c', '.'},  // c(u) a d
                  {'e', 'a'},  // it passes c, takes a, whose second round is over: d c e
                  {'f', 'd'},  // c e f
                  {'c', '.'},
                  {'e', '.'},
                  {'f', '.'},  // c(u) e(u) f(u)
                  {'g', 'c'},  // all are passed once, then c is taken: e f g
                  {'E', '-'},  // f g
                  {'h', '+'},  // f g h
                  {'i', 'f'},  // g h i
              });
}

TEST(LruTrace, TheLeastRecentlyUsedGoes) {
  ExpectTrace("lru", 3,
              {
                  {'a', '+'},
                  {'b', '+'},
                  {'c', '+'},  // a b c
                  {'a', '.'},  // b c a
                  {'d', 'b'},  // c a d
                  {'c', '.'},  // a d c
                  {'e', 'a'},  // d c e
                  {'D', '-'},  // c e
                  {'f', '+'},  // c e f
                  {'g', 'c'},  // e f g
              });
}

// Five slots, of which four fifths are protected. "x y | z": x y on probation, z protected.
TEST(SlruTrace, ThoseNeverUsedAgainGoFirst) {
  ExpectTrace("slru", 5,
              {
                  {'a', '+'}, {'b', '+'}, {'c', '+'}, {'d', '+'}, {'e', '+'},  // a b c d e |
                  {'a', '.'},                                                  // b c d e | a
                  {'b', '.'},                                                  // c d e | a b
                  {'f', 'c'},              // d e f | a b: a and b are older, and stay
                  {'d', '.'}, {'e', '.'},  // f | a b d e
                  {'g', 'f'},              // g | a b d e
                  {'h', 'g'},              // h | a b d e: what comes once passes through
                  {'h', '.'},              // a | b d e h: four are protected, so a is on probation again
                  {'i', 'a'},              // i | b d e h
                  {'I', '-'},              // | b d e h
                  {'j', '+'},              // j | b d e h
                  {'B', '-'},              // j | d e h
                  {'k', '+'},              // j k | d e h
                  {'l', 'j'},              // k l | d e h
              });
}

// Five samples see the whole of four slots: exactly LRU.
TEST(RandomKTrace, OfASmallTableTheLongestSilentGoes) {
  ExpectTrace("random_k", 4,
              {
                  {'a', '+'},
                  {'b', '+'},
                  {'c', '+'},
                  {'d', '+'},  // a b c d
                  {'a', '.'},  // b c d a
                  {'e', 'b'},  // c d a e
                  {'C', '-'},  // d a e
                  {'f', '+'},  // d a e f
                  {'g', 'd'},  // a e f g
              });
}

// Five samples see the whole of four slots at each eviction, and the pool of sixteen keeps them all, each with the time
// of its last packet when it was drawn first.
TEST(RandomKPoolTrace, WhatThePoolHoldsIsNotLookedAtAgain) {
  ExpectTrace("random_k_pool", 4,
              {
                  {'a', '+'},
                  {'b', '+'},
                  {'c', '+'},
                  {'d', '+'},
                  {'e', 'a'},  // drawn: a0 b1 c2 d3; a goes; pool: b1 c2 d3
                  {'b', '.'},  // the pool still has b of second 1
                  {'f', 'b'},  // drawn: e4; b goes, though it was used a second ago; pool: c2 d3 e4
                  {'C', '-'},  // pool: d3 e4
                  {'g', '+'},
                  {'h', 'd'},  // drawn: f6 g8; pool: e4 f6 g8
              });
}

}  // namespace
}  // namespace tidegate::testbed
