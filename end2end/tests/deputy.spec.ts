// A colleague stands in for somebody of an office, and says no.

import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/story.ts";

test("an office names a deputy, who says no", async ({ person, t }) => {
  const county = await person("county");
  await county.goto("/account");
  await county.getByRole("link", { name: t("deputy.title"), exact: true }).click();
  await expect(county.locator("h1")).toHaveText(t("deputy.title"));
  await expectAccessible(county);
  const name = county.getByRole("button", { name: t("deputy.name"), exact: true });
  await name.click();
  await expect(county.locator(".error-summary")).toBeVisible();
  // Who holds the county's sessions has not the role of its office.
  const deputy = county.locator("#deputy option", { hasText: "季清和" });
  await county.locator("#deputy").selectOption((await deputy.getAttribute("value"))!);
  const day = await county.locator("#first_day").inputValue();
  await county.locator("#last_day").fill(day);
  await county.locator("#reason").fill("外出学习，请同事代办");
  await name.click();
  await expect(county.getByRole("status")).toHaveText(t("page.notice.deputy_named"));
  await expect(county.locator("main .card").first()).toContainText(t("deputy.holds"));
  await county.getByRole("button", { name: t("deputy.end"), exact: true }).first().click();
  await expect(county.getByRole("status")).toHaveText(t("page.notice.deputy_ended"));
  await expectAccessible(county);
});
