// "lossy": web connections over a bad network. Lost packets are sent again and come late; what nobody sends again
// leaves zombies, entries that look alive and are not.
//
// A reset is sent once: lost before the firewall, the connection stays ESTABLISHED for ever. So it does if the client
// vanishes (out of coverage, lid closed), until the server's timeout; its FIN then goes unanswered.
//
//   rate 1000            connections a second, from 65,536 addresses; exchanges, tail_share, gap_s: web_talk.h
//   loss 0.02            of all packets, on each side of the firewall. 1 % is a good mobile network and 5 % a bad one:
//   our
//                        judgement, as measurements differ by more than that
//   vanish 0.02          of the clients are not heard of again in the midst of their exchanges: our judgement, too
//   server_timeout_s 60  until the server closes on them (Apache's Timeout)
//   reset_share 0.15     are reset by the client: 15-25 % see a reset (Arlitt and Williamson, CCR 2005)
//   retry_s 5, attempts 3   of who gets no connection, or loses it
#ifndef TIDEGATE_TESTBED_WORKLOAD_LOSSY_H_
#define TIDEGATE_TESTBED_WORKLOAD_LOSSY_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeLossy(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_LOSSY_H_
