// Traces worked by hand from the definitions: policies that weigh what an entry is worth.
#include <gtest/gtest.h>

#include "testbed/reference/letter_cache.h"
#include "testbed/reference/lhd.h"

namespace tidegate::testbed {
namespace {

using enum ConnClass;

// Costs: established 30000, half-open 1000, TIME-WAIT 10. In the comments: who is worth what.
TEST(GdsfTrace, TheFloorRises) {
  ExpectTrace("gdsf", 3,
              {
                  {'a', '+', kEstablished},
                  {'b', '+', kHalfOpen},
                  {'c', '+', kTimeWait},     // a 30000, b 1000, c 10
                  {'d', 'c', kHalfOpen},     // floor 10: d 1010
                  {'b', '.', kHalfOpen},     // b 10 + 2 x 1000 = 2010
                  {'e', 'd', kHalfOpen},     // floor 1010: e 2010
                  {'f', 'b', kHalfOpen},     // b and e are equal, b was used before e. Floor 2010: f 3010
                  {'a', '.', kTimeWait},     // a 2010 + 2 x 10 = 2030
                  {'g', 'e', kEstablished},  // floor 2010: g 32010
                  {'h', 'a', kHalfOpen},     // floor 2030: h 3030
                  {'G', '-'},
                  {'i', '+', kTimeWait},  // the floor is the same: i 2040
                  {'j', 'i', kHalfOpen},  // f 3010, h 3030, i 2040
              });
}

// 64 samples see the whole of three slots. In the comments: uses / seconds since they came.
TEST(HyperbolicTrace, TheLeastUsedForItsTimeGoes) {
  ExpectTrace("hyperbolic", 3,
              {
                  {'a', '+'},
                  {'b', '+'},
                  {'c', '+'},
                  {'a', '.'},
                  {'d', 'b'},  // a 2/4, b 1/3, c 1/2
                  {'a', '.'},
                  {'e', 'c'},  // a 3/6, c 1/4, d 1/2
                  {'f', 'd'},  // a 3/7, d 1/3, e 1/1
                  {'g', 'a'},  // a 3/8, e 1/2, f 1/1
                  {'E', '-'},
                  {'h', '+'},
                  {'i', 'f'},  // f 1/4, g 1/3, h 1/1
              });
}

TEST(LhdTrace, UntilItHasLearnedTheLongestSilentGoes) {
  ExpectTrace("lhd", 3,
              {
                  {'a', '+'},
                  {'b', '+'},
                  {'c', '+'},
                  {'a', '.'},
                  {'d', 'b'},  // silent for: a 1 packet, b 3, c 2
                  {'C', '-'},
                  {'e', '+'},
                  {'f', 'a'},  // a 3, d 2, e 1
              });
}

// Established entries are used every 12 packets; half-open ones come and end without a second packet.
TEST(LhdTrace, LearnsWhichClassIsUsedAgain) {
  LhdPolicy policy(2, 1);
  policy.OnInsert(0, {.key = 'e', .cls = kEstablished});
  for (int packet = 1; packet < 100'000; ++packet) {
    if (packet % 12 == 0) {
      policy.OnHit(0, {.key = 'e', .cls = kEstablished});
    } else {
      policy.OnInsert(1, {.key = 'h', .cls = kHalfOpen});
      policy.OnRemove(1);
    }
  }
  policy.OnInsert(1, {.key = 'h', .cls = kHalfOpen});
  EXPECT_EQ(policy.Evict({.key = 'i', .cls = kHalfOpen}), 1u) << "the half-open one, though it has come just now";
}

// Four slots, one step a second.
TEST(StateFirstTrace, ChoosesByClassAndSilence) {
  ExpectTrace("state_first", 4,
              {
                  {'a', '+', kEstablished},
                  {'b', '+', kHalfOpen},
                  {'c', '+', kTimeWait},
                  {'d', '+', kDatagram},
                  {'e', 'c', kHalfOpen},     // who is in TIME-WAIT goes first
                  {'f', 'b', kHalfOpen},     // b has been half-open for 4 s, longer than the grace of 3
                  {'g', 'd', kHalfOpen},     // e and f are younger: the datagram
                  {'h', '!', kHalfOpen},     // e is 3 s old, not older; a is never taken
                  {'h', 'e', kHalfOpen},     // 4 s
                  {'a', '.', kTimeWait},     // a is closed
                  {'i', 'a', kEstablished},  // and goes before f, which is 5 s old
                  {'f', '.', kEstablished},  // f's handshake is complete
                  {'j', 'g', kHalfOpen},     // g 6 s, h 4 s
                  {'h', '.', kTimeWait},
                  {'i', '.', kTimeWait},
                  {'h', '.', kTimeWait},
                  {'k', 'i', kHalfOpen},  // both are closed; i's last packet is longer ago than h's
                  {'H', '-'},
                  {'l', '+', kClosing},   // f and l are live, j and k half-open
                  {'m', 'j', kHalfOpen},  // j 7 s, k 3 s
                  {'n', 'k', kHalfOpen},  // k 4 s
              });
}

}  // namespace
}  // namespace tidegate::testbed
