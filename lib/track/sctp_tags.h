// What an association remembers of each SCTP endpoint: its verification tags, in two of the record's 48-bit words.
//
//   word 2 * side      "offered"   34..32 flags   31..0 the tag of its last INIT or INIT ACK
//   word 2 * side + 1  "used"      34..32 flags   31..0 the tag that the other side has to send
//
// An endpoint's tag is chosen by itself and stands in all packets that are sent to it (RFC 9260 section 8.5). An INIT
// that anybody may have sent only offers a tag. It is used from the moment on when the other side shows that it has
// taken it: by INIT ACK, COOKIE ECHO or COOKIE ACK. So a forged INIT cannot take an association from its endpoints, and
// a true one can restart it (section 5.2.2).
//
// A responder keeps nothing of an INIT (section 5.1 B), so it answers each copy with another tag, and the originator
// takes the first answer that it gets. Until that shows, "used" keeps the first of these tags and "offered" the last.
#ifndef TIDEGATE_TRACK_SCTP_TAGS_H_
#define TIDEGATE_TRACK_SCTP_TAGS_H_

#include <cstddef>
#include <cstdint>

#include "tidegate/conn_table.h"
#include "tidegate/flow_key.h"

namespace tidegate {

constexpr std::size_t OfferedWordOf(FlowSide side) { return 2 * static_cast<std::size_t>(side); }
constexpr std::size_t UsedWordOf(FlowSide side) { return OfferedWordOf(side) + 1; }

class SctpTag {
 public:
  enum Flag : std::uint64_t {
    kKnown = std::uint64_t{1} << 32,
    kEchoed = std::uint64_t{1} << 33,  // used: the other side has sent the endpoint's cookie back
    kOld = std::uint64_t{1} << 34,     // used: in the association before this one
  };

  constexpr SctpTag() = default;
  constexpr explicit SctpTag(std::uint64_t raw) : raw_(raw) {}
  static constexpr SctpTag Of(std::uint32_t tag) { return SctpTag(tag | kKnown); }

  constexpr std::uint64_t raw() const { return raw_; }
  constexpr std::uint32_t value() const { return static_cast<std::uint32_t>(raw_); }
  constexpr bool Is(Flag flag) const { return (raw_ & flag) != 0; }
  constexpr bool Fits(std::uint32_t tag) const { return Is(kKnown) && value() == tag; }
  constexpr SctpTag With(Flag flag) const { return SctpTag(raw_ | flag); }

  // In force for this association.
  constexpr bool IsInForce() const { return Is(kKnown) && !Is(kOld); }
  // Put into force; one that is already stays as it is.
  constexpr SctpTag PutInForce(std::uint32_t tag) const { return IsInForce() && value() == tag ? *this : Of(tag); }

  constexpr bool operator==(const SctpTag&) const = default;

 private:
  std::uint64_t raw_ = 0;
};

struct SctpSide {
  SctpTag offered;
  SctpTag used;

  constexpr bool operator==(const SctpSide&) const = default;
};

// How a tag that was sent to an endpoint, or reflected by it, fits what is known of that endpoint.
enum class SctpFit : std::uint8_t {
  kNone,
  kUsed,     // it is in force
  kOffered,  // it may come into force
  kOld,      // it was in force in the association before
};

constexpr SctpFit FitOf(std::uint32_t tag, const SctpSide& side) {
  const bool fits_used = side.used.Fits(tag);
  if (fits_used && !side.used.Is(SctpTag::kOld)) return SctpFit::kUsed;
  if (side.offered.Fits(tag)) return SctpFit::kOffered;
  return fits_used ? SctpFit::kOld : SctpFit::kNone;
}

// The side behind an INIT ACK of its own that offers `tag`.
constexpr SctpSide AfterInitAck(const SctpSide& side, std::uint32_t tag) {
  if (side.offered.Fits(tag)) return side;
  const bool keep_first = side.offered.Is(SctpTag::kKnown) && !side.used.IsInForce();
  return {SctpTag::Of(tag), keep_first ? side.offered : side.used};
}

template <class Table>
SctpSide LoadSctpSide(const Table& table, const TableEntry& entry, FlowSide side) {
  return {SctpTag(table.LoadTrack(entry, OfferedWordOf(side))), SctpTag(table.LoadTrack(entry, UsedWordOf(side)))};
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_SCTP_TAGS_H_
