// Awards: the office writes the rules of a cycle, a judge declares and scores, the public reads the
// notice.

import { expectAccessible } from "./support/axe.ts";
import { expect, follow, tabTo, test, unique } from "./support/story.ts";
import type { Page } from "@playwright/test";

test("the office opens a cycle, and a refused rule keeps its text", async ({ person, t }) => {
  const office = await person("office");
  const title = unique("端到端评优");
  await office.goto("/award");
  await office.getByRole("link", { name: t("award.open"), exact: true }).click();
  await office.locator("#award_title").fill("年度表彰");
  await office.locator("#year").fill("2031");
  await office.locator("#objections_to").fill("科普部 0573-00000000");
  await office.getByRole("button", { name: t("award.save"), exact: true }).click();
  await expect(office.locator(".error-summary")).toContainText(t("form.problem.licensed_word"));
  await expect(office.locator("#objections_to")).toHaveValue("科普部 0573-00000000");
  await expectAccessible(office);
  await office.locator("#award_title").fill(title);
  await office.getByRole("button", { name: t("award.save"), exact: true }).click();
  await expect(office.locator("h1")).toHaveText(title);
  await expectAccessible(office);

  const tutor = office.getByRole("link", { name: t("award.category_name.tutor"), exact: true });
  await tutor.click();
  await office.locator("#criteria").fill("育人成效 六十");
  await follow(office, office.getByRole("button", { name: t("award.save"), exact: true }));
  await expect(office.locator("#criteria")).toHaveValue("育人成效 六十");
  await expectAccessible(office);
  await office.locator("#criteria").fill("育人成效 60\n活动 40");
  await office.locator("#seats").fill("3");
  await office.getByRole("button", { name: t("award.save"), exact: true }).click();
  await expect(office.getByRole("status")).toHaveText(t("page.notice.award_saved"));

  await follow(office, office.getByRole("link", { name: t("award.seat_judges"), exact: true }));
  await expectAccessible(office);
  for (const box of await office.locator("[name=judges]").all()) await box.check();
  await office.getByRole("button", { name: t("award.save"), exact: true }).click();
  await office.getByRole("button", { name: t("award.step.announce"), exact: true }).click();
  await expect(office.locator("main")).toContainText(t("award.cycle_state.nominating"));
  await expectAccessible(office);
});

test("a judge declares every relation, then scores with the keyboard alone", async ({
  javaScriptEnabled,
  person,
  t,
}) => {
  const judge = await person("judge");
  await judge.goto("/desk");
  await follow(judge, judge.getByRole("link", { name: t("desk.judge"), exact: true }).first());
  await expectAccessible(judge);
  const lists = await judge.locator("select[name^=relation_]").all();
  expect(lists.length).toBeGreaterThan(5);
  for (const list of lists) await list.selectOption("none");
  await lists[0].selectOption("teacher_student");
  const declare = judge.getByRole("button", { name: t("award.declare"), exact: true });
  await declare.focus();
  await judge.keyboard.press("Enter");
  await expect(judge.getByRole("status")).toHaveText(t("page.notice.relations_declared"));
  await expectAccessible(judge);

  const open = judge.locator(".card").filter({ hasText: t("award.sheet_open") }).first();
  await follow(judge, open.getByRole("link"));
  const sheet = new URL(judge.url()).pathname;
  await expectAccessible(judge);
  const first = judge.locator("#score_1");
  await tabTo(judge, first);
  await judge.keyboard.type("12.5");
  if (javaScriptEnabled) {
    await expect(judge.getByRole("status")).toHaveText(t("award.draft_saved"));
    await judge.goto("/desk");
    await judge.goto(sheet);
    await expect(first).toHaveValue("12.50");
  }
  await first.fill("12.3");
  await press(judge, t("award.submit_sheet"));
  await expect(judge.locator(".error-summary")).toBeFocused();
  await expect(first).toHaveValue("12.3");
  await expectAccessible(judge);
  for (const field of await judge.locator("[name^=score_]").all()) await field.fill("4.5");
  await judge.locator("#comment").fill("事迹扎实");
  await press(judge, t("award.save_draft"));
  await expect(judge.getByRole("status").first()).toHaveText(t("page.notice.sheet_saved"));
  await expect(judge.locator("#comment")).toHaveValue("事迹扎实");
  await press(judge, t("award.submit_sheet"));
  await expect(judge.getByRole("status").first()).toHaveText(t("page.notice.sheet_submitted"));
  await judge.goto(sheet);
  await expect(judge.locator("main")).toContainText(t("award.sheet_locked"));
  await expect(judge.locator("[name^=score_]")).toHaveCount(0);
});

test("the public reads the notice, and the decision maker what it rests on", async ({
  page,
  person,
  t,
}) => {
  await page.goto("/notice");
  // That of the demonstration: other stories post notices as well.
  await page.locator("main h2.card-title a").filter({ hasText: "年度科普工作评优" }).first().click();
  await expect(page.locator("main")).toContainText("哈斯朝克图");
  await expect(page.locator("main")).toContainText(t("award.order.region"));
  await expectAccessible(page);
  const decider = await person("decider");
  await decider.goto("/award/1");
  const proposal = decider.getByRole("link", { name: t("award.proposal"), exact: true });
  await proposal.click();
  await expect(decider.locator("main")).toContainText("哈斯朝克图");
  await expectAccessible(decider);
});

async function press(page: Page, name: string): Promise<void> {
  const answer = page.waitForResponse(
    (response) => response.request().method() === "POST" && !response.url().includes("/api/"),
  );
  await page.getByRole("button", { name, exact: true }).click();
  await answer;
}
