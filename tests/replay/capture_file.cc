// Writes captures for the tests of tidegate-replay.
#include "capture_file.h"

#include <gtest/gtest.h>
#include <pcap/pcap.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace tidegate::test {
namespace {

pcap_pkthdr HeaderOf(const CapturedPacket& packet) {
  pcap_pkthdr header{};
  header.ts.tv_sec = static_cast<time_t>(packet.time / kSecond);
  header.ts.tv_usec = static_cast<suseconds_t>(packet.time % kSecond);  // nanoseconds, as the file is opened
  header.len = static_cast<bpf_u_int32>(packet.frame.size());
  header.caplen = std::min(header.len, packet.snap_length);
  return header;
}

// Integers of pcapng, in the byte order that its section header declares: here little endian.
void PutLittle(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

// A block: type, length, body padded to four bytes, length again.
std::string PcapNgBlock(std::uint32_t type, std::string body) {
  while (body.size() % 4 != 0) body += '\0';
  std::string block;
  PutLittle(block, type, 4);
  PutLittle(block, body.size() + 12, 4);
  block += body;
  PutLittle(block, body.size() + 12, 4);
  return block;
}

std::string SectionHeader() {
  std::string body;
  PutLittle(body, 0x1a2b3c4d, 4);
  PutLittle(body, 1, 2);  // version 1.0
  PutLittle(body, 0, 2);
  PutLittle(body, ~std::uint64_t{0}, 8);  // length not given
  return PcapNgBlock(0x0a0d0d0a, body);
}

std::string InterfaceDescription() {
  std::string body;
  PutLittle(body, 1, 2);  // Ethernet
  PutLittle(body, 0, 2);
  PutLittle(body, 0, 4);  // no snap length; time in microseconds by default
  return PcapNgBlock(1, body);
}

std::string EnhancedPacket(const CapturedPacket& packet) {
  const std::uint64_t microseconds = packet.time / 1000;
  const std::size_t captured = std::min<std::size_t>(packet.frame.size(), packet.snap_length);
  std::string body;
  PutLittle(body, 0, 4);  // interface
  PutLittle(body, microseconds >> 32, 4);
  PutLittle(body, microseconds & 0xffffffff, 4);
  PutLittle(body, captured, 4);
  PutLittle(body, packet.frame.size(), 4);
  body.append(packet.frame.begin(), packet.frame.begin() + static_cast<std::ptrdiff_t>(captured));
  return PcapNgBlock(6, body);
}

}  // namespace

std::string PcapBytes(const std::vector<CapturedPacket>& packets, int link_type) {
  char* buffer = nullptr;
  std::size_t size = 0;
  std::FILE* memory = open_memstream(&buffer, &size);
  pcap_t* format = pcap_open_dead_with_tstamp_precision(link_type, 65535, PCAP_TSTAMP_PRECISION_NANO);
  pcap_dumper_t* dumper = pcap_dump_fopen(format, memory);
  EXPECT_NE(dumper, nullptr) << pcap_geterr(format);
  for (const CapturedPacket& packet : packets) {
    const pcap_pkthdr header = HeaderOf(packet);
    pcap_dump(reinterpret_cast<u_char*>(dumper), &header, packet.frame.data());
  }
  pcap_dump_close(dumper);  // closes the stream too
  pcap_close(format);
  std::string bytes(buffer, size);
  std::free(buffer);
  return bytes;
}

std::string PcapNgBytes(const std::vector<CapturedPacket>& packets) {
  std::string bytes = SectionHeader() + InterfaceDescription();
  for (const CapturedPacket& packet : packets) bytes += EnhancedPacket(packet);
  return bytes;
}

TempFile::TempFile(const std::string& name, std::string_view content)
    : path_(::testing::TempDir() + "tidegate_" + std::to_string(getpid()) + "_" + name) {
  std::ofstream(path_, std::ios::binary) << content;
}

TempFile::~TempFile() { std::remove(path_.c_str()); }

}  // namespace tidegate::test
