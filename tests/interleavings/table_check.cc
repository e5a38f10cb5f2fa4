// What must hold after each execution on a table. All threads are done: plain calls see everything.
#include <algorithm>
#include <string>

#include "interleavings/table_program.h"

namespace tidegate::explore {
namespace {

using Peer = ConnTableTestPeer;

// The scenarios' time; executions are checked one at a time.
TimeNs checked_at = 0;
bool IsExpired(std::uint64_t life) { return LifeWord(life).Expired(checked_at); }

std::string Key(std::uint32_t number) { return "key " + std::to_string(number); }

}  // namespace

std::string TableProgram::Check() {
  checked_at = scenario_.now;
  if (!wrong_.empty()) return wrong_;
  std::string failure = CheckSlots();
  for (const TestKey& key : scenario_.keys) {
    if (failure.empty()) failure = CheckKey(key);
  }
  if (failure.empty()) failure = CheckSpills();
  if (failure.empty()) failure = CheckConserved();
  if (failure.empty()) failure = CheckZones();
  if (failure.empty()) failure = CheckHistory();
  if (failure.empty() && !machine_->weak()) failure = CheckRefusals();
  return failure;
}

std::string TableProgram::CheckSlots() const {
  for (const std::uint32_t slot : slots_) {
    const SlotWord word = Peer::Slot(*table_, slot);
    if (word == initial_slots_[slot] && filler_entries_.contains(slot)) continue;
    if (word.busy()) return "slot " + std::to_string(slot) + " is left busy";
    if (!word.live()) continue;
    std::string failure = CheckSlot(slot, word);
    if (!failure.empty()) return failure;
  }
  return "";
}

// The slot says of a live entry what its record does, and the record is of one key throughout.
std::string TableProgram::CheckSlot(std::uint32_t slot, SlotWord word) const {
  const Peer::EntryRecord& record = Peer::RecordOf(*table_, slot);
  const std::uint32_t generation = record.LoadGeneration();
  const LifeWord life(record.life.load(std::memory_order_relaxed));
  const std::string name = "slot " + std::to_string(slot) + " ";
  if ((generation & SlotWord::kVersionMask) != word.version()) return name + "and its record differ in version";
  if (!life.IsOf(generation)) return name + "has a life word of another generation";
  const FlowKey4 key = record.LoadKey();
  const auto is_key = [&](const TestKey& other) { return other.key() == key; };
  const auto it = std::find_if(scenario_.keys.begin(), scenario_.keys.end(), is_key);
  if (it == scenario_.keys.end()) {
    return std::any_of(fillers_.begin(), fillers_.end(), is_key) ? "" : name + "holds a key that nobody inserted";
  }
  if (RecordIdentity(record.identity.load(std::memory_order_relaxed)).attributes() != it->attributes())
    return name + "has foreign attributes";
  for (std::size_t i = 0; i < kTrackWords; ++i) {
    const std::uint64_t track = record.track[i].load(std::memory_order_relaxed);
    if ((track & kTrackPayloadMask) >> 8 != it->track(i) >> 8) return name + "has a track word of another key";
  }
  if (word.tag() != it->tag || word.spilled() != (Peer::SetOf(slot) != it->first_set)) {
    return name + "has a tag or a spill mark that is not its key's";
  }
  const ConnClass cls = ClassOf(static_cast<ConnState>(life.state()));
  if (word.cls() != cls) return name + "has another class than its life word asks for";
  const std::uint32_t tick = ExpiryTick(cls, life.Expiry(scenario_.now), scenario_.now);
  if (!life.Expired(scenario_.now) && TicksUntil(word.expiry_tick(), tick) > 0) {
    return name + "ends later than its life word says";
  }
  return "";
}

std::string TableProgram::CheckKey(const TestKey& key) {
  std::uint32_t holder = TableEntry::kNoSlot;
  for (const std::uint32_t slot : slots_) {
    if (!Peer::Slot(*table_, slot).live() || Peer::RecordOf(*table_, slot).LoadKey() != key.key()) continue;
    if (holder != TableEntry::kNoSlot) return "two live entries of " + Key(key.number);
    holder = slot;
  }
  const TableEntry found = table_->Find(key.key(), key.hash(), scenario_.now);
  const bool alive =
      holder != TableEntry::kNoSlot && !IsExpired(Peer::RecordOf(*table_, holder).life.load(std::memory_order_relaxed));
  if (alive && !found) return "the entry of " + Key(key.number) + " is not found";
  if (!alive && found) return "an entry of " + Key(key.number) + " is found that is not alive";
  return "";
}

std::string TableProgram::CheckSpills() const {
  for (std::uint32_t set = 0; set < Peer::Sets(*table_); ++set) {
    std::array<std::uint64_t, 4> spilled{};
    for (const std::uint32_t slot : slots_) {
      const SlotWord word = Peer::Slot(*table_, slot);
      if (word.live() && word.spilled() && Peer::FirstSetOf(*table_, slot, word) == set) ++spilled[word.tag() >> 8];
    }
    const ControlWord control = Peer::Control(*table_, set);
    for (std::uint32_t i = 0; i < spilled.size(); ++i) {
      const std::uint64_t counted = control.spills(i << 8);
      if (counted == spilled[i]) continue;
      return "spill counter " + std::to_string(i) + " of set " + std::to_string(set) + " is " +
             std::to_string(counted) + ", " + std::to_string(spilled[i]) + " entries are spilled";
    }
  }
  return "";
}

std::string TableProgram::CheckConserved() const {
  const auto live = static_cast<std::int64_t>(LiveSlots());
  const auto change = static_cast<std::int64_t>(inserted_) - static_cast<std::int64_t>(released_);
  const std::int64_t gone = Gone() - gone_before_;
  if (live != static_cast<std::int64_t>(live_before_) + change - gone) {
    return std::to_string(inserted_) + " inserted, " + std::to_string(released_) + " released, " +
           std::to_string(gone) + " evicted or reclaimed, but live entries went from " + std::to_string(live_before_) +
           " to " + std::to_string(live);
  }
  const std::int64_t counted = Counted() - counted_before_;
  const std::int64_t ahead = SlotsAhead() - ahead_before_;
  if (counted == ahead) return "";
  return "the census changed by " + std::to_string(counted) + ", the entries it counts by " + std::to_string(ahead);
}

// The table has told each zone what came and went of its own.
std::string TableProgram::CheckZones() const {
  ZoneTally::Counts expected = ZonesAhead();
  for (const auto& [of, count] : zones_before_) expected[of] -= count;
  for (const auto& [of, count] : zones_.counts()) expected[of] -= count;
  for (const auto& [of, missing] : expected) {
    if (missing == 0) continue;
    return "zone " + std::to_string(of.first) + " was told of " + std::to_string(missing) + " " +
           std::string(Name(of.second)) + " entries too few";
  }
  return "";
}

std::string TableProgram::CheckRefusals() const {
  std::uint32_t all = 0;
  for (const std::uint32_t slot : slots_) all |= 1u << slot;
  for (const std::vector<Operation>& operations : operations_) {
    for (const Operation& operation : operations) {
      if (operation.refused && operation.taken != all)
        return "an insert was refused though a slot was free all the time";
    }
  }
  return "";
}

const TableProgram::Incarnation* TableProgram::FindIncarnation(const Note& note) const {
  for (auto it = incarnations_.rbegin(); it != incarnations_.rend(); ++it) {
    if (it->slot != note.slot) continue;
    const std::uint32_t mask = note.on_the_way ? SlotWord::kVersionMask : ~0u;
    if ((it->generation & mask) == note.generation) return &*it;
  }
  return nullptr;
}

bool TableProgram::Precedes(const Note& first, const Note& second) const {
  if (first.thread == second.thread) {
    if (first.operation != second.operation) return first.operation < second.operation;
    return first.on_the_way && (!second.on_the_way || &first < &second);
  }
  return first.operation < operations_[second.thread][second.operation].before[first.thread];
}

// What the key's incarnations were when the executions began, or are now.
KeyState TableProgram::StateOf(std::uint32_t key) const {
  KeyState state;
  for (const Incarnation& incarnation : incarnations_) {
    if (incarnation.key != key) continue;
    const auto i = static_cast<std::size_t>(incarnation.number);
    const SlotWord word = Peer::Slot(*table_, incarnation.slot);
    const Peer::EntryRecord& record = Peer::RecordOf(*table_, incarnation.slot);
    if (word.live() && record.LoadGeneration() == incarnation.generation) {
      state.present = incarnation.number;
    }
    state.registers[i] = {record.life.load(std::memory_order_relaxed),
                          record.track[0].load(std::memory_order_relaxed) & kTrackPayloadMask};
  }
  return state;
}

std::string TableProgram::CheckHistory() {
  std::vector<const Note*>& chosen = chosen_;
  for (const TestKey& key : scenario_.keys) {
    chosen.clear();
    history_.Clear(initial_states_[key.number]);
    for (Note& note : notes_) {
      const Incarnation* incarnation = FindIncarnation(note);
      if (note.on_the_way) {
        if (incarnation == nullptr || incarnation->key != key.number) continue;
      } else if (note.key != key.number) {
        continue;
      }
      const bool names_none = note.effect.kind == Effect::Kind::kMissed || note.effect.kind == Effect::Kind::kGone;
      if (incarnation == nullptr && !names_none) {
        return "an entry of " + Key(key.number) + " that nobody inserted";
      }
      if (incarnation != nullptr && incarnation->key != key.number) {
        return "an entry of " + Key(incarnation->key) + " where one of " + Key(key.number) + " was meant";
      }
      note.effect.incarnation = incarnation != nullptr ? incarnation->number : kAbsent;
      note.effect.predecessors = 0;
      const std::size_t number = history_.Add(note.effect);
      for (std::size_t i = 0; i < number; ++i) {
        if (Precedes(*chosen[i], note)) history_.at(number).predecessors |= 1u << i;
        if (Precedes(note, *chosen[i])) history_.at(i).predecessors |= 1u << number;
      }
      chosen.push_back(&note);
    }
    if (!history_.IsLinearizable(StateOf(key.number), IsExpired)) {
      return "no order of the operations on " + Key(key.number) + " explains what they returned";
    }
  }
  return "";
}

}  // namespace tidegate::explore
