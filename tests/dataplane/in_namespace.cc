#include "in_namespace.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <thread>

#include "child_process.h"

namespace tidegate::test {

bool MayMakeNamespaces() { return ::getuid() == 0 && RunProgram({"/bin/sh", "-c", "ip netns list"}).status == 0; }

void RunScript(const std::string& script) {
  const Finished finished = RunProgram({"/bin/sh", "-e", "-c", script});
  EXPECT_EQ(finished.status, 0) << finished.err;
}

int SocketIn(const std::string& name, int family, int type) {
  int fd = -1;
  std::thread([&] {
    const int ns = ::open(("/run/netns/" + name).c_str(), O_RDONLY | O_CLOEXEC);
    if (ns >= 0 && ::setns(ns, CLONE_NEWNET) == 0) fd = ::socket(family, type | SOCK_CLOEXEC, 0);
    ::close(ns);
  }).join();
  const timeval limit{.tv_sec = 2, .tv_usec = 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  return fd;
}

}  // namespace tidegate::test
