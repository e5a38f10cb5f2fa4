// The member "dataplane" of the configuration.
#include "config/dataplane_reader.h"

namespace tidegate::config {
namespace {

constexpr std::uint32_t kMaxWorkers = 128;
constexpr std::uint32_t kMaxReassembled = 65536;
// RFC 791 and RFC 8200 have endpoints wait up to 60 s and more; whoever waits that long in the middle of a network
// holds buffers for anybody who sends half a packet.
constexpr std::uint32_t kMinFragmentTimeoutMs = 10;
constexpr std::uint32_t kMaxFragmentTimeoutMs = 60000;
constexpr std::uint32_t kMaxDelayMs = 1000;

ReassemblyOptions ReadReassembly(const JsonNode& node) {
  ReassemblyOptions out;
  if (!node.IsObject({"enabled", "max_packets", "timeout_ms"})) return out;
  if (const auto enabled = node.Find("enabled")) out.enabled = enabled->Boolean().value_or(true);
  node.ReadInteger("max_packets", 1, kMaxReassembled, out.max_packets);
  node.ReadInteger("timeout_ms", kMinFragmentTimeoutMs, kMaxFragmentTimeoutMs, out.timeout_ms);
  return out;
}

void ReadShare(const JsonNode& node, std::string_view key, double& out) {
  if (const auto share = node.Find(key)) out = share->Number(0, 1).value_or(0);
}

Impairment ReadOneImpairment(const JsonNode& node) {
  Impairment out;
  if (!node.IsObject({"loss", "duplicate", "reorder", "delay_ms"})) return out;
  ReadShare(node, "loss", out.loss);
  ReadShare(node, "duplicate", out.duplicate);
  ReadShare(node, "reorder", out.reorder);
  node.ReadInteger("delay_ms", 0, kMaxDelayMs, out.delay_ms);
  return out;
}

Spread ReadSpread(const JsonNode& node) {
  const std::string text = node.OneOf({"auto", "on", "off"}).value_or("");
  return text == "off" ? Spread::kOff : text == "on" ? Spread::kOn : Spread::kAuto;
}

ImpairmentOptions ReadImpairment(const JsonNode& node) {
  ImpairmentOptions out;
  if (!node.IsObject({"before", "after", "seed"})) return out;
  if (const auto before = node.Find("before")) out.before = ReadOneImpairment(*before);
  if (const auto after = node.Find("after")) out.after = ReadOneImpairment(*after);
  node.ReadInteger("seed", 0, ~std::uint64_t{0}, out.seed);
  return out;
}

}  // namespace

DataplaneOptions ReadDataplane(const JsonNode& dataplane) {
  DataplaneOptions out;
  if (!dataplane.IsObject({"workers", "spread", "eal", "huge_pages", "reassembly", "impairment"})) return out;
  dataplane.ReadInteger("workers", 1, kMaxWorkers, out.workers);
  if (const auto node = dataplane.Find("spread")) out.spread = ReadSpread(*node);
  if (const auto eal = dataplane.Find("eal")) {
    for (const JsonNode& word : eal->Elements()) out.eal.push_back(word.NonEmptyString().value_or(""));
  }
  if (const auto node = dataplane.Find("huge_pages")) out.huge_pages = node->OneOf({"auto", "on", "off"}).value_or("");
  if (const auto node = dataplane.Find("reassembly")) out.reassembly = ReadReassembly(*node);
  if (const auto node = dataplane.Find("impairment")) out.impairment = ReadImpairment(*node);
  return out;
}

}  // namespace tidegate::config
