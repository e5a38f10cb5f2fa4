#include "testbed/workload/port_exhaustion.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "testbed/workload/addresses.h"

namespace tidegate::testbed {
namespace {

class PortExhaustion final : public Workload {
 public:
  explicit PortExhaustion(Parameters& p)
      : ports_(p.Sampled("ports", kPorts, 1, 65000)),
        streams_per_client_(p.Count("streams", 4, 1, 1000)),
        client_rtt_us_(static_cast<std::uint32_t>(p.Count("client_rtt_us", 200, 1, 10'000'000))),
        server_rtt_us_(static_cast<std::uint32_t>(p.Count("server_rtt_us", 100, 1, 10'000'000))) {
    const std::uint64_t clients = p.Count("clients", 4, 1, 65536);
    clients_.resize(clients);
    streams_.resize(clients * streams_per_client_);
    const double rate = p.Number("rate", 17000, 0.001, 1e9) / static_cast<double>(p.sample());
    period_ = static_cast<TimeNs>(1e9 * static_cast<double>(streams_.size()) / rate);
    for (Client& client : clients_) client.busy.resize(ports_);
  }

  // The streams begin spread over one period.
  void Begin(Stage& stage) override {
    for (std::uint32_t i = 0; i < streams_.size(); ++i) {
      stage.SetTimer(period_ * i / streams_.size(), i);
    }
  }

  void OnTimer(Stage& stage, std::uint32_t stream) override {
    Stream& state = streams_[stream];
    const std::uint32_t client = stream / static_cast<std::uint32_t>(streams_per_client_);
    if (!TakePort(clients_[client], state.port)) {
      stage.SetTimer(stage.now() + period_, stream);
      return;
    }
    state.began = stage.now();
    stage.Open({.client_address = kClients + 1 + client,
                .server_address = kServers + 4,
                .client_port = static_cast<std::uint16_t>(kFirstPort + state.port),
                .server_port = 12865,
                .client_rtt_us = client_rtt_us_,
                .server_rtt_us = server_rtt_us_,
                .owner = stream});
  }

  // The next one follows at the stream's pace, or at once if that is past.
  void OnEnd(Stage& stage, std::uint32_t stream, Ending) override {
    const std::uint32_t client = stream / static_cast<std::uint32_t>(streams_per_client_);
    clients_[client].busy[streams_[stream].port] = false;
    stage.SetTimer(std::max(stage.now(), streams_[stream].began + period_), stream);
  }

 private:
  struct Client {
    std::uint32_t next = 0;
    std::vector<bool> busy;
  };
  struct Stream {
    std::uint32_t port = 0;
    TimeNs began = 0;
  };

  bool TakePort(Client& client, std::uint32_t& port) const {
    for (std::uint64_t tried = 0; tried < ports_; ++tried) {
      port = client.next;
      client.next = static_cast<std::uint32_t>((client.next + 1) % ports_);
      if (client.busy[port]) continue;
      client.busy[port] = true;
      return true;
    }
    return false;
  }

  std::uint64_t ports_;
  std::uint64_t streams_per_client_;
  std::uint32_t client_rtt_us_;
  std::uint32_t server_rtt_us_;
  TimeNs period_ = 0;
  std::vector<Client> clients_;
  std::vector<Stream> streams_;
};

}  // namespace

std::unique_ptr<Workload> MakePortExhaustion(Parameters& parameters) {
  return std::make_unique<PortExhaustion>(parameters);
}

}  // namespace tidegate::testbed
