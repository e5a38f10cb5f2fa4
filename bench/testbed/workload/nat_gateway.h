// "nat_gateway": many hosts behind a NAT with a few addresses, as a firewall further on sees them: a handful of clients
// with all their ports, and tuples that come again soon after they were closed.
//
// A host's connections all leave from the same address (RFC 4787 REQ-2, "paired"). Each takes a port of it, one that
// nobody else has, and gives it back: TCP's at once, as the NAT follows the connection, UDP's when it has rested (RFC
// 6888 REQ-8: for 120 s, but for TCP that is followed). Without a free port a host tries again.
//
//   hosts 5000, addresses 4, ports 64512   of each address, 1024 and up
//   rate 0.2             new connections a second and host: 1,000 in all, which nearly fill a table of 131,072
//   dns_share 0.53       are DNS queries, the others web connections (TRex' sfr.yaml: 2,400 of 4,510 flows);
//                        exchanges, tail_share, gap_s: web_talk.h
//   long_share 0.5       of the hosts hold a connection all the time, with an exchange each pause_s 60
//   tcp_rest_s 0, udp_rest_s 120   of a port
//   retry_s 5            of a host whose connection fails, or gets no port
#ifndef TIDEGATE_TESTBED_WORKLOAD_NAT_GATEWAY_H_
#define TIDEGATE_TESTBED_WORKLOAD_NAT_GATEWAY_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeNatGateway(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_NAT_GATEWAY_H_
