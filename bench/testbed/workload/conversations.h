// The conversations of a capture, as Plans that a world can play.
//
// TCP and UDP are told apart by 5-tuple; a SYN with another sequence number begins a new conversation of the same
// tuple, and so does UDP after a minute of silence. Who sent the SYN, or the first datagram, is the client; of a
// connection that was under way before the capture began, the end with the higher port, and it is played with a
// handshake of its own.
//
// An exchange stands for all packets of a conversation that come within `resolution` of its first one, whichever way
// they go: what an entry is kept for is the silence between packets, and that is as recorded. How a conversation was
// answered and how it ended is read off its flags. SYNs that were sent again are left out: the world has a back-off of
// its own.
//
// A capture of one direction does as well: a client that goes on after its SYN must have been answered. Only UDP, where
// nothing tells, then looks unanswered.
#ifndef TIDEGATE_TESTBED_WORKLOAD_CONVERSATIONS_H_
#define TIDEGATE_TESTBED_WORKLOAD_CONVERSATIONS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "testbed/workload/address_map.h"
#include "testbed/world/plan.h"
#include "tidegate/packet_view.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

inline constexpr std::uint32_t kNoConversation = 0xffffffff;

struct Conversation {
  Plan plan;
  TimeNs start = 0;                      // its first packet, since the capture's first
  std::uint32_t next = kNoConversation;  // the next one of the same tuple
  // When its exchanges began, and behind them, if it lingers, its closing: moments[first] ..., since `start`.
  std::size_t first = 0;
};

// In the order of `start`.
struct Conversations {
  std::vector<Conversation> list;
  std::vector<TimeNs> moments;
};

class ConversationReader {
 public:
  explicit ConversationReader(TimeNs resolution) : resolution_(resolution) {}

  // REQUIRES: `view` is a complete TCP or UDP packet; time does not run backwards.
  void Add(const PacketView& view, TimeNs at);
  Conversations Finish() &&;

 private:
  // Whose packet it is.
  enum Side : std::uint8_t { kClient, kServer };

  // What has been seen of a conversation.
  struct Track {
    Conversation conversation;
    std::uint64_t client = 0;  // its address and port
    TimeNs exchange_at = 0;
    TimeNs last_at = 0;
    TimeNs syn_at = 0;
    TimeNs syn_ack_at = 0;
    TimeNs closing_at = 0;
    std::uint32_t syn_seq = 0;
    std::uint32_t fin_end = 0;  // of the first FIN
    Side first_fin = kClient;
    bool syn = false;
    bool syn_ack = false;
    bool refused = false;
    bool reset = false;
    bool half_close = false;
    bool crossing = false;
    bool spoke[2] = {};  // beyond the handshake
    bool fin[2] = {};

    bool closing() const { return reset || fin[kClient] || fin[kServer]; }
  };
  struct Moment {
    std::uint32_t conversation;
    TimeNs at;
  };
  using TupleKey = std::pair<std::uint64_t, std::uint64_t>;

  Side SideOf(std::uint32_t number, std::uint64_t source) const;
  std::uint32_t& Find(const PacketView& view, std::uint64_t source, std::uint64_t destination);
  static bool BeginsAnew(const Track& track, const PacketView& view, Side side, TimeNs at);
  void Begin(const PacketView& view, std::uint64_t source, std::uint64_t destination, TimeNs at, std::uint32_t& number);
  void AddTcp(std::uint32_t number, const PacketView& view, Side side, TimeNs at);
  void AddHandshake(Track& track, const PacketView& view, Side side, TimeNs at);
  void AddReset(Track& track, Side side, TimeNs at);
  void AddFin(Track& track, const PacketView& view, Side side, TimeNs at);
  void Talk(std::uint32_t number, TimeNs at);
  static Answer AnswerOf(const Track& track);
  static Closing ClosingOf(const Track& track);

  TimeNs resolution_;
  TimeNs origin_ = 0;
  AddressMap addresses_;
  absl::flat_hash_map<TupleKey, std::uint32_t> current_;
  std::vector<Track> tracks_;
  std::vector<Moment> moments_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_CONVERSATIONS_H_
