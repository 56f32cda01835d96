// A course goes in as a draft and comes out reviewed, improved and listed, in two rounds; another one
// fails in three. The days pass on a server of its own.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { begin, dayAfter, hold, marks, type Review, score, session } from "./support/review.ts";
import { settingOf } from "./support/servers.ts";
import { abstract, expect, follow, post, slides, test } from "./support/story.ts";

const title = "潮水的钟点";

/** Writes a whole course and hands it in, as its lecturer does. */
async function write(lecturer: Page, name: string, t: (key: string) => string): Promise<string> {
  const main = lecturer.locator("main");
  await lecturer.goto("/course/new");
  await lecturer.locator("#title").fill(name);
  await lecturer.locator("#summary").fill(abstract.slice(0, 200));
  await lecturer.locator("#field").selectOption({ index: 1 });
  await main.locator('[name="stages"][value="primary_upper"]').check();
  await main.locator('[name="stages"][value="junior_secondary"]').check();
  await main.locator('[name="groups"][value="youth"]').check();
  await lecturer.locator("#minutes").fill("45");
  await lecturer.locator("#max_audience").fill("120");
  await lecturer.locator("#equipment").fill("投影");
  await lecturer.locator("#outline").fill("一、亲眼所见\n二、道理");
  await lecturer.locator("#sources").fill("潮汐表与教材");
  await lecturer.locator('input[type="file"]').setInputFiles(slides);
  await main.locator('[name="owns_rights"]').check();
  await main.locator('[name="no_advertising"]').check();
  await follow(lecturer, main.getByRole("button", { name: t("course.save"), exact: true }));
  const path = new URL(lecturer.url()).pathname;
  expect(path).toMatch(/^\/course\/\d+$/);
  await follow(lecturer, main.getByRole("button", { name: t("course.submit"), exact: true }));
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
  for (const page of [office, lecturer]) await page.setViewportSize({ width: 360, height: 800 });
  const button = (page: Page, key: string) =>
    page.locator("main").getByRole("button", { name: t(key), exact: true });
  let course = "";
  let lecture = "";
  let path = "";

  await test.step("the lecturer writes it, and the office finds it sound", async () => {
    course = await write(lecturer, title, t);
    await expectAccessible(lecturer);
    await office.goto(course.replace("/course/", "/course_check/"));
    await follow(office, button(office, "course.clear"));
    await lecturer.goto(course);
    await expect(lecturer.locator("main")).toContainText(t("course.cleared_lede"));
  });

  await test.step("it takes a slot, and its day comes", async () => {
    const found = await session(review, dayAfter(15));
    path = found.path;
    lecture = await book(lecturer, course, found.slots[0]);
    await review.clock(`${dayAfter(15)}T09:05`);
    await expect(async () => {
      await office.goto(`${path}/sitting`);
      await expect(button(office, "trial_lecture.begin")).toBeVisible({ timeout: 500 });
    }).toPass();
    await follow(office, button(office, "trial_lecture.begin"));
    await expectAccessible(office);
    await hold(review, path, lecture);
  });

  await test.step("the panel wants a change, and the office confirms it", async () => {
    await score(review.panel, lecture, marks.fair);
    await office.goto(lecture);
    await follow(office, button(office, "trial_lecture.close_scoring"));
    await expect(office.locator("main")).toContainText("71.00");
    await office.locator('[name="verdict"][value="revise"]').first().check();
    await office.locator("#changes").fill("注明潮汐表的来源\n增加一次现场提问");
    await follow(office, button(office, "trial_lecture.propose"));
    await follow(office, button(office, "trial_lecture.confirm").first());
    await expect(office.getByRole("status")).toHaveText(t("page.notice.verdict_confirmed"));
    await expectAccessible(office);
  });

  await test.step("the lecturer answers both, and the next version waits for a slot", async () => {
    await lecturer.goto(`${course}/refinement`);
    await expect(lecturer.getByRole("img")).toHaveAccessibleName(/28\.00/);
    await expectAccessible(lecturer);
    await follow(lecturer, button(lecturer, "refinement.revise"));
    course = new URL(lecturer.url()).pathname;
    await lecturer.goto(`${course}/refinement`);
    for (const answer of await lecturer.locator("textarea[name^=reply_]").all()) {
      await answer.fill("已改，见第三页");
    }
    await follow(lecturer, button(lecturer, "refinement.save_answers"));
    await follow(lecturer, button(lecturer, "refinement.resubmit"));
    await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.course_resubmitted"));
  });

  await test.step("the second round approves it, and the office lists it", async () => {
    const approve = { day: dayAfter(45), given: marks.good, verdict: "approve", changes: "" };
    await round(review, lecturer, course, approve);
    await office.goto(`${course}/refinement`);
    await follow(office, button(office, "refinement.list"));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.course_listed"));
    await lecturer.goto(`${course}/refinement`);
    await expect(lecturer.locator("main polygon.radar-round")).toHaveCount(2);
    await expectAccessible(lecturer);
    const visitor = await (await browser.newContext({ baseURL: review.url, locale })).newPage();
    await visitor.goto(`/catalogue?q=${encodeURIComponent(title)}`);
    await expect(visitor.locator("main")).toContainText(title);
  });

  await test.step("another course fails in three rounds", async () => {
    let version = await write(lecturer, `${title}（二）`, t);
    await office.goto(version.replace("/course/", "/course_check/"));
    await follow(office, button(office, "course.clear"));
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
