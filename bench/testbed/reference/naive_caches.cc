#include "testbed/reference/naive_caches.h"

#include <algorithm>
#include <list>
#include <set>
#include <vector>

namespace tidegate::testbed {
namespace {

using Key = std::uint64_t;
using Keys = std::list<Key>;  // the head (the newest) in front, the tail at the back

bool Has(const Keys& keys, Key x) { return std::find(keys.begin(), keys.end(), x) != keys.end(); }
// Whether it was there.
bool Take(Keys& keys, Key x) {
  if (!Has(keys, x)) return false;
  keys.remove(x);
  return true;
}
Key TakeTail(Keys& keys) {
  const Key tail = keys.back();
  keys.pop_back();
  return tail;
}

class NaiveLru {
 public:
  explicit NaiveLru(std::size_t slots) : slots_(slots) {}
  bool Request(Key x) {
    const bool hit = Take(keys_, x);
    if (!hit && keys_.size() == slots_) keys_.pop_back();
    keys_.push_front(x);
    return hit;
  }

 private:
  std::size_t slots_;
  Keys keys_;
};

class NaiveFifo {
 public:
  explicit NaiveFifo(std::size_t slots) : slots_(slots) {}
  bool Request(Key x) {
    if (Has(keys_, x)) return true;
    if (keys_.size() == slots_) keys_.pop_back();
    keys_.push_front(x);
    return false;
  }

 private:
  std::size_t slots_;
  Keys keys_;
};

// Frames in a ring and a hand, as in Multics; not a queue that is put back into.
class NaiveClock {
 public:
  explicit NaiveClock(std::size_t slots) : slots_(slots) {}
  bool Request(Key x) {
    for (Frame& frame : frames_) {
      if (frame.key != x) continue;
      frame.used = true;
      return true;
    }
    if (frames_.size() < slots_) {
      frames_.push_back({x, false});
      return false;
    }
    while (frames_[hand_].used) {
      frames_[hand_].used = false;
      hand_ = (hand_ + 1) % slots_;
    }
    frames_[hand_] = {x, false};
    hand_ = (hand_ + 1) % slots_;
    return false;
  }

 private:
  struct Frame {
    Key key;
    bool used;
  };
  std::size_t slots_;
  std::vector<Frame> frames_;
  std::size_t hand_ = 0;
};

// Algorithm 1 of the paper. The hand is the key it stands at; prev is towards the head.
class NaiveSieve {
 public:
  explicit NaiveSieve(std::size_t slots) : slots_(slots) {}
  bool Request(Key x) {
    if (Has(queue_, x)) {
      visited_.insert(x);
      return true;
    }
    if (queue_.size() == slots_) Evict();
    queue_.push_front(x);
    return false;
  }

 private:
  void Evict() {
    auto o = has_hand_ ? std::find(queue_.begin(), queue_.end(), hand_) : std::prev(queue_.end());
    while (visited_.erase(*o) != 0) o = o == queue_.begin() ? std::prev(queue_.end()) : std::prev(o);
    has_hand_ = o != queue_.begin();
    if (has_hand_) hand_ = *std::prev(o);
    queue_.erase(o);
  }

  std::size_t slots_;
  Keys queue_;
  std::set<Key> visited_;
  bool has_hand_ = false;
  Key hand_ = 0;
};

class NaiveSlru {
 public:
  explicit NaiveSlru(std::size_t slots) : slots_(slots), most_protected_(slots * 4 / 5) {}
  bool Request(Key x) {
    if (!Take(protected_, x) && !Take(probation_, x)) {
      if (probation_.size() + protected_.size() == slots_) probation_.pop_back();
      probation_.push_front(x);
      return false;
    }
    protected_.push_front(x);
    if (protected_.size() > most_protected_) probation_.push_front(TakeTail(protected_));
    return true;
  }

 private:
  std::size_t slots_;
  std::size_t most_protected_;
  Keys probation_;
  Keys protected_;
};

// Section 3.2 of the paper, "2Q full version".
class NaiveTwoQ {
 public:
  explicit NaiveTwoQ(std::size_t slots)
      : slots_(slots), k_in_(std::max<std::size_t>(1, slots / 4)), k_out_(std::max<std::size_t>(1, slots / 2)) {}
  bool Request(Key x) {
    if (Take(am_, x)) {
      am_.push_front(x);
      return true;
    }
    if (Take(a1_out_, x)) {
      ReclaimFor();
      am_.push_front(x);
      return false;
    }
    if (Has(a1_in_, x)) return true;
    ReclaimFor();
    a1_in_.push_front(x);
    return false;
  }

 private:
  void ReclaimFor() {
    if (a1_in_.size() + am_.size() < slots_) return;
    if (a1_in_.size() > k_in_ || am_.empty()) {
      a1_out_.push_front(TakeTail(a1_in_));
      if (a1_out_.size() > k_out_) a1_out_.pop_back();
    } else {
      am_.pop_back();
    }
  }

  std::size_t slots_;
  std::size_t k_in_;
  std::size_t k_out_;
  Keys a1_in_;
  Keys a1_out_;
  Keys am_;
};

class NaiveS3Fifo {
 public:
  explicit NaiveS3Fifo(std::size_t slots) : slots_(slots), small_(std::max<std::size_t>(1, slots / 10)) {}
  bool Request(Key x) {
    for (std::list<Object>* queue : {&s_, &m_}) {
      for (Object& object : *queue) {
        if (object.key != x) continue;
        object.freq = std::min(object.freq + 1, 3);
        return true;
      }
    }
    const bool in_g = Take(g_, x);
    if (s_.size() + m_.size() == slots_) Evict();
    (in_g ? m_ : s_).push_front({x, 0});
    return false;
  }

 private:
  struct Object {
    Key key;
    int freq;
  };

  void Evict() {
    if (s_.size() >= small_) {
      EvictS();
    } else {
      EvictM();
    }
  }
  void EvictS() {
    while (!s_.empty()) {
      const Object tail = s_.back();
      s_.pop_back();
      if (tail.freq > 1) {
        m_.push_front({tail.key, 0});
        continue;
      }
      g_.push_front(tail.key);
      if (g_.size() > slots_ - small_) g_.pop_back();
      return;
    }
    EvictM();
  }
  void EvictM() {
    while (m_.back().freq > 0) {
      m_.push_front({m_.back().key, m_.back().freq - 1});
      m_.pop_back();
    }
    m_.pop_back();
  }

  std::size_t slots_;
  std::size_t small_;
  std::list<Object> s_;
  std::list<Object> m_;
  Keys g_;
};

// Figure 4 of the paper.
class NaiveArc {
 public:
  explicit NaiveArc(std::size_t slots) : c_(slots) {}
  bool Request(Key x) {
    if (Take(t1_, x) || Take(t2_, x)) {
      t2_.push_front(x);
      return true;
    }
    if (Has(b1_, x)) {
      const double delta = b1_.size() >= b2_.size() ? 1 : Ratio(b2_, b1_);
      p_ = std::min(p_ + delta, static_cast<double>(c_));
      Replace(false);
      b1_.remove(x);
      t2_.push_front(x);
    } else if (Has(b2_, x)) {
      const double delta = b2_.size() >= b1_.size() ? 1 : Ratio(b1_, b2_);
      p_ = std::max(p_ - delta, 0.0);
      Replace(true);
      b2_.remove(x);
      t2_.push_front(x);
    } else {
      MakeRoomForNew();
      t1_.push_front(x);
    }
    return false;
  }

 private:
  static double Ratio(const Keys& a, const Keys& b) {
    return static_cast<double>(a.size()) / static_cast<double>(b.size());
  }
  void MakeRoomForNew() {
    const std::size_t all = t1_.size() + t2_.size() + b1_.size() + b2_.size();
    if (t1_.size() + b1_.size() == c_) {
      if (t1_.size() < c_) {
        b1_.pop_back();
        Replace(false);
      } else {
        t1_.pop_back();
      }
    } else if (all >= c_) {
      if (all == 2 * c_) b2_.pop_back();
      Replace(false);
    }
  }
  void Replace(bool in_b2) {
    const auto t1 = static_cast<double>(t1_.size());
    if (!t1_.empty() && (t1 > p_ || (in_b2 && t1 == p_))) {
      b1_.push_front(TakeTail(t1_));
    } else {
      b2_.push_front(TakeTail(t2_));
    }
  }

  std::size_t c_;
  double p_ = 0;
  Keys t1_;
  Keys t2_;
  Keys b1_;
  Keys b2_;
};

// Section 3.3 of the paper. The top of S is the head; Q's first to go is its tail.
class NaiveLirs {
 public:
  explicit NaiveLirs(std::size_t slots)
      : slots_(slots), l_lirs_(std::max<std::size_t>(1, slots - std::max<std::size_t>(1, slots / 100))) {}
  bool Request(Key x) {
    const bool in_s = Take(s_, x);
    const bool ghost = Take(ghosts_, x);
    const bool hit = lir_.contains(x) || Has(q_, x);
    if (!hit && lir_.size() + q_.size() == slots_) Evict();
    s_.push_front(x);
    if (!lir_.contains(x)) {
      q_.remove(x);
      if (in_s || lir_.size() < l_lirs_) {
        lir_.insert(x);
      } else {
        q_.push_front(x);
      }
    }
    if (lir_.size() > l_lirs_) Demote();
    Prune();
    return hit && !ghost;
  }

 private:
  void Evict() {
    if (q_.empty()) Demote();
    const Key victim = TakeTail(q_);
    if (!Has(s_, victim)) return;
    if (ghosts_.size() == slots_) s_.remove(TakeTail(ghosts_));
    ghosts_.push_front(victim);
  }
  void Demote() {
    lir_.erase(s_.back());
    q_.push_front(TakeTail(s_));
    Prune();
  }
  void Prune() {
    while (!s_.empty() && !lir_.contains(s_.back())) ghosts_.remove(TakeTail(s_));
  }

  std::size_t slots_;
  std::size_t l_lirs_;
  Keys s_;
  Keys q_;
  Keys ghosts_;  // those of S that are not in the cache
  std::set<Key> lir_;
};

// Every connection costs the same here: H = L + frequency. In order of the last use, so that of equals the tail goes.
class NaiveGdsf {
 public:
  explicit NaiveGdsf(std::size_t slots) : slots_(slots) {}
  bool Request(Key x) {
    Object object{x, 0, 0};
    const auto found = std::find_if(objects_.begin(), objects_.end(), [x](const Object& o) { return o.key == x; });
    const bool hit = found != objects_.end();
    if (hit) {
      object = *found;
      objects_.erase(found);
    } else if (objects_.size() == slots_) {
      const auto victim = std::min_element(objects_.begin(), objects_.end(),
                                           [](const Object& a, const Object& b) { return a.h < b.h; });
      l_ = victim->h;
      objects_.erase(victim);
    }
    object.h = l_ + ++object.frequency;
    objects_.push_back(object);
    return hit;
  }

 private:
  struct Object {
    Key key;
    std::uint64_t frequency;
    std::uint64_t h;
  };
  std::size_t slots_;
  std::vector<Object> objects_;  // the least recently used first
  std::uint64_t l_ = 0;
};

template <class Cache>
std::uint64_t CountNaively(std::size_t slots, std::span<const Key> keys) {
  Cache cache(slots);
  return static_cast<std::uint64_t>(
      std::count_if(keys.begin(), keys.end(), [&cache](Key key) { return !cache.Request(key); }));
}

constexpr NaiveCache kCaches[] = {
    {"lru", CountNaively<NaiveLru>},       {"fifo", CountNaively<NaiveFifo>}, {"clock", CountNaively<NaiveClock>},
    {"sieve", CountNaively<NaiveSieve>},   {"slru", CountNaively<NaiveSlru>}, {"two_q", CountNaively<NaiveTwoQ>},
    {"s3fifo", CountNaively<NaiveS3Fifo>}, {"arc", CountNaively<NaiveArc>},   {"lirs", CountNaively<NaiveLirs>},
    {"gdsf", CountNaively<NaiveGdsf>},
};

}  // namespace

std::span<const NaiveCache> NaiveCaches() { return kCaches; }

}  // namespace tidegate::testbed
