// Days as the association counts them.

import type { Page } from "@playwright/test";

/** A day so many days ago, as a date field wants it. */
export function day(ago: number): string {
  const date = new Date(Date.now() - ago * 24 * 60 * 60 * 1000);
  return date.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
}

/** The assessment year of a day: it begins in December. */
export function assessmentYear(of: string): number {
  const [year, month] = of.split("-").map(Number);
  return month === 12 ? year! + 1 : year!;
}

/** The own training record of the year that has something: of what was some days ago it may be the last. */
export async function recordWith(page: Page, title: string): Promise<void> {
  const present = assessmentYear(day(0));
  await page.goto(`/training_record?year=${present}`);
  const rows = page.locator("tbody tr").filter({ hasText: title });
  if ((await rows.count()) === 0) await page.goto(`/training_record?year=${present - 1}`);
}
