// Where a network's Ethernet addresses are: those that the configuration names, and those that were learned from what
// came in.
//
// Learned addresses live in sets of four, one cache line each, and all workers share them without a lock: a worker that
// stops anywhere keeps nobody waiting. An entry is two words, the address with its network, and the place with the
// network again and the second it was last seen in. Who writes one takes the first word out, writes the second and puts
// the first in; who reads sees the first word twice unchanged around the second. A place may then still be that of an
// address that had the entry in between, but only of the same network, where any port may be flooded to anyway.
//
// An address ages out after five minutes without a packet, as in IEEE 802.1Q-2018 table 8-6.
#ifndef TIDEGATE_DATAPLANE_SWITCHING_MAC_TABLE_H_
#define TIDEGATE_DATAPLANE_SWITCHING_MAC_TABLE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

#include "switching/route.h"
#include "tidegate/mac_address.h"
#include "tidegate/time.h"

namespace tidegate {

// A port and, if it leads into the overlay, the tunnel.
struct Location {
  PortIndex port = kNoPort;
  TunnelIndex tunnel = kNoTunnel;

  bool operator==(const Location&) const = default;
};

class MacTable {
 public:
  static constexpr TimeNs kAge = 300 * kSecond;

  struct Learned {
    NetworkIndex network;
    MacAddress mac;
    Location place;
    TimeNs age;  // since it was last seen, in whole seconds
  };

  // Room for at least `capacity` learned addresses.
  explicit MacTable(std::size_t capacity);

  // Before the workers start. A named address cannot be learned elsewhere. False if it has another place already.
  bool Name(NetworkIndex network, const MacAddress& mac, Location place);

  // The packet path's, from any number of threads. `mac` is as in the frame, and no group's.
  std::optional<Location> Find(NetworkIndex network, const std::uint8_t* mac, TimeNs now) const;
  void Learn(NetworkIndex network, const std::uint8_t* mac, Location place, TimeNs now);

  // Walks the learned addresses that have not aged out; from any thread.
  void ForEachLearned(TimeNs now, const std::function<void(const Learned&)>& show) const;

 private:
  static constexpr std::size_t kWays = 4;
  struct Entry {
    std::atomic<std::uint64_t> key;
    std::atomic<std::uint64_t> value;
  };
  struct alignas(64) Set {
    Entry ways[kWays];
  };

  static std::uint64_t KeyOf(NetworkIndex network, const std::uint8_t* mac);
  Set& SetOf(std::uint64_t key) const;
  void TakeEntry(Set& set, std::uint64_t key, std::uint64_t value, TimeNs now);

  std::unordered_map<std::uint64_t, Location> named_;
  std::size_t mask_;
  std::unique_ptr<Set[]> sets_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_SWITCHING_MAC_TABLE_H_
