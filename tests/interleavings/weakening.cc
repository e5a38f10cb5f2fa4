#include "interleavings/weakening.h"

#include <string_view>

namespace tidegate::explore {

bool Acquires(std::memory_order order) {
  return order == std::memory_order_acquire || order == std::memory_order_acq_rel || order == std::memory_order_seq_cst;
}

bool Releases(std::memory_order order) {
  return order == std::memory_order_release || order == std::memory_order_acq_rel || order == std::memory_order_seq_cst;
}

const char* Name(std::memory_order order) {
  switch (order) {
    case std::memory_order_relaxed:
      return "relaxed";
    case std::memory_order_acquire:
      return "acquire";
    case std::memory_order_release:
      return "release";
    case std::memory_order_acq_rel:
      return "acq_rel";
    default:
      return "seq_cst";
  }
}

bool Weakening::IsAt(const Site& site) const {
  return site.line() == line && site.column() == column && file == site.file_name();
}

std::memory_order Without(std::memory_order order, Strength part) {
  if (part == Strength::kComparison) return order;
  const bool acquires = Acquires(order) && part != Strength::kAcquire;
  const bool releases = Releases(order) && part != Strength::kRelease;
  if (acquires && releases) return std::memory_order_acq_rel;
  if (acquires) return std::memory_order_acquire;
  return releases ? std::memory_order_release : std::memory_order_relaxed;
}

std::vector<Weakening> WeakeningsOf(const Site& site, const char* access, std::memory_order order) {
  std::vector<Weakening> all;
  const auto add = [&](Strength part) {
    all.push_back({site.file_name(), site.line(), site.column(), FunctionOf(site), access, part});
  };
  const std::string_view kind = access;
  const bool reads = kind != "store";
  const bool writes = kind == "store" || kind == "swap";
  if (kind == "swap") add(Strength::kComparison);
  if (order == std::memory_order_seq_cst) add(Strength::kSeqCst);
  if (Acquires(order) && reads) add(Strength::kAcquire);
  if (Releases(order) && (writes || kind == "fence")) add(Strength::kRelease);
  return all;
}

std::string FunctionOf(const Site& site) {
  std::string_view name = site.function_name();
  name = name.substr(0, name.find('('));
  const std::size_t end = name.find('<', name.rfind("::") + 1);
  name = name.substr(0, end);
  const std::size_t begin = name.find_last_of(": ");
  return std::string(begin == std::string_view::npos ? name : name.substr(begin + 1));
}

std::string ToString(const Weakening& weakening) {
  constexpr const char* kParts[] = {"acquire", "release", "seq_cst", "comparison"};
  return weakening.function + ", line " + std::to_string(weakening.line) + ": " + weakening.access + " without " +
         kParts[static_cast<std::size_t>(weakening.part)];
}

}  // namespace tidegate::explore
