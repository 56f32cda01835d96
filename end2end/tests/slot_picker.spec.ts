// Slots are taken by one lecturer and seen as taken by another; everything by keyboard.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { type Course, expect, expectFocusSeen, post, tabTo, test, unique } from "./support/story.ts";

test("the picker shows within five seconds what others take and give back", async ({
  clearedCourse,
  javaScriptEnabled,
  person,
  t,
}) => {
  test.skip(javaScriptEnabled === false, "the picker asks by script");
  const [one, other] = [await person("lecturer"), await person("lecturer2")];
  const course = await clearedCourse(one, unique("抢先的课"));
  const late = await clearedCourse(other, unique("观望的课"));
  const id = await freeForBoth(one, course, other, late);
  const slot = other.locator(`button.slot[value="${id}"]`);
  const loads: string[] = [];
  other.on("framenavigated", (frame) => loads.push(frame.url()));

  const booking = await post(one, `/course/${course.id}/booking`, { slot: id });
  await expect(slot).toHaveAttribute("data-state", "taken", { timeout: 5_000 });
  await expect(slot).toHaveAttribute("aria-disabled", "true");
  await expect(slot.locator(".slot-state")).toHaveText(t("review_session.taken_short"));
  await expect(slot.locator(".slot-reason")).toHaveText(t("review_session.just_taken"));
  await expectAccessible(other);

  await post(one, `${booking}/cancel`);
  await expect(slot).toHaveAttribute("data-state", "free", { timeout: 5_000 });
  await expect(slot.locator(".slot-state")).toHaveText(t("review_session.free"));
  expect(loads).toEqual([]);
});

test("a slot that is gone is refused, with others to take instead", async ({
  clearedCourse,
  person,
  t,
}) => {
  const [one, other] = [await person("lecturer"), await person("lecturer2")];
  const course = await clearedCourse(one, unique("先到的课"));
  const late = await clearedCourse(other, unique("后到的课"));
  // The page stays as it was opened, as on a bad line.
  await other.route("**/api/slot_picker/**", (route) => route.abort());
  const id = await freeForBoth(one, course, other, late);
  await post(one, `/course/${course.id}/booking`, { slot: id });

  const answer = other.waitForResponse((response) => response.request().method() === "POST");
  await other.locator(`button.slot[value="${id}"]`).click();
  expect((await answer).status()).toBe(409);
  const refusal = other.getByRole("alert");
  await expect(refusal.locator("h2")).toHaveText(t("review_session.refusal.taken"));
  await expect(refusal).toContainText(t("review_session.next_free"));
  await expect(other.locator(`.slot-days button[value="${id}"]`)).toContainText(
    t("review_session.taken_short"),
  );
  const next = refusal.getByRole("button", { name: t("review_session.free") });
  expect(await next.count()).toBeGreaterThan(0);
  expect(await next.first().getAttribute("value")).not.toBe(id);
  await expectAccessible(other);
  await next.first().click();
  await expect(other.locator("h1")).toHaveText(t("review_session.confirm_title"));
});

test("a slot is booked and given back with Tab and Enter alone", async ({
  clearedCourse,
  page,
  person,
  t,
}) => {
  const course = await clearedCourse(await person("lecturer"), unique("键盘上的课"));
  const press = (key: string) => page.keyboard.press(key);
  const main = page.locator("main");
  const button = (key: string) => main.getByRole("button", { name: t(key), exact: true });

  await page.goto("/sign_in");
  await press("Tab");
  await expect(page.locator(".skip-link")).toBeFocused();
  await press("Enter");
  await expect(main).toBeFocused();
  await tabTo(page, page.locator("#sign_in_name"));
  await page.keyboard.type("lecturer");
  await tabTo(page, page.locator("#password"));
  await page.keyboard.type("Whetstone-1");
  await press("Enter");

  const card = main.locator(".card").filter({ hasText: course.title });
  await tabTo(page, card.getByRole("link", { name: t("desk.book"), exact: true }));
  await press("Enter");
  await expect(page.locator("h1")).toHaveText(t("review_session.book_title"));
  await tabTo(page, main.locator("button.slot[data-state=free]").first());
  await press("Enter");
  await expect(page.locator("h1")).toHaveText(t("review_session.confirm_title"));
  await tabTo(page, button("review_session.confirm"));
  await press("Enter");
  await expect(page.getByRole("status")).toHaveText(t("page.notice.slot_confirmed"));

  await tabTo(page, main.locator("summary"));
  await press("Enter");
  await tabTo(page, page.locator("#reason"));
  await page.keyboard.type("不对");
  await press("Enter");
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(page.locator("#reason")).toHaveValue("不对");
  await tabTo(page, page.locator("#reason"));
  await page.keyboard.type("，那天要上课");
  await press("Enter");
  await expect(page.getByRole("status")).toHaveText(t("page.notice.slot_released"));
});

test("Tab leads through the longest form, and the focus is never hidden", async ({ person }) => {
  const lecturer = await person("lecturer");
  await lecturer.goto("/course/new");
  const form = lecturer.locator("form.form");
  // Of a group of which one is chosen, Tab stops at that one.
  const inputs = "input:not([type=hidden], [type=radio]:not(:checked))";
  const fields = form.locator(`:is(${inputs}, select, textarea, button)`);
  const last = fields.last();
  await tabTo(lecturer, fields.first());
  let reached = 1;
  while (!(await last.evaluate((element) => element === document.activeElement))) {
    expect(reached, "the form ends").toBeLessThan(await fields.count());
    await lecturer.keyboard.press("Tab");
    await expectFocusSeen(lecturer);
    reached += 1;
  }
  expect(reached).toBe(await fields.count());
});

/** Opens the booking pages of both; a slot that both of them could take. */
async function freeForBoth(
  one: Page,
  course: Course,
  other: Page,
  late: Course,
): Promise<string> {
  await one.goto(`/course/${course.id}/booking`);
  await other.goto(`/course/${late.id}/booking`);
  const [some, rest] = await Promise.all([free(one), free(other)]);
  const id = some.find((id) => rest.includes(id));
  expect(id, "a slot that both could take").toBeDefined();
  return id!;
}

async function free(page: Page): Promise<string[]> {
  const slots = await page.locator("button.slot[data-state=free]").all();
  return Promise.all(slots.map(async (slot) => (await slot.getAttribute("value")) ?? ""));
}
