// Expands a manifest: drafts of cells, then cells.
#include "testbed/sweep/manifest.h"

#include <span>
#include <unordered_set>
#include <utility>

#include "testbed/cell/read_cell.h"
#include "testbed/sweep/axis.h"
#include "testbed/sweep/draft.h"

namespace tidegate::testbed {
namespace {

// Manifests within manifests; more are a mistake, and would cost stack.
constexpr int kMaxDepth = 8;

class Expansion {
 public:
  explicit Expansion(const CellCheck& check) : check_(check) {}

  void Manifest(const Json& json, const std::string& place, Draft draft, int depth) {
    Members fields(json, place, problem_);
    const Json* const base = fields.Find("base");
    const Json* const vary = fields.Find("vary");
    const Json* const cells = fields.Find("cells");
    const Json* const also = fields.Find("also");
    fields.Finish();
    if (!problem_ && vary == nullptr && cells == nullptr && also == nullptr) {
      problem_ = Problem{place, Missing("at least one of vary, cells, also")};
    }
    if (problem_) return;
    draft.MoveTo(fields.PathTo("base"));
    if (base != nullptr) SetAll(*base, fields.PathTo("base"), draft);
    if (vary != nullptr) Vary(*vary, fields.PathTo("vary"), draft);
    if (cells != nullptr) Cells(*cells, fields.PathTo("cells"), draft);
    if (also != nullptr) Also(*also, fields.PathTo("also"), draft, depth);
  }

  const std::optional<Problem>& problem() const { return problem_; }
  std::vector<SweepCell> TakeCells() { return std::move(cells_); }

 private:
  void SetAll(const Choice& choice, Draft& draft) {
    for (const Assignment& assignment : choice) {
      if (!problem_) problem_ = draft.Set(assignment);
    }
  }
  void SetAll(const Json& fields, const std::string& place, Draft& draft) {
    SetAll(ReadAssignments(fields, place, problem_), draft);
  }

  bool IsList(const Json& json, const std::string& place) {
    if (!problem_ && !json.is_array()) problem_ = Problem{place, Mismatch(json, "a list")};
    return !problem_;
  }

  void Vary(const Json& vary, const std::string& place, const Draft& draft) {
    if (problem_) return;
    const std::vector<ManifestAxis> axes = ReadAxes(vary, place, problem_);
    Product(axes, draft, place);
  }

  void Product(std::span<const ManifestAxis> axes, const Draft& draft, const std::string& place) {
    if (problem_) return;
    if (axes.empty()) return Add(draft, place);
    for (const Choice& choice : axes.front().choices) {
      Draft next = draft;
      SetAll(choice, next);
      Product(axes.subspan(1), next, place);
    }
  }

  void Cells(const Json& cells, const std::string& place, const Draft& draft) {
    if (!IsList(cells, place)) return;
    for (std::size_t i = 0; i < cells.size() && !problem_; ++i) {
      Draft next = draft;
      next.MoveTo(PathOf(place, i));
      SetAll(cells[i], PathOf(place, i), next);
      Add(next, PathOf(place, i));
    }
  }

  void Also(const Json& also, const std::string& place, const Draft& draft, int depth) {
    if (!IsList(also, place)) return;
    if (depth == kMaxDepth) problem_ = Problem{place, "found too many manifests in one another, expected at most 8"};
    for (std::size_t i = 0; i < also.size() && !problem_; ++i) Manifest(also[i], PathOf(place, i), draft, depth + 1);
  }

  void Add(const Draft& draft, const std::string& place) {
    if (problem_) return;
    if (++drafts_ > kMaxCells) {
      problem_ = Problem{place, "found more than " + std::to_string(kMaxCells) + " cells, expected fewer"};
      return;
    }
    Cell cell = ReadCell(draft.json(), problem_);
    if (!problem_ && check_) problem_ = check_(cell);
    if (problem_) {
      problem_->path = draft.PlaceOf(problem_->path);
      return;
    }
    std::string id = CellId(cell);
    if (known_.insert(id).second) cells_.push_back({std::move(id), std::move(cell)});
  }

  const CellCheck& check_;
  std::optional<Problem> problem_;
  std::vector<SweepCell> cells_;
  std::unordered_set<std::string> known_;
  std::size_t drafts_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<SweepCell>> ExpandManifest(const Json& manifest, const std::string& file,
                                                      const CellCheck& check) {
  Expansion expansion(check);
  expansion.Manifest(manifest, "$", Draft("$.base"), 0);
  if (const std::optional<Problem>& problem = expansion.problem()) {
    return absl::InvalidArgumentError(file + ": " + problem->path + ": " + problem->what);
  }
  return expansion.TakeCells();
}

}  // namespace tidegate::testbed
