// What goes through both firewalls: conversations, each a row of packets between a client and a server.
//
// A packet is kept as its fields, without addresses: a conversation gets its addresses and ports when it is sent, so
// that it can be sent again, whole or in part, as another connection.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_CONVERSATION_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_CONVERSATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/packet_builder.h"

namespace tidegate::differential {

enum class Side : std::uint8_t { kClient, kServer };

constexpr Side Opposite(Side side) { return side == Side::kClient ? Side::kServer : Side::kClient; }
constexpr std::size_t Index(Side side) { return static_cast<std::size_t>(side); }

enum class PacketKind : std::uint8_t {
  kTcp,
  kUdp,
  kEcho,   // ICMP or ICMPv6 echo
  kError,  // ICMP or ICMPv6 error about an earlier packet
  kOther,  // a protocol without ports
};

struct SackBlock {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
};

struct TcpPart {
  std::uint32_t seq = 0;
  std::uint32_t ack = 0;
  std::uint16_t window = 0;  // as in the header
  std::uint8_t flags = 0;
  std::uint16_t length = 0;
  std::optional<std::uint8_t> window_scale{};
  bool sack_permitted = false;
  std::optional<test::Timestamps> timestamps{};
  std::vector<SackBlock> sacks{};
};

struct EchoPart {
  bool reply = false;
  std::uint16_t identifier = 0;
  std::uint16_t sequence = 0;
};

// What an ICMP error says of the packet it quotes.
enum class Quote : std::uint8_t {
  kExact,
  kOtherPort,      // of a connection that is not there
  kOtherSequence,  // TCP: a number far from what was sent
  kOtherReceiver,  // the error goes to somebody who did not send the packet
  kWrongWay,       // the error goes where the packet went
};

struct ErrorPart {
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  std::size_t quoted = 0;  // the number of a step
  Quote quote = Quote::kExact;
  bool from_router = false;  // else from the one who should have taken the packet
};

// The parts that are not of the packet's kind do not matter.
struct Packet {
  PacketKind kind = PacketKind::kTcp;
  Side from = Side::kClient;
  TcpPart tcp{};
  EchoPart echo{};
  ErrorPart error{};
  std::uint16_t payload = 0;  // of UDP and others
  std::uint8_t protocol = 0;  // of others
};

// Time passes in ticks between epochs. All packets of an epoch are sent within a fraction of a tick.
inline constexpr unsigned kEpochs = 9;

struct Step {
  unsigned epoch = 0;
  Packet packet;
};

struct Conversation {
  std::uint64_t seed = 0;  // makes it again
  bool v6 = false;
  std::string story;                         // what it is made of
  std::array<std::uint32_t, 2> first_seq{};  // by side: what reports count from
  std::vector<Step> steps;
};

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_CONVERSATION_H_
