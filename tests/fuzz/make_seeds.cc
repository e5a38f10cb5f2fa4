// Writes the seeds that are made of packets, a file for each, into FOLDER/packet_view, FOLDER/firewall and
// FOLDER/capture.
//
//   fuzz_make_seeds FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <ios>

#include "fuzz/seeds.h"

namespace {

namespace fs = std::filesystem;

bool Write(const fs::path& folder, const std::vector<tidegate::fuzz::Seed>& seeds) {
  std::error_code error;
  fs::create_directories(folder, error);
  for (const tidegate::fuzz::Seed& seed : seeds) {
    std::ofstream file(folder / seed.name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(seed.bytes.data()), static_cast<std::streamsize>(seed.bytes.size()));
    file.close();
    if (file) continue;
    std::fprintf(stderr, "fuzz_make_seeds: %s cannot be written\n", (folder / seed.name).c_str());
    return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: fuzz_make_seeds FOLDER\n");
    return 2;
  }
  const fs::path folder = argv[1];
  const bool done = Write(folder / "packet_view", tidegate::fuzz::PacketViewSeeds()) &&
                    Write(folder / "firewall", tidegate::fuzz::FirewallSeeds()) &&
                    Write(folder / "capture", tidegate::fuzz::CaptureSeeds());
  return done ? 0 : 1;
}
