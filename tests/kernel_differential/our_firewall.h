// Tidegate's side: the same frames through the public interface, with rules that allow everything.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_OUR_FIREWALL_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_OUR_FIREWALL_H_

#include <memory>
#include <span>
#include <string>

#include "kernel_differential/kernel_rig.h"
#include "kernel_differential/packet_class.h"
#include "tidegate/firewall.h"

namespace tidegate::differential {

// The class of a verdict: by its state bits; kLost for a packet that was dropped before it was tracked.
PacketClass ClassOf(const PacketResult& result);

class OurFirewall {
 public:
  // Null if it cannot be made; `error` says why.
  static std::unique_ptr<OurFirewall> Create(const Mode& mode, std::string& error);

  // REQUIRES: frames and results have the same size; epochs do not decrease.
  void Process(std::span<const TestFrame> frames, unsigned epoch, std::span<PacketResult> results);

 private:
  explicit OurFirewall(std::unique_ptr<Firewall> firewall)
      : firewall_(std::move(firewall)), worker_(&firewall_->AddWorker()) {}

  std::unique_ptr<Firewall> firewall_;
  Firewall::Worker* worker_;
};

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_OUR_FIREWALL_H_
