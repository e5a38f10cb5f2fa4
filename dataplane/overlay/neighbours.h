// The next hops towards the other ends of tunnels, and their Ethernet addresses as ARP finds them.
//
// All workers share them without a lock. One of them asks: for each that is not known, or not confirmed for half a
// minute, once a second, whether or not somebody sends there, so that a connection's first packet need not wait. An
// address that is known is used until another is heard of.
#ifndef TIDEGATE_DATAPLANE_OVERLAY_NEIGHBOURS_H_
#define TIDEGATE_DATAPLANE_OVERLAY_NEIGHBOURS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "overlay/arp.h"
#include "tidegate/time.h"

namespace tidegate {

class Neighbours {
 public:
  using Index = std::size_t;

  // Before the workers start: the one with an IPv4 address in network order, new or there already.
  Index Add(std::uint32_t address);

  std::optional<MacBytes> Resolve(Index index) const;

  // The next one to ask for, if there is one now: at most one in each call, and each once a second. REQUIRES: one
  // thread.
  std::optional<Index> NextToAsk(TimeNs now);

  // Somebody says that an address is his. Others than neighbours are not remembered.
  void Hear(std::uint32_t address, const MacBytes& mac, TimeNs now);

  std::uint32_t Address(Index index) const { return neighbours_[index].address; }
  std::size_t size() const { return neighbours_.size(); }

 private:
  static constexpr TimeNs kFresh = 30 * kSecond;
  static constexpr TimeNs kPause = kSecond;  // RFC 1122 section 2.3.2.1

  struct Neighbour {
    std::uint32_t address = 0;
    std::atomic<std::uint64_t> mac = 0;  // as it is sent, in the low six bytes; 0: unknown
    std::atomic<TimeNs> heard = 0;
    TimeNs asked = 0;
  };

  std::deque<Neighbour> neighbours_;  // they do not move
  Index next_ = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_OVERLAY_NEIGHBOURS_H_
