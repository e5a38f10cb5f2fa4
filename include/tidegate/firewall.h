// The stateful firewall: a burst of packets in, a verdict for each of them out.
//
//   absl::StatusOr<std::unique_ptr<Firewall>> firewall = Firewall::Create(options, std::move(policy));
//   Firewall::Worker& worker = (*firewall)->AddWorker();           // one for each thread of the packet path
//   (*firewall)->Process(worker, packets, now, results);           // for each burst
//
// A packet's way: parse, key, lookup; a known connection is tracked; an unknown one is checked against the security
// groups and the admission policy, entered into the table (which may evict another entry), and tracked.
//
// Thread safety: Process() from any number of threads at once, each with its own Worker. All other methods
// from any thread at any time; none of them makes a packet wait. The packet path throws nothing, allocates nothing,
// logs nothing and never blocks.
#ifndef TIDEGATE_FIREWALL_H_
#define TIDEGATE_FIREWALL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tidegate/account_counts.h"
#include "tidegate/checksum_status.h"
#include "tidegate/conn_state.h"
#include "tidegate/counters.h"
#include "tidegate/flow_key.h"
#include "tidegate/security_groups.h"
#include "tidegate/time.h"
#include "tidegate/timeouts.h"
#include "tidegate/tracking.h"
#include "tidegate/verdict.h"
#include "tidegate/zone_usage.h"

namespace tidegate {

struct FirewallOptions {
  std::uint64_t capacity = 131072;         // connections of IPv4
  std::uint64_t capacity_v6 = 131072;      // connections of IPv6
  std::string eviction = "state_first";    // a name of EvictionPolicyNames()
  std::string admission = "always";        // a name of AdmissionPolicyNames()
  std::string ageing = "fixed";            // a name of AgeingNames(): "adaptive" shortens timeouts as a table fills
  std::uint64_t half_open_max = 32768;     // for admission: half-open connections of a family,
  std::uint64_t half_open_per_source = 0;  //   and of a /24 or a /48; 0: any number
  std::uint64_t syn_rate = 100;            // for token_bucket: connections a second from a /24 or a /48,
  std::uint64_t syn_burst = 200;           //   and at once
  bool accounting = false;                 // count the packets and bytes of each connection
  TrackingOptions tracking;                // timeouts, how strictly TCP is checked, and limits, by zone
};

inline constexpr std::uint64_t kMinCapacity = 16;
inline constexpr std::uint64_t kMaxCapacity = 1u << 27;
inline constexpr std::uint64_t kMaxPerSource = 65535;
inline constexpr std::uint64_t kMaxSynRate = 1'000'000;  // of syn_rate and syn_burst

// One packet, from where to where. A port is kNoPort where the packet comes from or goes to the outside, which asks no
// rule; a packet with neither is dropped as kUnknownPort.
struct PacketIn {
  const std::uint8_t* data = nullptr;  // the Ethernet header
  std::uint32_t captured = 0;          // bytes readable at data
  std::uint32_t on_wire = 0;           // the frame's length
  PortIndex from = kNoPort;
  PortIndex to = kNoPort;
  Zone zone = 0;
  ChecksumStatus checksum = ChecksumStatus::kUnknown;  // read only if checksums are to be verified
  // One of several copies, of a broadcast or a multicast: the rules of its two ends decide it alone, without an entry,
  // which would speak for the other copies as well.
  bool to_many = false;
};

// A connection, as dumps show it. `tuple` is in the original direction: the source opened the connection.
struct ConnInfo {
  FlowTuple tuple;
  ConnState state = ConnState::kNone;
  TimeNs expires_in = 0;
  ConnHandle handle;
  // With accounting: the packets that passed, and their bytes from the IP header on. Read after the rest; all zero if
  // the connection ended meanwhile.
  std::optional<AccountCounts> account{};
};

// Live entries of both tables by class. Expired ones do not count: they are free capacity.
struct Occupancy {
  std::array<std::uint64_t, kConnClassCount> by_class{};
  std::uint64_t live = 0;
  std::uint64_t capacity = 0;
};

std::vector<std::string_view> EvictionPolicyNames();
std::vector<std::string_view> AdmissionPolicyNames();
std::vector<std::string_view> AgeingNames();

class Firewall {
 public:
  // What one thread of the packet path owns. Lives as long as the firewall.
  class Worker;

  // Packets handled in one go; longer bursts are cut.
  static constexpr std::size_t kMaxBurst = 64;

  // Fails with kInvalidArgument for an option out of range or an unknown policy name, with kResourceExhausted if the
  // memory cannot be had. The hash secret comes from the operating system.
  static absl::StatusOr<std::unique_ptr<Firewall>> Create(const FirewallOptions& options,
                                                          std::unique_ptr<const SecurityPolicy> policy);
  virtual ~Firewall() = default;

  // As long as there is one worker it locks nothing for a packet of a known connection, which makes it a fourth
  // cheaper on an Intel Xeon (docs/tracking.md): do not add workers that are not used. Waits for the burst under way
  // when the second one is added. Any thread, but not within Process(). REQUIRES: at most 256 workers.
  virtual Worker& AddWorker() = 0;

  // Decides every packet of a burst, in order. REQUIRES: results.size() >= packets.size(); time does not run backwards
  // for a worker; every PacketIn port is kNoPort or one of the policy's.
  virtual void Process(Worker& worker, std::span<const PacketIn> packets, TimeNs now,
                       std::span<PacketResult> results) = 0;

  // Replaces the rules. Returns when no worker uses the old ones any more, which takes the rest of one burst.
  // Connections that exist stay. `policy` must have the ports of the one before, by index.
  virtual void SetPolicy(std::unique_ptr<const SecurityPolicy> policy) = 0;

  // The rules in force. They stay whole as long as somebody holds them, whatever follows.
  virtual std::shared_ptr<const SecurityPolicy> Policy() const = 0;

  // Replaces the tracking options; waits as SetPolicy() does. kInvalidArgument for a value out of range: then nothing
  // has changed. Living entries follow with their next packet; those that get none live until their old expiry. For
  // zones that had no limit before, what they have is counted by one walk of both tables.
  virtual absl::Status SetTracking(const TrackingOptions& options, TimeNs now) = 0;

  // Both at once: each burst is decided by the old rules and options or by the new ones. Fails as SetTracking() does.
  virtual absl::Status Reconfigure(std::unique_ptr<const SecurityPolicy> policy, const TrackingOptions& options,
                                   TimeNs now) = 0;

  // Has the rules in force asked again for every connection there is, at its next packet: those that they would not let
  // open now end, with that packet dropped as theirs would be and counted as `revoked`. Without it new rules are for
  // new connections. An ICMP error about a connection is not asked for. Returns how many connections there are: one
  // walk of both tables and one compare-and-swap for each; by then all are marked. REQUIRES: packets' ports tell the
  // connection's, that is `from` and `to` of a reply are those of the request in the other order.
  virtual std::uint64_t Recheck(TimeNs now) = 0;

  // The sum over all workers.
  virtual FirewallCounters Counters() const = 0;

  // Walks the directory: microseconds to milliseconds for the caller, nothing for the packet path.
  virtual Occupancy CountLive(TimeNs now) const = 0;

  // The zones that have live entries or options of their own, in order. Walks both tables, as CountLive().
  virtual std::vector<ZoneUsage> Zones(TimeNs now) const = 0;

  // Shows up to `max` live connections, beginning behind `cursor` (0 at first); returns the next cursor, or 0 at the
  // end. Each connection is shown in one consistent state; those that come or go during the walk may be missed.
  virtual std::uint64_t ForEach(TimeNs now, std::uint64_t cursor, std::size_t max,
                                const std::function<void(const ConnInfo&)>& show) const = 0;

  // The live connection that a packet of this tuple would belong to, in either direction. Asks no rule.
  // REQUIRES: both addresses are of one family; tuple.zone <= kMaxZone.
  virtual std::optional<ConnInfo> Find(const FlowTuple& tuple, TimeNs now) const = 0;

  // Removes every connection. Returns how many. Those that were half-open count for half_open_quota until they would
  // have timed out.
  virtual std::uint64_t Flush(TimeNs now) = 0;

  // Bytes of both tables, and whether huge pages back them.
  virtual std::size_t MemoryBytes() const = 0;
  virtual bool HasHugePages() const = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_H_
