// A packet's key among those that a burst looks up.
#ifndef TIDEGATE_FIREWALL_ADD_KEY_H_
#define TIDEGATE_FIREWALL_ADD_KEY_H_

#include <cstddef>
#include <cstdint>

#include "firewall/burst.h"

namespace tidegate {

// At `place` of the family's arrays.
template <class Key, class MakeKey>
[[gnu::always_inline]] inline void AddKey(Burst& burst, std::size_t i, std::size_t place, FamilyBurst<Key>& family,
                                          const MakeKey& make_key) {
  burst.places[i] = static_cast<std::uint8_t>(place);
  family.senders[place] = make_key(family.keys[place]);
}

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_ADD_KEY_H_
