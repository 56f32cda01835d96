// A host asks for a lecture, as a visitor on a phone would.

import { createHash } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { choose, go, pick, use, write, writeDate, writeTime } from "./keyboard.ts";

export type Asked = { link: string; host: string; title: string };

/** A working day some weeks ahead, as a date input takes it. */
export function ahead(days: number): string {
  const day = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** Fills in the request form of a page by the keyboard; `consent` is left to the caller. */
export async function fill(page: Page, host: string, days: number): Promise<void> {
  await write(page, page.locator("#host_name"), host);
  await choose(page, page.locator("#host_kind"), "school");
  // 南湖区, whose office is in the demonstration.
  const county = page.locator("#host_county option").filter({ hasText: /南湖区|Nanhu/ });
  await choose(page, page.locator("#host_county"), (await county.getAttribute("value"))!);
  await write(page, page.locator("#whitelist"), "进校园活动白名单第12号");
  await write(page, page.locator("#address"), "示范路12号");
  await write(page, page.locator("#hall"), "三楼报告厅");
  await choose(page, page.locator("#stage"), "primary_upper");
  await write(page, page.locator("#audience"), "120");
  await pick(page, page.locator("[name=mode]"), "onsite");
  await writeDate(page, page.locator("#day_1"), ahead(days));
  await writeTime(page, page.locator("#hour_1"), "14:00");
  await write(page, page.locator("#contact"), "沈老师");
  await write(page, page.locator("#contact_phone"), "13800000099");
  await use(page, page.locator("#adult"), "Space");
}

/** Sends a request for the first course of the catalogue, or for this one. */
export async function ask(page: Page, host: string, course = "", days = 40): Promise<Asked> {
  await page.goto(course || "/catalogue");
  if (!course) await go(page, page.locator("main .card-title a").first());
  const title = (await page.locator("h1").textContent()) ?? "";
  await go(page, page.locator("main a[href$='/request']"));
  await fill(page, host, days);
  await use(page, page.locator("#consent"), "Space");
  await go(page, page.locator("main .button.primary"));
  await expect(page).toHaveURL(/\/request\/[0-9a-f]{32}$/);
  return { link: new URL(page.url()).pathname, host, title };
}

/** The link of a request of the demonstration: the program makes it of a token of the host's name. */
export function linkOf(host: string): string {
  const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);
  return `/request/${digest(`lecture request ${digest(`demo ${host}`)}`)}`;
}
