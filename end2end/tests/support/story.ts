// What stories begin with: people at their own browsers, and courses that are ready to be booked.

import { randomBytes } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { test as base } from "./server.ts";
import { signIn } from "./people.ts";
import { words, type Words } from "./words.ts";

export { expect } from "@playwright/test";

type Story = {
  /** The texts in the browser's language. */
  t: Words;
  /** Somebody of the demonstration, signed in at a browser of their own. */
  person: (name: string) => Promise<Page>;
  /** A course of this lecturer that the office has cleared; its booking is given back at the end. */
  clearedCourse: (lecturer: Page, title: string) => Promise<Course>;
};

export type Course = { id: number; title: string };

export const test = base.extend<Story>({
  t: async ({ locale }, use) => use(words(locale)),

  person: async ({ browser, server }, use) => {
    const pages: Page[] = [];
    await use(async (name) => {
      const page = await (await browser.newContext()).newPage();
      pages.push(page);
      await signIn(page, server, name);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },

  clearedCourse: async ({ person }, use) => {
    const made: [Page, Course][] = [];
    await use(async (lecturer, title) => {
      const course = { id: await handIn(lecturer, title), title };
      made.push([lecturer, course]);
      const office = await person("office");
      await post(office, `/course_check/${course.id}`, { decision: "clear" });
      return course;
    });
    for (const [lecturer, course] of made) await giveBack(lecturer, course.id);
  },
});

/** A title that no other story uses. */
export function unique(title: string): string {
  return `${title} ${randomBytes(3).toString("hex")}`;
}

export const abstract =
  "从一次亲眼所见讲起，再用一张图和一个小实验说明道理，最后回到听众身边的生活。".repeat(5);

export const slides = {
  name: "潮汐 tides.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.4\n%end2end\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
};

/** Gives back the slot of a course, if it has one. */
export async function giveBack(lecturer: Page, course: number): Promise<void> {
  await lecturer.goto(`/course/${course}/booking`);
  const booking = lecturer.locator("main a[href^='/booking/']");
  if ((await booking.count()) === 0) return;
  const address = await booking.first().getAttribute("href");
  await post(lecturer, `${address}/cancel`, { reason: "a story is told and over" });
}

/** Sends a form as its button does; the last answer must be a page. */
export async function post(
  page: Page,
  address: string,
  form: Record<string, string> = {},
): Promise<string> {
  const answer = await page.request.post(address, { form });
  expect(answer.status(), `POST ${address}`).toBe(200);
  return answer.url();
}

async function handIn(lecturer: Page, title: string): Promise<number> {
  await lecturer.goto("/course/new");
  const form = new FormData();
  form.append("once", await lecturer.locator("[name=once]").inputValue());
  form.append("title", title);
  form.append("summary", abstract);
  const field = lecturer.locator("#field option:not([value=''])").first();
  form.append("field", (await field.getAttribute("value")) ?? "");
  form.append("stages", "primary_upper");
  form.append("stages", "junior_secondary");
  form.append("groups", "youth");
  for (const [name, value] of Object.entries(rest)) form.append(name, value);
  form.append("slides", new File([slides.buffer], slides.name, { type: slides.mimeType }));
  const answer = await lecturer.request.post("/course/new", { multipart: form });
  const id = /\/course\/(\d+)$/.exec(answer.url())?.[1];
  expect(id, `the draft is saved, but the answer was ${answer.status()}`).toBeDefined();
  await post(lecturer, `/course/${id}/submit`);
  return Number(id);
}

const rest = {
  minutes: "60",
  max_audience: "120",
  equipment: "投影",
  outline: "一、亲眼所见\n二、道理",
  sources: "教材",
  owns_rights: "yes",
  no_advertising: "yes",
};

/** Clicks what leads to another page, and waits until it is there. */
export async function follow(page: Page, target: Locator): Promise<void> {
  const loaded = page.waitForEvent("load");
  await target.click();
  await loaded;
}

/** Presses Tab until this has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const element = (await target.elementHandle())!;
  const least = await element.evaluate(stopsBefore);
  // One after the other, but without waiting for each.
  const presses = Array.from({ length: least }, () => page.keyboard.press("Tab"));
  await Promise.all(presses);
  for (let pressed = least; pressed < least + 150; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await element.evaluate((one) => one === document.activeElement)) {
      await expectFocusSeen(page);
      return;
    }
  }
  throw new Error(`150 times Tab do not lead to ${target}`);
}

/** How many controls surely lie between what has the focus and this one. */
function stopsBefore(target: Node): number {
  // Not radio buttons, of which a whole group has one turn.
  const stops = "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary";
  const active = document.activeElement!;
  const isBetween = (stop: Element) =>
    (active === document.body || active.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) &&
    target.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_PRECEDING;
  const between = [...document.querySelectorAll<HTMLInputElement>(stops)].filter(
    (stop) => !stop.disabled && stop.checkVisibility() && isBetween(stop),
  );
  return Math.max(0, between.length - 1);
}

/** What has the focus is marked, and in sight once the page has scrolled to it. */
export async function expectFocusSeen(page: Page): Promise<void> {
  await expect.poll(() => unseen(page), "focus that cannot be seen").toBe("");
}

/** What has the focus, if nobody can see that it has; else nothing. */
function unseen(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement!;
    const box = element.getBoundingClientRect();
    const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const label = (element as HTMLInputElement).labels?.[0] ?? element;
    const isOnTop = !!above && (label.contains(above) || element.contains(above));
    const isMarked = getComputedStyle(element).outlineStyle !== "none";
    return isOnTop && isMarked ? "" : element.outerHTML.slice(0, 120);
  });
}
