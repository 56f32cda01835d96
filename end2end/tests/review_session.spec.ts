// The story of a course from the first word to its booked review.

import { expectAccessible } from "./support/axe.ts";
import { abstract, expect, follow, giveBack, slides, test, unique } from "./support/story.ts";
import type { Locator, Page } from "@playwright/test";

const day = 24 * 60 * 60 * 1000;

test("a course is written, cleared, and booked into a review session", async ({
  clearedCourse,
  person,
  t,
}) => {
  test.setTimeout(180_000);
  const lecturer = await person("lecturer");
  const office = await person("office");
  const panelist = await person("panelist");
  const title = unique("端到端的故事");
  const button = (page: Page, key: string) =>
    page.locator("main").getByRole("button", { name: t(key), exact: true });
  const link = (page: Page, key: string) =>
    page.locator("main").getByRole("link", { name: t(key), exact: true });
  const told = (page: Page, key: string) =>
    expect(page.getByRole("status")).toHaveText(t(`page.notice.${key}`));

  await test.step("a refused form keeps everything and says what is wrong", async () => {
    await lecturer.goto("/course");
    await link(lecturer, "course.new").click();
    await expect(lecturer.locator("h1")).toHaveText(t("course.new_title"));
    const tooLong = "长".repeat(31);
    await lecturer.locator("#title").fill(tooLong);
    await lecturer.locator("#summary").fill("字".repeat(301));
    await lecturer.locator("#minutes").fill("5");
    await lecturer.locator("[name=stages][value=primary_upper]").check();
    await lecturer.locator("#slides").setInputFiles(slides);
    await refused(lecturer, button(lecturer, "course.save"));
    const summary = lecturer.locator(".error-summary");
    await expect(summary.locator("h2")).toHaveText(t("form.summary", { count: 3 }));
    await expect(summary.getByRole("link")).toHaveText([
      new RegExp(t("form.problem.too_long", { most: 30, typed: 31 })),
      new RegExp(t("form.problem.too_long", { most: 300, typed: 301 })),
      new RegExp(t("form.problem.out_of_range", { least: 10, most: 240 })),
    ]);
    await expect(lecturer.locator("#title")).toHaveValue(tooLong);
    await expect(lecturer.locator("#title")).toHaveAttribute("aria-invalid", "true");
    await expect(lecturer.locator("#summary")).toHaveValue("字".repeat(301));
    await expect(lecturer.locator("#minutes")).toHaveValue("5");
    await expect(lecturer.locator("[name=stages][value=primary_upper]")).toBeChecked();
    await expect(lecturer.locator(".kept-file")).toContainText(slides.name);
    await expectAccessible(lecturer);
    await summary.getByRole("link").nth(1).click();
    await expect(lecturer.locator("#summary")).toBeFocused();

    await lecturer.locator("#title").fill("");
    await lecturer.locator("#summary").fill("");
    await lecturer.locator("#minutes").fill("60");
    await refused(lecturer, button(lecturer, "course.save"));
    await expect(summary.getByRole("link")).toHaveText([new RegExp(t("form.problem.missing"))]);
    await expect(lecturer.locator("#minutes")).toHaveValue("60");
    await expect(lecturer.locator(".kept-file")).toContainText(slides.name);
  });

  await test.step("a draft is saved, and refused while something is missing", async () => {
    await lecturer.locator("#title").fill(title);
    await button(lecturer, "course.save").click();
    await told(lecturer, "draft_saved");
    await expect(lecturer.locator("h1")).toHaveText(title);
    const kept = lecturer.getByRole("link", { name: slides.name });
    const file = await lecturer.request.get((await kept.getAttribute("href")) ?? "");
    expect(await file.body()).toEqual(slides.buffer);
    await refused(lecturer, button(lecturer, "course.submit"));
    await expect(lecturer.locator(".error-summary")).toContainText(t("form.label.outline"));
    await expectAccessible(lecturer);
  });

  const course = Number(/\/course\/(\d+)/.exec(lecturer.url())?.[1]);

  await test.step("the lecturer completes it and hands it in", async () => {
    await link(lecturer, "course.edit").click();
    await lecturer.locator("#summary").fill(abstract);
    await lecturer.locator("#field").selectOption({ index: 1 });
    await lecturer.locator("[name=groups][value=youth]").check();
    await lecturer.locator("#max_audience").fill("120");
    await lecturer.locator("#equipment").fill("投影");
    await lecturer.locator("#outline").fill("一、亲眼所见\n二、道理");
    await lecturer.locator("#sources").fill("教材");
    await lecturer.locator("#owns_rights").check();
    await lecturer.locator("#no_advertising").check();
    await button(lecturer, "course.save").click();
    await told(lecturer, "draft_saved");
    await button(lecturer, "course.submit").click();
    await told(lecturer, "course_submitted");
  });

  await test.step("the office clears it from its desk", async () => {
    await office.goto("/desk");
    await card(office, title).getByRole("link", { name: t("desk.check"), exact: true }).click();
    await expect(office.locator("h1")).toHaveText(title);
    await expect(office.locator("main")).toContainText(abstract);
    await expectAccessible(office);
    await button(office, "course.clear").click();
    await told(office, "course_cleared");
    await expect(card(office, title)).toHaveCount(0);
    await lecturer.goto("/inbox");
    await expect(card(lecturer, t("inbox.course_cleared", { title }))).toBeVisible();
  });

  // Whoever waits for a slot may not judge themselves.
  await clearedCourse(panelist, unique("评委自己的课"));
  const name = await panelist.locator(".site-tools .menu:not(.only-narrow) > summary").innerText();
  const teacher = t("person.teacher", { name });

  let dayName = "";
  await test.step("the office plans a session, sees conflicts, and publishes it", async () => {
    await office.goto("/review_session");
    await link(office, "review_session.plan").click();
    await office.locator("#held_on").fill(workingDay(25));
    await office.locator("#n_slots").fill("2");
    await refused(office, button(office, "review_session.save"));
    await expect(office.locator(".error-summary").getByRole("link")).toHaveText([
      new RegExp(t("form.label.place")),
      new RegExp(t("form.label.stages")),
    ]);
    await expect(office.locator("#n_slots")).toHaveValue("2");
    await office.locator("#place").selectOption({ index: 1 });
    for (const stage of await office.locator("[name=stages]").all()) await stage.check();
    const members = office.locator("label.choice", { has: office.locator("[name=panel]") });
    const own = members.filter({ hasText: name }).filter({ hasText: " · " }).first();
    const conflict = t("review_session.conflicts_with", {
      names: t("person.teacher", { name }),
    });
    await expect(own.locator(".hint")).toHaveText(conflict);
    await own.getByRole("checkbox").check();
    for (const member of (await unticked(members)).slice(0, 3)) await member.check();
    await expectAccessible(office);
    await button(office, "review_session.save").click();
    await told(office, "session_planned");
    await refused(office, button(office, "review_session.publish"));
    const tooFew = t("form.problem.panel_too_small", { n: 5 });
    await expect(office.locator(".error-summary")).toContainText(tooFew);

    await follow(office, link(office, "review_session.edit"));
    for (const member of await unticked(members)) await member.check();
    await button(office, "review_session.save").click();
    await expect(office.locator(".notice.warning")).toContainText(
      t("review_session.conflict", { panelist: teacher, lecturer: teacher }),
    );
    await button(office, "review_session.publish").click();
    await told(office, "session_published");
    await expect(office.locator("tbody tr")).toHaveCount(2);
    await expectAccessible(office);
    const [before, after] = t("review_session.name", { day: "|" }).split("|");
    dayName = (await office.locator("h1").innerText()).replace(before, "").replace(after, "");
  });
  const session = new URL(office.url()).pathname;

  await test.step("the lecturer books it from the desk in three taps", async () => {
    await lecturer.goto("/desk");
    await card(lecturer, title).getByRole("link", { name: t("desk.book"), exact: true }).click();
    const slotDay = lecturer.locator(".slot-day", { has: lecturer.getByText(dayName) });
    const free = slotDay.getByRole("button", { name: t("review_session.free") });
    await expect(free).toHaveCount(2);
    await expectAccessible(lecturer);
    await free.first().click();
    await told(lecturer, "slot_held");
    await expect(lecturer.locator("h1")).toHaveText(t("review_session.confirm_title"));
    await expectAccessible(lecturer);
    await button(lecturer, "review_session.confirm").click();
    await told(lecturer, "slot_confirmed");
    await expectAccessible(lecturer);
  });

  await test.step("desk, calendar and inbox of the lecturer know it", async () => {
    await lecturer.goto("/desk");
    await expect(card(lecturer, title)).toContainText(t("desk.booked"));
    await expect(card(lecturer, title)).toContainText(dayName);
    await lecturer.goto("/calendar");
    await expect(agenda(lecturer, dayName)).toContainText(t("calendar.own_review"));
    await expectAccessible(lecturer);
    await lecturer.goto("/inbox");
    await expect(card(lecturer, t("inbox.slot_booked", { title }))).toBeVisible();
    await button(lecturer, "inbox.read_all").click();
    await told(lecturer, "inbox_read");
    await expect(lecturer.locator("main .badge")).toHaveCount(0);
  });

  await test.step("desk, calendar and inbox of the panel know it", async () => {
    await panelist.goto("/calendar");
    await expect(agenda(panelist, dayName)).toContainText(t("calendar.panel"));
    await panelist.goto("/inbox");
    await expect(card(panelist, t("inbox.slot_booked", { title }))).toBeVisible();
    await panelist.goto("/desk");
    const called = card(panelist, t("review_session.name", { day: dayName }));
    await called.getByRole("link", { name: t("desk.answer_panel"), exact: true }).click();
    await expect(panelist).toHaveURL(new RegExp(`${session}$`));
    await expect(panelist.locator("tbody tr").first()).toContainText(title);
    await expect(panelist.locator("tbody tr").nth(1)).not.toContainText(title);
  });

  await giveBack(lecturer, course);
});

/** Presses a button; the answer is the form again, with the summary of its problems in focus. */
async function refused(page: Page, button: Locator): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await button.click();
  expect((await answer).status()).toBe(422);
  await expect(page.locator(".error-summary")).toBeFocused();
}

const card = (page: Page, text: string) => page.locator("main .card").filter({ hasText: text });

const agenda = (page: Page, dayName: string) =>
  page.locator(".agenda-day", { has: page.getByRole("heading", { name: dayName }) });

async function unticked(labels: Locator): Promise<Locator[]> {
  const boxes = await labels.getByRole("checkbox").all();
  const ticked = await Promise.all(boxes.map((box) => box.isChecked()));
  return boxes.filter((_, at) => !ticked[at]);
}

/** A day some weeks ahead that is no Saturday or Sunday, as a date field wants it. */
function workingDay(ahead: number): string {
  const date = new Date(Date.now() + ahead * day);
  const text = date.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  return [0, 6].includes(new Date(text).getUTCDay()) ? workingDay(ahead + 1) : text;
}
