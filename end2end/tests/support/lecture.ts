// A host asks for a lecture, as a visitor on a phone would.

import { createHash } from "node:crypto";
import { expect, type Page } from "@playwright/test";

export type Asked = { link: string; host: string; title: string };

/** A working day some weeks ahead, as a date input takes it. */
export function ahead(days: number): string {
  const day = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** Fills in the request form of a page; `consent` is left to the caller. */
export async function fill(page: Page, host: string, days: number): Promise<void> {
  await page.locator("#host_name").fill(host);
  await page.locator("#host_kind").selectOption("school");
  // 南湖区, whose office is in the demonstration.
  const county = page.locator("#host_county option").filter({ hasText: /南湖区|Nanhu/ });
  await page.locator("#host_county").selectOption((await county.getAttribute("value"))!);
  await page.locator("#whitelist").fill("进校园活动白名单第12号");
  await page.locator("#address").fill("示范路12号");
  await page.locator("#hall").fill("三楼报告厅");
  await page.locator("#stage").selectOption("primary_upper");
  await page.locator("#audience").fill("120");
  await page.locator("[name=mode]").first().check();
  await page.locator("#day_1").fill(ahead(days));
  await page.locator("#hour_1").fill("14:00");
  await page.locator("#contact").fill("沈老师");
  await page.locator("#contact_phone").fill("13800000099");
  await page.locator("#adult").check();
}

/** Sends a request for the first course of the catalogue, or for this one. */
export async function ask(page: Page, host: string, course = "", days = 40): Promise<Asked> {
  await page.goto(course || "/catalogue");
  if (!course) await page.locator("main .card-title a").first().click();
  const title = (await page.locator("h1").textContent()) ?? "";
  await page.locator("main a[href$='/request']").click();
  await fill(page, host, days);
  await page.locator("#consent").check();
  await page.locator("main .button.primary").click();
  await expect(page).toHaveURL(/\/request\/[0-9a-f]{32}$/);
  return { link: new URL(page.url()).pathname, host, title };
}

/** The link of a request of the demonstration: the program makes it of a token of the host's name. */
export function linkOf(host: string): string {
  const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);
  return `/request/${digest(`lecture request ${digest(`demo ${host}`)}`)}`;
}
