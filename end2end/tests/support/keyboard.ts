// Somebody without a mouse: every control is reached with Tab, and used with a key.

import { expect, type Locator, type Page } from "@playwright/test";
import { tabTo } from "./story.ts";

/** Reaches a control and presses a key on it: Enter follows a link, Space ticks a box. */
export async function use(page: Page, control: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/** The same, where the next page is waited for. */
export async function go(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  const loaded = page.waitForEvent("load");
  await page.keyboard.press("Enter");
  await loaded;
}

/** Reaches a field and writes into it, over what stands there. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(text);
  await expect(field).toHaveValue(text);
}

/** Chooses an entry of a list with the arrow keys. */
export async function choose(page: Page, list: Locator, value: string): Promise<void> {
  await tabTo(page, list);
  const entries = await list.locator("option").count();
  for (let n = 0; n < entries && (await list.inputValue()) !== value; n += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(list).toHaveValue(value);
}
