// Any bytes as a frame: neither ParsePacket() nor what reads on behind it, the verification of checksums and the quotes
// of ICMP errors, reads past what was captured; the same bytes are read alike every time; and what is accepted means
// what the bytes say.
//
// Input: how much longer the frame was on the wire (a byte), where it is cut (a byte), then the frame.
#include <sanitizer/asan_interface.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "fuzz/checksum_check.h"
#include "fuzz/quote_check.h"
#include "fuzz/require.h"
#include "fuzz/view_check.h"
#include "tidegate/packet_view.h"

namespace tidegate::fuzz {
namespace {

// Each input cuts its frame at every eleventh byte: which ones, it says itself. All of them at once would take most of
// the time and find no more.
constexpr std::size_t kCutStep = 11;

// The first `captured` bytes of a frame; the others may not be touched while it lives.
class CutFrame {
 public:
  CutFrame(const std::uint8_t* data, std::size_t size, std::size_t captured)
      : rest_(data + captured), rest_size_(size - captured) {
    ASAN_POISON_MEMORY_REGION(rest_, rest_size_);
  }
  ~CutFrame() { ASAN_UNPOISON_MEMORY_REGION(rest_, rest_size_); }
  CutFrame(const CutFrame&) = delete;
  CutFrame& operator=(const CutFrame&) = delete;

 private:
  const std::uint8_t* rest_;
  std::size_t rest_size_;
};

// A view in which every field has another value than a fresh one, to find those that the parser leaves alone.
PacketView UsedView() {
  PacketView view;
  view.payload_length = 77;
  view.l3_offset = view.l4_offset = view.payload_offset = 77;
  view.src_port = view.dst_port = view.outer_vlan = view.inner_vlan = 77;
  view.vlan_count = view.ip_version = view.protocol = 77;
  view.tcp.flags = 0xff;
  view.tcp.has_timestamps = view.tcp.has_window_scale = view.tcp.sack_permitted = true;
  view.icmp.identifier = 77;
  return view;
}

void CheckAccepted(const std::uint8_t* data, std::size_t captured, std::size_t on_wire, const PacketView& view) {
  CheckView(data, captured, on_wire, view);
  CheckChecksums(view, captured);
  CheckQuote(view, captured);
}

// The walk over SCTP chunks ends where the captured bytes do: what was cut off may have been wrong, or tell more.
bool ReadsLess(const PacketView& view, const PacketView& whole) {
  return view.IsSctp() && whole.IsSctp() && view.sctp.verification_tag == whole.sctp.verification_tag &&
         (view.sctp.chunks & ~whole.sctp.chunks) == 0;
}

// A frame of which less was captured is read alike, or is said to be cut short.
void CheckCuts(const std::uint8_t* data, std::size_t size, std::size_t on_wire, std::size_t first_cut,
               DropReason reason, const PacketView& whole) {
  bool was_complete = false;
  for (std::size_t captured = first_cut % kCutStep; captured < size; captured += kCutStep) {
    const CutFrame cut(data, size, captured);
    PacketView view = UsedView();
    const DropReason found = ParsePacket(data, captured, on_wire, view);
    const bool complete =
        (found == reason && SameView(view, whole)) || (found == DropReason::kNone && ReadsLess(view, whole));
    Require(complete || SaysCutShort(found), "a cut frame is read like the whole one, or as cut short");
    Require(complete || !was_complete, "what is complete with fewer bytes is so with more");
    was_complete = complete && !SaysCutShort(reason);
    if (found == DropReason::kNone) CheckAccepted(data, captured, on_wire, view);
  }
}

void CheckFrame(const std::uint8_t* data, std::size_t size, std::size_t on_wire, std::size_t first_cut) {
  PacketView view;
  const DropReason reason = ParsePacket(data, size, on_wire, view);
  PacketView again = UsedView();
  Require(ParsePacket(data, size, on_wire, again) == reason && SameView(again, view), "the same bytes are read alike");
  Require(reason < DropReason::kCount_ && IsParserReason(reason), "the parser gives only its own reasons");
  if (reason == DropReason::kNone) CheckAccepted(data, size, on_wire, view);
  CheckCuts(data, size, on_wire, first_cut, reason, view);
}

}  // namespace
}  // namespace tidegate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kControlBytes = 2;
  if (size < kControlBytes) return 0;
  const std::size_t frame_bytes = size - kControlBytes;
  // A block of exactly the frame's size: a read past it stops the fuzzer.
  const std::unique_ptr<std::uint8_t[]> frame(new std::uint8_t[frame_bytes]);
  std::copy_n(data + kControlBytes, frame_bytes, frame.get());
  tidegate::fuzz::CheckFrame(frame.get(), frame_bytes, frame_bytes + data[0], data[1]);
  return 0;
}
