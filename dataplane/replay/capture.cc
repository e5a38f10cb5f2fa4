// A capture file, packet by packet, through libpcap.
#include "capture.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace tidegate::replay {
namespace {

constexpr const char* kStandardInput = "-";

bool IsPipe(pcap_t* handle) {
  struct stat status {};
  std::FILE* file = pcap_file(handle);
  return file != nullptr && fstat(fileno(file), &status) == 0 && !S_ISREG(status.st_mode);
}

std::string LinkTypeName(int type) {
  const char* description = pcap_datalink_val_to_description(type);
  return description != nullptr ? description : "number " + std::to_string(type);
}

// libpcap begins some of its messages with the file's name and some not.
std::string WithName(const std::string& name, const std::string& message) {
  return message.starts_with(name + ":") ? message : name + ": " + message;
}

}  // namespace

Capture::Capture(std::string name, pcap_t* handle, LinkLayer link)
    : name_(std::move(name)), handle_(handle), link_(std::move(link)), is_live_(IsPipe(handle)) {}

absl::StatusOr<Capture> Capture::Open(const std::string& path) {
  const std::string name = path == kStandardInput ? "standard input" : path;
  char error[PCAP_ERRBUF_SIZE] = "";
  std::unique_ptr<pcap_t, Closer> handle(
      pcap_open_offline_with_tstamp_precision(path.c_str(), PCAP_TSTAMP_PRECISION_NANO, error));
  if (!handle) return absl::InvalidArgumentError(WithName(name, error));
  const int type = pcap_datalink(handle.get());
  std::optional<LinkLayer> link = LinkLayer::OfType(type);
  if (!link) {
    return absl::InvalidArgumentError(name + ": the link type is " + LinkTypeName(type) + ", expected " +
                                      LinkLayer::KnownTypes());
  }
  return Capture(name, handle.release(), *std::move(link));
}

bool Capture::Next() {
  pcap_pkthdr* header = nullptr;
  const std::uint8_t* data = nullptr;
  const int got = pcap_next_ex(handle_.get(), &header, &data);
  if (got != 1) {
    if (got == PCAP_ERROR)
      error_ = name_ + ": packet " + std::to_string(number_ + 1) + ": " + pcap_geterr(handle_.get());
    return false;
  }
  ++number_;
  // With nanosecond precision tv_usec holds nanoseconds.
  const TimeNs time = static_cast<TimeNs>(header->ts.tv_sec) * kSecond + static_cast<TimeNs>(header->ts.tv_usec);
  time_ = std::max(time_, time);
  frame_ = link_.ToEthernet({data, std::min(header->caplen, header->len), header->len});
  return true;
}

}  // namespace tidegate::replay
