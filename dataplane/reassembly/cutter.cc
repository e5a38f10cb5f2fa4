// Cuts a packet that was put together into fragments again.
#include "reassembly/cutter.h"

#include <algorithm>
#include <cstring>

#include "packet/byte_order.h"
#include "packet/internet_checksum.h"

namespace tidegate {
namespace {

using internal::Load16;
using internal::StoreBigEndian;

constexpr std::size_t kIpv4MinBytes = 20;
constexpr std::size_t kIpv6Bytes = 40;
constexpr std::size_t kIpv6FragmentBytes = 8;
constexpr std::uint8_t kIpv6FragmentHeader = 44;
constexpr std::uint16_t kDontFragment = 0x4000;
constexpr std::uint16_t kMoreFragments = 0x2000;

constexpr std::uint8_t kOptionEnd = 0;
constexpr std::uint8_t kOptionNoOperation = 1;
constexpr std::uint8_t kOptionCopied = 0x80;

std::size_t Ipv4HeaderBytes(const std::uint8_t* header) { return (header[0] & 0x0f) * std::size_t{4}; }

// RFC 791 section 3.1: each option says in its first bit whether all fragments have it.
void BlankUncopiedOptions(std::uint8_t* header) {
  const std::size_t end = Ipv4HeaderBytes(header);
  for (std::size_t at = kIpv4MinBytes; at < end && header[at] != kOptionEnd;) {
    if (header[at] == kOptionNoOperation) {
      ++at;
      continue;
    }
    const std::size_t bytes = at + 1 < end ? header[at + 1] : 0;
    if (bytes < 2 || at + bytes > end) return;  // nobody can read on
    if ((header[at] & kOptionCopied) == 0) std::memset(header + at, kOptionNoOperation, bytes);
    at += bytes;
  }
}

}  // namespace

Cutter::Cutter(const WholeFrame& frame, std::size_t ip_bytes) : frame_(frame) {
  const bool v6 = frame.ip_version == 6;
  kept_bytes_ = v6 ? kIpv6Bytes : Ipv4HeaderBytes(frame.data + frame.l2_bytes);
  header_bytes_ = kept_bytes_ + (v6 ? kIpv6FragmentBytes : 0);
  total_ = frame.bytes - frame.l2_bytes - kept_bytes_;
  if (ip_bytes < header_bytes_ + 8) return;
  step_ = (ip_bytes - header_bytes_) / 8 * 8;
  count_ = (total_ + step_ - 1) / step_;
}

std::size_t Cutter::DataOf(std::size_t index) const { return std::min(step_, total_ - index * step_); }

void Cutter::Write(std::size_t index, std::uint8_t* to) const {
  const std::size_t kept = frame_.l2_bytes + kept_bytes_;
  std::memcpy(to, frame_.data, kept);
  std::uint8_t* header = to + frame_.l2_bytes;
  if (frame_.ip_version == 6) {
    FinishIpv6(index, header);
  } else {
    FinishIpv4(index, header);
  }
  std::memcpy(header + header_bytes_, frame_.data + kept + index * step_, DataOf(index));
}

void Cutter::FinishIpv4(std::size_t index, std::uint8_t* header) const {
  const unsigned dont_fragment = Load16(header + 6) & kDontFragment;
  const unsigned more = IsLast(index) ? 0 : kMoreFragments;
  StoreBigEndian(header + 2, static_cast<std::uint16_t>(header_bytes_ + DataOf(index)));
  StoreBigEndian(header + 6, static_cast<std::uint16_t>(dont_fragment | more | index * step_ / 8));
  if (index > 0) BlankUncopiedOptions(header);
  SetIpv4Checksum(header);
}

void Cutter::FinishIpv6(std::size_t index, std::uint8_t* header) const {
  std::uint8_t* extension = header + kIpv6Bytes;
  extension[0] = header[6];
  extension[1] = 0;
  StoreBigEndian(extension + 2, static_cast<std::uint16_t>(index * step_ | (IsLast(index) ? 0 : 1)));
  StoreBigEndian(extension + 4, frame_.ipv6_id);
  header[6] = kIpv6FragmentHeader;
  StoreBigEndian(header + 4, static_cast<std::uint16_t>(kIpv6FragmentBytes + DataOf(index)));
}

bool MayBeCutSmaller(const WholeFrame& frame) {
  return frame.ip_version == 4 && (Load16(frame.data + frame.l2_bytes + 6) & kDontFragment) == 0;
}

void SetIpv4Checksum(std::uint8_t* header) {
  StoreBigEndian(header + 10, std::uint16_t{0});
  const auto sum =
      static_cast<std::uint16_t>(~internal::Folded(internal::InternetSum(header, Ipv4HeaderBytes(header))));
  std::memcpy(header + 10, &sum, sizeof(sum));
}

}  // namespace tidegate
