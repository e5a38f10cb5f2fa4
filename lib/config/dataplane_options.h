// The member "dataplane" of the configuration: how the DPDK program runs. Replay ignores it.
#ifndef TIDEGATE_CONFIG_DATAPLANE_OPTIONS_H_
#define TIDEGATE_CONFIG_DATAPLANE_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate {

// Fragments are put together before the firewall sees them. Both bounds are those of one worker.
struct ReassemblyOptions {
  bool enabled = true;
  std::uint32_t max_packets = 1024;  // that may wait for fragments at once
  std::uint32_t timeout_ms = 2000;   // from a packet's first fragment to arrive

  bool operator==(const ReassemblyOptions&) const = default;
};

// A test instrument: what is done to packets on one side of the firewall. Shares of packets, from 0 to 1.
struct Impairment {
  double loss = 0;
  double duplicate = 0;
  double reorder = 0;  // held back while a few others pass, or a few milliseconds
  std::uint32_t delay_ms = 0;

  bool operator==(const Impairment&) const = default;
};

struct ImpairmentOptions {
  std::optional<Impairment> before;  // what is lost never reaches the firewall
  std::optional<Impairment> after;   // the firewall has seen what is lost
  std::uint64_t seed = 1;            // the same packets in the same order meet the same fate

  bool operator==(const ImpairmentOptions&) const = default;
};

// Whether workers hand packets to each other where devices have fewer queues than there are workers.
enum class Spread : std::uint8_t {
  kOff,
  kAuto,  // to send
  kOn     // to forward as well
};

struct DataplaneOptions {
  std::uint32_t workers = 1;
  Spread spread = Spread::kAuto;
  std::vector<std::string> eal;     // further options for DPDK's environment, one word each
  std::string huge_pages = "auto";  // "auto": use them where there are some, "on": insist, "off": never
  ReassemblyOptions reassembly;
  ImpairmentOptions impairment;

  bool operator==(const DataplaneOptions&) const = default;
};

}  // namespace tidegate

#endif  // TIDEGATE_CONFIG_DATAPLANE_OPTIONS_H_
