// The firewall in a switch of one's own: rules, a burst of packets, verdicts.
#include <array>
#include <cstdint>
#include <cstdio>

#include "tidegate/firewall.h"

using namespace tidegate;

int main() {
  SecurityRule ssh;
  ssh.direction = Direction::kInbound;
  ssh.match = ProtocolMatch::kOne;
  ssh.protocol = kProtocolTcp;
  ssh.port_min = ssh.port_max = 22;
  PortSpec vm;
  vm.name = "vm1";
  vm.addresses = {*ParseIpAddress("192.168.0.4")};
  vm.security_groups = {"web"};
  vm.firewalled = true;
  auto policy = SecurityPolicy::Compile({{"web", {ssh}}}, {vm});
  auto firewall = Firewall::Create(FirewallOptions{}, *std::move(policy));
  if (!firewall.ok()) return 1;
  Firewall::Worker& worker = (*firewall)->AddWorker();  // one for each thread

  // Ethernet, IPv4 10.0.0.1 -> 192.168.0.4, TCP 50000 -> 22, SYN; and the same to port 23.
  std::array<std::uint8_t, 54> syn = {
      0,    0,    0, 0,  0, 2, 0, 0, 0,  0, 0, 1, 8,    0,                              //
      0x45, 0,    0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 10,   0, 0,    1,    192, 168, 0, 4,  //
      0xc3, 0x50, 0, 22, 0, 0, 0, 1, 0,  0, 0, 0, 0x50, 2, 0xff, 0xff, 0,   0,   0, 0};
  std::array<std::uint8_t, 54> telnet = syn;
  telnet[37] = 23;

  const std::array<PacketIn, 2> burst = {PacketIn{.data = syn.data(), .captured = 54, .on_wire = 54, .to = 0},
                                         PacketIn{.data = telnet.data(), .captured = 54, .on_wire = 54, .to = 0}};
  std::array<PacketResult, 2> results;
  (*firewall)->Process(worker, burst, 1000 * kSecond, results);
  for (const PacketResult& result : results) {
    std::printf("SYN: %s (%s)\n", Name(result.verdict).data(),
                (result.verdict == Verdict::kPass ? Name(result.state) : Name(result.reason)).data());
  }
  return 0;
}
