// What is asked about one's own data.

import type { Page } from "@playwright/test";

/** Fills in the form with which somebody asks. */
export async function fillIn(page: Page, kind: string, body: string): Promise<void> {
  await page.goto("/my_information");
  await page.locator("#data_request_kind").selectOption(kind);
  await page.locator("#data_request").fill(body);
}
