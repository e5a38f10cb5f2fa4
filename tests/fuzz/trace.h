// What a fuzzed run does, for people: with TIDEGATE_FUZZ_TRACE in the environment, a line per packet on the standard
// error.
#ifndef TIDEGATE_TESTS_FUZZ_TRACE_H_
#define TIDEGATE_TESTS_FUZZ_TRACE_H_

#include "tidegate/firewall.h"

namespace tidegate::fuzz {

// Prints the packet and what became of it, where tracing is on.
void Trace(const PacketIn& in, const PacketResult& result, TimeNs now);

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_TRACE_H_
