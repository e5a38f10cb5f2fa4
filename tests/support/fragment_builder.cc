// The fragments of fragment_builder.h.
#include "support/fragment_builder.h"

#include <algorithm>

namespace tidegate::test {
namespace {

constexpr std::size_t kEthernetBytes = 14;
constexpr std::size_t kIpv6Bytes = 40;
constexpr std::size_t kFragmentHeaderBytes = 8;

bool IsV6(const Bytes& frame) { return frame[kEthernetBytes] >> 4 == 6; }

std::size_t HeaderBytes(const Bytes& frame) {
  return IsV6(frame) ? kIpv6Bytes : (frame[kEthernetBytes] & 0x0f) * std::size_t{4};
}

void Set16(Bytes& at, std::size_t offset, std::size_t value) {
  at[offset] = static_cast<std::uint8_t>(value >> 8);
  at[offset + 1] = static_cast<std::uint8_t>(value);
}

void FinishIpv4(Bytes& fragment, const FragmentSpec& spec) {
  const std::size_t dont_fragment = fragment[kEthernetBytes + 6] & 0x40u;
  Set16(fragment, kEthernetBytes + 2, fragment.size() - kEthernetBytes);
  Set16(fragment, kEthernetBytes + 4, spec.id & 0xffff);
  Set16(fragment, kEthernetBytes + 6, dont_fragment << 8 | (spec.more ? 0x2000u : 0u) | spec.offset / 8);
  Set16(fragment, kEthernetBytes + 10, 0);
  const auto begin = fragment.begin() + kEthernetBytes;
  const Bytes header(begin, begin + static_cast<std::ptrdiff_t>(HeaderBytes(fragment)));
  Set16(fragment, kEthernetBytes + 10, InternetChecksum(header));
}

void FinishIpv6(Bytes& fragment, const FragmentSpec& spec) {
  const std::size_t extension = kEthernetBytes + kIpv6Bytes;
  Set16(fragment, kEthernetBytes + 4, fragment.size() - extension);
  fragment[extension] = fragment[kEthernetBytes + 6];
  Set16(fragment, extension + 2, spec.offset | (spec.more ? 1u : 0u));
  Set16(fragment, extension + 4, spec.id >> 16);
  Set16(fragment, extension + 6, spec.id & 0xffff);
  fragment[kEthernetBytes + 6] = 44;
}

}  // namespace

Bytes BuildFragment(const Bytes& frame, const FragmentSpec& spec) {
  const std::size_t kept = kEthernetBytes + HeaderBytes(frame);
  const std::size_t header = kept + (IsV6(frame) ? kFragmentHeaderBytes : 0);
  Bytes fragment(header + spec.length);
  std::copy_n(frame.begin(), kept, fragment.begin());
  for (std::size_t i = 0; i < spec.length && kept + spec.offset + i < frame.size(); ++i) {
    fragment[header + i] = frame[kept + spec.offset + i];
  }
  if (IsV6(frame)) {
    FinishIpv6(fragment, spec);
  } else {
    FinishIpv4(fragment, spec);
  }
  return fragment;
}

std::vector<Bytes> CutIntoFragments(const Bytes& frame, const CutSpec& spec) {
  const std::size_t headers = HeaderBytes(frame) + (IsV6(frame) ? kFragmentHeaderBytes : 0);
  const std::size_t step = (spec.ip_bytes - headers) / 8 * 8;
  const std::size_t total = DataBytes(frame);
  std::vector<Bytes> fragments;
  for (std::size_t offset = 0; offset < total; offset += step) {
    const std::size_t length = std::min(step, total - offset);
    fragments.push_back(
        BuildFragment(frame, {.offset = offset, .length = length, .more = offset + length < total, .id = spec.id}));
  }
  return fragments;
}

std::size_t DataBytes(const Bytes& frame) { return frame.size() - kEthernetBytes - HeaderBytes(frame); }

}  // namespace tidegate::test
