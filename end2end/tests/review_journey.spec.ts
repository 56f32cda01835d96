// A course goes in as a draft and comes out reviewed, improved and listed, in two rounds, by keyboard
// alone; another one fails in three. The days pass on a server of its own.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { attach, choose, go, pick, use, write } from "./support/keyboard.ts";
import { begin, dayAfter, declare, hold, marks, type Review, score, session } from "./support/review.ts";
import { settingOf } from "./support/servers.ts";
import { abstract, expect, post, slides, test } from "./support/story.ts";

const title = "潮水的钟点";

/** Writes a whole course and hands it in, as its lecturer does. */
async function handIn(lecturer: Page, name: string, t: (key: string) => string): Promise<string> {
  const main = lecturer.locator("main");
  const field = lecturer.locator("#field");
  await lecturer.goto("/course/new");
  await write(lecturer, lecturer.locator("#title"), name);
  await write(lecturer, lecturer.locator("#summary"), abstract.slice(0, 200));
  await choose(lecturer, field, (await field.locator("option").nth(1).getAttribute("value"))!);
  for (const [of, value] of [
    ["stages", "primary_upper"],
    ["stages", "junior_secondary"],
    ["groups", "youth"],
  ]) {
    await use(lecturer, main.locator(`[name="${of}"][value="${value}"]`), "Space");
  }
  await write(lecturer, lecturer.locator("#minutes"), "45");
  await write(lecturer, lecturer.locator("#max_audience"), "120");
  await write(lecturer, lecturer.locator("#equipment"), "投影");
  await write(lecturer, lecturer.locator("#outline"), "一、亲眼所见\n二、道理");
  await write(lecturer, lecturer.locator("#sources"), "潮汐表与教材");
  await attach(lecturer, lecturer.locator('input[type="file"]'), slides);
  await use(lecturer, main.locator('[name="owns_rights"]'), "Space");
  await use(lecturer, main.locator('[name="no_advertising"]'), "Space");
  await go(lecturer, main.getByRole("button", { name: t("course.save"), exact: true }));
  const path = new URL(lecturer.url()).pathname;
  expect(path).toMatch(/^\/course\/\d+$/);
  await go(lecturer, main.getByRole("button", { name: t("course.submit"), exact: true }));
  return path;
}

/** Books a slot for a version; the lecture's address. */
async function book(lecturer: Page, course: string, slot: string): Promise<string> {
  const held = await post(lecturer, `${course}/booking`, { slot });
  const booking = new URL(held).pathname;
  await post(lecturer, `${booking}/confirm`);
  return booking.replace("/booking/", "/trial_lecture/");
}

/** Opens a sitting as soon as the program has closed its booking. */
async function opened(review: Review, path: string): Promise<void> {
  const begin = async () => (await review.office.request.post(`${path}/sitting`)).status();
  await expect.poll(begin, { timeout: 30_000 }).toBe(200);
}

/** A round that comes to a verdict: the session, its day, all sheets, proposal and confirmation. */
async function round(
  review: Review,
  lecturer: Page,
  course: string,
  { day, given, verdict, changes }: { day: string; given: string[]; verdict: string; changes: string },
): Promise<string> {
  const { path, slots } = await session(review, day);
  const lecture = await book(lecturer, course, slots[0]);
  await review.clock(`${day}T09:05`);
  await opened(review, path);
  await hold(review, path, lecture);
  await score(review.panel, lecture, given);
  await post(review.office, `${lecture}/close`);
  await post(review.office, `${lecture}/verdict`, { verdict, changes });
  await post(review.office, `${lecture}/decision`, { decision: "confirm" });
  return lecture;
}

test("a course is listed after two rounds, and another fails in three", async ({
  browser,
  database,
  locale,
  t,
}, { project }) => {
  test.setTimeout(300_000);
  const setting = { setting: `${settingOf(project.name)}-review`, database };
  const review = await begin(browser, setting);
  const { office } = review;
  const lecturer = await review.person("lecturer");
  const panelist = await review.person("panelist");
  for (const page of [office, lecturer, panelist]) await page.setViewportSize({ width: 360, height: 800 });
  const button = (page: Page, key: string) =>
    page.locator("main").getByRole("button", { name: t(key), exact: true });
  let course = "";
  let lecture = "";
  let path = "";

  await test.step("the lecturer writes it, and the office finds it sound", async () => {
    course = await handIn(lecturer, title, t);
    await expectAccessible(lecturer);
    await office.goto(course.replace("/course/", "/course_check/"));
    await go(office, button(office, "course.clear"));
    await lecturer.goto(course);
    await expect(lecturer.locator("main")).toContainText(t("course.cleared_lede"));
  });

  await test.step("it takes a slot, and a panelist declares no relation", async () => {
    const found = await session(review, dayAfter(15));
    path = found.path;
    await lecturer.goto(`${course}/booking`);
    await go(lecturer, lecturer.locator(`button.slot[value="${found.slots[0]}"]`));
    await go(lecturer, button(lecturer, "review_session.confirm"));
    await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.slot_confirmed"));
    lecture = new URL(lecturer.url()).pathname.replace("/booking/", "/trial_lecture/");
    await panelist.goto(lecture);
    await pick(panelist, panelist.locator('[name="relation"]'), "none");
    await go(panelist, button(panelist, "trial_lecture.declare"));
  });

  await test.step("its day comes, and it is given before the whole panel", async () => {
    await declare(review.panel, lecture);
    await review.clock(`${dayAfter(15)}T09:05`);
    await expect(async () => {
      await office.goto(`${path}/sitting`);
      await expect(button(office, "trial_lecture.begin")).toBeVisible({ timeout: 500 });
    }).toPass();
    await go(office, button(office, "trial_lecture.begin"));
    await expectAccessible(office);
    for (const seat of await office.locator('[name="present"]').all()) {
      await use(office, seat, "Space");
    }
    await go(office, button(office, "trial_lecture.save_presence"));
    await go(office, button(office, "trial_lecture.start"));
    await go(office, button(office, "trial_lecture.end"));
  });

  await test.step("a panelist writes a sheet, and so do the others", async () => {
    await panelist.goto(`${lecture}/sheet`);
    for (const [at, mark] of marks.fair.entries()) {
      await write(panelist, panelist.locator(`#score_${at + 1}`), mark);
    }
    await write(panelist, panelist.locator("#strength"), "用自己的观测故事开场，听众投入");
    await write(panelist, panelist.locator("#suggestion"), "请把潮汐表的来源写在幻灯片上");
    await go(panelist, button(panelist, "review_sheet.submit"));
    await expect(panelist.getByRole("status").first()).toHaveText(t("page.notice.sheet_submitted"));
    await score(review.panel, lecture, marks.fair);
  });

  await test.step("the panel wants a change, and the office confirms it", async () => {
    await office.goto(lecture);
    await go(office, button(office, "trial_lecture.close_scoring"));
    await expect(office.locator("main")).toContainText("71.00");
    await pick(office, office.locator('[name="verdict"]'), "revise");
    await write(office, office.locator("#changes"), "注明潮汐表的来源\n增加一次现场提问");
    await go(office, button(office, "trial_lecture.propose"));
    await go(office, button(office, "trial_lecture.confirm").first());
    await expect(office.getByRole("status")).toHaveText(t("page.notice.verdict_confirmed"));
    await expectAccessible(office);
  });

  await test.step("the lecturer answers both, and the next version waits for a slot", async () => {
    await lecturer.goto(`${course}/refinement`);
    await expect(lecturer.getByRole("img")).toHaveAccessibleName(/28\.00/);
    await expectAccessible(lecturer);
    await go(lecturer, button(lecturer, "refinement.revise"));
    course = new URL(lecturer.url()).pathname;
    await lecturer.goto(`${course}/refinement`);
    for (const answer of await lecturer.locator("textarea[name^=reply_]").all()) {
      await write(lecturer, answer, "已改，见第三页");
    }
    await go(lecturer, button(lecturer, "refinement.save_answers"));
    await go(lecturer, button(lecturer, "refinement.resubmit"));
    await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.course_resubmitted"));
  });

  await test.step("the second round approves it, and the office lists it", async () => {
    const approve = { day: dayAfter(45), given: marks.good, verdict: "approve", changes: "" };
    await round(review, lecturer, course, approve);
    await office.goto(`${course}/refinement`);
    await go(office, button(office, "refinement.list"));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.course_listed"));
    await lecturer.goto(`${course}/refinement`);
    await expect(lecturer.locator("main polygon.radar-round")).toHaveCount(2);
    await expectAccessible(lecturer);
    const visitor = await (await browser.newContext({ baseURL: review.url, locale })).newPage();
    await visitor.goto(`/catalogue?q=${encodeURIComponent(title)}`);
    await expect(visitor.locator("main")).toContainText(title);
  });

  await test.step("another course fails in three rounds", async () => {
    let version = await handIn(lecturer, `${title}（二）`, t);
    await post(office, version.replace("/course/", "/course_check/"), { decision: "clear" });
    for (const n of [75, 105, 135]) {
      const day = dayAfter(n);
      const revise = { day, given: marks.fair, verdict: "revise", changes: "注明数据来源" };
      await round(review, lecturer, version, revise);
      if (n === 135) break;
      const next = await post(lecturer, `${version}/refinement/next`);
      version = new URL(next).pathname;
      await post(lecturer, `${version}/refinement/answers`, { reply_1: "已改，见第三页" });
      await post(lecturer, `${version}/submit`);
    }
    await lecturer.goto(`${version}/refinement`);
    const badge = lecturer.locator("main .badge").first();
    await expect(badge).toHaveText(t("course.state.rejected"));
    await expect(lecturer.locator("main polygon.radar-round")).toHaveCount(3);
    await expectAccessible(lecturer);
  });
});
