// What a table must offer to be benchmarked: a small class around it, one file each under bench/peers/.
//
//   struct MyTable {
//     static constexpr std::string_view kName = "my_table";
//     static constexpr bool kConcurrent = true;
//     static absl::StatusOr<std::unique_ptr<MyTable>> Create(std::uint64_t capacity);
//     std::size_t MemoryBytes() const;
//     void Clear();
//     class Worker { explicit Worker(MyTable& table); ... };
//   };
//
// The class uses its table at its best: bulk calls, hashes computed once, prefetching, capacity reserved, the hash that
// suits it most. Hashing is part of each call. Connections have a record of 48 bytes beside their key (conn_record.h).
#ifndef TIDEGATE_BENCH_CONNTRACK_BENCH_TABLE_H_
#define TIDEGATE_BENCH_CONNTRACK_BENCH_TABLE_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "tidegate/flow_key.h"

namespace tidegate::bench {

// Keys of one call: what a dataplane takes from its port at once.
inline constexpr std::size_t kBurst = 32;

using KeyBurst = std::span<const FlowKey4>;

// Threads that may share a table whose kConcurrent is true.
inline constexpr unsigned kMaxThreads = 8;

// kConcurrent       true: up to kMaxThreads threads may have a Worker each, made, used and destroyed by that thread,
//                   and call its methods all at once. False: one thread has the table for itself.
// Create(capacity)  a table that can hold so many connections without growing.
// MemoryBytes()     of the table and its records.
// Clear()           removes everything; not timed, but the memory stays, touched and mapped.
// Worker            one thread's way to the table. Its calls take at most kBurst different keys:
//
//   Lookup(keys, touched)  finds them; a word of each record found is added to `touched`. Returns how many were found.
//   Insert(keys)           adds those that are not there, with fresh records. Returns how many were added.
//   Erase(keys)            removes them by key. Returns how many were there.
template <class T>
concept BenchTable = requires(T& table, typename T::Worker& worker, KeyBurst keys, std::uint64_t& touched) {
  { T::kName } -> std::convertible_to<std::string_view>;
  { T::kConcurrent } -> std::convertible_to<bool>;
  { T::Create(std::uint64_t{}) } -> std::same_as<absl::StatusOr<std::unique_ptr<T>>>;
  { table.MemoryBytes() } -> std::same_as<std::size_t>;
  table.Clear();
  requires std::constructible_from<typename T::Worker, T&>;
  { worker.Lookup(keys, touched) } -> std::same_as<std::size_t>;
  { worker.Insert(keys) } -> std::same_as<std::size_t>;
  { worker.Erase(keys) } -> std::same_as<std::size_t>;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_BENCH_TABLE_H_
