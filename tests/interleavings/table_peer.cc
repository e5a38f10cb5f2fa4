#include "interleavings/table_peer.h"

#include <cstdio>

namespace tidegate {

std::vector<std::uint32_t> ConnTableTestPeer::Slots(const Table& table) {
  std::vector<std::uint32_t> slots;
  for (std::uint32_t set = 0; set < Sets(table); ++set) {
    for (std::uint32_t lane = 0; lane < kSlotsPerSet; ++lane) slots.push_back(Table::SlotOf(set, lane));
  }
  return slots;
}

ConnTableTestPeer::Word ConnTableTestPeer::Find(const Table& table, const void* word) {
  const auto offset =
      static_cast<std::size_t>(static_cast<const std::byte*>(word) - reinterpret_cast<const std::byte*>(table.sets_));
  const auto number = static_cast<std::uint32_t>(offset / sizeof(Set));
  const Set& set = table.sets_[number];
  if (word == &set.line.control) return {Role::kControl, number, 0};
  for (std::uint32_t lane = 0; lane < kSlotsPerSet; ++lane) {
    if (word == &set.line.slots[lane]) return {Role::kSlot, Table::SlotOf(number, lane), 0};
  }
  const std::size_t lane = (offset % sizeof(Set) - offsetof(Set, records)) / sizeof(EntryRecord);
  const EntryRecord& record = set.records[lane];
  const std::uint32_t slot = Table::SlotOf(number, static_cast<std::uint32_t>(lane));
  if (word == &record.identity) return {Role::kIdentity, slot, 0};
  if (word == &record.life) return {Role::kLife, slot, 0};
  for (std::size_t i = 0; i < FlowKey4::kWords; ++i) {
    if (word == &record.key[i]) return {Role::kKey, slot, i};
  }
  for (std::size_t i = 0;; ++i) {
    if (word == &record.track[i]) return {Role::kTrack, slot, i};
  }
}

namespace explore {
namespace {

using Role = ConnTableTestPeer::Role;

std::string Hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

}  // namespace

std::string NameOf(const ConnTableTestPeer::Word& word) {
  const std::string owner = "[" + std::to_string(word.owner) + "]";
  switch (word.role) {
    case Role::kControl:
      return "control" + owner;
    case Role::kSlot:
      return "slot" + owner;
    case Role::kKey:
      return "record" + owner + ".key[" + std::to_string(word.index) + "]";
    case Role::kIdentity:
      return "record" + owner + ".identity";
    case Role::kLife:
      return "record" + owner + ".life";
    default:
      return "record" + owner + ".track[" + std::to_string(word.index) + "]";
  }
}

std::string ValueOf(const ConnTableTestPeer::Word& word, std::uint64_t value) {
  if (word.role == Role::kControl) return ToString(ControlWord(value));
  if (word.role == Role::kSlot) return ToString(SlotWord(static_cast<std::uint32_t>(value)));
  if (word.role != Role::kIdentity) return Hex(value);
  const std::uint32_t generation = RecordIdentity(value).generation();
  const bool writing = (generation & RecordIdentity::kWriting) != 0;
  return "{generation " + std::to_string(generation & RecordIdentity::kGenerationMask) +
         (writing ? " writing}" : " attributes " + Hex(RecordIdentity(value).attributes()) + "}");
}

std::string ToString(SlotWord word) {
  std::string text = "{" + std::string(Name(word.cls())) + " v" + std::to_string(word.version());
  if (!word.empty()) text += " tag " + std::to_string(word.tag());
  return text + (word.spilled() ? " spilled}" : "}");
}

std::string ToString(ControlWord word) {
  std::string text = "{v" + std::to_string(word.raw() >> 49);
  for (std::uint32_t counter = 0; counter < 4; ++counter) {
    const std::uint64_t spills = word.spills(counter << 8);
    if (spills != 0) text += " spills[" + std::to_string(counter) + "] " + std::to_string(spills);
  }
  if (!word.has_pending()) return text + "}";
  const ControlWord::Pending pending = word.pending();
  return text + " pending " + (pending.second ? "second set's " : "") + "lane " + std::to_string(pending.lane) + " v" +
         std::to_string(pending.version) + " " + std::string(Name(pending.cls)) + "}";
}

}  // namespace explore
}  // namespace tidegate
