// The story of a panel and its course: a sheet is filled in, a verdict confirmed, a course listed,
// and another one answered change by change.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { expect, follow, test } from "./support/story.ts";

const sheetTitle = "云的十种面孔";
const verdictTitle = "显微镜下的一滴水";
const revisedTitle = "台风是怎样长大的";

const card = (page: Page, text: string) => page.locator("main .card").filter({ hasText: text });

test("a panelist fills in a sheet, and then sees what the others wrote", async ({ person, t }) => {
  const panelist = await person("panelist");
  await panelist.setViewportSize({ width: 360, height: 800 });
  const button = (key: string) =>
    panelist.locator("main").getByRole("button", { name: t(key), exact: true });
  await panelist.goto("/desk");
  const task = card(panelist, sheetTitle).getByRole("link", { name: t("desk.write_sheet") });
  await follow(panelist, task);
  const lecture = new URL(panelist.url()).pathname.replace(/\/sheet$/, "");

  await test.step("what is missing is told where it is to be typed", async () => {
    await panelist.locator("#score_1").fill("20.5");
    await panelist.locator("#strength").fill("好");
    await follow(panelist, button("review_sheet.submit"));
    const summary = panelist.locator(".error-summary");
    await expect(summary.getByRole("link")).toHaveText([new RegExp(t("form.problem.not_a_score", { max: "20.00" }))]);
    await panelist.locator("#score_1").fill("16.5");
    await follow(panelist, button("review_sheet.submit"));
    // Eight scores, a strength that is too short, a suggestion.
    await expect(summary.getByRole("link")).toHaveCount(10);
    await expect(panelist.locator("#score_1")).toHaveValue("16.5");
    await expectAccessible(panelist);
  });

  await test.step("a draft is kept, and submitted when it is whole", async () => {
    for (const n of [2, 3, 4, 5, 6, 7, 8, 9]) await panelist.locator(`#score_${n}`).fill("7.5");
    await panelist.locator("#strength").fill("从窗外的云讲起，孩子们抢着回答");
    await follow(panelist, button("review_sheet.save"));
    await panelist.goto(`${lecture}/sheet`);
    await expect(panelist.locator("#score_1")).toHaveValue("16.50");
    await panelist.locator("#suggestion").fill("云图请注明拍摄的时间和地点");
    await panelist.goto(lecture);
    await expect(panelist.locator("main")).toContainText(t("trial_lecture.no_sheets"));
    await panelist.goto(`${lecture}/sheet`);
    await panelist.locator("#suggestion").fill("云图请注明拍摄的时间和地点");
    await follow(panelist, button("review_sheet.submit"));
    await expect(panelist.getByRole("status").first()).toHaveText(t("page.notice.sheet_submitted"));
    await expect(panelist.locator("main")).toContainText("云图请注明拍摄的时间和地点");
    await expect(panelist.locator("main section.sheet")).toHaveCount(4);
    await expectAccessible(panelist);
  });
});

test("the office confirms a verdict and lists the course", async ({ person, t }) => {
  const office = await person("office");
  const button = (key: string) =>
    office.locator("main").getByRole("button", { name: t(key), exact: true });
  await office.goto("/desk");
  const confirm = card(office, verdictTitle).getByRole("link", { name: t("desk.confirm_verdict") });
  await follow(office, confirm);
  await expectAccessible(office);
  await follow(office, button("trial_lecture.confirm").first());
  await expect(office.getByRole("status")).toHaveText(t("page.notice.verdict_confirmed"));
  await office.goto("/desk");
  const list = card(office, verdictTitle).getByRole("link", { name: t("desk.list_course") });
  await follow(office, list);
  await expectAccessible(office);
  await follow(office, button("refinement.list"));
  await expect(office.getByRole("status")).toHaveText(t("page.notice.course_listed"));
  await office.goto(`/catalogue?q=${encodeURIComponent(verdictTitle)}`);
  await expect(office.locator("main")).toContainText(verdictTitle);
});

test("a lecturer answers every change and hands the next version in", async ({ person, t }) => {
  const lecturer = await person("lecturer2");
  const button = (key: string) =>
    lecturer.locator("main").getByRole("button", { name: t(key), exact: true });
  await lecturer.goto("/desk");
  const task = card(lecturer, revisedTitle).getByRole("link", { name: t("desk.revise_course") });
  await follow(lecturer, task);
  await expect(lecturer.getByRole("img")).toHaveAccessibleName(/\d/);
  await expectAccessible(lecturer);
  await follow(lecturer, button("refinement.revise"));
  await follow(lecturer, lecturer.getByRole("link", { name: t("course.answers_missing") }));
  const answers = lecturer.locator("textarea[name^=reply_]");
  await expect(answers).toHaveCount(3);
  for (const answer of await answers.all()) await answer.fill("已改，见第三页");
  await follow(lecturer, button("refinement.save_answers"));
  await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.answers_saved"));
  await follow(lecturer, button("refinement.resubmit"));
  await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.course_resubmitted"));
});
