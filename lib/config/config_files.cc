// Reading files, and saying why not.
#include "config/config_files.h"

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <utility>

#include "config/json_text.h"

namespace tidegate::config {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"), &std::fclose);
  if (!file) return absl::NotFoundError("cannot be read: " + std::string(std::strerror(errno)));
  std::string text;
  char block[1 << 16];
  while (const std::size_t count = std::fread(block, 1, sizeof block, file.get())) text.append(block, count);
  if (!std::ferror(file.get())) return text;
  return absl::NotFoundError("cannot be read: " + std::string(std::strerror(errno)));
}

std::optional<JsonNode> ConfigFiles::Open(const JsonNode& node) {
  const std::optional<std::string> name = node.NonEmptyString();
  if (!name) return std::nullopt;
  if (!directory_) {
    node.FailValue("the name of a file, expected the text itself where the configuration is no file");
    return std::nullopt;
  }
  const absl::StatusOr<std::string> text = ReadFile((std::filesystem::path(*directory_) / *name).string());
  if (!text.ok()) {
    node.FailValue("a file that " + std::string(text.status().message()));
    return std::nullopt;
  }
  absl::StatusOr<nlohmann::json> tree = ParseJsonText(*text);
  if (!tree.ok()) {
    const std::string what(tree.status().message());
    const bool begins_with_line = std::isdigit(static_cast<unsigned char>(what[0])) != 0;
    node.Fail(*name + (begins_with_line ? ":" : ": ") + what);
    return std::nullopt;
  }
  return node.Root(trees_.emplace_back(*std::move(tree)), *name);
}

}  // namespace tidegate::config
