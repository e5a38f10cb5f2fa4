#include "kernel_differential/conntrack_events.h"

#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "kernel_differential/frames.h"

namespace tidegate::differential {
namespace {

using Bytes = std::span<const std::uint8_t>;

// The body of the first attribute of this type, or nothing.
std::optional<Bytes> Attribute(Bytes attributes, std::uint16_t type) {
  while (attributes.size() >= sizeof(nlattr)) {
    nlattr header;
    std::memcpy(&header, attributes.data(), sizeof(header));
    if (header.nla_len < sizeof(header) || header.nla_len > attributes.size()) return std::nullopt;
    if ((header.nla_type & NLA_TYPE_MASK) == type)
      return attributes.subspan(sizeof(header), header.nla_len - sizeof(header));
    attributes = attributes.subspan(std::min<std::size_t>(NLA_ALIGN(header.nla_len), attributes.size()));
  }
  return std::nullopt;
}

std::optional<Bytes> Nested(Bytes attributes, std::uint16_t outer, std::uint16_t inner) {
  const std::optional<Bytes> body = Attribute(attributes, outer);
  return body ? Attribute(*body, inner) : std::nullopt;
}

// Either address of the original tuple is that of the connection's client.
std::optional<std::uint32_t> NumberOfTuple(Bytes attributes) {
  const std::optional<Bytes> tuple = Attribute(attributes, CTA_TUPLE_ORIG);
  if (!tuple) return std::nullopt;
  for (const std::uint16_t type : {CTA_IP_V4_SRC, CTA_IP_V4_DST, CTA_IP_V6_SRC, CTA_IP_V6_DST}) {
    const std::optional<Bytes> text = Nested(*tuple, CTA_TUPLE_IP, type);
    if (!text) continue;
    const IpAddress address = text->size() == 4 ? IpAddress::V4(text->data()) : IpAddress::V6(text->data());
    if (const std::optional<std::uint32_t> number = NumberOfClient(address)) return number;
  }
  return std::nullopt;
}

std::optional<KernelTcp> TcpStateOf(Bytes attributes) {
  const std::optional<Bytes> info = Nested(attributes, CTA_PROTOINFO, CTA_PROTOINFO_TCP);
  const std::optional<Bytes> state = info ? Attribute(*info, CTA_PROTOINFO_TCP_STATE) : std::nullopt;
  if (!state || state->empty() || (*state)[0] >= static_cast<std::uint8_t>(KernelTcp::kCount_)) return std::nullopt;
  return static_cast<KernelTcp>((*state)[0]);
}

void Take(KernelEntry& entry, const nlmsghdr& header, Bytes attributes) {
  if ((header.nlmsg_type & 0xff) == IPCTNL_MSG_CT_DELETE) {
    entry.alive = false;
    entry.tcp = KernelTcp::kNone;
    return;
  }
  if ((header.nlmsg_flags & NLM_F_CREATE) != 0) {
    entry.alive = true;
    ++entry.births;
  }
  if (const std::optional<KernelTcp> state = TcpStateOf(attributes)) entry.tcp = *state;
}

}  // namespace

void ConntrackEvents::Open(const NetworkNamespace& where, std::string& error) {
  where.Run([&] {
    socket_ = FileDescriptor(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    const int buffer = 1 << 26;
    setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer));
    bool done = bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    for (const int group : {NFNLGRP_CONNTRACK_NEW, NFNLGRP_CONNTRACK_UPDATE, NFNLGRP_CONNTRACK_DESTROY}) {
      done = done && setsockopt(socket_.get(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) == 0;
    }
    if (!done) error = std::string("cannot listen to nf_conntrack: ") + std::strerror(errno);
  });
}

void ConntrackEvents::Read(std::string& error) {
  static thread_local std::vector<std::uint8_t> buffer(1 << 16);
  for (;;) {
    const ssize_t count = recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      error = std::string("cannot hear nf_conntrack: ") + std::strerror(errno);
      return;
    }
    Bytes messages = Bytes(buffer).first(static_cast<std::size_t>(count));
    while (messages.size() >= NLMSG_HDRLEN + sizeof(nfgenmsg)) {
      nlmsghdr header;
      std::memcpy(&header, messages.data(), sizeof(header));
      if (header.nlmsg_len < NLMSG_HDRLEN + sizeof(nfgenmsg) || header.nlmsg_len > messages.size()) break;
      const Bytes attributes = messages.first(header.nlmsg_len).subspan(NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(nfgenmsg)));
      const bool conntrack = header.nlmsg_type >> 8 == NFNL_SUBSYS_CTNETLINK;
      if (const auto number = conntrack ? NumberOfTuple(attributes) : std::nullopt) {
        Take(entries_[*number], header, attributes);
      }
      messages = messages.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), messages.size()));
    }
  }
}

KernelEntry ConntrackEvents::EntryOf(std::uint32_t number) const {
  const auto found = entries_.find(number);
  return found == entries_.end() ? KernelEntry() : found->second;
}

}  // namespace tidegate::differential
