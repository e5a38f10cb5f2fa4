#include "interleavings/table_program.h"

#include <algorithm>

namespace tidegate::explore {
namespace {

using Peer = ConnTableTestPeer;

constexpr std::uint32_t kFirstFiller = 0x1000;
constexpr std::size_t kSetter = kMaxThreads;  // its place as a thread: none

}  // namespace

TableProgram::TableProgram(const Scenario& scenario)
    : scenario_(scenario),
      table_(Table::Create(1)),
      setter_(std::make_unique<Actor>(*this, kSetter)),
      slots_(Peer::Slots(*table_)),
      initial_slots_(table_->slot_end()),
      zones_(scenario.now) {
  setter_->worker().BeginBurst(kStart);
  scenario_.set_up(*this);
  Settle();
  for (std::size_t i = 0; i < scenario_.threads.size(); ++i) {
    actors_.push_back(std::make_unique<Actor>(*this, i));
    actors_[i]->worker().BeginBurst(scenario_.now);
    actors_[i]->worker().zones = &zones_;
  }
}

TableProgram::~TableProgram() = default;

// Notes what the table holds before the executions.
void TableProgram::Settle() {
  initial_ = incarnations_;
  for (const TestKey& key : scenario_.keys) {
    initial_states_[key.number] = StateOf(key.number);
    initial_entries_[key.number] = table_->Find(key.key(), key.hash(), 0);  // expired ones too
  }
  for (const std::uint32_t slot : slots_) {
    const SlotWord word = Peer::Slot(*table_, slot);
    initial_slots_[slot] = word;
    if (Taken(slot, word)) initially_taken_ |= 1u << slot;
  }
}

// The two sets in turns, so that no key goes to its second set.
void TableProgram::Fill() {
  for (std::uint32_t i = 0; i < slots_.size(); ++i) {
    const TestKey key{kFirstFiller + i, i % 2, 100 + i};
    const InsertResult result = setter_->Insert(key);
    fillers_.push_back(key);
    filler_entries_[result.entry.slot] = result.entry;
  }
}

void TableProgram::Vacate(std::uint32_t set, std::uint32_t count) {
  for (auto it = filler_entries_.begin(); it != filler_entries_.end() && count > 0;) {
    if (Peer::SetOf(it->first) != set) {
      ++it;
      continue;
    }
    table_->Release(it->second, setter_->worker());
    it = filler_entries_.erase(it);
    --count;
  }
}

void TableProgram::Begin(Machine& machine) {
  machine_ = &machine;
  incarnations_ = initial_;
  notes_.clear();
  for (std::vector<Operation>& operations : operations_) operations.clear();
  wrong_.clear();
  taken_ = initially_taken_;
  for (auto& actor : actors_) actor->worker().spill_rule = SpillRule();  // every execution begins alike
  inserted_ = released_ = 0;
  live_before_ = LiveSlots();
  gone_before_ = Gone();
  counted_before_ = Counted();
  ahead_before_ = SlotsAhead();
  zones_.Clear();
  zones_before_ = ZonesAhead();
}

void TableProgram::BeginOperation(std::size_t thread) {
  if (machine_ == nullptr) return;
  operations_[thread].push_back({.taken = taken_});
  machine_->BeginOperation();
}

void TableProgram::EndOperation(std::size_t thread) {
  if (machine_ == nullptr) return;
  Operation& operation = operations_[thread].back();
  operation.before = machine_->EndOperation();
  operation.over = true;
}

void TableProgram::NoteRefusal(std::size_t thread) {
  if (machine_ != nullptr) operations_[thread].back().refused = true;
}

TableProgram::Note& TableProgram::AddNote(std::size_t thread, std::uint32_t key, Effect::Kind kind,
                                          const TableEntry& entry) {
  const std::size_t operation = machine_ != nullptr ? operations_[thread].size() - 1 : 0;
  notes_.push_back({.key = key,
                    .thread = thread,
                    .operation = operation,
                    .slot = entry.slot,
                    .generation = entry.generation(),
                    .effect = {.kind = kind}});
  notes_.back().effect.before.life = entry.life.raw();
  return notes_.back();
}

void TableProgram::AddIncarnation(std::uint32_t key, const TableEntry& entry) {
  int number = 0;
  for (const Incarnation& other : incarnations_) number += other.key == key;
  if (key < kFirstFiller) incarnations_.push_back({key, entry.slot, entry.generation(), number});
}

void TableProgram::CheckData(const TestKey& key, const TableEntry& entry) {
  if (!entry || entry.attributes() == key.attributes()) return;
  wrong_ = "a lookup of key " + std::to_string(key.number) + " came back with the attributes of key " +
           std::to_string(entry.attributes() & 0xffff);
}

void TableProgram::OnWrite(std::size_t thread, const void* word, std::uint64_t before, std::uint64_t after) {
  const Peer::Word place = Peer::Find(*table_, word);
  if (place.role != Peer::Role::kSlot) return;
  const SlotWord old(static_cast<std::uint32_t>(before));
  const SlotWord next(static_cast<std::uint32_t>(after));
  if (old.live() && !next.live() && !actors_[thread]->releasing()) NoteRemoval(thread, place.owner, old);
  const std::uint32_t bit = 1u << place.owner;
  taken_ = Taken(place.owner, next) ? taken_ | bit : taken_ & ~bit;
  for (std::vector<Operation>& operations : operations_) {
    if (!operations.empty() && !operations.back().over) operations.back().taken |= taken_ & bit;
  }
}

void TableProgram::NoteRemoval(std::size_t thread, std::uint32_t slot, SlotWord gone) {
  TableEntry entry;
  entry.slot = slot;
  entry.identity = RecordIdentity(gone.version(), 0);
  Note& note = AddNote(thread, 0, Effect::Kind::kRemoved, entry);
  note.on_the_way = true;
}

// Neither free nor to be had by the policy.
bool TableProgram::Taken(std::uint32_t slot, SlotWord word) const {
  if (!word.live()) return word.busy();
  const LifeWord life(Peer::RecordOf(*table_, slot).life.load(std::memory_order_relaxed));
  return word.cls() != ConnClass::kTimeWait && !life.Expired(scenario_.now);
}

std::string TableProgram::NameOf(const void* word) const { return explore::NameOf(Peer::Find(*table_, word)); }

std::string TableProgram::ValueOf(const void* word, std::uint64_t value) const {
  return explore::ValueOf(Peer::Find(*table_, word), value);
}

std::int64_t TableProgram::Counted() const {
  std::int64_t sum = 0;
  for (const auto& actor : actors_) {
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
      sum += actor->worker().census.Live(static_cast<ConnClass>(cls));
    }
  }
  return sum;
}

std::int64_t TableProgram::Gone() const {
  std::uint64_t sum = 0;
  for (const auto& actor : actors_) {
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
      sum += actor->worker().evicted[cls].Get() + actor->worker().reclaimed[cls].Get();
    }
  }
  return static_cast<std::int64_t>(sum);
}

std::uint64_t TableProgram::LiveSlots() const {
  std::uint64_t live = 0;
  for (const std::uint32_t slot : slots_) live += Peer::Slot(*table_, slot).live();
  return live;
}

// The entries a census counts: those whose tick has not come, nor so long ago that it looks like one to come.
std::int64_t TableProgram::SlotsAhead() const {
  const TickClock clock(scenario_.now);
  std::int64_t ahead = 0;
  for (const std::uint32_t slot : slots_) ahead += IsAhead(slot, clock);
  return ahead;
}

ZoneTally::Counts TableProgram::ZonesAhead() const {
  const TickClock clock(scenario_.now);
  ZoneTally::Counts ahead;
  for (const std::uint32_t slot : slots_) {
    if (IsAhead(slot, clock)) ++ahead[{Peer::RecordOf(*table_, slot).LoadZone(), Peer::Slot(*table_, slot).cls()}];
  }
  return ahead;
}

bool TableProgram::IsAhead(std::uint32_t slot, const TickClock& clock) const {
  const SlotWord word = Peer::Slot(*table_, slot);
  const LifeWord life(Peer::RecordOf(*table_, slot).life.load(std::memory_order_relaxed));
  return word.live() && !word.MayBeExpired(clock) && !life.Expired(scenario_.now);
}

}  // namespace tidegate::explore
