// A policy of one's own in a shared object, for `tidegate-testbed run --plugin ./my_policy.so`.
//
//   #include "testbed/plugin/plugin.h"
//
//   struct MyPolicy { ... };   // as in tidegate/eviction.h
//
//   extern "C" int TidegatePluginVersion() { return tidegate::testbed::kPluginVersion; }
//   extern "C" tidegate::testbed::FirewallModel* TidegatePluginMake(const tidegate::testbed::ModelOptions& options) {
//     return tidegate::testbed::MakeSetModel<MyPolicy>(options).release();
//   }
//
// It is the very type that runs in the packet path, if it is put into lib/evict instead. Built with the same compiler
// as the testbed: the interface is C++ (examples/testbed_policy.cc).
#ifndef TIDEGATE_TESTBED_PLUGIN_PLUGIN_H_
#define TIDEGATE_TESTBED_PLUGIN_PLUGIN_H_

#include "testbed/table/firewall_model.h"
#include "testbed/table/model_options.h"
#include "testbed/table/models.h"

namespace tidegate::testbed {

// Raised whenever what a plug-in is compiled against changes.
inline constexpr int kPluginVersion = 1;

inline constexpr char kPluginVersionName[] = "TidegatePluginVersion";
inline constexpr char kPluginMakeName[] = "TidegatePluginMake";
using PluginVersion = int();
using PluginMake = FirewallModel*(const ModelOptions&);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_PLUGIN_PLUGIN_H_
