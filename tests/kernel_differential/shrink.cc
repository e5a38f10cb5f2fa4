#include "kernel_differential/shrink.h"

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "kernel_differential/report.h"

namespace tidegate::differential {
namespace {

// Without one step. None if a later one is about it.
std::optional<Conversation> Without(const Conversation& whole, std::size_t at) {
  Conversation shorter = whole;
  shorter.steps.erase(shorter.steps.begin() + static_cast<std::ptrdiff_t>(at));
  for (Step& step : shorter.steps) {
    ErrorPart& error = step.packet.error;
    if (step.packet.kind != PacketKind::kError || error.quoted < at) continue;
    if (error.quoted == at) return std::nullopt;
    --error.quoted;
  }
  return shorter;
}

// With one tick less between a step and the one before it. None if there is no tick between them. REQUIRES: at > 0.
std::optional<Conversation> Sooner(const Conversation& whole, std::size_t at) {
  if (whole.steps[at].epoch == whole.steps[at - 1].epoch) return std::nullopt;
  Conversation sooner = whole;
  for (std::size_t i = at; i < sooner.steps.size(); ++i) --sooner.steps[i].epoch;
  return sooner;
}

std::vector<Conversation> SimplerForms(const Conversation& whole) {
  std::vector<Conversation> forms;
  for (std::size_t i = 1; i < whole.steps.size(); ++i) {
    if (auto sooner = Sooner(whole, i)) forms.push_back(*std::move(sooner));
  }
  for (std::size_t i = 0; i < whole.steps.size() && whole.steps.size() > 1; ++i) {
    if (auto shorter = Without(whole, i)) forms.push_back(*std::move(shorter));
  }
  return forms;
}

}  // namespace

std::string ShrinkToText(const std::unique_ptr<Lane>& lane, const Unlisted& found, const std::string& signature,
                         std::string& error) {
  Conversation best = found.conversation;
  best.steps.resize(found.step + 1);
  const unsigned begin = best.steps.front().epoch;
  for (Step& step : best.steps) step.epoch -= begin;
  std::optional<std::size_t> next = 0;
  while (next) {
    next.reset();
    lane->Load(SimplerForms(best));
    if (Play(std::span(&lane, 1), error) != PlayResult::kDone) break;
    for (std::size_t i = 0; i < lane->conversations().size() && !next; ++i) {
      const Conversation& form = lane->conversations()[i];
      const Observations& seen = lane->ObservationsOf(i);
      const std::optional<std::size_t> step = FindUnlisted(lane->mode(), form, seen);
      if (step && SignatureOf(Situation(lane->mode(), form, seen, *step)) == signature) next = i;
    }
    if (next) best = Conversation(lane->conversations()[*next]);
  }
  lane->Load({best});
  Play(std::span(&lane, 1), error);
  return ConversationText(best, lane->ObservationsOf(0));
}

}  // namespace tidegate::differential
