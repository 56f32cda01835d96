// The final of a cycle by vote: what the panel's meeting counted is entered, refused where it cannot
// be, put right, and ranks alone; the first stage stands beside.

import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/story.ts";

test("the votes of a final are entered, put right, and rank alone", async ({ person, t }) => {
  const office = await person("office");
  const final = "/award/13/final";
  const ballots = office.locator("main input[id^=ballots]");
  const votes = office.locator("main input[id^=votes]");
  const enter = async (counted: string[]) => {
    for (const [at, n] of counted.entries()) await votes.nth(at).fill(n);
    await office.locator("main .button.primary").click();
  };

  await test.step("more ballots than judges are refused, and what was typed stays", async () => {
    await office.goto(final);
    await expect(votes).toHaveCount(3);
    await ballots.fill("9");
    await office.locator("#reference").fill("评审会纪要第2号");
    await enter(["6", "x", "5"]);
    await expect(office.locator(".error-summary")).toBeVisible();
    await expect(ballots).toHaveValue("9");
    await expect(votes.nth(1)).toHaveValue("x");
    await expectAccessible(office);
  });

  await test.step("what was counted is entered, and one figure is put right", async () => {
    await ballots.fill("7");
    await enter(["2", "5", "5"]);
    await expect(office.getByRole("status").first()).toHaveText(t("page.notice.final_entered"));
    await office.goto(final);
    await expect(votes.nth(1)).toHaveValue("5");
    await enter(["2", "6", "5"]);
    await expect(office.getByRole("status").first()).toHaveText(t("page.notice.final_entered"));
  });

  await test.step("the ranking shows the votes, and the first stage beside them", async () => {
    await office.goto("/award/13");
    await office.locator("main a[href^='/award/13/ranking/']").first().click();
    const first = office.locator("main table").first().locator("tbody tr").first();
    await expect(first).toContainText("6");
    await expect(office.getByRole("heading", { name: t("award.first_stage") })).toBeVisible();
    await expectAccessible(office);
  });
});
