#include "kernel_differential/datagram_script.h"

#include <algorithm>
#include <array>

namespace tidegate::differential {
namespace {

// Time between two datagrams: mostly none, sometimes more than an entry lives.
unsigned NextEpoch(unsigned epoch, Random& random) {
  if (random.Chance(20)) epoch += random.Between(1, 2);
  return std::min(epoch, kEpochs - 1);
}

Side MostlyClient(Random& random) { return random.Chance(60) ? Side::kClient : Side::kServer; }

struct ErrorKind {
  std::uint8_t type;
  std::uint8_t code;
};

// RFC 792: unreachable (network, host, port, fragmentation needed, prohibited), time exceeded, parameter problem.
constexpr std::array<ErrorKind, 7> kErrors4 = {{{3, 0}, {3, 1}, {3, 3}, {3, 4}, {3, 13}, {11, 0}, {12, 0}}};
// RFC 4443: unreachable (no route, prohibited, port), too big, time exceeded, parameter problem.
constexpr std::array<ErrorKind, 6> kErrors6 = {{{1, 0}, {1, 1}, {1, 4}, {2, 0}, {3, 0}, {4, 1}}};

constexpr std::array<Quote, 9> kQuotes = {Quote::kExact,         Quote::kExact,         Quote::kExact,
                                          Quote::kExact,         Quote::kExact,         Quote::kOtherPort,
                                          Quote::kOtherSequence, Quote::kOtherReceiver, Quote::kWrongWay};

}  // namespace

void PlayUdp(Conversation& conversation, Random& random) {
  conversation.story = "UDP";
  unsigned epoch = 0;
  for (std::uint32_t count = random.Between(1, 10); count > 0; --count) {
    Packet packet;
    packet.kind = PacketKind::kUdp;
    packet.from = conversation.steps.empty() ? Side::kClient : MostlyClient(random);
    packet.payload = static_cast<std::uint16_t>(random.Below(600));
    conversation.steps.push_back({epoch, packet});
    epoch = NextEpoch(epoch, random);
  }
}

void PlayEcho(Conversation& conversation, Random& random) {
  conversation.story = "echo";
  const auto identifier = static_cast<std::uint16_t>(random.Next32());
  unsigned epoch = 0;
  for (std::uint32_t count = random.Between(1, 8); count > 0; --count) {
    Packet packet;
    packet.kind = PacketKind::kEcho;
    // Requests of the client and replies of the server; at times the other way round, or of another identifier.
    packet.from = MostlyClient(random);
    packet.echo.reply = (packet.from == Side::kServer) != random.Chance(10);
    packet.echo.identifier = static_cast<std::uint16_t>(identifier + (random.Chance(10) ? 1 : 0));
    packet.echo.sequence = static_cast<std::uint16_t>(count);
    conversation.steps.push_back({epoch, packet});
    epoch = NextEpoch(epoch, random);
  }
}

void PlayOther(Conversation& conversation, Random& random) {
  conversation.story = "other protocol";
  static constexpr std::array<std::uint8_t, 4> kProtocols = {47, 50, 51, 253};  // GRE, ESP, AH, experiments
  const std::uint8_t protocol = conversation.v6 ? std::uint8_t{50} : random.OneOf(kProtocols);
  unsigned epoch = 0;
  for (std::uint32_t count = random.Between(1, 6); count > 0; --count) {
    Packet packet;
    packet.kind = PacketKind::kOther;
    packet.from = MostlyClient(random);
    packet.protocol = protocol;
    packet.payload = static_cast<std::uint16_t>(random.Between(16, 200));
    conversation.steps.push_back({epoch, packet});
    epoch = NextEpoch(epoch, random);
  }
}

void InsertError(Conversation& conversation, Random& random) {
  std::vector<Step>& steps = conversation.steps;
  const std::uint32_t quoted = random.Below(static_cast<std::uint32_t>(steps.size()));
  const PacketKind kind = steps[quoted].packet.kind;
  if (kind == PacketKind::kError) return;  // never about an error (RFC 1122 section 3.2.2)
  const std::uint32_t behind =
      std::min<std::uint32_t>(quoted + 1 + random.Below(3), static_cast<std::uint32_t>(steps.size()));
  Packet packet;
  packet.kind = PacketKind::kError;
  const ErrorKind what = conversation.v6 ? random.OneOf(kErrors6) : random.OneOf(kErrors4);
  packet.error = {what.type, what.code, quoted, random.OneOf(kQuotes), random.Chance(60)};
  if (kind == PacketKind::kOther && packet.error.quote == Quote::kOtherPort) packet.error.quote = Quote::kExact;
  if (kind != PacketKind::kTcp && packet.error.quote == Quote::kOtherSequence) packet.error.quote = Quote::kExact;
  packet.from = Opposite(steps[quoted].packet.from);
  if (packet.error.quote == Quote::kWrongWay) packet.from = steps[quoted].packet.from;
  for (std::size_t i = behind; i < steps.size(); ++i) {
    Packet& later = steps[i].packet;
    if (later.kind == PacketKind::kError && later.error.quoted >= behind) ++later.error.quoted;
  }
  steps.insert(steps.begin() + behind, Step{steps[behind - 1].epoch, packet});
}

}  // namespace tidegate::differential
