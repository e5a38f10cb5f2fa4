// A packet's route, where DPDK has room for it: in the first cache line of its mbuf.
#ifndef TIDEGATE_DATAPLANE_SWITCHING_MBUF_ROUTE_H_
#define TIDEGATE_DATAPLANE_SWITCHING_MBUF_ROUTE_H_

#include <rte_mbuf.h>

#include <cstring>

#include "switching/route.h"

namespace tidegate {

static_assert(sizeof(rte_mbuf::hash) >= sizeof(Route));

inline Route RouteOf(const rte_mbuf* mbuf) {
  Route route;
  std::memcpy(static_cast<void*>(&route), &mbuf->hash, sizeof(route));
  return route;
}

inline void SetRoute(rte_mbuf* mbuf, const Route& route) { std::memcpy(&mbuf->hash, &route, sizeof(route)); }

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_SWITCHING_MBUF_ROUTE_H_
