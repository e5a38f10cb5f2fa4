// The fragments of one worker that wait for the rest of their packets, and every decision about them.
//
// DPDK's reassembly joins what it is given; what it should not be given is found out here, because it does not tell:
// duplicates from overlaps, one protocol's fragments from another's with the same identification, a timeout from an
// error. So fragments wait here, and only a whole, faultless packet is handed on.
//
//  - Fragments that overlap or contradict each other spoil their packet, those still to come included (RFC 5722, RFC
//    8200 section 4.5). An exact repetition is dropped alone: networks do repeat packets.
//  - A packet may wait for the timeout, counted from its first fragment to arrive.
//  - When the table is full, the packet that waits longest makes room. The fragments of an honest packet come close
//    together, so a flood of fragments that will never be whole pushes out itself before it pushes out them.
//
// All memory is taken at the start; every operation is bounded by kMaxFragments. One thread.
#ifndef TIDEGATE_DATAPLANE_REASSEMBLY_FRAGMENT_TABLE_H_
#define TIDEGATE_DATAPLANE_REASSEMBLY_FRAGMENT_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "reassembly/fragment.h"
#include "tidegate/drop_reason.h"
#include "tidegate/flow_key.h"
#include "tidegate/time.h"

namespace tidegate {

// A fragment in the table, which owns its buffer until it is dropped or handed on.
struct FragmentPiece {
  void* buffer = nullptr;
  std::uint32_t offset = 0;
  std::uint16_t length = 0;
  std::uint16_t l2_bytes = 0;
  std::uint16_t header_bytes = 0;

  std::uint32_t end() const { return offset + length; }
};

// All fragments of a packet, in the order of its data.
struct WholePacket {
  std::span<const FragmentPiece> pieces;
  std::uint32_t id = 0;
  std::uint16_t largest = 0;  // bytes of IP of the largest fragment
  std::uint8_t ip_version = 0;
  bool congestion = false;  // a router marked one of them (RFC 3168)
};

// Buffers that are to be dropped, and why.
struct DroppedFragments {
  static constexpr std::size_t kMax = 64;

  void Add(void* buffer, DropReason reason) {
    buffers[count] = buffer;
    reasons[count] = reason;
    ++count;
  }

  std::array<void*, kMax> buffers;
  std::array<DropReason, kMax> reasons;
  std::size_t count = 0;
};

class FragmentTable {
 public:
  // More than so many fragments spoil their packet. DPDK as Debian builds it joins no more.
  static constexpr std::size_t kMaxFragments = 8;

  // Of a packet that is put together, from its Ethernet header on: what kMaxFragments in mbufs of usual size can hold.
  static constexpr std::uint32_t kMaxWholeBytes = 16384;

  // What all packets together may hold on average.
  static constexpr std::size_t kFragmentsPerPacket = 4;
  static constexpr std::size_t MostWaiting(std::size_t max_packets) { return kFragmentsPerPacket * max_packets; }

  // REQUIRES: max_packets > 0.
  FragmentTable(std::uint32_t max_packets, TimeNs timeout);
  FragmentTable(const FragmentTable&) = delete;
  FragmentTable& operator=(const FragmentTable&) = delete;

  // Takes a fragment over. Returns the packet that it completes, valid until the next call, or null. `dropped` gets
  // what is dropped for it, at most 2 * kMaxFragments + 1 buffers. REQUIRES: time does not run backwards.
  const WholePacket* Add(const Fragment& fragment, void* buffer, TimeNs now, DroppedFragments& dropped);

  // Drops packets whose time is over, as many as `dropped` has room for.
  void Expire(TimeNs now, DroppedFragments& dropped);

  // Whether Expire() has nothing to do: one comparison while nothing waits.
  bool NothingExpires(TimeNs now) const { return oldest_ == kNone || entries_[oldest_].deadline > now; }

  std::size_t packets() const { return packets_; }      // also spoiled ones
  std::size_t fragments() const { return fragments_; }  // that it owns

 private:
  using Index = std::uint32_t;
  static constexpr Index kNone = ~Index{0};
  static constexpr std::uint32_t kUnknownTotal = ~std::uint32_t{0};

  struct Entry {
    FragmentKey key;
    TimeNs deadline = 0;
    Index older = kNone;  // in the order of arrival, which is that of the deadlines
    Index newer = kNone;
    Index next = kNone;  // of the bucket, or of the free ones
    std::uint32_t bucket = 0;
    std::uint32_t total = kUnknownTotal;  // bytes of data, once the last fragment came
    std::uint32_t bytes = 0;              // of them here
    std::uint16_t largest = 0;
    std::uint8_t count = 0;
    std::uint8_t ecn_seen = 0;  // a bit for each of the four codepoints
    bool spoiled = false;
    std::array<FragmentPiece, kMaxFragments> pieces;
  };

  enum class Fit { kNew, kRepeated, kConflict };

  std::uint32_t BucketOf(const FragmentKey& key) const;
  Index Find(const FragmentKey& key, std::uint32_t bucket) const;
  Index Begin(const FragmentKey& key, std::uint32_t bucket, TimeNs now, DroppedFragments& dropped);
  void End(Index index);
  void DropPieces(Entry& entry, DropReason reason, DroppedFragments& dropped);
  void DropOldest(DroppedFragments& dropped);
  void MakeRoomForFragment(Index keep, DroppedFragments& dropped);
  void Spoil(Entry& entry, DroppedFragments& dropped);
  static Fit FitOf(const Entry& entry, const Fragment& fragment, std::size_t& place);
  static void Insert(Entry& entry, std::size_t place, const Fragment& fragment, void* buffer);
  const WholePacket* HandOver(Index index, const Fragment& fragment);

  const HashSecret secret_;
  const TimeNs timeout_;
  const std::size_t max_fragments_;
  std::vector<Entry> entries_;
  std::vector<Index> buckets_;
  Index free_ = kNone;
  Index oldest_ = kNone;
  Index newest_ = kNone;
  std::size_t packets_ = 0;
  std::size_t fragments_ = 0;
  std::array<FragmentPiece, kMaxFragments> handed_over_;
  WholePacket whole_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_REASSEMBLY_FRAGMENT_TABLE_H_
