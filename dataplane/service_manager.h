// Tells the service manager that started this process what becomes of it: the protocol of sd_notify(3), which is one
// datagram, so that no library is needed for it.
#ifndef TIDEGATE_DATAPLANE_SERVICE_MANAGER_H_
#define TIDEGATE_DATAPLANE_SERVICE_MANAGER_H_

#include <string_view>

namespace tidegate {

// "READY=1" and the like, a line each. Does nothing if nobody asked to be told (NOTIFY_SOCKET), and is silent if the
// datagram cannot be sent: the manager then finds out by its own time limit.
void TellServiceManager(std::string_view lines);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_SERVICE_MANAGER_H_
