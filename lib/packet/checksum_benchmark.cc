// The checksums of short and of long packets, and the two ways to CRC32c, in nanoseconds for each packet.
//
// 512 packets of one kind, visited in order as a burst's are: long ones stay in a second-level cache.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "packet/checksum.h"
#include "packet/crc32c.h"
#include "support/packet_builder.h"

namespace tidegate {
namespace {

using test::Bytes;

constexpr std::size_t kPackets = 512;

// The same frame again and again, each at its own address. `size` is the frame's, without its check sequence.
class Packets {
 public:
  Packets(std::size_t size, const Bytes& frame) : size_(size), bytes_(kPackets * Stride()), views_(kPackets) {
    for (std::size_t i = 0; i < kPackets; ++i) {
      std::copy(frame.begin(), frame.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(i * Stride()));
      ParsePacket(bytes_.data() + i * Stride(), size_, size_, views_[i]);
    }
  }

  const std::vector<PacketView>& views() const { return views_; }
  std::size_t size() const { return size_; }

 private:
  std::size_t Stride() const { return (size_ + 127) / 64 * 64; }

  std::size_t size_;
  Bytes bytes_;
  std::vector<PacketView> views_;
};

Bytes TcpFrame(std::size_t size, bool v6) {
  test::TcpSpec spec;
  if (v6) spec.src = test::Ip("2001:db8::1"), spec.dst = test::Ip("2001:db8::2");
  spec.payload = size - test::BuildTcp(spec).size();
  return test::BuildTcp(spec);
}

Bytes SctpFrame(std::size_t size, bool /*v6*/) {
  return test::BuildIp({.protocol = kProtocolSctp, .payload = Bytes(size - 34, 1)});
}

template <Bytes (*kFrame)(std::size_t, bool), bool kV6>
void BM_Verify(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  const Packets packets(size, kFrame(size, kV6));
  while (state.KeepRunningBatch(kPackets)) {
    for (const PacketView& view : packets.views()) benchmark::DoNotOptimize(VerifyChecksums(view, packets.size()));
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

template <class Crc>
void BM_Crc32c(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  const Bytes bytes(size, 0x5a);
  for (auto _ : state) benchmark::DoNotOptimize(Crc::Extend(internal::kCrc32cStart, bytes.data(), size));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(BM_Verify<TcpFrame, false>)->Name("BM_Verify<TCP over IPv4>")->Arg(64)->Arg(1500);
BENCHMARK(BM_Verify<TcpFrame, true>)->Name("BM_Verify<TCP over IPv6>")->Arg(74)->Arg(1500);
BENCHMARK(BM_Verify<SctpFrame, false>)->Name("BM_Verify<SCTP>")->Arg(64)->Arg(1500);

BENCHMARK(BM_Crc32c<internal::Crc32cPortable>)->Arg(30)->Arg(1466);
#if defined(__SSE4_2__) && defined(__x86_64__)
BENCHMARK(BM_Crc32c<internal::Crc32cSse42>)->Arg(30)->Arg(1466);
#endif

}  // namespace
}  // namespace tidegate
