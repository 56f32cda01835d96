// A colleague stands in for somebody of an office, and says no.

import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/story.ts";

test("an office names a deputy, who says no", async ({ person, t }) => {
  const office = await person("office");
  await office.goto("/account");
  await office.getByRole("link", { name: t("deputy.title"), exact: true }).click();
  await expect(office.locator("h1")).toHaveText(t("deputy.title"));
  await expectAccessible(office);
  const name = office.getByRole("button", { name: t("deputy.name"), exact: true });
  await name.click();
  await expect(office.locator(".error-summary")).toBeVisible();
  const deputy = office.locator("#deputy option:not([value=''])").first();
  await office.locator("#deputy").selectOption((await deputy.getAttribute("value"))!);
  const day = await office.locator("#first_day").inputValue();
  await office.locator("#last_day").fill(day);
  await office.locator("#reason").fill("外出学习，请同事代办");
  await name.click();
  await expect(office.getByRole("status")).toHaveText(t("page.notice.deputy_named"));
  await expect(office.locator("main .card").first()).toContainText(t("deputy.holds"));
  await office.getByRole("button", { name: t("deputy.end"), exact: true }).first().click();
  await expect(office.getByRole("status")).toHaveText(t("page.notice.deputy_ended"));
  await expectAccessible(office);
});
