// "dns": UDP. Queries to resolvers, two packets each, and among them longer conversations as QUIC has them, and NTP.
//
// A query that gets no answer, whoever has lost it, is sent again from the same port after the resolver's timeout. A
// QUIC client goes on from the same port as well; its conversation ends in silence, when both sides' idle timeout is
// over.
//
//   rate 2000            conversations a second begin; at 180 s for each answered one twice what 131,072 can keep.
//   TRex'
//                        profile of an enterprise (cap2/sfr.yaml) has 2,400 queries among 4,510 flows a second
//   clients 4096, servers 4
//   unanswered 0.12      of the queries (Brandhorst and Pras 2006: a little more than 12 % at four borders)
//   retry_s 5, attempts 2   of a resolver library (resolv.conf(5): timeout, attempts)
//   quic_share 0.05      of the conversations, on port 443: `exchanges` 10, `tail_share` 0.07, `gap_s` 0.35
//                        (web_talk.h), and `idle_share` 0.1 of the gaps longer, up to `idle_s` 30, QUIC's usual idle
//                        timeout
//   ntp_clients 1000     each asks every 64, 128, 256, 512 or 1,024 s from port 123 (RFC 5905: poll exponents 6 to 10)
#ifndef TIDEGATE_TESTBED_WORKLOAD_DNS_H_
#define TIDEGATE_TESTBED_WORKLOAD_DNS_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeDns(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_DNS_H_
