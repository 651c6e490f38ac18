"""The look of the page to check: text left, cards right; one column on a phone; colours never the only sign."""

STYLE = """
:root{--ink:#1c1b1a;--soft:#5d5a55;--line:#d9d4ca;--paper:#fffdf8;--desk:#efece5;--sure:#2e6b45;--look:#9a6200;
  --doubt:#b3261e}
*{box-sizing:border-box}
body{margin:0;background:var(--desk);color:var(--ink);font:16px/1.6 "Noto Serif","Times New Roman",serif}
header,footer,main{max-width:78rem;margin:0 auto;padding:1rem 1.25rem}
h1{font-size:1.45rem;line-height:1.3;margin:.4rem 0}
.facts,.legend,.general,.card,footer,nav{font-family:"Noto Sans","Segoe UI",Arial,sans-serif;font-size:.875rem;
  line-height:1.45}
.facts{color:var(--soft)}.facts b{color:var(--ink)}
.legend{display:flex;flex-wrap:wrap;gap:.35rem 1.2rem;margin:.7rem 0;padding:0;list-style:none}
.general{background:#fff6e3;border-left:4px solid var(--look);padding:.6rem 1rem;margin:.8rem 0}
.general ul{margin:.2rem 0;padding-left:1.2rem}
nav{overflow-x:auto}
nav table{border-collapse:collapse;width:100%;background:var(--paper)}
nav th,nav td{border-bottom:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}
nav summary{cursor:pointer;padding:.4rem 0;font-weight:600}
main{padding-top:0}
.row{display:grid;grid-template-columns:minmax(0,1.55fr) minmax(17rem,1fr)}
.text{background:var(--paper);padding:.1rem 1.6rem;white-space:pre-wrap;overflow-wrap:anywhere;
  border-right:1px solid var(--line)}
.page{display:block;font:600 .75rem/1 "Noto Sans",Arial,sans-serif;color:var(--soft);text-align:right;
  border-top:1px dashed var(--line);margin:.5rem -1.6rem .2rem;padding:.35rem .6rem 0}
.row:first-child .page{border-top:0;margin-top:0}
.row:first-child .text{padding-top:1.2rem}.row:last-child .text{padding-bottom:1.2rem}
.side{padding:.15rem 0 .15rem .9rem}
mark{background:#dcefdf;color:inherit;border-bottom:2px solid var(--sure);padding:0 .05em}
mark.look{background:#fdeec8;border-bottom:2px dashed var(--look)}
mark.doubt{background:#fbdfdb;border-bottom:2px dotted var(--doubt)}
mark.note{background:none;border-bottom:2px solid var(--look);border-bottom-style:double}
a.n{font:700 .7rem/1 "Noto Sans",Arial,sans-serif;text-decoration:none;color:#fff;background:var(--ink);
  border-radius:.7em;padding:.18em .45em;margin-right:.25em;vertical-align:.25em;white-space:nowrap}
.card{background:#fff;border:1px solid var(--line);border-left:5px solid var(--sure);border-radius:3px;
  padding:.5rem .7rem;margin:.35rem 0}
.card.look{border-left-color:var(--look)}.card.doubt{border-left-color:var(--doubt)}
  .card.finding{border-left-color:var(--look);background:#fff6e3}
.card:target,mark:target{outline:3px solid #2b62c9}
.card h2{font-size:.95rem;margin:0 0 .15rem}
.card dl{margin:0;display:grid;grid-template-columns:auto 1fr;gap:0 .6rem}.card dt{color:var(--soft)}
  .card dd{margin:0}
.how{font-weight:700}.sure .how{color:var(--sure)}.look .how{color:var(--look)}.doubt .how{color:var(--doubt)}
footer{color:var(--soft);overflow-wrap:anywhere}
@media screen and (max-width:52rem){body{font-size:15px}.row{display:block}.text{padding:.1rem .9rem;border-right:0}
  .page{margin:.4rem -.9rem .2rem}
  .side{padding:.1rem .5rem .3rem}.side:empty{display:none}header{padding:.8rem .9rem}main{padding:0 0 1rem}}
@media print{@page{size:A4;margin:14mm}body{background:#fff;font-size:10pt;line-height:1.4}
  header,main,footer{max-width:none;padding:0}h1{font-size:14pt}.facts,.legend,.general,.card,footer,nav{font-size:8pt;
  line-height:1.3}.card h2{font-size:8.5pt}.row{grid-template-columns:minmax(0,1.5fr) minmax(0,1fr)}
  .text,.side{padding:.25em .6em 0}.text{background:none}.card{padding:.2rem .4rem;margin:.1rem 0}
  .page{margin:.2rem 0 0;padding:.15rem 0 0}.card,.general{break-inside:avoid}.row{break-inside:auto}
  nav details:not([open]){display:none}mark,.card,.general{-webkit-print-color-adjust:exact;
  print-color-adjust:exact}}
"""
