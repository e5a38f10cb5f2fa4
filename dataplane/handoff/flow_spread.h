// Which worker a packet belongs to, where software has to share them out.
//
// Both directions of a connection have the same one, so that its entry stays in one processor's caches; nothing but
// speed depends on it, as all workers share the table. All fragments of a packet have the same one too, which putting
// them together does depend on. The hash is keyed: who chooses addresses and ports cannot choose a worker to drown.
#ifndef TIDEGATE_DATAPLANE_HANDOFF_FLOW_SPREAD_H_
#define TIDEGATE_DATAPLANE_HANDOFF_FLOW_SPREAD_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "tidegate/flow_key.h"

namespace tidegate {

class FlowSpread {
 public:
  // REQUIRES: workers > 0.
  FlowSpread(const HashSecret& secret, unsigned workers) : key_(secret.Derive(kPurpose)), workers_(workers) {}

  // By both addresses, the protocol and both ports; of fragments and of protocols without ports, by what there is.
  // Nothing for frames that are not IP or end within its header: they stay where they came in.
  // Cost: some 5 ns; reads the headers up to the ports.
  std::optional<unsigned> WorkerOf(const std::uint8_t* frame, std::size_t captured) const {
    const std::optional<std::uint32_t> hash = Hash(frame, captured);
    if (!hash) return std::nullopt;
    return static_cast<unsigned>(std::uint64_t{*hash} * workers_ >> 32);
  }

 private:
  static constexpr std::uint64_t kPurpose = 0x73707265;  // not what anything else derives from the secret

  std::optional<std::uint32_t> Hash(const std::uint8_t* frame, std::size_t captured) const;

  std::uint64_t key_;
  unsigned workers_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_HANDOFF_FLOW_SPREAD_H_
