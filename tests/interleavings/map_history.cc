#include "interleavings/map_history.h"

namespace tidegate::explore {

bool Apply(const Effect& effect, KeyState& state, Expired expired) {
  using Kind = Effect::Kind;
  const bool there = state.present != kAbsent && state.present == effect.incarnation;
  switch (effect.kind) {
    case Kind::kMissed:
      return state.present == kAbsent || expired(state.registers[static_cast<std::size_t>(state.present)].life);
    case Kind::kGone:
      return !there;
    case Kind::kRemoved:
      state.present = kAbsent;
      return there;
    default:
      break;
  }
  Registers& registers = state.registers[static_cast<std::size_t>(effect.incarnation)];
  switch (effect.kind) {
    case Kind::kInserted:
      if (state.present != kAbsent) return false;
      state.present = effect.incarnation;
      registers = effect.after;
      return true;
    case Kind::kFound:
      return there && registers.life == effect.before.life;
    case Kind::kLifeChanged:
      if (registers.life != effect.before.life) return false;
      registers.life = effect.after.life;
      return true;
    case Kind::kLifeDiffers:
      return registers.life == effect.before.life && registers.life != effect.after.life;
    case Kind::kTrackChanged:
      if (registers.track != effect.before.track) return false;
      registers.track = effect.after.track;
      return true;
    default:
      return registers.track == effect.before.track && registers.track != effect.after.track;
  }
}

bool KeyHistory::IsLinearizable(const KeyState& final_state, Expired expired) const {
  return Search(0, initial_, final_state, expired);
}

// Effects are tried in the order they were recorded in, which is that of their ends: mostly a linearization itself.
bool KeyHistory::Search(std::uint32_t done, KeyState state, const KeyState& final_state, Expired expired) const {
  if (done == (std::uint32_t{1} << effects_.size()) - 1) {
    if (state.present != final_state.present) return false;
    if (state.present == kAbsent) return true;
    const auto i = static_cast<std::size_t>(state.present);
    return state.registers[i] == final_state.registers[i];
  }
  for (std::size_t i = 0; i < effects_.size(); ++i) {
    if ((done >> i & 1) != 0 || (effects_[i].predecessors & ~done) != 0) continue;
    KeyState next = state;
    if (Apply(effects_[i], next, expired) && Search(done | 1u << i, next, final_state, expired)) return true;
  }
  return false;
}

}  // namespace tidegate::explore
