// A burst on its way: what each step leaves for the next one. Lives in the worker, so that nothing is cleared or
// allocated for a burst.
#ifndef TIDEGATE_FIREWALL_BURST_H_
#define TIDEGATE_FIREWALL_BURST_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "packet/icmp_error.h"
#include "packet/plain_ack.h"
#include "tidegate/conn_table.h"
#include "tidegate/firewall.h"
#include "tidegate/flow_key.h"
#include "tidegate/packet_view.h"
#include "track/plain_burst.h"

namespace tidegate {

// How a packet is dealt with, known after parsing.
enum class PacketKind : std::uint8_t {
  kDropped,    // malformed
  kUntracked,  // passes: ARP, neighbour discovery
  kStateless,  // the rules alone decide: ICMP other than echo and errors
  kPlain4,     // a plain ACK in IPv4, which belongs to a connection: not parsed further
  kConn4,      // belongs to a connection, or wants to
  kConn6,
  kIcmpError,  // belongs to the connection that it quotes
};

// The packets of one family, side by side as the table's burst lookup wants them.
template <class Key>
struct FamilyBurst {
  std::array<Key, Firewall::kMaxBurst> keys;
  std::array<std::uint64_t, Firewall::kMaxBurst> hashes;
  std::array<TableEntry, Firewall::kMaxBurst> entries;
  std::array<FlowSide, Firewall::kMaxBurst> senders;
  std::size_t count = 0;
};

struct Burst {
  std::array<PacketView, Firewall::kMaxBurst> views;  // of all kinds but kPlain4
  PlainBurst<Firewall::kMaxBurst> plain;              // of kPlain4, by their places
  std::uint64_t others = 0;                           // as bits, all packets that have not passed as judged there
  std::uint64_t bytes = 0;                            // of all, on the wire
  std::array<DropReason, Firewall::kMaxBurst> reasons;
  std::array<PacketKind, Firewall::kMaxBurst> kinds;
  std::array<std::uint8_t, Firewall::kMaxBurst> places;         // in the family's arrays
  std::array<internal::IcmpQuote, Firewall::kMaxBurst> quotes;  // of ICMP errors; their places only if kPacket
  FamilyBurst<FlowKey4> v4;
  FamilyBurst<FlowKey6> v6;
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_BURST_H_
