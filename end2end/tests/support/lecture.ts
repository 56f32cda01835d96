// A host asks for a lecture, as a visitor on a phone would.

import { createHash } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { choose, pick, use, write, writeDate, writeTime } from "./keyboard.ts";
import { post } from "./story.ts";

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

/** Sends a request for the first course of the catalogue, or for this one, without the browser. */
export async function ask(page: Page, host: string, course = "", days = 40): Promise<Asked> {
  const get = async (address: string) => (await page.request.get(address)).text();
  const path = course || found(await get("/catalogue"), /href="(\/catalogue\/\d+)"/);
  const title = found(await get(path), /<h1>([^<]*)/);
  const form = await get(`${path}/request`);
  const filled = {
    once: found(form, /name="once" value="([^"]+)"/),
    revision: found(form, /name="revision" value="([^"]*)"/),
    host_name: host,
    host_kind: "school",
    host_county: found(form, /<option value="(\d+)"[^>]*>[^<]*(?:南湖区|Nanhu)/),
    whitelist: "进校园活动白名单第12号",
    address: "示范路12号",
    hall: "三楼报告厅",
    stage: "primary_upper",
    audience: "120",
    mode: "onsite",
    day_1: ahead(days),
    hour_1: "14:00",
    contact: "沈老师",
    contact_phone: "13800000099",
    adult: "yes",
    consent: "yes",
  };
  const link = new URL(await post(page, `${path}/request`, filled)).pathname;
  expect(link).toMatch(/^\/request\/[0-9a-f]{32}$/);
  return { link, host, title };
}

/** Passes the review of a host's request in this state, without the pages that show it. */
export async function pass(officer: Page, state: string, host: string): Promise<void> {
  const request = await requestOf(officer, state, host);
  const form = await (await officer.request.get(request)).text();
  const revision = found(form, /name="revision" value="(\d+)"/);
  await post(officer, `${request}/decide`, { decision: "pass", revision });
}

/** The address of a host's request, from an office's list. */
export async function requestOf(officer: Page, state: string, host: string): Promise<string> {
  await officer.goto(`/lecture_request?state=${state}`);
  for (;;) {
    const link = officer.locator(".card", { hasText: host }).getByRole("link");
    if (await link.count()) return (await link.first().getAttribute("href"))!;
    await officer.locator(".pager a").last().click();
  }
}

function found(html: string, form: RegExp): string {
  const match = form.exec(html);
  expect(match, `${form} in ${html.slice(0, 200)}`).not.toBeNull();
  return match![1];
}

/** The link of a request of the demonstration: the program makes it of a token of the host's name. */
export function linkOf(host: string): string {
  const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);
  return `/request/${digest(`lecture request ${digest(`demo ${host}`)}`)}`;
}
