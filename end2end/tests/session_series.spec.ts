// A season of sessions is planned from one, and a slot changes its hours.

import { expectAccessible } from "./support/axe.ts";
import { expect, follow, test } from "./support/story.ts";

test("the office plans a season on the days that suit", async ({ person, t }) => {
  const office = await person("office");
  await office.setViewportSize({ width: 360, height: 800 });
  const main = office.locator("main");
  const button = (key: string) => main.getByRole("button", { name: t(key), exact: true });
  await office.goto("/review_session");
  const before = await main.locator(".card").count();
  await follow(office, main.locator('.card a[href^="/review_session/"]').first());
  await follow(office, main.getByRole("link", { name: t("review_session.series"), exact: true }));
  await office.locator("#every_weeks").fill("3");
  await office.locator("#n_sessions").fill("4");
  await follow(office, button("review_session.show_days"));
  const days = main.locator('input[name="series_days"]');
  await expect(days).toHaveCount(4);
  await expectAccessible(office);
  for (const day of await days.all()) await day.uncheck();
  await follow(office, button("review_session.plan_series"));
  await expect(office.locator(".error-summary")).toContainText(t("form.label.series_days"));
  await days.nth(1).check();
  await days.nth(2).check();
  await follow(office, button("review_session.plan_series"));
  await expect(office.getByRole("status")).toHaveText(t("page.notice.series_planned"));
  await expect(main.locator(".card")).toHaveCount(before + 2);
});

test("a county's organiser moves a slot of the own session alone", async ({ person, t }) => {
  const organiser = await person("organiser");
  const main = organiser.locator("main");
  const button = (key: string) => main.getByRole("button", { name: t(key), exact: true });
  await organiser.goto("/review_session");
  await expectAccessible(organiser);
  // A session of its own, so that the one of the demonstration stays planned.
  await follow(organiser, main.locator(".card a").first());
  await follow(organiser, main.getByRole("link", { name: t("review_session.series"), exact: true }));
  await organiser.locator("#n_sessions").fill("1");
  await follow(organiser, button("review_session.show_days"));
  await main.locator('input[name="series_days"]').check();
  await main.locator('input[name="keeps_panel"]').check();
  await follow(organiser, button("review_session.plan_series"));
  await follow(organiser, main.locator(".card a").last());
  await follow(organiser, button("review_session.publish"));
  await expect(organiser.getByRole("status")).toHaveText(t("page.notice.session_published"));
  await follow(organiser, main.locator('a[href$="/change"]').last());
  await organiser.locator("#starts_at").fill("15:00");
  await organiser.locator("#reason").fill("会场下午三点以后才空出来");
  await follow(organiser, button("panel.move_submit"));
  await expect(organiser.locator(".error-summary")).toBeVisible();
  await organiser.locator("#starts_at").fill("18:00");
  await expectAccessible(organiser);
  await follow(organiser, button("panel.move_submit"));
  await expect(organiser.getByRole("status")).toHaveText(t("page.notice.slot_changed"));
  await expect(main).toContainText("18:00");
});
