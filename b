<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;; style-src &#x27;sha256-z/1ZbHHoN7tCpvAe21jJK64ZVElyqH3rVRLx1MEDnUI=&#x27;; base-uri &#x27;none&#x27;; form-action &#x27;none&#x27;"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>Report: draft.txt</title><style>:root { --ink: #1a1a1a; --paper: #ffffff; --faint: #595959; --line: #c8c8c8; --link: #004c99; --shade: #f6f6f4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #16181b; --faint: #b0b0b0; --line: #4a4a4a; --link: #8cc4ff; --shade: #202327; }
}
* { box-sizing: border-box; }
html { color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; border-bottom: 2px solid var(--line); padding-bottom: .2rem; }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .3rem; }
header p, .note { color: var(--faint); }
.note { font-size: .88rem; }
.of { margin: 0; }
.sentence { margin: .2rem 0; }
.id { white-space: nowrap; }
article > ul { margin: .2rem 0; padding-left: 1.1rem; }
article li { margin: 0; }
h3 .id + span { font-weight: 400; }
.summary { font-size: 1.08rem; border-left: 4px solid #d55e00; padding: .2rem 0 .2rem 1rem; max-width: 48rem; }
a { color: var(--link); }
nav h2 { font-size: 1rem; border: 0; margin: 1.2rem 0 .2rem; }
nav ol { columns: 18rem; margin: 0; font-size: .92rem; }
li { margin: .3rem 0; }
.wide { position: relative; overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
/* The heading above says the same to those who see it. */
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
thead th { background: var(--shade); }
tbody th { font-weight: 600; }
tbody th:has(a), tbody th:has(.id), td:has(.id) { white-space: nowrap; }
td { overflow-wrap: break-word; min-width: 5rem; }
.text { border: 1px solid var(--line); padding: .4rem 1.2rem; background: var(--shade); }
.text p { margin: .5rem 0; overflow-wrap: anywhere; }
.text sup { font-size: .68em; }
.why { font-size: .84rem; margin: .1rem 0 .8rem 1rem; padding-left: 1rem; list-style: none; border-left: 3px solid var(--line); }
.why li { margin: .15rem 0; }
.why li:target, article:target { outline: 2px solid var(--link); outline-offset: 3px; }
mark, .chip { color: #1a1a1a; border-radius: 2px; }
mark { border-bottom: 2px solid #1a1a1a; padding: 0 1px; }
.chip { display: inline-block; min-width: 1.4em; text-align: center; border: 1px solid #8a8a8a; line-height: 1.35; }
.t0 { background: #f2f2f2; } .t1 { background: #fde3c8; } .t2 { background: #fbc38a; }
.t3 { background: #f8b26c; } .t4 { background: #f59b4c; } .t5 { background: #e6762b; }
.s0 { background: #9cc7ea; } .s1 { background: #dcebf7; } .s2 { background: #fde3c8; }
.s3 { background: #f4ecb0; } .s4 { background: #f59b4c; } .s5 { background: #e6762b; }
figure { margin: .6rem 0; }
svg { max-width: none; font: 11px system-ui, "DejaVu Sans", sans-serif; }
svg .label { fill: var(--ink); }
svg .part { font-weight: 600; }
svg .shade { fill: var(--shade); }
svg .divide { fill: var(--ink); }
dt { font-weight: 600; margin-top: .4rem; }
dd { margin-left: 1.2rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); font-size: .85rem; color: var(--faint); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
@media print {
  @page { size: A4; margin: 13mm 13mm; }
  :root { --ink: #000000; --paper: #ffffff; --faint: #444444; --line: #b5b5b5; --link: #000000; --shade: #ffffff; }
  html { font-size: 8.5pt; line-height: 1.35; }
  h1 { font-size: 1.5rem; } h2 { margin: .8rem 0 .2rem; } h3 { margin: .6rem 0 .1rem; } p, ul, ol { margin: .2rem 0; }
  footer { margin-top: .6rem; } .summary { max-width: none; font-size: 1rem; }
  th, td { padding: .08rem .35rem; }
  body { max-width: none; padding: 0; }
  a { text-decoration: none; }
  h2, h3, h3 + p, .note, thead { break-after: avoid; }
  tbody tr:first-child, .why { break-before: avoid; }
  tr, li, svg, .why, .note, h3 + p { break-inside: avoid; }
  /* Only a table that is long is cut. */
  .wide:not(:has(tr:nth-child(9))) { break-inside: avoid; }
  .wide { overflow: visible; }
  .text { border: 0; padding: 0; }
  svg { max-width: 100%; height: auto; }
  mark, .chip, rect, thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
</style></head><body><header><p class="of">Report on draft.txt</p><h1>draft.txt</h1><p class="note">6 provisions, 9 brackets in the text and 1 that only comments contest, 1 place to be filled in, 1 comment, 0 findings, 1 delegation. 0 links assumed, 1 offered.</p></header><main><section id="summary"><h2>In short</h2><p class="summary">Ten choices are open in this draft, 9 brackets in the text and 1 that only comments contest: none are deadlocked, one can be closed now, and on nine nobody has spoken. Nothing is deadlocked: each choice can be settled without an objection. There is a text that nobody objects to; 648 texts are equally good, since nine brackets have no position.</p></section><section id="blocks"><h2>Deadlocked brackets, and who holds them</h2><p>Nothing is deadlocked.</p></section><section id="moves"><h2>Who would have to move</h2><p>Nobody needs to give way: there is a text that nobody objects to.</p></section><section id="closable"><h2>What can be closed now</h2><div class="wide" role="group" tabindex="0" aria-label="What can be closed now"><table><caption>What can be closed now</caption><thead><tr><th scope="col">bracket</th><th scope="col">words</th><th scope="col">how</th><th scope="col">where</th></tr></thead><tbody lang="en"><tr><th scope="row"><span class="chip t1" title="nobody objects">○</span> <span class="id">2#i1</span></th><td>“gladly”</td><td>It can be closed by option a, “gladly”; or, though nobody has asked for it, by leaving the words …</td><td>elsewhere</td></tr></tbody></table></div></section><section id="reading"><h2>How to read this report</h2><p class="note"><span class="chip t0">·</span> nobody has spoken on it · <span class="chip t1">○</span> nobody objects · <span class="chip t2">◔</span> objections or reservations, but it can be closed now · <span class="chip t3">?</span> reserved; it can be closed once reservations are lifted · <span class="chip t4">◑</span> deadlocked; one delegation alone could free it · <span class="chip t5">●</span> deadlocked; a red line, or several who must move together</p><p class="note"><strong>deadlocked</strong>: of a bracket: each of its options draws an objection; <strong>red line</strong>: of a delegation: it cannot join consensus on an option; <strong>toss</strong>: of a bracket: two of its options or more are equally good; the text shows one, and the room decides.</p></section></main><footer><p>This file holds the words of the draft and of its comments; it asks no network for anything.</p></footer></body></html>
