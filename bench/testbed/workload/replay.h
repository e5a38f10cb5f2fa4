// "replay": the conversations of a capture (conversations.h), each at its own time. Whatever the firewall does to one,
// the others come as they were recorded; but a SYN that is refused is sent again, and what follows comes that much
// later.
//
//   file                 a pcap or pcapng file. ICMP, SCTP and later fragments in it are passed over
//   speed 1              2: all in half the time, round trips and silences as well; the table's timeouts stay
//   resolution_s 0.1     packets of a conversation that come within this time are played as one exchange
//
// Of two conversations of the same tuple the second waits until the first is over. A connection that is broken is not
// taken up again: nobody knows what its client would have done. Nothing comes after the capture's end.
#ifndef TIDEGATE_TESTBED_WORKLOAD_REPLAY_H_
#define TIDEGATE_TESTBED_WORKLOAD_REPLAY_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeReplay(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_REPLAY_H_
