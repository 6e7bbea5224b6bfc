import { axe } from "./accessible";
import { drawn } from "./drawn";
import { csvOf, figures } from "./reading";
import { expect, test } from "./site";

test("the dashboard shows what Druid answers", async ({ page, request }) => {
  const health = (await (await request.get("/api/health/druid")).json()) as { data: { state: string; engine: string } };
  expect(health.data).toMatchObject({ state: "ok", engine: "druid" });

  const [whole] = await csvOf(request, { report: "salesOverview", args: { period: "YEAR" } });
  await page.goto("/?p=year");
  await drawn(page);
  expect(await valuesOf(page)).toContain(Number(whole?.totalRevenue));

  const [nairobi] = await csvOf(request, { report: "salesOverview", args: { period: "YEAR", branch: "Nairobi" } });
  await page.goto("/?p=year&branch=Nairobi");
  await drawn(page);
  const filtered = await valuesOf(page);
  expect(filtered).toContain(Number(nairobi?.totalRevenue));
  expect(filtered).not.toContain(Number(whole?.totalRevenue));
  expect(await axe(page)).toEqual([]);
});

async function valuesOf(page: Parameters<typeof figures>[0]): Promise<number[]> {
  return (await figures(page)).filter(({ value }) => value !== "").map(({ value }) => Number(value));
}
