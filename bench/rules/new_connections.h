// The whole way of the first packet of a connection: what share of it the rules are.
#ifndef TIDEGATE_BENCH_RULES_NEW_CONNECTIONS_H_
#define TIDEGATE_BENCH_RULES_NEW_CONNECTIONS_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "rules/rule_world.h"
#include "support/packet_builder.h"
#include "tidegate/firewall.h"

namespace tidegate::bench {

// A firewall with a world's rules, and the world's allowed packets as frames.
class NewConnections {
 public:
  static constexpr std::size_t kBurst = 32;

  explicit NewConnections(const RuleWorld& world);

  // Sends the next burst, of packets that all open a connection. False if one did not.
  bool OpenBurst();

 private:
  std::unique_ptr<Firewall> firewall_;
  Firewall::Worker* worker_ = nullptr;
  std::vector<test::Bytes> frames_;
  std::vector<PacketIn> packets_;
  std::size_t next_ = 0;
  TimeNs now_ = kSecond;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_RULES_NEW_CONNECTIONS_H_
