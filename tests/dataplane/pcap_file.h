// Capture files of Ethernet frames, for the devices of net_pcap.
#ifndef TIDEGATE_TESTS_DATAPLANE_PCAP_FILE_H_
#define TIDEGATE_TESTS_DATAPLANE_PCAP_FILE_H_

#include <string>
#include <vector>

#include "support/packet_builder.h"

namespace tidegate::test {

void WritePcap(const std::string& path, const std::vector<Bytes>& frames);

// The frames of a file in this machine's byte order. A file that is cut short yields its whole frames.
std::vector<Bytes> ReadPcap(const std::string& path);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_DATAPLANE_PCAP_FILE_H_
