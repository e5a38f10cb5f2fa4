// Traces worked by hand from the papers' definitions: policies that adapt by what they remember of keys that went. In
// the comments entries stand from the oldest to the newest, as they are after the step.
#include <gtest/gtest.h>

#include "testbed/reference/letter_cache.h"

namespace tidegate::testbed {
namespace {

// c = 3. "T1 | T2   B1 | B2"; I to IV are the cases of the paper's figure 4. p is 0 at first.
TEST(ArcTrace, GhostsMoveTheTarget) {
  ExpectTrace("arc", 3,
              {
                  {'a', '+'}, {'b', '+'}, {'c', '+'},  // a b c |
                  {'a', '.'},                          // I: b c | a
                  {'d', 'b'},                          // IV B: T1 is longer than p. c d | a   b |
                  {'b', 'c'},                          // II: p = 1; T1 has 2. d | a b   c |
                  {'e', 'a'},                          // IV B: T1 has 1, which is p. d e | b   c | a
                  {'a', 'd'},                          // III: p = 0. e | b a   c d |
                  {'f', 'e'},                          // IV A: T1 and B1 are c long, so c is forgotten. f | b a   d e |
                  {'c', 'f'},                          // IV A: d is forgotten. c | b a   e f |
                  {'e', 'b'},                          // II: p = 1; T1 has 1. c | a e   f | b
                  {'f', 'a'},                          // II: p = 2, as B1 and B2 are equally long. c | e f   | b a
                  {'b', 'c'},                          // III: p = 1; T1 has 1, but b comes from B2. | e f b   c | a
                  {'g', 'e'},                          // IV B: T1 is empty. g | f b   c | a e
                  {'h', 'f'},  // IV B: all four are 2c long, so a is forgotten; T1 has 1. g h | b   c | e f
                  {'a', 'g'},  // IV A: T1 and B1 are c long, so c is forgotten; T1 has 2. h a | b   g | e f
                  {'H', '-'},  // a | b   g | e f
                  {'h', '+'},  // IV: who ended left no ghost. a h | b   g | e f
                  {'g', 'b'},  // II: p = 1 + 2 = 3, as B2 is twice as long as B1. a h | g   | e f b
              });
}

TEST(ArcTrace, WhereT1IsAllItsOldestLeavesNoGhost) {
  ExpectTrace("arc", 2,
              {
                  {'a', '+'},
                  {'b', '+'},  // a b |
                  {'c', 'a'},  // IV A: B1 is empty. b c |
                  {'a', 'b'},  // IV A: a is not remembered. c a |
                  {'d', 'c'},  // a d |
              });
}

// Two LIR entries, one HIR. S from its bottom: capitals are LIR, x' is a ghost; then Q.
TEST(LirsTrace, ShortDistancesStay) {
  ExpectTrace("lirs", 3,
              {
                  {'a', '+'}, {'d', '+'},  // S: A D
                  {'b', '+'},              // the LIR set is full. S: A D b  Q: b
                  {'c', 'b'},              // Q's first goes. S: A D b' c  Q: c
                  {'b', 'c'},              // b is in S: LIR, for the bottom. S: D c' B  Q: a
                  {'a', '.'},              // a is not in S: stays HIR. S: D c' B a  Q: a
                  {'d', '.'},              // the bottom is used, c' is pruned. S: B a D  Q: a
                  {'a', '.'},              // a is in S: LIR, for the bottom. S: D A  Q: b
                  {'e', 'b'},              // b is not in S: no ghost. S: D A e  Q: e
                  {'d', '.'},              // S: A e D  Q: e
                  {'f', 'e'},              // S: A e' D f  Q: f
                  {'e', 'f'},              // e is in S: LIR, for the bottom. S: D f' E  Q: a
                  {'D', '-'},              // f' is below all LIR entries: pruned. S: E  Q: a
                  {'g', '+'},              // the LIR set has room. S: E G  Q: a
                  {'a', '.'},              // S: E G a  Q: a
                  {'h', 'a'},              // S: E G a' h  Q: h
                  {'f', 'h'},              // f was pruned: new. S: E G a' h' f  Q: f
                  {'a', 'f'},              // S: G h' f' A  Q: e
                  {'h', 'e'},              // e is not in S: no ghost. S: f' A H  Q: g, and f' is pruned
                  {'f', 'g'},              // S: A H f  Q: f
              });
}

// A window of one, a main part of three, of which two are protected. "window: main on probation | protected"; digits:
// how often a key was asked for.
TEST(WTinyLfuTrace, WhoWasAskedForMoreOftenStays) {
  ExpectTrace("w_tinylfu", 4,
              {
                  {'a', '+'},              // a1:
                  {'b', '+'},              // b1: a1 |
                  {'c', '+'}, {'d', '+'},  // d1: a1 b1 c1 |
                  {'a', '.'},              // d1: b1 c1 | a2
                  {'e', 'd'},              // d against b, 1 to 1: b stays. e1: b1 c1 | a2
                  {'e', '.'},              // e2: b1 c1 | a2
                  {'f', 'b'},              // e against b, 2 to 1. f1: c1 e2 | a2
                  {'d', 'f'},              // f against c, 1 to 1. d has been there before: d2: c1 e2 | a2
                  {'g', 'c'},              // d against c, 2 to 1. g1: e2 d2 | a2
                  {'e', '.'}, {'d', '.'},  // two are protected: a is on probation again. g1: a2 | e3 d3
                  {'h', 'g'},              // g against a, 1 to 2. h1: a2 | e3 d3
                  {'E', '-'}, {'i', '+'},  // i1: a2 h1 | d3
                  {'I', '-'}, {'i', '+'},  // i2: a2 h1 | d3: the sketch remembers one that ended
                  {'i', '.'}, {'j', 'a'},  // i against a, 3 to 2. j1: h1 i3 | d3
              });
}

}  // namespace
}  // namespace tidegate::testbed
