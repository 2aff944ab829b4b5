/** The whole look of the report; it follows the reader's light or dark setting. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2128; --dim: #5b6472; --line: #d9dde3; --paper: #fff; --sheet: #f5f6f8;
  --better: #2f7d5b; --worse: #b8482f; --mark: #1c2128; --range: #5470a8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7ec; --dim: #9aa4b2; --line: #343b46; --paper: #14171c;
  --sheet: #1d2128; --better: #4fb286; --worse: #e0765c; --mark: #e4e7ec; --range: #8aa4dc; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 58rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
p { margin: .5rem 0; } .dim { color: var(--dim); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--dim); font-weight: 500; } th:first-child, td:first-child { text-align: left; padding-left: 0; }
th.text { text-align: left; }
td.text { text-align: left; white-space: normal; overflow-wrap: anywhere; min-width: 10rem; }
.gain { color: var(--better); } .loss { color: var(--worse); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.tile { background: var(--sheet); border-radius: .5rem; padding: .75rem; }
.tile b { display: block; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.tile span { color: var(--dim); font-size: .85rem; }
.chart { margin: .75rem 0; } .row { display: grid; grid-template-columns: minmax(5rem, 9rem) 1fr 8.5rem; gap: .75rem;
  align-items: center; font-size: .9rem; }
.row svg { width: 100%; height: 1.6rem; display: block; }
.row .label { overflow-wrap: anywhere; } .number { color: var(--dim); font-variant-numeric: tabular-nums; }
.deltas svg { width: 100%; height: 11rem; display: block; } .deltas .number { font-size: .85rem; }
.better { fill: var(--better); } .worse { fill: var(--worse); }
line { vector-effect: non-scaling-stroke; }
.axis { stroke: var(--dim); stroke-width: 1px; } .whisker { stroke: var(--mark); stroke-width: 1.5px; }
.range { stroke: var(--range); stroke-width: 2px; } .median { stroke: var(--range); stroke-width: 4px; }
details { margin: .25rem 0; } summary { cursor: pointer; color: var(--dim); }
pre { background: var(--sheet); border-radius: .5rem; padding: .75rem; overflow-x: auto; font-size: .85rem; }
@media (max-width: 34rem) { .row { grid-template-columns: 5.5rem 1fr 4.5rem; gap: .5rem; font-size: .8rem; } }
`.trim();
