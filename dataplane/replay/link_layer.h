// Captures of other link types as Ethernet frames, which is what the firewall reads.
#ifndef TIDEGATE_REPLAY_LINK_LAYER_H_
#define TIDEGATE_REPLAY_LINK_LAYER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::replay {

// One captured frame. The data belong to whoever made the frame, until the next one.
struct Frame {
  const std::uint8_t* data = nullptr;
  std::uint32_t captured = 0;
  std::uint32_t on_wire = 0;
};

// Turns frames of one link type into Ethernet ones. Ethernet passes untouched; of the others the packet is copied
// behind an Ethernet header with zero addresses.
class LinkLayer {
 public:
  // None if the link type (a DLT_ number of libpcap) is not known.
  static std::optional<LinkLayer> OfType(int type);

  // The types OfType() knows, for messages.
  static std::string KnownTypes();

  // The result is valid until the next call. A frame that ends within its link header becomes an empty one.
  Frame ToEthernet(const Frame& frame);

 private:
  // How a link type says what it carries.
  enum class Kind : std::uint8_t { kEthernet, kCooked, kCooked2, kRawIp };

  explicit LinkLayer(Kind kind) : kind_(kind) {}

  std::uint32_t HeaderBytes() const;
  std::uint16_t EtherTypeOf(const Frame& frame) const;

  Kind kind_;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace tidegate::replay

#endif  // TIDEGATE_REPLAY_LINK_LAYER_H_
