// A server of its own for a story whose days pass: a panel with accounts, sessions, and the clock.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { type APIRequestContext, type Browser, expect, type Page, request } from "@playwright/test";
import { ask } from "./server.ts";
import { type Database, program, type Running } from "./servers.ts";
import { post } from "./story.ts";

/** Of the demonstration's people, and of those who get an account here. */
const password = { there: "Whetstone-1", here: "Kiln-osprey-7-Tarn" };
/** 84 points, 71 and 50. */
export const marks = {
  good: ["17", "8.5", "8.5", "8", "8.5", "8.5", "10", "8.5", "6.5"],
  fair: ["14", "7", "7", "7", "7.5", "7", "8.5", "7", "6"],
};

export type Review = {
  url: string;
  /** Somebody of the demonstration at a browser, with addresses of this server. */
  person: (name: string) => Promise<Page>;
  /** The panel: the first one sits at a browser, too. */
  panel: APIRequestContext[];
  office: Page;
  /** Moves the clock of the demonstration, `2027-01-14T09:05`, where sessions end: all sign in anew. */
  clock: (moment: string) => Promise<void>;
};

/** A server that no other story uses, with a panel of which everybody can sign in. */
export async function begin(
  browser: Browser,
  setting: { setting: string; database: Database },
): Promise<Review> {
  const { url, folder, environment } = await ask<Running>("/server", setting);
  const everybody: [APIRequestContext, string][] = [];
  const person = async (name: string) => {
    const page = await (await browser.newContext({ baseURL: url })).newPage();
    everybody.push([page.request, name]);
    await signIn(page.request, name);
    return page;
  };
  const office = await person("office");
  const clock = async (moment: string) => {
    execFileSync(program, ["demo", "clock", moment], { cwd: folder, env: environment });
    for (const [one, name] of everybody) await signIn(one, name);
  };
  const panel: APIRequestContext[] = [];
  for (const id of await panelists(office)) {
    const one = await request.newContext({ baseURL: url });
    everybody.push([one, await enrolled(office, one, id)]);
    panel.push(one);
  }
  return { url, person, office, clock, panel };
}

async function signIn(one: APIRequestContext, name: string): Promise<void> {
  const own = name.startsWith("panel-") ? password.here : password.there;
  const answer = await one.post("/sign_in", { form: { sign_in_name: name, password: own } });
  expect(new URL(answer.url()).pathname, `${name} signs in`).toBe("/desk");
}

/** Seven of those who may sit on panels, signed in. */
async function panelists(office: Page): Promise<string[]> {
  await office.goto("/review_session/new");
  const people = await office.locator('[name="panel"]').all();
  const ids = await Promise.all(people.slice(0, 7).map((one) => one.getAttribute("value")));
  return ids.map((id) => id!);
}

/** Sees to it that somebody has an account, and signs in; under which name. */
async function enrolled(office: Page, one: APIRequestContext, id: string): Promise<string> {
  await office.goto(`/person/${id}`);
  const facts = await office.locator("dl.facts dd").allTextContents();
  if (facts.includes("panelist")) {
    await signIn(one, "panelist");
    return "panelist";
  }
  const name = `panel-${randomBytes(4).toString("hex")}`;
  const issued = await office.request.post(`/person/${id}/activation`, {
    form: { sign_in_name: name },
  });
  const code = /\/activate\/[\w-]+/.exec(await issued.text());
  expect(code, `a code for person ${id}`).not.toBeNull();
  const chosen = { new_password: password.here, repeat_password: password.here };
  const answer = await one.post(code![0], { form: chosen });
  expect(new URL(answer.url()).pathname, "the code is good").toBe("/desk");
  return name;
}

/** Plans and publishes a session of this panel on a day; its slots by time. */
export async function session(review: Review, day: string): Promise<{ path: string; slots: string[] }> {
  const { office } = review;
  await office.goto("/review_session/new");
  const form = new FormData();
  const plan = {
    once: await office.locator("[name=once]").inputValue(),
    held_on: day,
    starts_at: "09:00",
    slot_minutes: "60",
    n_slots: "2",
    break_minutes: "10",
    video_link: "https://video.example.invalid/review",
  };
  for (const [name, value] of Object.entries(plan)) form.append(name, value);
  for (const stage of ["primary_upper", "junior_secondary"]) form.append("stages", stage);
  const people = await office.locator('[name="panel"]').all();
  for (const one of people.slice(0, 7)) form.append("panel", (await one.getAttribute("value"))!);
  const planned = await office.request.post("/review_session/new", { form });
  const path = new URL(planned.url()).pathname;
  expect(path).toMatch(/^\/review_session\/\d+$/);
  await post(office, `${path}/publish`);
  await office.goto(path);
  const links = await office.locator('main a[href$="/change"]').all();
  const found = await Promise.all(links.map((link) => link.getAttribute("href")));
  return { path, slots: found.map((href) => /slot\/(\d+)/.exec(href!)![1]) };
}

/** Everybody of the panel declares no relation; who has declared keeps to it. */
export async function declare(panel: APIRequestContext[], lecture: string): Promise<void> {
  for (const one of panel) {
    await one.post(`${lecture}/relation`, { form: { relation: "none" } });
  }
}

/** Everybody declares no relation, is there, and the lecture begins and ends. */
export async function hold(review: Review, path: string, lecture: string): Promise<void> {
  const id = /\d+$/.exec(lecture)![0];
  await declare(review.panel, lecture);
  await review.office.goto(`${path}/sitting`);
  const form = new FormData();
  form.append("step", "presence");
  const boxes = review.office.locator(`[id^="present-${id}-"]`);
  for (const box of await boxes.all()) form.append("present", (await box.getAttribute("value"))!);
  await review.office.request.post(`${path}/sitting/${id}`, { form });
  for (const step of ["start", "end"]) {
    await post(review.office, `${path}/sitting/${id}`, { step });
  }
}

/** The panel from a seat on submits these marks. */
export async function score(
  panel: APIRequestContext[],
  lecture: string,
  given: string[],
): Promise<void> {
  for (const one of panel) {
    const form: Record<string, string> = {
      decision: "submit",
      strength: "用自己的观测故事开场，听众投入",
      suggestion: "请把潮汐表的来源写在幻灯片上",
    };
    given.forEach((mark, at) => (form[`score_${at + 1}`] = mark));
    await one.post(`${lecture}/sheet`, { form });
  }
}

/** The first Saturday in so many days or later: the demonstration's own sessions are on working days. */
export function dayAfter(n: number): string {
  const day = new Date(Date.now() + n * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7));
  return day.toISOString().slice(0, 10);
}
