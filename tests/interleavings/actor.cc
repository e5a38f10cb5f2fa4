// What threads of a scenario call, and the notes they take.
#include <string>

#include "admit/random_half_open.h"
#include "interleavings/table_program.h"

namespace tidegate::explore {

using Kind = Effect::Kind;
using Outcome = InsertResult::Outcome;

Actor::Actor(TableProgram& program, std::size_t thread)
    : program_(program), thread_(thread), worker_(std::make_unique<TableWorker>()) {}

TableEntry Actor::Initial(const TestKey& key) const { return program_.initial_entries_.at(key.number); }

TableEntry Actor::Find(const TestKey& key) {
  Begin("find", key.number);
  const TableEntry entry = program_.table().Find(key.key(), key.hash(), now());
  program_.AddNote(thread_, key.number, entry ? Kind::kFound : Kind::kMissed, entry);
  End();
  program_.CheckData(key, entry);
  return entry;
}

TableEntry Actor::FindBurst(const TestKey& key) {
  Begin("find burst", key.number);
  const FlowKey4 flow_key = key.key();
  const std::uint64_t hash = key.hash();
  TableEntry entry;
  program_.table().FindBurst({&flow_key, 1}, {&hash, 1}, now(), {&entry, 1});
  program_.AddNote(thread_, key.number, entry ? Kind::kFound : Kind::kMissed, entry);
  End();
  program_.CheckData(key, entry);
  return entry;
}

namespace {

NewEntry FreshEntry(const TestKey& key, ConnState state, TimeNs now) {
  NewEntry fresh{.state = state, .attributes = key.attributes(), .expiry = now + 100 * kSecond};
  for (std::size_t i = 0; i < kTrackWords; ++i) fresh.track[i] = key.track(i);
  return fresh;
}

}  // namespace

InsertResult Actor::Insert(const TestKey& key, ConnState state, TimeNs expiry) {
  Begin("insert", key.number);
  NewEntry fresh = FreshEntry(key, state, now());
  if (expiry != 0) fresh.expiry = expiry;
  const InsertResult result = program_.table().FindOrInsert(key.key(), key.hash(), fresh, StateFirst(), {}, *worker_);
  NoteInsert(key, result);
  End();
  return result;
}

// An entry's data is the same for the whole burst: those of its first key.
void Actor::InsertBurst(std::initializer_list<TestKey> keys) {
  std::vector<FlowKey4> flow_keys;
  std::vector<std::uint64_t> hashes;
  for (const TestKey& key : keys) {
    flow_keys.push_back(key.key());
    hashes.push_back(key.hash());
  }
  std::vector<InsertResult> results(keys.size());
  Begin("insert burst", keys.begin()->number);
  program_.table().FindOrInsertBurst(flow_keys, hashes, FreshEntry(*keys.begin(), ConnState::kEstablished, now()),
                                     StateFirst(), {}, *worker_, results);
  std::size_t i = 0;
  for (const TestKey& key : keys) NoteInsert(key, results[i++]);
  End();
}

void Actor::NoteInsert(const TestKey& key, const InsertResult& result) {
  if (result.outcome == Outcome::kFull) {
    program_.NoteRefusal(thread_);
    program_.AddNote(thread_, key.number, Kind::kMissed, {});
    return;
  }
  const bool inserted = result.outcome == Outcome::kInserted;
  TableProgram::Note& note =
      program_.AddNote(thread_, key.number, inserted ? Kind::kInserted : Kind::kFound, result.entry);
  if (!inserted) {
    program_.CheckData(key, result.entry);
    return;
  }
  program_.CountInserted();
  note.effect.after = {result.entry.life.raw(), key.track(0)};
  program_.AddIncarnation(key.number, result.entry);
}

InsertResult Actor::Reopen(const TableEntry& old, const TestKey& key) {
  Begin("reopen", key.number);
  const InsertResult result =
      program_.table().Reopen(old, key.key(), key.hash(), FreshEntry(key, ConnState::kSynSent, now()), *worker_);
  if (result.outcome == Outcome::kInserted) {
    NoteInsert(key, result);
  } else {
    program_.AddNote(thread_, key.number, Kind::kGone, old);
  }
  End();
  return result;
}

bool Actor::Release(const TestKey& key, const TableEntry& entry) {
  Begin("release", key.number);
  releasing_ = true;
  const bool released = program_.table().Release(entry, *worker_);
  releasing_ = false;
  program_.AddNote(thread_, key.number, released ? Kind::kRemoved : Kind::kGone, entry);
  if (released) program_.CountReleased();
  End();
  return released;
}

bool Actor::Update(const TestKey& key, TableEntry& entry, ConnState state, TimeNs expiry) {
  Begin("update life of", key.number);
  const LifeWord expected = entry.life;
  const bool done = program_.table().UpdateLife(entry, state, 1, expiry, *worker_);
  if (!done && expected.Expired(now())) {
    // Refused by what the caller brought, whatever stands in the table: it tells nothing of that.
    End();
    return false;
  }
  NoteLife(key, entry, expected, done);
  End();
  return done;
}

void Actor::NoteLife(const TestKey& key, const TableEntry& entry, LifeWord expected, bool done) {
  const bool differs = !done && entry.life.IsOf(entry.generation());
  TableProgram::Note& note = program_.AddNote(
      thread_, key.number, done ? Kind::kLifeChanged : (differs ? Kind::kLifeDiffers : Kind::kGone), entry);
  note.effect.before.life = done ? expected.raw() : entry.life.raw();
  note.effect.after.life = done ? entry.life.raw() : expected.raw();
}

bool Actor::UpdateFlags(const TestKey& key, TableEntry& entry, std::uint8_t flags) {
  Begin("update flags of", key.number);
  const LifeWord expected = entry.life;
  const bool done = program_.table().UpdateFlags(entry, flags);
  NoteLife(key, entry, expected, done);
  End();
  return done;
}

// What goes is noted where it is written: a removal on the way, as an insert's victim is.
bool Actor::GiveUp(const TestKey& key) {
  Begin("give up for", key.number);
  const bool done = program_.table().GiveUp(key.hash(), RandomHalfOpen(), {}, *worker_);
  End();
  return done;
}

SwapResult Actor::SwapTrack(const TestKey& key, const TableEntry& entry, std::uint64_t desired) {
  Begin("swap track word of", key.number);
  const std::uint64_t expected = program_.table().LoadTrack(entry, 0);
  std::uint64_t read = expected;
  const SwapResult result = program_.table().SwapTrack(entry, 0, read, desired);
  constexpr Kind kKinds[] = {Kind::kTrackChanged, Kind::kTrackDiffers, Kind::kGone};
  TableProgram::Note& note = program_.AddNote(thread_, key.number, kKinds[static_cast<std::size_t>(result)], entry);
  note.effect.before.track = result == SwapResult::kDone ? expected : read;
  note.effect.after.track = result == SwapResult::kDone ? desired : expected;
  End();
  return result;
}

void Actor::Churn(const TestKey& key, int times) {
  Begin("churn", key.number);
  releasing_ = true;
  for (int i = 0; i < times; ++i) {
    const NewEntry fresh = FreshEntry(key, ConnState::kEstablished, now());
    const InsertResult result = program_.table().FindOrInsert(key.key(), key.hash(), fresh, StateFirst(), {}, *worker_);
    program_.table().Release(result.entry, *worker_);
  }
  releasing_ = false;
  End();
}

void Actor::Begin(const char* what, std::uint32_t key) {
  what_ = what;
  key_ = key;
  program_.BeginOperation(thread_);
}

void Actor::End() { program_.EndOperation(thread_); }

std::string Actor::operation() const { return std::string(what_) + " key " + std::to_string(key_); }

}  // namespace tidegate::explore
