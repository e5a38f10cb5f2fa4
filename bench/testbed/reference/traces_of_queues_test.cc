// Traces worked by hand from the papers' definitions: policies of queues that sift what comes. In the comments entries
// stand from the oldest to the newest, as they are after the step.
#include <gtest/gtest.h>

#include "testbed/reference/letter_cache.h"

namespace tidegate::testbed {
namespace {

// v: visited; the hand stands before the entry behind ">".
TEST(SieveTrace, TheHandLeavesTheVisitedWhereTheyStand) {
  ExpectTrace(
      "sieve", 3,
      {
          {'a', '+'},
          {'b', '+'},
          {'c', '+'},  // >a b c
          {'a', '.'},  // >a(v) b c
          {'d', 'b'},  // passes a, takes b: a >c d. The used one stands where it was
          {'c', '.'},  // a >c(v) d
          {'e', 'd'},  // passes c, takes d, which is newer: a c, and what comes is behind the hand's way: >a c e
          {'f', 'a'},  // from the oldest again: >c e f
          {'g', 'c'},  // >e f g
          {'E', '-'},  // the entry under the hand ends: >f g
          {'h', '+'},  // >f g h
          {'f', '.'},
          {'g', '.'},
          {'h', '.'},  // >f(v) g(v) h(v)
          {'i', 'f'},  // all are passed once, then f is taken: >g h i
      });
}

// Four slots: Kin = 1, Kout = 2. "in: ... main: ... out: ..."
TEST(TwoQTrace, WhoComesBackWhileRememberedIsAMainOne) {
  ExpectTrace("two_q", 4,
              {
                  {'a', '+'}, {'b', '+'}, {'c', '+'}, {'d', '+'},  // in: a b c d
                  {'a', '.'},                                      // the same: a use in A1in does nothing
                  {'e', 'a'},                                      // in: b c d e  out: a
                  {'a', 'b'},                                      // a is remembered. in: c d e  main: a  out: b
                  {'f', 'c'},                                      // in: d e f  main: a  out: b c
                  {'g', 'd'},                                      // in: e f g  main: a  out: c d; b is forgotten
                  {'b', 'e'},                                      // b is new. in: f g b  main: a  out: d e
                  {'d', 'f'},                                      // in: g b  main: a d  out: e f
                  {'e', 'g'},                                      // in: b  main: a d e  out: f g
                  {'a', '.'},                                      // main: d e a
                  {'h', 'd'},  // A1in has no more than Kin: the oldest of main goes. in: b h  main: e a
                  {'d', 'b'},  // d left no ghost. in: h d  main: e a  out: g b
                  {'g', 'h'},  // in: d  main: e a g  out: b h
                  {'E', '-'},  // main: a g
                  {'i', '+'},  // in: d i  main: a g
                  {'e', 'd'},  // an entry that ended left no ghost: e is new. in: i e  main: a g  out: h d
              });
}

// Three slots: a small queue of one, a main one of two, two ghosts. Digits: uses.
TEST(S3FifoTrace, TheSmallQueueSifts) {
  ExpectTrace(
      "s3fifo", 3,
      {
          {'a', '+'}, {'b', '+'}, {'c', '+'},  // small: a b c
          {'a', '.'}, {'a', '.'}, {'b', '.'},  // small: a2 b1 c
          {'d', 'b'},  // a was used twice: on to main; b only once: a ghost. small: c d  main: a  ghosts: b
          {'b', 'c'},  // b's ghost is there: main. small: d  main: a b  ghosts: c
          {'c', 'd'},  // main has its two, not more: the small queue gives. main: a b c  ghosts: d
          {'a', '.'},  // main: a1 b c
          {'e', 'b'},  // main is too long: a is put back, b goes without a ghost. small: e  main: c a  ghosts: d
          {'b', 'e'},  // small: b  main: c a  ghosts: d e
          {'d', 'b'},  // small: -  main: c a d  ghosts: e b
          {'c', '.'}, {'a', '.'}, {'d', '.'}, {'c', '.'},  // main: c2 a1 d1
          {'f', 'a'},  // all are put back: c1 a0 d0; c again: a d c; a goes. small: f  main: d c
          {'D', '-'},  // small: f  main: c
          {'d', '+'},  // an entry that ended left no ghost. small: f d  main: c
          {'e', 'f'},  // e's ghost is there. small: d  main: c e  ghosts: b f
      });
}

}  // namespace
}  // namespace tidegate::testbed
