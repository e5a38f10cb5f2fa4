// Capture files of Ethernet frames: the classic pcap format, a file header and then each frame behind a header.
#include "pcap_file.h"

#include <cstdint>
#include <fstream>

namespace tidegate::test {
namespace {

struct FileHeader {
  std::uint32_t magic = 0xa1b2c3d4;  // microseconds, byte order of the writer
  std::uint16_t major = 2;
  std::uint16_t minor = 4;
  std::uint32_t zone = 0;
  std::uint32_t accuracy = 0;
  std::uint32_t max_length = 65535;
  std::uint32_t link_type = 1;  // Ethernet
};

struct FrameHeader {
  std::uint32_t seconds = 0;
  std::uint32_t microseconds = 0;
  std::uint32_t captured = 0;
  std::uint32_t on_wire = 0;
};

template <typename Header>
void Write(std::ofstream& file, const Header& header) {
  file.write(reinterpret_cast<const char*>(&header), sizeof(header));
}

}  // namespace

void WritePcap(const std::string& path, const std::vector<Bytes>& frames) {
  std::ofstream file(path, std::ios::binary);
  Write(file, FileHeader{});
  for (const Bytes& frame : frames) {
    const auto size = static_cast<std::uint32_t>(frame.size());
    Write(file, FrameHeader{.captured = size, .on_wire = size});
    file.write(reinterpret_cast<const char*>(frame.data()), static_cast<std::streamsize>(frame.size()));
  }
}

std::vector<Bytes> ReadPcap(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  file.ignore(sizeof(FileHeader));
  std::vector<Bytes> frames;
  FrameHeader header;
  while (file.read(reinterpret_cast<char*>(&header), sizeof(header))) {
    Bytes frame(header.captured);
    if (!file.read(reinterpret_cast<char*>(frame.data()), static_cast<std::streamsize>(frame.size()))) break;
    frames.push_back(frame);
  }
  return frames;
}

}  // namespace tidegate::test
