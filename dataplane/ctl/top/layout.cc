// The page that `tidegatectl top` shows.
//
// A page is a head and sections; each section is a title and rows. Every section is first given its title and one row,
// in the order of their importance, then what is left of the height goes round row by row.
#include "ctl/top/layout.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ctl/table.h"
#include "tidegate/drop_reason.h"

namespace tidegate {
namespace {

// Of bars. With those of workers the row fits into 80 columns.
constexpr std::size_t kWideBar = 30;
constexpr std::size_t kNarrowBar = 20;

struct Section {
  std::vector<std::string> lines;  // the first is the title
  std::size_t shown = 0;
};

std::string Percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

double Share(double part, double whole) { return whole > 0 ? part / whole : 0; }

// A bar as long as the share; what is there at all shows.
std::string Bar(double share, std::size_t width) {
  auto length = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(width)));
  if (share > 0 && length == 0) length = 1;
  return "[" + std::string(length, '#') + std::string(width - length, ' ') + "]";
}

std::string Duration(std::uint64_t seconds) {
  char text[40];
  std::snprintf(text, sizeof text, "%llu:%02u:%02u", static_cast<unsigned long long>(seconds / 3600),
                static_cast<unsigned>(seconds / 60 % 60), static_cast<unsigned>(seconds % 60));
  return text;
}

// "name VALUE/s", so wide that the page does not jump from one interval to the next.
std::string Rate(std::string_view name, double rate) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*s %5s/s", static_cast<int>(name.size()), name.data(), ShortNumber(rate).c_str());
  return text;
}

std::vector<std::string> Head(const TopRates& rates) {
  char interval[32];
  std::snprintf(interval, sizeof interval, "%.1f", rates.interval_s);
  return {"tidegate, up " + Duration(rates.uptime_s) + ", rates over " + interval + " s",
          Rate("packets", rates.packets) + "  " + Rate("bits", rates.bits) + "  " + Rate("passed", rates.passed) +
              "  " + Rate("dropped", rates.dropped) + " (" +
              Percent(Share(rates.dropped, rates.passed + rates.dropped)) + ")",
          Rate("new connections", rates.created) + "  " + Rate("refused", rates.refused) + "  " +
              Rate("evicted", rates.evicted)};
}

// A table's lines, without their ends.
std::vector<std::string> LinesOf(const Table& table) {
  std::vector<std::string> lines;
  const std::string text = table.Text();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

Section Connections(const TopRates& rates) {
  const auto capacity = static_cast<double>(rates.capacity);
  Table table({"connections", "number", "of the capacity of " + std::to_string(rates.capacity)});
  const auto add = [&](std::string_view name, std::uint64_t number) {
    const double share = Share(static_cast<double>(number), capacity);
    table.Add({std::string(name), std::to_string(number), Bar(share, kWideBar) + " " + Percent(share)});
  };
  add("all", rates.live);
  for (std::size_t i = 0; i < kShownClasses.size(); ++i) add(kShownClasses[i], rates.by_class[i]);
  return {LinesOf(table)};
}

std::string DescriptionOf(const std::string& reason) {
  const auto* found = std::ranges::find(kDropReasons, reason, &DropReasonInfo::name);
  return found == kDropReasons.end() ? "" : std::string(found->description);
}

Section Drops(const TopRates& rates) {
  Table table({"dropped as", "per second", "since the start", "meaning"});
  for (const DropRate& drop : rates.drops) {
    table.Add({drop.reason, ShortNumber(drop.per_s), std::to_string(drop.total), DescriptionOf(drop.reason)});
  }
  if (rates.drops.empty()) return {{"dropped as", "nothing since the start"}};
  return {LinesOf(table)};
}

Section PortRows(const TopRates& rates) {
  Table table({"port", "to", "link", "rx packets/s", "rx bits/s", "tx packets/s", "tx bits/s", "lost/s"});
  for (const PortRate& port : rates.ports) {
    table.Add({port.name, port.to, port.link_up ? "up" : "down", ShortNumber(port.rx_packets),
               ShortNumber(port.rx_bits), ShortNumber(port.tx_packets), ShortNumber(port.tx_bits),
               ShortNumber(port.lost)});
  }
  return {LinesOf(table)};
}

Section WorkerRows(const TopRates& rates) {
  Table table({"worker", "processor", "busy", "packets/s", "cycles/packet"});
  for (const WorkerRate& worker : rates.workers) {
    table.Add({std::to_string(worker.worker), std::to_string(worker.processor),
               Bar(worker.busy, kNarrowBar) + " " + Percent(worker.busy), ShortNumber(worker.packets),
               ShortNumber(std::round(worker.cycles_per_packet))});
  }
  return {LinesOf(table)};
}

// What a section takes of the page, with the empty line before it.
std::size_t HeightOf(const Section& section) { return section.shown == 0 ? 0 : section.shown + 1; }

void ShareHeight(std::vector<Section>& sections, std::size_t height) {
  std::size_t left = height;
  for (Section& section : sections) {
    if (section.lines.size() < 2) continue;
    if (left < 3) break;
    section.shown = 2;
    left -= HeightOf(section);
  }
  for (bool grown = true; grown && left > 0;) {
    grown = false;
    for (Section& section : sections) {
      if (left == 0 || section.shown == 0 || section.shown == section.lines.size()) continue;
      ++section.shown;
      --left;
      grown = true;
    }
  }
}

void Append(const Section& section, std::vector<PageLine>& page) {
  if (section.shown == 0) return;
  page.push_back({""});
  for (std::size_t i = 0; i < section.shown; ++i) page.push_back({section.lines[i], i == 0});
  const std::size_t hidden = section.lines.size() - section.shown;
  if (hidden > 0 && section.shown > 2) page.back().text = "... and " + std::to_string(hidden + 1) + " more";
}

}  // namespace

std::string ShortNumber(double number) {
  constexpr const char* kUnits[] = {"", "k", "M", "G", "T"};
  std::size_t unit = 0;
  // From 999.5 on, three digits would be rounded to four.
  while (number >= 999.5 && unit + 1 < std::size(kUnits)) {
    number /= 1000;
    ++unit;
  }
  const bool whole = unit == 0 && number == std::round(number);
  const int decimals = whole || number >= 99.95 ? 0 : number >= 9.995 || unit == 0 ? 1 : 2;
  char text[32];
  std::snprintf(text, sizeof text, "%.*f%s", decimals, number, kUnits[unit]);
  return text;
}

std::string Fitted(std::string_view text, std::size_t width) {
  std::string fitted;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool continues = (byte & 0xc0) == 0x80;  // of a character of UTF-8
    if (!continues && ++characters > width) break;
    // U+0080 to U+009F are control characters too, and terminals obey them.
    const bool c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c1) ++i;
    fitted += byte < 0x20 || byte == 0x7f || c1 ? '?' : text[i];
  }
  return fitted;
}

std::vector<PageLine> LayOut(const TopRates& rates, PageSize size) {
  std::vector<PageLine> page;
  for (const std::string& line : Head(rates)) page.push_back({line, page.empty()});
  std::vector<Section> sections = {Connections(rates), Drops(rates), PortRows(rates), WorkerRows(rates)};
  ShareHeight(sections, size.height - std::min(size.height, page.size()));
  for (const Section& section : sections) Append(section, page);
  page.resize(std::min(page.size(), size.height));
  for (PageLine& line : page) line.text = Fitted(line.text, size.width);
  return page;
}

}  // namespace tidegate
