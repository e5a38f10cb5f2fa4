// Where the words of a table lie, for its tests: names of words, the spill counters, the block as a whole.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_TABLE_PEER_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_TABLE_PEER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "interleavings/explored_atomics.h"
#include "tidegate/conn_table.h"
#include "tidegate/flow_key.h"

namespace tidegate {

struct ConnTableTestPeer {
  using Table = ConnTable<FlowKey4, explore::ExploredAtomics>;
  using Set = Table::Set;
  using EntryRecord = Table::EntryRecord;

  // What a word is for.
  enum class Role { kControl, kSlot, kKey, kIdentity, kLife, kTrack };
  struct Word {
    Role role;
    std::uint32_t owner;  // the set of a control word, the slot of any other
    std::size_t index;    // of a key's or track word
  };

  static std::uint32_t Sets(const Table& table) { return table.places_.sets(); }
  static std::uint32_t SetOf(std::uint32_t slot) { return Table::SetOf(slot); }
  // The numbers of all slots.
  static std::vector<std::uint32_t> Slots(const Table& table);

  static std::span<std::byte> Block(Table& table) {
    return std::as_writable_bytes(std::span(table.sets_, Sets(table)));
  }
  static ControlWord Control(const Table& table, std::uint32_t set) {
    return ControlWord(table.sets_[set].line.control.load(std::memory_order_relaxed));
  }
  static SlotWord Slot(const Table& table, std::uint32_t slot) {
    return SlotWord(table.SlotAt(slot).load(std::memory_order_relaxed));
  }
  static const EntryRecord& RecordOf(const Table& table, std::uint32_t slot) { return table.RecordAt(slot); }
  // The first set of a spilled entry.
  static std::uint32_t FirstSetOf(const Table& table, std::uint32_t slot, SlotWord word) {
    return table.places_.FirstOf(SetOf(slot), word);
  }
  static Word Find(const Table& table, const void* word);
};

namespace explore {

std::string NameOf(const ConnTableTestPeer::Word& word);
std::string ValueOf(const ConnTableTestPeer::Word& word, std::uint64_t value);
std::string ToString(SlotWord word);
std::string ToString(ControlWord word);

}  // namespace explore
}  // namespace tidegate

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_TABLE_PEER_H_
