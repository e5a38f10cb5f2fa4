// The ways on which workers hand packets to each other.
#include "handoff/handoff.h"

#include <rte_errno.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>

#include <string>

namespace tidegate {

absl::StatusOr<std::unique_ptr<Handoff>> Handoff::Make(const QueuePlan& plan) {
  std::unique_ptr<Handoff> self(new Handoff);
  const unsigned workers = plan.workers();
  for (std::vector<HandoffEnds>* ends : {&self->spread_, &self->send_}) {
    ends->resize(workers);
    for (HandoffEnds& one : *ends) one.to.resize(workers);
  }
  const auto join = [&](std::vector<HandoffEnds>& ends, const char* purpose, unsigned from, unsigned to) {
    rte_ring* ring = self->AddRing(purpose, from, to, workers);
    ends[from].to[to] = ring;
    ends[to].from.push_back(ring);
    return ring != nullptr;
  };
  for (unsigned from = 0; from < workers; ++from) {
    for (unsigned to = 0; to < workers; ++to) {
      if ((plan.SpreadsTo(from, to) && !join(self->spread_, "spread", from, to)) ||
          (plan.SendsThrough(from, to) && !join(self->send_, "send", from, to))) {
        return absl::ResourceExhaustedError(std::string("no memory for rings between workers: ") +
                                            rte_strerror(rte_errno));
      }
    }
  }
  return self;
}

rte_ring* Handoff::AddRing(const char* purpose, unsigned from, unsigned to, unsigned workers) {
  const std::string name = std::string("tg-") + purpose + "-" + std::to_string(from) + "-" + std::to_string(to);
  rte_ring* ring = rte_ring_create(name.c_str(), HandoffRingSize(workers), static_cast<int>(rte_socket_id()),
                                   RING_F_SP_ENQ | RING_F_SC_DEQ);
  if (ring != nullptr) rings_.push_back(ring);
  return ring;
}

Handoff::~Handoff() {
  for (rte_ring* ring : rings_) {
    void* packet = nullptr;
    while (rte_ring_sc_dequeue(ring, &packet) == 0) rte_pktmbuf_free(static_cast<rte_mbuf*>(packet));
    rte_ring_free(ring);
  }
}

}  // namespace tidegate
