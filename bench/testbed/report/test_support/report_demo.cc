// testbed_report_demo DIR: writes synthetic results there, to look at the report with.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "testbed/report/test_support/synthetic.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: testbed_report_demo DIR\n";
    return 2;
  }
  const std::filesystem::path directory = argv[1];
  std::filesystem::create_directories(directory);
  std::ofstream cells(directory / "cells.jsonl");
  for (const auto& result : tidegate::testbed::SyntheticResults({})) cells << result.dump() << "\n";
  std::ofstream(directory / "speed.json") << tidegate::testbed::SyntheticSpeeds().dump(1) << "\n";
  return cells.good() ? 0 : 1;
}
