// Eviction "vpp_acl": what the ACL plug-in of FD.io VPP does when its table is full. It recycles the session at the
// head of its list of transient TCP sessions, those that are not established: opening, closing or closed. If there is
// none it refuses (src/plugins/acl/session_inlines.h, acl_fa_try_recycle_session()).
#ifndef TIDEGATE_EVICT_VPP_ACL_H_
#define TIDEGATE_EVICT_VPP_ACL_H_

#include <cstdint>
#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class VppAcl {
 public:
  static constexpr std::string_view kName = "vpp_acl";

  explicit VppAcl(const PolicyOptions& options) : notes_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const { notes_.Set(place.slot, EntryNote::At(place.now).raw()); }
  void OnHit(std::uint32_t slot, ConnClass, TimeNs now) const { notes_.Set(slot, EntryNote::At(now).raw()); }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    const std::uint32_t transient = CandidatesOf(candidates, [](ConnClass cls) {
      return cls == ConnClass::kHalfOpen || cls == ConnClass::kClosing || cls == ConnClass::kTimeWait;
    });
    return OldestOf(candidates, transient, notes_);
  }

 private:
  EntryNotes notes_;
};
static_assert(EvictionPolicy<VppAcl> && NotesHits<VppAcl>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_VPP_ACL_H_
