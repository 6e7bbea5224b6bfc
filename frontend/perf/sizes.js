// Holds the built dashboard to its sizes, gzip: what opens every page, the charts, each page, styles, and no fonts.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const KB = 1000;
const DIST = process.env.SALES_SITE_DIR ?? join(import.meta.dirname, "..", "dist");
const STATIC = join(DIST, "static");

const names = readdirSync(STATIC).filter((name) => !/\.(?:br|gz)$/.test(name));
const page = readFileSync(join(DIST, "index.html"), "utf8");

/** Bytes as they are sent to a browser that reads gzip. A file below a packet is sent as it is. */
function sent(name) {
  const packed = join(STATIC, `${name}.gz`);
  return statSync(packed, { throwIfNoEntry: false })?.size ?? statSync(join(STATIC, name)).size;
}

const scripts = names.filter((name) => name.endsWith(".js"));
// what the page itself names, and what pages share
const entry = scripts.filter((name) => page.includes(`/static/${name}`) || name.startsWith("tiles-"));
const others = scripts.filter((name) => !entry.includes(name));
// ECharts says its name once in its own code
const charts = others.filter((name) => readFileSync(join(STATIC, name), "utf8").includes("_echarts_instance_"));
const chunks = others.filter((name) => !charts.includes(name));
const total = (found) => found.reduce((sum, name) => sum + sent(name), 0);
const largest = chunks.toSorted((a, b) => sent(b) - sent(a))[0];

const rows = [
  ["scripts of every page", total(entry), 240 * KB, entry.join(" ")],
  ["charts", total(charts), 195 * KB, charts.join(" ")],
  ["largest of the other chunks", largest === undefined ? 0 : sent(largest), 25 * KB, largest ?? ""],
  ["styles", total(names.filter((name) => name.endsWith(".css"))), 10 * KB, ""],
  ["fonts", names.filter((name) => /\.(?:woff2?|ttf|otf)$/.test(name)).length, 0, ""],
];

for (const [what, size, limit, files] of rows) {
  const shown = [size, limit].map((bytes) => (bytes / KB).toFixed(1).padStart(6)).join(" of ");
  console.log(`${size > limit ? "over " : "     "}${what.padEnd(28)} ${shown} kB  ${files}`);
}
if (entry.length === 0 || charts.length === 0) throw new Error("The build has no entry or no charts.");
if (rows.some(([, size, limit]) => size > limit)) process.exit(1);
