// One line a packet.
#include "fuzz/trace.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "fuzz/facts.h"
#include "fuzz/world.h"

namespace tidegate::fuzz {
namespace {

std::string FlagsOf(const PacketView& view) {
  constexpr const char* kNames[] = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
  std::string names;
  for (int bit = 0; bit < 8; ++bit) {
    if ((view.tcp.flags >> bit & 1) != 0) names += std::string(names.empty() ? "" : "|") + kNames[bit];
  }
  return names;
}

std::string DetailsOf(const PacketView& view) {
  char text[160] = "";
  if (view.IsTcp()) {
    std::snprintf(text, sizeof text, "%s seq %u ack %u len %u win %u%s", FlagsOf(view).c_str(), view.tcp.seq,
                  view.tcp.ack, view.payload_length, view.tcp.window, view.tcp.has_timestamps ? " ts" : "");
  } else if (view.IsSctp()) {
    std::snprintf(text, sizeof text, "chunks %04x tag %08x offers %08x", view.sctp.chunks, view.sctp.verification_tag,
                  view.sctp.initiate_tag);
  } else if (view.IsIcmp()) {
    std::snprintf(text, sizeof text, "type %u code %u", view.icmp.type, view.icmp.code);
  }
  return text;
}

std::string BitsOf(const PacketResult& result) {
  std::string bits;
  for (int bit = 0; bit < 8; ++bit) {
    if ((result.ct_bits >> bit & 1) != 0) bits += std::string(bits.empty() ? "" : ",") + std::string(ct::kNames[bit]);
  }
  return bits;
}

}  // namespace

void Trace(const PacketIn& in, const PacketResult& result, TimeNs now) {
  static const bool kOn = std::getenv("TIDEGATE_FUZZ_TRACE") != nullptr;
  if (!kOn) return;
  static const auto kPolicy = MakePolicy(0);
  const Facts facts(in, *kPolicy, false);
  const std::string who = facts.tuple    ? ToString(*facts.tuple)
                          : facts.quoted ? "about " + ToString(*facts.quoted)
                                         : "no connection's";
  std::fprintf(stderr, "%.3f s: %s, port %d to %d: %s: %s %s, %s, [%s]\n", static_cast<double>(now) / kSecond,
               who.c_str(), static_cast<std::int16_t>(in.from), static_cast<std::int16_t>(in.to),
               DetailsOf(facts.view).c_str(), std::string(Name(result.verdict)).c_str(),
               std::string(Name(result.reason)).c_str(), std::string(Name(result.state)).c_str(),
               BitsOf(result).c_str());
}

}  // namespace tidegate::fuzz
