// The rules of the page around its plots.
#include "testbed/report/page.h"

namespace tidegate::testbed {

std::string_view PageRules() {
  return R"CSS(* { box-sizing:border-box; }
html { scroll-padding-top:110px; }
body { margin:0 auto; max-width:1264px; padding:56px 28px 96px; background:var(--page); color:var(--ink);
  font:15px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  print-color-adjust:exact; -webkit-print-color-adjust:exact; }
h1 { font-size:34px; line-height:1.2; letter-spacing:-.02em; margin:0 0 12px; font-weight:680; }
h2 { font-size:23px; letter-spacing:-.01em; margin:0 0 8px; font-weight:660; }
h3 { font-size:16px; margin:36px 0 12px; font-weight:640; }
p { margin:0 0 14px; }
.brand { color:var(--accent); font-weight:640; margin:0 0 6px; letter-spacing:.01em; }
.subtitle { font-size:17px; color:var(--soft); max-width:46em; margin:0 0 26px; }
.lead { color:var(--soft); max-width:56em; margin:0 0 20px; }
.verdict { font-size:17px; line-height:1.65; max-width:50em; margin:0 0 24px; }
.quiet { color:var(--faint); } .bad { color:var(--bad); } .at { color:var(--soft); margin:-8px 0 10px; font-size:13.5px; }
.mode { font-weight:500; font-size:12.5px; color:var(--soft); border:1px solid var(--rule); border-radius:99px;
  padding:2px 10px; margin-left:6px; white-space:nowrap; }
h3 > .mode:first-child { margin-left:0; }
section { border-top:1px solid var(--rule); margin-top:64px; padding-top:36px; }
section:first-child { margin-top:28px; }
code, pre { font:12.5px/1.55 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { overflow-wrap:anywhere; }
pre { background:var(--card); border:1px solid var(--rule); border-radius:8px; padding:14px 18px; overflow-x:auto; }
.contents { display:flex; flex-wrap:wrap; gap:4px 22px; font-size:14px; }
.contents a { color:var(--soft); text-decoration:none; } .contents a:hover { color:var(--accent); }
.bar { position:sticky; top:0; z-index:2; display:flex; flex-wrap:wrap; gap:6px 28px; justify-content:space-between;
  margin:24px -28px 0; padding:10px 28px; background:var(--page); border-bottom:1px solid var(--rule); }
.bar[hidden] { display:none; }
.choice { display:flex; flex-wrap:wrap; gap:4px; }
button { font:inherit; font-size:13px; color:var(--soft); background:none; border:1px solid transparent;
  border-radius:99px; padding:3px 12px; cursor:pointer; }
button:hover { color:var(--ink); background:var(--card); }
button[aria-pressed=true] { color:var(--page); background:var(--ink); }
.block.off { display:none; }
.cards { display:grid; grid-template-columns:repeat(auto-fill,minmax(340px,1fr)); gap:20px; margin:0 0 36px; }
.card { background:var(--card); border-radius:12px; padding:22px 24px 14px; }
.card h3 { margin:0 0 2px; } .take { margin:0 0 14px; }
.stats { display:grid; grid-template-columns:auto auto auto; gap:4px 18px; justify-content:space-between; margin:0 0 12px; }
.stat b { display:block; font-size:18px; letter-spacing:-.01em; white-space:nowrap; font-variant-numeric:tabular-nums; }
.stat span { display:block; font-size:11.5px; line-height:1.35; color:var(--soft); }
.short { list-style:none; margin:0; padding:10px 0 0; border-top:1px solid var(--rule); font-size:13px; }
.short li { display:flex; justify-content:space-between; padding:2px 0; font-variant-numeric:tabular-nums; }
.foot { font-size:12px; color:var(--faint); margin:8px 0 0; }
figure { margin:0; min-width:0; }
.grid { display:grid; gap:28px 24px; align-items:start; margin:0 0 8px; }
.grid.wide { grid-template-columns:repeat(auto-fit,minmax(min(100%,560px),1fr)); }
.grid.small { grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr)); }
svg { display:block; max-width:100%; height:auto; overflow:visible; }
svg text { font-family:inherit; }
.band { fill:var(--band); }
.band-edge { stroke:var(--ink); stroke-width:1; stroke-dasharray:2 3; opacity:.6; }
svg .band-label { font-size:10px; fill:var(--band-ink); }
.hovering .series:not(.hot), .hovering .label:not(.hot) { opacity:.16; }
.hovering .series.hot .line { stroke-width:3; }
.area { stroke:var(--page); stroke-width:.5; fill:var(--k); fill-opacity:.88; }
.area.t-connections { fill-opacity:.4; stroke:none; }
svg .area-label { font-size:10.5px; font-weight:600; fill:var(--on-area); } svg .area-label.k-time_wait { fill:var(--ink); }
.time-line { fill:none; stroke:var(--k); stroke-width:1.8; stroke-linejoin:round; }
.k-established { --k:var(--established); } .k-closing { --k:var(--closing); } .k-datagram { --k:var(--datagram); }
.k-half_open { --k:var(--half_open); } .k-time_wait { --k:var(--time_wait); }
.t-connections { --k:var(--connections); } .t-refused { --k:var(--refused); } .t-broken { --k:var(--broken); }
.chip { display:inline-block; width:11px; height:11px; border-radius:3px; background:var(--k); margin-right:7px;
  vertical-align:-1px; }
.legend { display:flex; flex-wrap:wrap; gap:2px 20px; font-size:12.5px; color:var(--soft); margin:0 0 14px; }
.scroll { overflow-x:auto; margin:0 0 8px; }
table { border-collapse:collapse; font-size:13px; line-height:1.4; font-variant-numeric:tabular-nums; }
th { text-align:left; font-weight:500; font-size:12px; color:var(--soft); vertical-align:bottom; padding:4px 10px 6px; }
td { padding:3px 10px; border-top:1px solid var(--grid); white-space:nowrap; }
th:first-child, td:first-child { padding-left:0; }
.number { text-align:right; } sup { line-height:0; } .strong, .best { font-weight:700; } th.slim { max-width:104px; white-space:normal; }
td.rank { color:var(--soft); } td.dots, th.dots { padding:0 8px; } .dots svg { max-width:none; } .ranks { width:100%; }
.heat { background:rgba(var(--heat),calc(var(--h)*var(--heat-most))); }
.heat-box { fill:rgb(var(--heat)); fill-opacity:calc(var(--h)*var(--heat-most)); } .heat-tick { stroke:var(--edge); }
.heat-legend { display:flex; flex-wrap:wrap; gap:4px 12px; justify-content:flex-end; font-size:12px; color:var(--soft);
  margin:8px 0 4px; }
.reference-row .policy { font-style:italic; }
.list { white-space:normal; max-width:430px; overflow-wrap:anywhere; }
.policy { display:inline-flex; align-items:center; gap:7px; white-space:nowrap; } .policy svg { flex:none; }
.policy.ours { font-weight:680; }
.bar-table { width:100%; min-width:620px; } td.bars { width:19%; } th.bars { text-align:right; }
td.bars { white-space:nowrap; }
.bar-track { display:inline-flex; width:calc(100% - 62px); height:11px; vertical-align:-1px; }
.bar-track i { display:block; height:100%; background:var(--k); min-width:1px; }
.bar-value { display:inline-block; width:60px; text-align:right; }
details { border-top:1px solid var(--grid); padding:8px 0; } summary { cursor:pointer; }
summary .policy { margin:0 8px 0 4px; vertical-align:-2px; }
.stories { margin:14px 0 18px; } .story { font-size:13px; line-height:1.55; }
tr.victim td { background:var(--victim); font-weight:640; } .compact td { padding-top:2px; padding-bottom:2px; }
dl { display:grid; grid-template-columns:max-content 1fr; gap:6px 24px; max-width:60em; font-size:14px; margin:0 0 20px; }
dt { font-weight:640; } dd { margin:0; color:var(--soft); }
@media (max-width:1000px) { td.dots, th.dots { display:none; } .ranks td, .ranks th { padding-left:5px; padding-right:5px; } }
@media (max-width:700px) { dl { display:block; } dd { margin:0 0 8px; } }
@media print { body { max-width:none; padding:0; font-size:11pt; } .bar, .contents { display:none !important; }
  .block.off { display:block; } figure, .card, tr, .story { break-inside:avoid; } h2, h3 { break-after:avoid; }
  section { margin-top:28px; } .scroll { overflow:visible; } table { font-size:8.5pt; } .bar-table { min-width:0; }
  td.dots, th.dots { display:none; } td, th { padding-left:5px; padding-right:5px; } }
)CSS";
}

}  // namespace tidegate::testbed
