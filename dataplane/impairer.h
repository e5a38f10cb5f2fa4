// A bad wire, for tests: decides which packets get lost, doubled, late or out of order.
//
// A packet's way: it may be lost; if not, it may be doubled; then it waits for the delay; then it may be held back
// while up to kMaxPassing others of its port pass it. Nothing is held for ever: after kHoldTime a packet goes on by
// itself, and when a store is full, the packet that waits longest goes on early. All chances are drawn from one seeded
// sequence, so the same packets in the same order meet the same fate (only kHoldTime and the delay depend on the
// clock).
#ifndef TIDEGATE_DATAPLANE_IMPAIRER_H_
#define TIDEGATE_DATAPLANE_IMPAIRER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/dataplane_options.h"
#include "table/table_worker.h"
#include "tidegate/time.h"

namespace tidegate {

struct ImpairmentCounters {
  std::uint64_t lost = 0;
  std::uint64_t duplicated = 0;
  std::uint64_t reordered = 0;  // held back
};

// One worker's, on one side of the firewall. Only Counters() may be called by other threads. It neither owns nor looks
// into packets. `forward(packet, port)` is what the methods below call for each packet whose wait is over.
class Impairer {
 public:
  static constexpr std::size_t kMaxDelayed = 4096;
  static constexpr std::size_t kMaxHeld = 64;
  static constexpr std::uint64_t kMaxPassing = 8;  // more than TCP's three duplicate acknowledgements
  static constexpr TimeNs kHoldTime = 5 * kSecond / 1000;

  static constexpr std::size_t kMaxElapsed = 64;  // delayed packets that go on in one call

  // The most packets that a walk of the graph can let go on if `entering` enter: all of them twice, those held back,
  // and what Elapse() takes from the delay.
  static constexpr std::size_t MostForwarded(std::size_t entering) { return 2 * entering + kMaxHeld + kMaxElapsed; }

  // The most packets that wait at once.
  static std::size_t MostWaiting(const Impairment& impairment) {
    return kMaxHeld + (impairment.delay_ms == 0 ? 0 : kMaxDelayed);
  }

  Impairer(const Impairment& impairment, std::uint64_t seed, std::size_t ports)
      : loss_(Threshold(impairment.loss)),
        duplicate_(Threshold(impairment.duplicate)),
        reorder_(Threshold(impairment.reorder)),
        delay_(TimeNs{impairment.delay_ms} * kSecond / 1000),
        random_(seed),
        passed_(ports),
        delayed_(delay_ == 0 ? 0 : kMaxDelayed) {
    held_.reserve(kMaxHeld);
  }

  // What becomes of the next packet. One that is lost must not be entered, one that is doubled must be entered twice.
  bool Loses() { return Happens(loss_) && Count(lost_); }
  bool Doubles() { return Happens(duplicate_); }
  void CountDoubled() { duplicated_.Add(); }

  template <typename Forward>
  void Enter(void* packet, std::size_t port, TimeNs now, Forward&& forward) {
    if (delay_ == 0) return LeaveDelay(packet, port, now, forward);
    if (delayed_count_ == kMaxDelayed) LeaveFirst(now, forward);
    delayed_[(delayed_first_ + delayed_count_++) % kMaxDelayed] = {packet, port, now + delay_};
  }

  // Forwards packets whose time is over, at most kMaxElapsed and those that they in turn had been held back for. To be
  // called again and again, whether packets come or not.
  template <typename Forward>
  void Elapse(TimeNs now, Forward&& forward) {
    for (std::size_t i = 0; i < kMaxElapsed && delayed_count_ > 0 && delayed_[delayed_first_].due <= now; ++i) {
      LeaveFirst(now, forward);
    }
    ReleaseIf([now](const Held& held) { return held.due <= now; }, forward);
  }

  std::size_t waiting() const { return delayed_count_ + held_.size(); }

  ImpairmentCounters Counters() const { return {lost_.Get(), duplicated_.Get(), reordered_.Get()}; }

 private:
  struct Delayed {
    void* packet;
    std::size_t port;
    TimeNs due;
  };

  struct Held {
    void* packet;
    std::size_t port;
    std::uint64_t until;  // so many packets of the port have passed
    TimeNs due;
  };

  static std::uint64_t Threshold(double share) { return static_cast<std::uint64_t>(share * 0x1p32); }

  // SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
  std::uint64_t Random() {
    std::uint64_t z = random_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  bool Happens(std::uint64_t threshold) { return threshold != 0 && (Random() >> 32) < threshold; }

  static bool Count(OwnedCounter& counter) {
    counter.Add();
    return true;
  }

  template <typename Forward>
  void LeaveFirst(TimeNs now, Forward& forward) {
    const Delayed first = delayed_[delayed_first_];
    delayed_first_ = (delayed_first_ + 1) % kMaxDelayed;
    --delayed_count_;
    LeaveDelay(first.packet, first.port, now, forward);
  }

  template <typename Forward>
  void LeaveDelay(void* packet, std::size_t port, TimeNs now, Forward& forward) {
    if (Happens(reorder_) && held_.size() < kMaxHeld) {
      reordered_.Add();
      held_.push_back({packet, port, passed_[port] + 1 + Random() % kMaxPassing, now + kHoldTime});
      return;
    }
    forward(packet, port);
    ++passed_[port];
    ReleaseIf([&](const Held& held) { return held.port == port && held.until <= passed_[port]; }, forward);
  }

  template <typename Condition, typename Forward>
  void ReleaseIf(Condition condition, Forward& forward) {
    for (std::size_t i = 0; i < held_.size();) {
      if (!condition(held_[i])) {
        ++i;
        continue;
      }
      forward(held_[i].packet, held_[i].port);
      held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  std::uint64_t loss_;
  std::uint64_t duplicate_;
  std::uint64_t reorder_;
  TimeNs delay_;
  std::uint64_t random_;
  std::vector<std::uint64_t> passed_;  // by port
  std::vector<Delayed> delayed_;       // a ring, due in this order
  std::size_t delayed_first_ = 0;
  std::size_t delayed_count_ = 0;
  std::vector<Held> held_;
  OwnedCounter lost_;
  OwnedCounter duplicated_;
  OwnedCounter reordered_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_IMPAIRER_H_
