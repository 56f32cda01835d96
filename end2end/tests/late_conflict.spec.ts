// A conflict that became known after the verdict: the figures beside it, and the repeat.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { expect, follow, test } from "./support/story.ts";

const title = "彩虹的两道弧";

/** The lecture with this title, as its office finds it. */
async function lecture(page: Page): Promise<string> {
  for (let id = 1; id < 60; id += 1) {
    const answer = await page.request.get(`/trial_lecture/${id}`);
    if (answer.ok() && (await answer.text()).includes(`<h1>${title}</h1>`)) return `/trial_lecture/${id}`;
  }
  throw new Error(`no lecture is called ${title}`);
}

test("the office has a lecture judged once more, and calls it off", async ({ person, t }) => {
  const office = await person("office");
  await office.setViewportSize({ width: 360, height: 800 });
  const main = office.locator("main");
  const button = (key: string) => main.getByRole("button", { name: t(key), exact: true });
  await office.goto(await lecture(office));
  await expect(main).toContainText(t("late_conflict.title"));
  await expectAccessible(office);

  await test.step("without a reason nothing is ordered", async () => {
    await main.getByText(t("late_conflict.repeat_title"), { exact: true }).click();
    await follow(office, button("late_conflict.repeat"));
    await expect(office.locator(".error-summary")).toContainText(t("form.label.repeat_reason"));
    await office.locator("#repeat_reason").fill("一位专家应当回避，结论须重新作出");
    await follow(office, button("late_conflict.repeat"));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.repeat_ordered"));
  });

  await test.step("it is called off where the course's rounds stand", async () => {
    await follow(office, main.getByRole("link", { name: t("late_conflict.to_course") }));
    await expect(main).toContainText(t("late_conflict.open"));
    await expectAccessible(office);
    await main.getByText(t("late_conflict.call_off_title"), { exact: true }).click();
    await office.locator("#repeat_reason").fill("讲师不再申报这门课，原结论有效");
    await follow(office, button("late_conflict.call_off"));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.repeat_called_off"));
  });
});

test("a panelist compares the own marks with a panel's", async ({ person, t }) => {
  const panelist = await person("panelist");
  await panelist.setViewportSize({ width: 360, height: 800 });
  const main = panelist.locator("main");
  const button = (key: string) => main.getByRole("button", { name: t(key), exact: true });
  await panelist.goto("/reference_lecture");
  await expectAccessible(panelist);
  await follow(panelist, main.locator(".card a").first());
  await follow(panelist, button("reference_lecture.score"));
  await expect(panelist.locator(".error-summary").getByRole("link")).toHaveCount(9);
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) await panelist.locator(`#score_${n}`).fill("7.5");
  await expectAccessible(panelist);
  await follow(panelist, button("reference_lecture.score"));
  await expect(panelist.getByRole("status")).toHaveText(t("page.notice.reference_scored"));
  await expect(main).toContainText(t("reference_lecture.agreement"));
  await expect(main.getByRole("row")).toHaveCount(11);
  await expectAccessible(panelist);
});
