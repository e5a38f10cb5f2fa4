// "bots": an attack from real addresses. Each bot completes the handshake, so that no SYN cookie and no half-open quota
// stops it, and then keeps the connection, leaves it, or resets it.
//
// A bot has so many sockets; each connects, and connects again at its pace or when the connection is over, if that is
// later. What a bot keeps costs it a socket; what it leaves (Naptha, CERT CA-2000-21: the answers are forged without
// any state) blocks that socket's ports only until the server has given up.
//
//   bots 1000, sockets 100   of each: 100,000 at most at once, most of a table of 131,072 connections. A small attack:
//                            Mirai had 200,000 to 300,000 bots for months (Antonakakis et al., USENIX Security 2017)
//   rate 20000               connections a second, of all together, while their sockets are free
//   reset_share 0.3          are reset right after the handshake
//   leave_share 0.2          are left: the server's FIN is not answered
//   server_timeout_s 60      until the server closes one that says nothing (client_header_timeout of nginx); the others
//                            are kept until then
//   begin_s 0, end_s         of the attack; by default all the time
#ifndef TIDEGATE_TESTBED_WORKLOAD_BOTS_H_
#define TIDEGATE_TESTBED_WORKLOAD_BOTS_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeBots(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_BOTS_H_
