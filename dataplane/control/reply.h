// Dictionaries in telemetry replies, and the number that a command may get as its parameter.
#ifndef TIDEGATE_DATAPLANE_CONTROL_REPLY_H_
#define TIDEGATE_DATAPLANE_CONTROL_REPLY_H_

#include <rte_telemetry.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate {

// A dictionary that is being written. DPDK allows letters, digits, '_' and '/' in names, keeps 127 bytes of a string,
// and dictionaries only within dictionaries.
class Dict {
 public:
  // The whole reply.
  explicit Dict(rte_tel_data* data) : data_(data) { rte_tel_data_start_dict(data_); }

  // One for Add() below, of which DPDK then takes care.
  Dict() : Dict(rte_tel_data_alloc()) {}

  void Add(std::string_view name, std::uint64_t value) {
    rte_tel_data_add_dict_u64(data_, std::string(name).c_str(), value);
  }
  void Add(std::string_view name, const std::string& value) {
    rte_tel_data_add_dict_string(data_, std::string(name).c_str(), value.substr(0, RTE_TEL_MAX_STRING_LEN - 1).c_str());
  }
  void Add(std::string_view name, const Dict& inner) { Add(name, inner.data_); }
  void Add(std::string_view name, rte_tel_data* container) {
    rte_tel_data_add_dict_container(data_, std::string(name).c_str(), container, /*keep=*/0);
  }

 private:
  rte_tel_data* data_;
};

// A decimal number; nothing stands for 0.
inline std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  std::uint64_t number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CONTROL_REPLY_H_
