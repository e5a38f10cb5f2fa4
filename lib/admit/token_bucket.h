// Admission "token_bucket": a source network, a /24 or a /48, may begin so many connections a second, and so many at
// once. Of all protocols. 65,536 buckets; networks whose hashes meet share one.
#ifndef TIDEGATE_ADMIT_TOKEN_BUCKET_H_
#define TIDEGATE_ADMIT_TOKEN_BUCKET_H_

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "admit/source_cells.h"
#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class TokenBucket {
 public:
  static constexpr std::string_view kName = "token_bucket";

  explicit TokenBucket(const PolicyOptions& options) : rate_(options.syn_rate), full_(options.syn_burst * kToken) {}

  // A bucket is the time it was last looked at, in milliseconds, and what it lacks then to be full. 0 is a full one.
  Admission Admit(const Applicant& applicant, const Pressure&) const {
    const auto now = static_cast<std::uint32_t>(applicant.now / kMillisecond);
    const std::uint64_t word = buckets_.Get(applicant.source);
    const std::uint64_t since = static_cast<std::uint32_t>(now - static_cast<std::uint32_t>(word >> 32));
    const std::uint64_t lacked = word & 0xffffffff;
    const std::uint64_t refilled = since * rate_ * kToken / 1000;
    const std::uint64_t lacks = lacked - std::min(lacked, refilled);
    const bool enters = lacks + kToken <= full_;
    // Refused ones leave it as it is: what has been refilled since then is not rounded off.
    if (enters) buckets_.Set(applicant.source, std::uint64_t{now} << 32 | (lacks + kToken));
    return enters ? Admission::Enter() : Admission::Refuse(DropReason::kSynRate);
  }

 private:
  // In fractions, so that slow rates add up: at most 2^32 of them are lacked.
  static constexpr std::uint64_t kToken = 1024;

  std::uint64_t rate_;
  std::uint64_t full_;
  SourceCells<1u << 16> buckets_;
};
static_assert(AdmissionPolicy<TokenBucket>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_TOKEN_BUCKET_H_
