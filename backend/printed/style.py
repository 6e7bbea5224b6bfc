"""The one style sheet of printed pages: light, dense, A4 upright, whole on one sheet."""

from __future__ import annotations

STYLE = """
@page { size: A4 portrait; margin: 11mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 6mm; max-width: 200mm; background: #fff; color: #1c2530;
  font: 9.5pt/1.35 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
h1 { font-size: 16pt; margin: 0; } h2 { font-size: 10pt; margin: 0 0 1.5mm; color: #1f5f99; }
header p { margin: 0.5mm 0 0; color: #4a5560; }
.figures { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 2mm; margin: 4mm 0; }
.figure { border: 0.3mm solid #d9dee4; border-radius: 1mm; padding: 1.8mm 2.2mm; }
.figure { container-type: inline-size; }
.figure b { display: block; font-size: min(12pt, 9.5cqw); font-variant-numeric: tabular-nums; white-space: nowrap; }
.figure > span { color: #4a5560; font-size: 8pt; } .figure i { font-style: normal; font-size: 7.5pt; }
.up { color: #1a7340; } .down { color: #b3261e; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 5mm; margin-bottom: 4mm; }
section { break-inside: avoid; min-width: 0; } svg { display: block; width: 100%; height: auto; }
svg.bar { height: 0.9mm; }
table { width: 100%; border-collapse: collapse; font-size: 8pt; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: #4a5560; border-bottom: 0.3mm solid #d9dee4; padding: 0.6mm 1mm; }
td { padding: 0.6mm 1mm; border-bottom: 0.15mm solid #eef1f4; white-space: nowrap; }
td:first-child { width: 99%; max-width: 0; }
td:first-child div { overflow: hidden; text-overflow: ellipsis; }
td.n, th.n { text-align: right; }
.none { color: #4a5560; font-style: italic; margin: 1mm 0; }
footer { border-top: 0.3mm solid #d9dee4; padding-top: 1.5mm; font-size: 7.5pt; color: #4a5560; }
footer ul { margin: 0 0 1mm; padding-left: 4mm; } footer p { margin: 0 0 0.5mm; }
.key { display: inline-block; width: 3mm; height: 3mm; vertical-align: -0.4mm; }
@media screen and (max-width: 640px) { .pair { grid-template-columns: 1fr; }
  .figures { grid-template-columns: 1fr 1fr; } }
@media print { body { padding: 0; max-width: none; } }
"""
