// What can be known of a packet without any memory: how it parses, whom it names, what the rules say.
#ifndef TIDEGATE_TESTS_FUZZ_FACTS_H_
#define TIDEGATE_TESTS_FUZZ_FACTS_H_

#include <cstdint>
#include <optional>

#include "tidegate/firewall.h"
#include "tidegate/packet_view.h"
#include "tidegate/security_groups.h"

namespace tidegate::fuzz {

struct Facts {
  enum class Kind : std::uint8_t {
    kBroken,     // does not parse, or a checksum is wrong
    kUntracked,  // ARP, neighbour discovery
    kStateless,  // ICMP that belongs to no connection
    kIcmpError,
    kConn,  // may belong to a connection
  };

  Facts(const PacketIn& in, const SecurityPolicy& policy, bool verify_checksums);

  Kind kind = Kind::kBroken;
  DropReason reason = DropReason::kNone;  // of a broken one
  PacketView view;
  std::optional<FlowTuple> tuple;   // kConn: from the sender to the receiver
  std::optional<FlowTuple> quoted;  // kIcmpError: of the packet it quotes, from that one's sender
  bool goes_to_quoted_sender = false;
  bool allowed = false;         // the rules let the sender open a connection like this
  bool allowed_turned = false;  // they let the receiver open one

 private:
  void ReadKind(const PacketIn& in);
  void ReadQuote(const PacketIn& in);
  void AskRules(const PacketIn& in, const SecurityPolicy& policy);
};

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_FACTS_H_
