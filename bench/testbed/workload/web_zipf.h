// "web_zipf": browsers and the sites they go to.
//
// A browser loads a page, reads it, and loads the next one, of a site drawn by Zipf's law. A page takes several
// connections to its site at once. After its exchanges (web_talk.h) a connection idles until the server's keep-alive is
// over; in between the reader may come back to it. Some are closed by the browser, and some reset.
//
//   browsers 20000       with the rest: 2,300 connections a second, 70,000 open, and with those in TIME-WAIT
//                        twice what a table of 131,072 can keep
//   servers 1000, popularity 1     sites' popularity is Zipf with exponent 1 (Adamic and Huberman, Glottometrics 2002)
//   think_s 30           mean time between two pages of a reader
//   parallel 6           at most, of a page: browsers open up to six to a host; drawn evenly from one on
//   idle_share 0.2       of the gaps on a connection are the reader's, from 5 s to the server's keep-alive
//   keepalive_min_s 5, keepalive_max_s 60   each server has its own: 5 s is Apache's, 60 s that of AWS' load balancer
//   reset_share 0.15     of all connections, by the client: 15-25 % see a reset (Arlitt and Williamson, CCR 2005)
//   close_share 0.2      are closed by the browser; the server closes all others
//   retry_s 5            until a reader whose page hangs loads it again, twice at most
#ifndef TIDEGATE_TESTBED_WORKLOAD_WEB_ZIPF_H_
#define TIDEGATE_TESTBED_WORKLOAD_WEB_ZIPF_H_

#include <memory>

#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

std::unique_ptr<Workload> MakeWebZipf(Parameters& parameters);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_WEB_ZIPF_H_
