// The story of training hours: a claim from the phone to the ledger, and the printed record.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { assessmentYear, day } from "./support/day.ts";
import { choose, go, pick, use, write, writeDate } from "./support/keyboard.ts";
import { expect, test, unique } from "./support/story.ts";

test("hours are claimed on a phone, confirmed, verified, and stand in the record", async ({
  person,
  t,
}) => {
  test.setTimeout(120_000);
  const [tutor, unit, county] = [await person("tutor"), await person("unit"), await person("county")];
  const title = unique("科技教师研修");
  const proof = {
    name: `${title}.pdf`,
    mimeType: "application/pdf",
    buffer: Buffer.from(`%PDF-1.4\n%${title}\ntrailer<</Root 1 0 R>>\n%%EOF\n`),
  };
  const button = (page: Page, key: string) =>
    page.locator("main").getByRole("button", { name: t(key), exact: true });
  const told = (page: Page, key: string) =>
    expect(page.getByRole("status")).toHaveText(t(`page.notice.${key}`));
  await tutor.setViewportSize({ width: 360, height: 780 });

  await test.step("a refused claim keeps everything that was typed, and the proof", async () => {
    await tutor.goto("/hour_claim");
    await go(tutor, tutor.locator("main").getByRole("link", { name: t("hour_claim.new") }));
    await write(tutor, tutor.locator("#event_title"), title);
    await write(tutor, tutor.locator("#organiser"), "示范科学馆");
    await choose(tutor, tutor.locator("#activity_kind"), "professional_training");
    await writeDate(tutor, tutor.locator("#first_day"), day(3));
    await writeDate(tutor, tutor.locator("#last_day"), day(3));
    await expect(tutor.locator("#topic")).toBeHidden();
    await pick(tutor, tutor.locator("[name=participation]"), "taught");
    await expect(tutor.locator("#topic")).toBeVisible();
    await pick(tutor, tutor.locator("[name=participation]"), "half_days");
    await use(tutor, tutor.locator("[name=half_days][value=morning]"), "Space");
    await write(tutor, tutor.locator("#hours"), "9");
    // A file comes from the system's own window, which keys open as well.
    await tutor.locator("#proof").setInputFiles(proof);
    await refused(tutor, button(tutor, "hour_claim.submit"));
    await expect(tutor.locator(".error-summary")).toContainText(
      t("form.problem.too_many_hours", { n: 8 }),
    );
    await expect(tutor.locator("#event_title")).toHaveValue(title);
    await expect(tutor.locator("#hours")).toHaveValue("9");
    await expect(tutor.locator(".kept-file")).toContainText(proof.name);
    await expectAccessible(tutor);
  });

  await test.step("mended, it is handed in", async () => {
    await write(tutor, tutor.locator("#hours"), "3");
    await go(tutor, button(tutor, "hour_claim.submit"));
    await told(tutor, "claim_submitted");
    await expect(tutor.locator("h1")).toHaveText(title);
    await expectAccessible(tutor);
  });
  const claim = new URL(tutor.url()).pathname;

  await test.step("the unit confirms it, and the next one is shown", async () => {
    await unit.goto("/desk");
    await go(unit, unit.getByRole("link", { name: t("desk.claims_open") }).first());
    await expectAccessible(unit);
    await unit.goto(claim);
    await pick(unit, unit.locator("[name=decision]"), "accept");
    await go(unit, button(unit, "hour_claim.decide_save"));
    await expect(unit.getByRole("status")).toBeVisible();
  });

  await test.step("the county says why it accepts fewer hours", async () => {
    await county.goto(claim);
    await expectAccessible(county);
    await pick(county, county.locator("[name=decision]"), "accept");
    await write(county, county.locator("#accepted"), "2.5");
    await refused(county, button(county, "hour_claim.decide_save"));
    await expect(county.locator("#accepted")).toHaveValue("2.5");
    await write(county, county.locator("#opinion"), "证明只写了两个半学时");
    await go(county, button(county, "hour_claim.decide_save"));
    await expect(county.getByRole("status")).toBeVisible();
    const file = await county.request.get("/hour_claim/queue.xlsx?state=verified");
    expect(file.status()).toBe(200);
    expect((await file.body()).subarray(0, 2).toString()).toBe("PK");
  });

  await test.step("the record has it, and prints in both languages", async () => {
    await tutor.goto("/training_record");
    await expect(tutor.locator("progress")).toHaveCount(1);
    const year = assessmentYear(day(3));
    await tutor.goto(`/training_record?year=${year}`);
    await expect(tutor.locator("tbody")).toContainText(title);
    await expectAccessible(tutor);
    for (const language of ["zh-CN", "en"]) {
      await tutor.goto(`/training_record/print?year=${year}&lang=${language}`);
      await expect(tutor.locator("html")).toHaveAttribute("lang", language);
      await expect(tutor.locator("tbody")).toContainText(title);
      await expectAccessible(tutor);
    }
    await county.goto(claim);
    await go(county, county.locator("main a[href^='/training_record/']"));
    await expect(county.locator("progress"), "the target is private").toHaveCount(0);
  });
});

/** Presses a button; the answer is the form again, with the summary of its problems in focus. */
async function refused(page: Page, button: Locator): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await use(page, button);
  expect((await answer).status()).toBe(422);
  await expect(page.locator(".error-summary")).toBeFocused();
}
