#include "kernel_differential/report.h"

#include <array>
#include <cinttypes>
#include <cstdio>
#include <utility>

namespace tidegate::differential {
namespace {

template <class... Values>
std::string Format(const char* format, Values... values) {
  std::array<char, 256> text;
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

std::string FlagText(std::uint8_t flags) {
  static constexpr std::array<std::pair<std::uint8_t, char>, 6> kLetters = {
      {{kTcpSyn, 'S'}, {kTcpFin, 'F'}, {kTcpRst, 'R'}, {kTcpPsh, 'P'}, {kTcpUrg, 'U'}, {kTcpAck, '.'}}};
  std::string text;
  for (const auto& [bit, letter] : kLetters) {
    if ((flags & bit) != 0) text += letter;
  }
  return text.empty() ? "none" : text;
}

// A number relative to its side's first one, the smaller way round.
std::int32_t Relative(std::uint32_t number, std::uint32_t first) { return static_cast<std::int32_t>(number - first); }

std::string TcpText(const Conversation& conversation, const Packet& packet) {
  const TcpPart& tcp = packet.tcp;
  const std::uint32_t own = conversation.first_seq[Index(packet.from)];
  const std::uint32_t other = conversation.first_seq[Index(Opposite(packet.from))];
  std::string text = Format("%-4s seq %d", FlagText(tcp.flags).c_str(), Relative(tcp.seq, own));
  if ((tcp.flags & kTcpAck) != 0) text += Format(" ack %d", Relative(tcp.ack, other));
  text += Format(" win %u len %u", tcp.window, tcp.length);
  if (tcp.window_scale) text += Format(" ws %u", *tcp.window_scale);
  if (tcp.sack_permitted) text += " sackOK";
  if (tcp.timestamps) text += Format(" ts %u", tcp.timestamps->value);
  for (const SackBlock& block : tcp.sacks) {
    text += Format(" sack %d-%d", Relative(block.left, other), Relative(block.right, other));
  }
  return text;
}

std::string ErrorText(const ErrorPart& error) {
  static constexpr std::array<const char*, 5> kQuotes = {"exactly", "with another port", "with another number",
                                                         "to another receiver", "the wrong way"};
  return Format("error %u/%u about #%zu %s%s", error.type, error.code, error.quoted,
                kQuotes[static_cast<std::size_t>(error.quote)], error.from_router ? " from a router" : "");
}

std::string PacketText(const Conversation& conversation, const Packet& packet) {
  switch (packet.kind) {
    case PacketKind::kTcp:
      return TcpText(conversation, packet);
    case PacketKind::kUdp:
      return Format("UDP len %u", packet.payload);
    case PacketKind::kEcho:
      return Format("echo %s id %u seq %u", packet.echo.reply ? "reply" : "request", packet.echo.identifier,
                    packet.echo.sequence);
    case PacketKind::kError:
      return ErrorText(packet.error);
    case PacketKind::kOther:
      return Format("protocol %u len %u", packet.protocol, packet.payload);
  }
  return {};
}

}  // namespace

std::string KindText(const Packet& packet) {
  switch (packet.kind) {
    case PacketKind::kTcp:
      return "TCP " + FlagText(packet.tcp.flags & (kTcpSyn | kTcpFin | kTcpRst | kTcpAck)) +
             (packet.tcp.length != 0 ? " with data" : "");
    case PacketKind::kUdp:
      return "UDP";
    case PacketKind::kEcho:
      return packet.echo.reply ? "echo reply" : "echo request";
    case PacketKind::kError: {
      ErrorPart error = packet.error;
      error.quoted = 0;
      return ErrorText(error);
    }
    case PacketKind::kOther:
      return Format("protocol %u", packet.protocol);
  }
  return {};
}

std::string ConversationText(const Conversation& conversation, const Observations& seen) {
  std::string text = Format("seed %" PRIu64 ", IPv%d: ", conversation.seed, conversation.v6 ? 6 : 4);
  text += conversation.story + "\n";
  for (std::size_t i = 0; i < conversation.steps.size(); ++i) {
    const Step& step = conversation.steps[i];
    text += Format("%3zu %3us %s ", i, step.epoch * kTickSeconds, step.packet.from == Side::kClient ? "C>" : "<S");
    text += Format("%-58s", PacketText(conversation, step.packet).c_str());
    if (i < seen.size()) {
      const Observation& now = seen[i];
      text +=
          Format(" %c kernel %-4s %-11s ours %-4s %-11s", now.kernel == now.ours ? ' ' : '*', Name(now.kernel).data(),
                 std::string(now.entry.alive || now.entry.births == 0 ? Name(now.entry.tcp) : "-").c_str(),
                 Name(now.ours).data(), std::string(Name(now.result.state)).c_str());
      if (now.result.reason != DropReason::kNone) text += " " + std::string(Name(now.result.reason));
    }
    text += '\n';
  }
  return text;
}

std::string SumsText(const Comparison& sums) {
  std::string text = Format(
      "%" PRIu64 " packets, %" PRIu64 " compared (%.2f %% were not, their states having parted), %" PRIu64 " equal:",
      sums.packets, sums.compared,
      100.0 * static_cast<double>(sums.packets - sums.compared) / static_cast<double>(sums.packets), sums.equal);
  for (const auto& [name, count] : sums.agreed) text += Format(" %s %" PRIu64, name.c_str(), count);
  text += "\n  times  behind  kernel, ours, difference\n";
  for (const DifferenceClass& known : KnownDifferences()) {
    const auto found = sums.listed.find(&known);
    const Comparison::Listed listed = found == sums.listed.end() ? Comparison::Listed() : found->second;
    text += Format("%7" PRIu64 " %7" PRIu64 "  %-3s %-3s  ", listed.times, listed.packets_behind,
                   Name(known.kernel).data(), Name(known.ours).data());
    text += std::string(known.name) + ": " + std::string(known.decided_by) + '\n';
  }
  return text;
}

}  // namespace tidegate::differential
