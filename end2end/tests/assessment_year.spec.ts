// The story of a closed year: the city opens it with its reason, and closes it again.

import { expectAccessible } from "./support/axe.ts";
import { go, write } from "./support/keyboard.ts";
import { expect, test, unique } from "./support/story.ts";

test("the city opens a closed year with its reason, and closes it again", async ({ person, t }) => {
  const office = await person("office");
  await office.setViewportSize({ width: 360, height: 780 });
  const reason = unique("主办方更正了签到表");
  const open = () => office.getByRole("button", { name: t("assessment_year.open"), exact: true });
  const card = () => office.locator("main .card").filter({ hasText: reason });

  await test.step("without a reason it stays closed", async () => {
    await office.goto("/assessment_year");
    const year = await office.locator("#year option").last().getAttribute("value");
    await office.locator("#year").selectOption(year);
    await go(office, open());
    await expect(office.locator(".error-summary")).toBeFocused();
    await expect(office.locator("#year")).toHaveValue(year!);
    await expectAccessible(office);
  });

  await test.step("with one it is open, and says why", async () => {
    await write(office, office.locator("#reason"), reason);
    await go(office, open());
    await expect(office.getByRole("status")).toHaveText(t("page.notice.year_opened"));
    await expect(card()).toBeVisible();
    await expectAccessible(office);
  });

  await test.step("and it is closed again", async () => {
    await go(office, card().getByRole("button", { name: t("assessment_year.close"), exact: true }));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.year_closed"));
    await expect(card()).toHaveCount(0);
  });
});
