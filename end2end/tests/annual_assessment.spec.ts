// The story of a lecturer's year: reported from the phone with a lecture from elsewhere, verified by the
// office; and a grade of the year before that the office counts again.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { day } from "./support/day.ts";
import { go, pick, use, write, writeDate } from "./support/keyboard.ts";
import { expect, test, unique } from "./support/story.ts";

const ASSESSMENT = "main a[href^='/annual_assessment/']";
const ASSESSMENT_ROW = "main td a[href^='/annual_assessment/']";

test("a lecturer reports on the year from the phone, and the office verifies and counts again", async ({
  person,
  t,
}) => {
  test.setTimeout(120_000);
  const [lecturer, office] = [await person("lecturer"), await person("office")];
  const title = unique("夜空里的行星");
  const proof = {
    name: `${title}.pdf`,
    mimeType: "application/pdf",
    buffer: Buffer.from(`%PDF-1.4\n%${title}\ntrailer<</Root 1 0 R>>\n%%EOF\n`),
  };
  const button = (page: Page, key: string) =>
    page.locator("main").getByRole("button", { name: t(key), exact: true });
  const told = (page: Page, key: string) =>
    expect(page.getByRole("status")).toHaveText(t(`page.notice.${key}`));
  await lecturer.setViewportSize({ width: 360, height: 780 });

  await test.step("a report that is too short keeps what was typed; mended, it stands there", async () => {
    await lecturer.goto("/own_assessment");
    await go(lecturer, lecturer.locator(ASSESSMENT).first());
    await write(lecturer, lecturer.locator("#self_report"), "讲了九场。");
    await go(lecturer, button(lecturer, "annual_assessment.send_report"));
    await expect(lecturer.locator(".error-summary")).toBeVisible();
    await expect(lecturer.locator("#self_report")).toHaveValue("讲了九场。");
    await expectAccessible(lecturer);
    const report = "全年讲课九场，其中三场在乡镇；新开一门课，明年计划多到村里去。";
    await lecturer.locator("#self_report").fill(report);
    await go(lecturer, button(lecturer, "annual_assessment.send_report"));
    await told(lecturer, "report_sent");
    await expect(lecturer.locator("#self_report")).toHaveValue(report);
  });

  await test.step("a lecture from elsewhere is added with its proof", async () => {
    await go(lecturer, lecturer.getByRole("link", { name: t("annual_assessment.add_outside") }));
    await write(lecturer, lecturer.locator("#outside_title"), title);
    await writeDate(lecturer, lecturer.locator("#outside_day"), day(0));
    await write(lecturer, lecturer.locator("#outside_host"), "示范村文化礼堂");
    await write(lecturer, lecturer.locator("#attendance"), "45");
    await lecturer.locator("#proof").setInputFiles(proof);
    await go(lecturer, button(lecturer, "annual_assessment.send_outside"));
    await told(lecturer, "outside_added");
    await expectAccessible(lecturer);
  });
  const lecture = new URL(lecturer.url()).pathname;

  await test.step("the office looks at the proof, and it counts", async () => {
    await office.goto("/annual_assessment");
    await go(office, office.locator("main a[href^='/annual_assessment/year/']").first());
    await go(office, office.getByRole("link", { name: title }));
    expect(new URL(office.url()).pathname).toBe(lecture);
    await go(office, button(office, "annual_assessment.verify"));
    await told(office, "outside_decided");
    await lecturer.goto("/inbox");
    await expect(lecturer.locator("main")).toContainText(title);
  });

  await test.step("a grade of the year before is counted again and proposed anew", async () => {
    await office.goto("/annual_assessment");
    // The last one of which grades were due: in December that is not the one that has just ended.
    const links = await office.locator("main a[href^='/annual_assessment/year/']").all();
    const years = await Promise.all(links.map((link) => link.getAttribute("href")));
    let year = "";
    for (year of years.slice(1) as string[]) {
      await office.goto(`${year}?state=grade_proposed`);
      if (await office.locator(ASSESSMENT_ROW).count()) break;
    }
    await go(office, office.locator(ASSESSMENT_ROW).first());
    await use(office, office.locator("main details.fold summary"), "Enter");
    await pick(office, office.locator("[name=step]"), "send_back");
    // Chromium shows the caret of a field of several lines, and not its middle, which the bar covers.
    await office.locator("#reason").fill("漏计一场讲座，重新计分");
    await go(office, button(office, "annual_assessment.do_step"));
    await told(office, "assessment_changed");
    await expectAccessible(office);
    await office.goto(year);
    await go(office, button(office, "annual_assessment.score"));
    await told(office, "assessments_scored");
    await go(office, button(office, "annual_assessment.propose"));
    await told(office, "grades_proposed");
    await expectAccessible(office);
  });
});
