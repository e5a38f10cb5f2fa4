// Network namespaces for tests that need a kernel of their own at the other end of a wire.
#ifndef TIDEGATE_TESTS_DATAPLANE_IN_NAMESPACE_H_
#define TIDEGATE_TESTS_DATAPLANE_IN_NAMESPACE_H_

#include <string>

namespace tidegate::test {

// May this process make network namespaces?
bool MayMakeNamespaces();

// Runs a script of /bin/sh that stops at the first error, and fails the test if there was one.
void RunScript(const std::string& script);

// A socket there, with two seconds' patience. A socket stays in the namespace of the thread that made it.
int SocketIn(const std::string& name, int family, int type);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_DATAPLANE_IN_NAMESPACE_H_
