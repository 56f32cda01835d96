// Language, scheme and type size: chosen in the header, kept on every page.

import type { Page } from "@playwright/test";
import { signIn } from "./support/people.ts";
import { expect, test } from "./support/story.ts";

// On a phone the three stand in a menu of the header.
const choose = async (page: Page, name: string) => {
  const button = page.locator(`header button[name=${name}]:visible`);
  if ((await button.count()) === 0) {
    await page.locator(".site-tools .menu.only-narrow > summary").click();
  }
  await button.click();
};

const root = (page: Page) => page.locator("html");

const size = (page: Page) =>
  root(page).evaluate((html) => parseFloat(getComputedStyle(html).fontSize));

const ground = (page: Page) =>
  page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);

test("the language is switched on the spot and kept", async ({ page, server, t }) => {
  await page.goto("/catalogue?q=%E6%BD%AE&stage=primary_upper");
  await expect(page.locator("h1")).toHaveText(t("catalogue.title"));
  const own = (await root(page).getAttribute("lang"))!;
  const other = own === "en" ? "zh-CN" : "en";
  const address = page.url();
  await choose(page, "language");
  await expect(page).toHaveURL(address);
  await expect(root(page)).toHaveAttribute("lang", other);
  await expect(page.locator("main [name=q]")).toHaveValue("潮");
  await page.locator("footer a[href='/privacy']").click();
  await expect(root(page)).toHaveAttribute("lang", other);
  await signIn(page, server, "county");
  await page.goto("/desk");
  await expect(root(page)).toHaveAttribute("lang", other);
  await choose(page, "language");
  await expect(root(page)).toHaveAttribute("lang", own);
});

test("the dark scheme is kept across pages", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  const light = await ground(page);
  await choose(page, "theme");
  await expect(root(page)).toHaveAttribute("data-theme", "dark");
  const dark = await ground(page);
  expect(dark).not.toBe(light);
  await page.goto("/catalogue");
  expect(await ground(page)).toBe(dark);
  await choose(page, "theme");
  await expect(page).toHaveURL(/\/catalogue$/);
  await expect(root(page)).toHaveAttribute("data-theme", "light");
  expect(await ground(page)).toBe(light);
});

test("the system's scheme is followed until one is chosen", async ({ page }) => {
  await page.goto("/");
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground(page);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await ground(page)).not.toBe(light);
  await choose(page, "theme");
  await choose(page, "theme");
  await expect(root(page)).toHaveAttribute("data-theme", "light");
  expect(await ground(page)).toBe(light);
});

test("large type is kept across pages", async ({ page }) => {
  await page.goto("/");
  const standard = await size(page);
  await choose(page, "elder");
  await expect(root(page)).toHaveAttribute("data-elder", "");
  const large = await size(page);
  expect(large).toBeGreaterThan(standard);
  await page.goto("/catalogue");
  expect(await size(page)).toBe(large);
  await choose(page, "elder");
  await expect(root(page)).not.toHaveAttribute("data-elder");
  expect(await size(page)).toBe(standard);
});

test("an address that wants a sign-in is opened after it", async ({ page }) => {
  await page.goto("/inbox?from=message");
  await expect(page).toHaveURL(/\/sign_in\?next=/);
  await choose(page, "language");
  await expect(page).toHaveURL(/\/sign_in\?next=/);
  const form = page.locator("form", { has: page.locator("#password") });
  await form.locator("#sign_in_name").fill("county");
  await form.locator("#password").fill("not the password");
  await form.locator(".button.primary").click();
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(form.locator("#sign_in_name")).toHaveValue("county");
  await expect(form.locator("#password")).toHaveValue("");
  await form.locator("#password").fill("Whetstone-1");
  await form.locator(".button.primary").click();
  await expect(page).toHaveURL(/\/inbox\?from=message$/);
});
