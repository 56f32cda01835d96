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

/** Chooses one of several radio buttons: Tab leads to the group, the arrow keys through it. */
export async function pick(page: Page, group: Locator, value: string): Promise<void> {
  const name = (await group.first().getAttribute("name"))!;
  const wanted = page.locator(`[name="${name}"][value="${value}"]`);
  for (let pressed = 0; pressed < 150; pressed += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("name"));
    if (focused === name) break;
  }
  await page.keyboard.press("Space");
  for (let n = await group.count(); n > 0 && !(await wanted.isChecked()); n -= 1) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(wanted).toBeChecked();
}

/** Opens the browser's choice of a file with a key, and chooses one. */
export async function attach(
  page: Page,
  field: Locator,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  // Listened for before the way there: the browser needs a moment to hand its choice over.
  const chooser = page.waitForEvent("filechooser", { timeout: 60_000 });
  await tabTo(page, field);
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(file);
}

/** Writes a day into a date field, in the order in which the browser asks for its parts. */
export async function writeDate(page: Page, field: Locator, day: string): Promise<void> {
  const [year, month, date] = day.split("-");
  await type(page, field, day, [`${month}${date}${year}`, `${year}${month}${date}`]);
}

/** The same with a time of the afternoon, by whichever clock the browser goes. */
export async function writeTime(page: Page, field: Locator, time: string): Promise<void> {
  const [hours, minutes] = time.split(":");
  const hour = String(((Number(hours) + 11) % 12) + 1).padStart(2, "0");
  const half = Number(hours) < 12 ? "AM" : "PM";
  await type(page, field, time, [`${hour}${minutes}${half}`, `${hours}${minutes}`]);
}

async function type(page: Page, field: Locator, value: string, ways: string[]): Promise<void> {
  for (const keys of ways) {
    await tabTo(page, field);
    await page.keyboard.type(keys);
    if ((await field.inputValue()) === value) return;
  }
  await expect(field).toHaveValue(value);
}
