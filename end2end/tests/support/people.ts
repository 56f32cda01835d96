// The people of the demonstration data; all of them have the same password.

import { expect, type Page } from "@playwright/test";

const password = "Whetstone-1";

export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto("/sign_in");
  const form = page.locator("form").filter({ has: page.locator("[name=password]") });
  await form.locator("[name=sign_in_name]").fill(name);
  await form.locator("[name=password]").fill(password);
  await form.locator(".button.primary").click();
  await expect(page).not.toHaveURL(/\/sign_in\b/);
}
