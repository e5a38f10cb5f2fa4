// "scan": somebody looks for what is there. Each probe is a SYN that is not sent again; an open port answers and the
// scanner's host resets, a closed one answers with RST, where no host is nothing answers.
//
//   kind "horizontal"    a port on all 65,536 addresses in a random order, then the next port, as zmap and masscan do:
//                        80 % of what a telescope saw was of scans of 1 % of all addresses or more (Durumeric et al.,
//                        USENIX Security 2014)
//        "vertical"      all ports of a host, then the next host, of hosts that are there: nmap -p-
//        "slow"          horizontal, from many sources, each below what a rate limit sees
//   rate 10000           probes a second; 50 if slow
//   sources 1            256 if slow, each from a network of its own: 1 probe in 5 s from each
//   live_share 0.1       of the addresses have a host
//   open_share 0.02      of the ports of a host are open
//   begin_s 0, end_s     of the attack; by default all the time
#ifndef TIDEGATE_TESTBED_WORKLOAD_SCAN_H_
#define TIDEGATE_TESTBED_WORKLOAD_SCAN_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeScan(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_SCAN_H_
