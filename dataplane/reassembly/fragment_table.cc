// The fragments of one worker that wait for the rest of their packets.
#include "reassembly/fragment_table.h"

#include <algorithm>
#include <bit>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tidegate {
namespace {

constexpr unsigned kNotEct = 1u << 0;
constexpr unsigned kCe = 1u << 3;

}  // namespace

FragmentTable::FragmentTable(std::uint32_t max_packets, TimeNs timeout)
    : secret_(HashSecret::Random()),
      timeout_(timeout),
      max_fragments_(std::max(MostWaiting(max_packets), kMaxFragments)),
      entries_(max_packets),
      buckets_(std::bit_ceil(max_packets), kNone) {
  for (Index i = 0; i < max_packets; ++i) {
    entries_[i].next = free_;
    free_ = i;
  }
}

const WholePacket* FragmentTable::Add(const Fragment& fragment, void* buffer, TimeNs now, DroppedFragments& dropped) {
  if (!IsSane(fragment)) {
    dropped.Add(buffer, DropReason::kFragmentInvalid);
    return nullptr;
  }
  const std::uint32_t bucket = BucketOf(fragment.key);
  Index index = Find(fragment.key, bucket);
  if (index != kNone && entries_[index].deadline <= now) {
    DropPieces(entries_[index], DropReason::kFragmentTimeout, dropped);
    End(index);
    index = kNone;
  }
  if (index == kNone) index = Begin(fragment.key, bucket, now, dropped);
  Entry& entry = entries_[index];
  std::size_t place = 0;
  const Fit fit = entry.spoiled ? Fit::kConflict : FitOf(entry, fragment, place);
  if (fit != Fit::kNew) {
    dropped.Add(buffer, DropReason::kFragmentInvalid);
    if (fit == Fit::kConflict) Spoil(entry, dropped);
    return nullptr;
  }
  MakeRoomForFragment(index, dropped);
  Insert(entry, place, fragment, buffer);
  ++fragments_;
  return entry.bytes == entry.total ? HandOver(index, fragment) : nullptr;
}

void FragmentTable::Expire(TimeNs now, DroppedFragments& dropped) {
  while (!NothingExpires(now) && dropped.count + kMaxFragments <= DroppedFragments::kMax) {
    DropPieces(entries_[oldest_], DropReason::kFragmentTimeout, dropped);
    End(oldest_);
  }
}

// Where the fragment belongs among the others, if it contradicts none of them. Those do not overlap each other, so only
// its two neighbours matter.
FragmentTable::Fit FragmentTable::FitOf(const Entry& entry, const Fragment& fragment, std::size_t& place) {
  const auto pieces = std::span(entry.pieces).first(entry.count);
  place = 0;
  while (place < pieces.size() && pieces[place].offset < fragment.offset) ++place;
  const bool ends_packet = fragment.end() == entry.total;
  if (place < pieces.size() && pieces[place].offset == fragment.offset && pieces[place].length == fragment.length) {
    return ends_packet == !fragment.more ? Fit::kRepeated : Fit::kConflict;
  }
  if (place > 0 && pieces[place - 1].end() > fragment.offset) return Fit::kConflict;
  if (place < pieces.size() && fragment.end() > pieces[place].offset) return Fit::kConflict;
  if (entry.total == kUnknownTotal) {
    if (!fragment.more && place < pieces.size()) return Fit::kConflict;  // the last one is not behind all others
  } else if (!fragment.more || fragment.end() >= entry.total) {
    return Fit::kConflict;  // a second end, or data behind it
  }
  if (pieces.size() == kMaxFragments) return Fit::kConflict;
  if (fragment.l2_bytes + fragment.header_bytes + fragment.end() > kMaxWholeBytes) return Fit::kConflict;
  // RFC 3168 section 5.3: a mark on a packet that cannot be marked.
  const unsigned ecn = entry.ecn_seen | 1u << fragment.ecn;
  return (ecn & kNotEct) != 0 && (ecn & kCe) != 0 ? Fit::kConflict : Fit::kNew;
}

void FragmentTable::Insert(Entry& entry, std::size_t place, const Fragment& fragment, void* buffer) {
  const auto begin = entry.pieces.begin();
  std::move_backward(begin + static_cast<std::ptrdiff_t>(place), begin + entry.count, begin + entry.count + 1);
  entry.pieces[place] = {.buffer = buffer,
                         .offset = fragment.offset,
                         .length = fragment.length,
                         .l2_bytes = fragment.l2_bytes,
                         .header_bytes = fragment.header_bytes};
  ++entry.count;
  entry.bytes += fragment.length;
  entry.largest = std::max(entry.largest, static_cast<std::uint16_t>(fragment.ip_bytes()));
  entry.ecn_seen = static_cast<std::uint8_t>(entry.ecn_seen | 1u << fragment.ecn);
  if (!fragment.more) entry.total = fragment.end();
}

const WholePacket* FragmentTable::HandOver(Index index, const Fragment& fragment) {
  const Entry& entry = entries_[index];
  handed_over_ = entry.pieces;
  whole_ = {.pieces = std::span<const FragmentPiece>(handed_over_).first(entry.count),
            .id = fragment.id,
            .largest = entry.largest,
            .ip_version = fragment.ip_version,
            .congestion = (entry.ecn_seen & kCe) != 0};
  fragments_ -= entry.count;
  End(index);
  return &whole_;
}

// What is spoiled stays until its time is over, without its fragments, to know those that are still to come.
void FragmentTable::Spoil(Entry& entry, DroppedFragments& dropped) {
  DropPieces(entry, DropReason::kFragmentInvalid, dropped);
  entry.spoiled = true;
}

void FragmentTable::DropPieces(Entry& entry, DropReason reason, DroppedFragments& dropped) {
  for (std::size_t i = 0; i < entry.count; ++i) dropped.Add(entry.pieces[i].buffer, reason);
  fragments_ -= entry.count;
  entry.count = 0;
}

void FragmentTable::DropOldest(DroppedFragments& dropped) {
  DropPieces(entries_[oldest_], DropReason::kFragmentTableFull, dropped);
  End(oldest_);
}

// The packet that waits longest goes, but not the one that the new fragment belongs to: there is another, because all
// may have no fewer than kMaxFragments and a packet that still waits has less. Spoiled packets that stand in the way go
// too, each of them once.
void FragmentTable::MakeRoomForFragment(Index keep, DroppedFragments& dropped) {
  while (fragments_ >= max_fragments_) {
    const Index index = oldest_ == keep ? entries_[oldest_].newer : oldest_;
    DropPieces(entries_[index], DropReason::kFragmentTableFull, dropped);
    End(index);
  }
}

FragmentTable::Index FragmentTable::Begin(const FragmentKey& key, std::uint32_t bucket, TimeNs now,
                                          DroppedFragments& dropped) {
  if (free_ == kNone) DropOldest(dropped);
  const Index index = free_;
  free_ = entries_[index].next;
  entries_[index] = {.key = key,
                     .deadline = now + timeout_,
                     .older = newest_,
                     .newer = kNone,
                     .next = buckets_[bucket],
                     .bucket = bucket,
                     .pieces = {}};
  buckets_[bucket] = index;
  (newest_ == kNone ? oldest_ : entries_[newest_].newer) = index;
  newest_ = index;
  ++packets_;
  return index;
}

void FragmentTable::End(Index index) {
  Entry& entry = entries_[index];
  (entry.older == kNone ? oldest_ : entries_[entry.older].newer) = entry.newer;
  (entry.newer == kNone ? newest_ : entries_[entry.newer].older) = entry.older;
  Index* link = &buckets_[entry.bucket];
  while (*link != index) link = &entries_[*link].next;
  *link = entry.next;
  entry.next = free_;
  free_ = index;
  --packets_;
}

FragmentTable::Index FragmentTable::Find(const FragmentKey& key, std::uint32_t bucket) const {
  Index index = buckets_[bucket];
  while (index != kNone && entries_[index].key != key) index = entries_[index].next;
  return index;
}

std::uint32_t FragmentTable::BucketOf(const FragmentKey& key) const {
  const std::uint64_t hash =
      XXH3_64bits_withSecret(key.words.data(), sizeof(key.words), secret_.data(), HashSecret::kBytes);
  return static_cast<std::uint32_t>(hash & (buckets_.size() - 1));
}

}  // namespace tidegate
