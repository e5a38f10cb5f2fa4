#include "testbed/trace/oracle_general.h"

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <string>

#include "testbed/trace/next_use.h"

namespace tidegate::testbed {
namespace {

constexpr std::size_t kRecordBytes = 24;
constexpr std::size_t kTimeAt = 0;
constexpr std::size_t kIdAt = 4;
constexpr std::size_t kSizeAt = 12;
constexpr std::size_t kNextAt = 16;

constexpr std::uint32_t kZstdMagic = 0xfd2fb528;  // RFC 8878, section 3.1.1: in the place of the first time

using RecordBytes = std::array<char, kRecordBytes>;

template <std::unsigned_integral Number>
void Put(RecordBytes& bytes, std::size_t at, Number number) {
  for (std::size_t i = 0; i < sizeof(Number); ++i) bytes[at + i] = static_cast<char>(number >> (8 * i) & 0xff);
}

template <std::unsigned_integral Number>
Number Get(const RecordBytes& bytes, std::size_t at) {
  Number number = 0;
  for (std::size_t i = sizeof(Number); i-- > 0;) {
    number = static_cast<Number>(number << 8 | static_cast<unsigned char>(bytes[at + i]));
  }
  return number;
}

OracleRecord Decode(const RecordBytes& bytes) {
  OracleRecord record;
  record.request.time_s = Get<std::uint32_t>(bytes, kTimeAt);
  record.request.id = Get<std::uint64_t>(bytes, kIdAt);
  record.request.size = Get<std::uint32_t>(bytes, kSizeAt);
  record.next_access = static_cast<std::int64_t>(Get<std::uint64_t>(bytes, kNextAt));
  // libCacheSim takes both for none.
  if (record.next_access == std::numeric_limits<std::int64_t>::max()) record.next_access = -1;
  return record;
}

absl::Status Wrong(std::string_view name, const std::string& what) {
  return absl::InvalidArgumentError(std::string(name) + ": " + what);
}

// `number`: of the record, from 1.
absl::Status Check(const OracleRecord& record, std::size_t number, std::string_view name) {
  if (number == 1 && record.request.time_s == kZstdMagic) {
    return Wrong(name, "is compressed; unpack it with zstd -d first");
  }
  // Its own number is let pass: some tools count from 0.
  const std::int64_t next = record.next_access;
  if (next < -1 || (next >= 0 && next < static_cast<std::int64_t>(number))) {
    return Wrong(name, "record " + std::to_string(number) + ": its next access is " + std::to_string(next) +
                           ", expected -1 or a later record");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteOracleGeneral(std::span<const Request> requests, std::ostream& out) {
  const std::vector<std::uint64_t> next_uses =
      NextUses(requests.size(), [requests](std::size_t i) { return requests[i].id; });
  RecordBytes bytes;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    Put(bytes, kTimeAt, requests[i].time_s);
    Put(bytes, kIdAt, requests[i].id);
    Put(bytes, kSizeAt, requests[i].size);
    Put(bytes, kNextAt, next_uses[i] == kNoNextUse ? ~std::uint64_t{0} : next_uses[i] + 1);
    out.write(bytes.data(), bytes.size());
  }
  out.flush();
  if (!out) return absl::UnavailableError("the trace cannot be written");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<OracleRecord>> ReadOracleGeneral(std::istream& in, std::string_view name) {
  std::vector<OracleRecord> records;
  RecordBytes bytes;
  while (in.read(bytes.data(), bytes.size())) {
    records.push_back(Decode(bytes));
    const absl::Status status = Check(records.back(), records.size(), name);
    if (!status.ok()) return status;
  }
  if (in.bad()) return absl::UnavailableError(std::string(name) + ": cannot be read");
  if (in.gcount() > 0) {
    return Wrong(name, "record " + std::to_string(records.size() + 1) + ": is cut off after " +
                           std::to_string(in.gcount()) + " of " + std::to_string(kRecordBytes) + " bytes");
  }
  return records;
}

}  // namespace tidegate::testbed
