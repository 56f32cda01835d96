// Slots that change hands: one is kept for who waits, one is exchanged, a panel answers, and a course
// leaves the catalogue and comes back.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { expect, follow, test } from "./support/story.ts";

const button = (page: Page, name: string) =>
  page.locator("main").getByRole("button", { name, exact: true });
const link = (page: Page, name: string) =>
  page.locator("main").getByRole("link", { name, exact: true });

test("a slot that does not suit goes on, and the place is kept", async ({ person, t }) => {
  const lecturer = await person("lecturer");
  await lecturer.setViewportSize({ width: 360, height: 800 });
  await lecturer.goto("/desk");
  await follow(lecturer, link(lecturer, t("desk.answer_offer")).first());
  await expect(lecturer.locator("main")).toContainText(t("waiting_list.state.offered"));
  await expectAccessible(lecturer);
  await follow(lecturer, button(lecturer, t("waiting_list.decline")));
  await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.offer_declined"));
  await expect(lecturer.locator("main")).toContainText(t("waiting_list.place_no", { n: 1 }));
  await expectAccessible(lecturer);
});

test("a slot is exchanged for another one", async ({ person, t }) => {
  const lecturer = await person("lecturer2");
  await lecturer.setViewportSize({ width: 360, height: 800 });
  await lecturer.goto("/desk");
  const booking = lecturer.locator('main a[href^="/booking/"]').last();
  await lecturer.goto((await booking.getAttribute("href"))!);
  await follow(lecturer, link(lecturer, t("review_session.reschedule")));
  await follow(lecturer, button(lecturer, t("review_session.reschedule_to")));
  await expect(lecturer.locator(".error-summary").getByRole("link")).toHaveCount(2);
  await expectAccessible(lecturer);
  await lecturer.locator("[name=slot]").last().check();
  await lecturer.locator("#reason").fill("与学校的期末考试冲突");
  await follow(lecturer, button(lecturer, t("review_session.reschedule_to")));
  await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.slot_moved"));
});

test("a panelist answers, and the office sees it", async ({ person, t }) => {
  const panelist = await person("panelist");
  await panelist.setViewportSize({ width: 360, height: 800 });
  await panelist.goto("/desk");
  await follow(panelist, link(panelist, t("desk.answer_panel")).first());
  const session = new URL(panelist.url()).pathname;
  await expectAccessible(panelist);
  await panelist.locator("main summary").filter({ hasText: t("panel.cannot") }).click();
  await follow(panelist, button(panelist, t("panel.decline")));
  await expect(panelist.locator("#reason")).toHaveAttribute("aria-invalid", "true");
  await follow(panelist, button(panelist, t("panel.accept")));
  await expect(panelist.getByRole("status")).toHaveText(t("page.notice.panel_answered"));
  const office = await person("office");
  await office.goto(session);
  await expect(office.locator("main")).toContainText(t("panel.answer.accepted"));
  await expectAccessible(office);
});

test("a suspended course is put back into the catalogue", async ({ person, t }) => {
  const office = await person("office");
  await office.goto("/listing");
  const title = await office.locator("main .card-title").first().innerText();
  await follow(office, office.locator("main .card-title a").first());
  await office.locator("main summary").filter({ hasText: t("listing.acting") }).click();
  await follow(office, button(office, t("listing.apply")));
  await expect(office.locator(".error-summary").getByRole("link")).toHaveCount(2);
  await expectAccessible(office);
  await office.locator("[name=decision][value=relist]").check();
  await office.locator("#reason").fill("课件已经更正，听课评分合格");
  await follow(office, button(office, t("listing.apply")));
  await expect(office.getByRole("status")).toHaveText(t("page.notice.listing_changed"));
  await office.goto(`/catalogue?q=${encodeURIComponent(title)}`);
  await expect(office.locator("main")).toContainText(title);
});
