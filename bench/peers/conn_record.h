// What a peer keeps of a connection beside its key: as many bytes as a record of Tidegate's, whose 64 contain the key.
#ifndef TIDEGATE_BENCH_PEERS_CONN_RECORD_H_
#define TIDEGATE_BENCH_PEERS_CONN_RECORD_H_

#include <array>
#include <cstdint>

namespace tidegate::bench {

struct ConnRecord {
  std::array<std::uint64_t, 6> words{};
};

// A fresh record of a new connection: all of it is written.
inline constexpr ConnRecord kFreshRecord = {{1, 2, 3, 4, 5, 6}};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_CONN_RECORD_H_
