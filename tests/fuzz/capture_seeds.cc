// Small capture files of each format and link type that tidegate-replay reads.
#include <initializer_list>
#include <utility>

#include "fuzz/seeds.h"

namespace tidegate::fuzz {
namespace {

using test::Bytes;

// Little-endian, as most machines write captures.
void Put(Bytes& to, std::size_t bytes, std::uint64_t value) {
  for (std::size_t i = 0; i < bytes; ++i) to.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

void Put32(Bytes& to, std::initializer_list<std::uint32_t> values) {
  for (const std::uint32_t value : values) Put(to, 4, value);
}

void PutBytes(Bytes& to, const Bytes& bytes) {
  for (const std::uint8_t byte : bytes) to.push_back(byte);
}

// https://www.tcpdump.org/manpages/pcap-savefile.5.html
Bytes Pcap(std::uint32_t magic, std::uint32_t link_type, const std::vector<Bytes>& frames) {
  Bytes file;
  Put32(file, {magic, 2 | 4 << 16, 0, 0, 262144, link_type});
  std::uint32_t second = 1;
  for (const Bytes& frame : frames) {
    const auto size = static_cast<std::uint32_t>(frame.size());
    Put32(file, {second++, 0, size, size + 4});
    PutBytes(file, frame);
  }
  return file;
}

// draft-ietf-opsawg-pcapng: section header, interface description, one enhanced packet.
Bytes PcapNg(const Bytes& frame) {
  Bytes file;
  Put32(file, {0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff, 28});
  Put32(file, {1, 20, 1, 262144, 20});
  const auto size = static_cast<std::uint32_t>(frame.size());
  const std::uint32_t padded = (size + 3) / 4 * 4;
  Put32(file, {6, 32 + padded, 0, 0, 1000, size, size});
  PutBytes(file, frame);
  Put(file, padded - size, 0);
  Put32(file, {32 + padded});
  return file;
}

Bytes Behind(Bytes link_header, const Bytes& ethernet_frame) {
  link_header.insert(link_header.end(), ethernet_frame.begin() + 14, ethernet_frame.end());
  return link_header;
}

}  // namespace

std::vector<Seed> CaptureSeeds() {
  constexpr std::uint32_t kMicroseconds = 0xa1b2c3d4;
  constexpr std::uint32_t kNanoseconds = 0xa1b23c4d;
  const Bytes syn = test::BuildTcp({});
  const Bytes echo6 = test::BuildEcho({.src = test::Ip("2001:db8::1"), .dst = test::Ip("2001:db8::4")});
  const Bytes cooked = Behind({0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0}, syn);
  const Bytes cooked2 = Behind({0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0}, echo6);
  return {{"ethernet", Pcap(kMicroseconds, 1, {syn, test::BuildArpRequest({})})},
          {"cooked", Pcap(kNanoseconds, 113, {cooked})},
          {"cooked2", Pcap(kNanoseconds, 276, {cooked2})},
          {"raw_ip", Pcap(kMicroseconds, 101, {Behind({}, syn), Behind({}, echo6)})},
          {"pcapng", PcapNg(syn)}};
}

}  // namespace tidegate::fuzz
