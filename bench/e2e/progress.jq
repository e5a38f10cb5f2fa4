# The demo's line for a second: $name of the leg, $load from tidegate-load's progress, $stats from the engine.

def group: tostring | [while(length > 0; .[:-3]) | .[-3:]] | reverse | join(",");
def pad($width): (" " * ([$width - length, 0] | max)) + .;
def fill($width): . + (" " * ([$width - length, 0] | max));

# The table's entries by class, or their number where the classes are not known.
def entries:
  . as $occupancy
  | ["half_open", "established", "closing", "time_wait", "datagram"]
  | map(select(($occupancy[.] // 0) > 0) | "\(.) \($occupancy[.] | group)")
  | if length > 0 then join(", ") else "\($occupancy.live | group) entries" end;
def table:
  " | \(.occupancy | entries) | \(.refused_syn // 0 | group) refused, "
  + "\([.evicted // {} | .[] | numbers] | add // 0 | group) evicted";

"\($name | fill(17))\($load.elapsed_s | tostring | pad(4)) s"
+ "\($load.rate_per_s | group | pad(8))/s\($load.connections | group | pad(10)) done, \($load.overdue) overdue"
+ (if $stats.occupancy == null then "" else ($stats | table) end)
