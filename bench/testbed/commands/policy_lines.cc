#include "testbed/commands/policy_lines.h"

#include <algorithm>
#include <span>

namespace tidegate::testbed {
namespace {

struct Line {
  std::string_view name;
  std::string_view what;
};

constexpr Line kEviction[] = {
    {"state_first", "closed or TIME-WAIT, then stale handshakes, then one-way datagrams; never a live connection"},
    {"hazard_cost", "whose loss is expected to cost least: a learned probability times the cost of breaking"},
    {"none", "nobody: the new connection is refused"},
    {"fifo", "the oldest entry of the sets"},
    {"clock", "the next one not used since the hand passed"},
    {"random_k", "of five drawn the longest unused (Redis)"},
    {"lru", "the longest unused of the sets"},
    {"sieve", "the next towards the newest not used since the hand passed (NSDI 2024)"},
    {"s3fifo", "a small queue of new ones, a main one of used ones, and ghosts (SOSP 2023)"},
    {"linux_early_drop", "what nobody has answered, as nf_conntrack's early_drop()"},
    {"vpp_acl", "the longest unused of the TCP connections that are not established, as VPP's ACL plug-in"},
    {"bpf_lru", "the oldest inactive one of two lists, as the kernel's BPF LRU maps"},
    {"ovs_none", "nobody, as Open vSwitch's userspace tracker"},
};

constexpr Line kAdmission[] = {
    {"always", "whoever finds room"},
    {"half_open_quota", "at most half_open_max handshakes at a time"},
    {"random_half_open_drop", "at that quota a handshake drawn at random makes room (CNDS 1999)"},
    {"oldest_half_open_drop", "at that quota the oldest handshake of the new one's sets makes room"},
    {"token_bucket", "syn_rate connections a second from a source, syn_burst at once"},
    {"first_syn_drop", "a SYN when it comes for the second time"},
    {"no_state_until_syn_ack", "a SYN passes without an entry; its SYN-ACK makes it"},
    {"sketch_gate", "under load only sources that have completed a handshake, or who try again"},
};

constexpr Line kAgeing[] = {
    {"fixed", "entries live as long as the timeouts say"},
    {"adaptive", "timeouts shrink as the table fills, as OpenBSD PF's adaptive timeouts"},
};

std::string_view Find(std::span<const Line> lines, std::string_view name) {
  const auto line = std::ranges::find(lines, name, &Line::name);
  return line == lines.end() ? "" : line->what;
}

}  // namespace

std::string_view EvictionLine(std::string_view name) { return Find(kEviction, name); }
std::string_view AdmissionLine(std::string_view name) { return Find(kAdmission, name); }
std::string_view AgeingLine(std::string_view name) { return Find(kAgeing, name); }

}  // namespace tidegate::testbed
