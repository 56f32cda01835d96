// The story of a lecture: asked for by a school, reviewed, dispatched, accepted, called off.

import { expectAccessible } from "./support/axe.ts";
import { ahead, ask, fill, pass, requestOf } from "./support/lecture.ts";
import { go, pick, use, write } from "./support/keyboard.ts";
import { expect, test, unique } from "./support/story.ts";
import type { Page } from "@playwright/test";

/** Passes the review of the request that is shown, by the keyboard. */
async function decide(page: Page): Promise<void> {
  await pick(page, page.locator("form[action$='/decide'] [name=decision]"), "pass");
  await go(page, page.locator("form[action$='/decide'] .button.primary"));
  await expect(page.getByRole("status")).toBeVisible();
}

/** Opens a host's request from an office's list. */
async function open(page: Page, state: string, host: string): Promise<void> {
  const address = await requestOf(page, state, host);
  await go(page, page.locator(`.card a[href="${address}"]`).first());
}

test("a school asks for a lecture on a phone, and an office offers it", async ({
  page,
  person,
  t,
}) => {
  test.setTimeout(180_000);
  const host = unique("端到端小学").replace(" ", "");
  const county = await person("county");
  const office = await person("office");
  await page.setViewportSize({ width: 360, height: 780 });
  let link = "";
  let title = "";

  await test.step("nothing is sent without consent, and nothing typed is lost", async () => {
    await page.goto("/catalogue");
    await go(page, page.locator("main .card-title a").first());
    title = (await page.locator("h1").textContent()) ?? "";
    await go(page, page.getByRole("link", { name: t("lecture_request.ask"), exact: true }));
    await expect(page.locator("#notice")).toHaveText(t("lecture_request.notice_title"));
    await expect(page.locator("#consent")).not.toBeChecked();
    await expectAccessible(page);
    await fill(page, host, 45);
    await go(page, page.locator("main .button.primary"));
    const problem = page.locator(".error-summary").getByRole("link");
    await expect(problem).toHaveText([new RegExp(t("form.problem.not_agreed"))]);
    await expect(page.locator("#host_name")).toHaveValue(host);
    await expectAccessible(page);
    await use(page, page.locator("#consent"), "Space");
    await go(page, page.locator("main .button.primary"));
    await expect(page.getByRole("status")).toHaveText(t("page.notice.request_sent"));
    link = new URL(page.url()).pathname;
    await expect(page.locator("main")).toContainText(t("lecture_request.state.county_review"));
    const wide = await page.evaluate(() => document.scrollingElement!.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await expectAccessible(page);
  });

  await test.step("county and city pass it", async () => {
    await open(county, "county_review", host);
    await expectAccessible(county);
    await decide(county);
    await open(office, "city_review", host);
    await decide(office);
    await page.reload();
    await expect(page.locator("main")).toContainText(
      t("lecture_request.next.matching", { time: "§" }).split("§")[0].trim(),
    );
  });

  await test.step("the board names reasons, and one click asks", async () => {
    await open(office, "matching", host);
    await expect(office.locator("ol.card-list > li").first()).toBeVisible();
    await expectAccessible(office);
    await go(office, office.locator("ol.card-list button").first());
    await expect(office.getByRole("status")).toHaveText(t("page.notice.dispatched"));
    await page.reload();
    await expect(page.locator("main")).toContainText(
      t("lecture_request.next.dispatched", { time: "§" }).split("§")[0].trim(),
    );
  });

  await test.step("the host calls it off, and everybody is free again", async () => {
    await use(page, page.locator("summary").last());
    await write(page, page.locator("#reason"), "学校临时停课一周");
    await go(page, page.locator(".button.danger"));
    await expect(page.getByRole("status")).toHaveText(t("page.notice.request_withdrawn"));
    expect(new URL(page.url()).pathname).toBe(link);
    expect(title).not.toBe("");
  });
});

test("a lecturer accepts and declines by the keyboard, and the host reads who comes", async ({
  page,
  person,
  t,
}) => {
  test.setTimeout(180_000);
  const lecturer = await person("lecturer");
  const county = await person("county");
  const office = await person("office");
  await lecturer.setViewportSize({ width: 360, height: 780 });
  await lecturer.goto("/desk");
  const name = (await lecturer.locator(".site-tools .menu:not(.only-narrow) > summary").textContent()) ?? "";
  await page.goto(`/catalogue?q=${encodeURIComponent(`${name.trim()}老师的科学课`)}`);
  const course = await page.locator("main .card-title a").first().getAttribute("href");

  const offer = async (days: number) => {
    const { link, host } = await ask(page, unique("应约小学").replace(" ", ""), course!, days);
    await pass(county, "county_review", host);
    await pass(office, "city_review", host);
    await office.goto(await requestOf(office, "matching", host));
    const own = office.locator("ol.card-list > li").filter({ hasText: name.trim() });
    await go(office, own.locator("button").first());
    await expect(office.getByRole("status")).toHaveText(t("page.notice.dispatched"));
    await lecturer.goto("/desk");
    const card = lecturer.locator("main .card").filter({ hasText: host });
    await go(lecturer, card.getByRole("link").first());
    await expect(lecturer.locator("h1")).toHaveText(t("dispatch.title"));
    await expectAccessible(lecturer);
    return { link, host };
  };

  await test.step("accepted time stands in the calendar, and the host reads the name", async () => {
    const { link, host } = await offer(50);
    await go(lecturer, lecturer.locator("form[action$='/accept'] button").first());
    await expect(lecturer.getByRole("status")).toBeVisible();
    await lecturer.goto(`/calendar?view=list&date=${ahead(50)}`);
    await expect(lecturer.locator("main")).toContainText(t("calendar.lecture"));
    await expectAccessible(lecturer);
    await page.goto(link);
    await expect(page.locator("main")).toContainText(name.trim());
    await expectAccessible(page);
    // Both are free again for the stories that follow.
    await use(page, page.locator("summary").last());
    await write(page, page.locator("#reason"), "学校临时停课一周");
    await go(page, page.locator(".button.danger"));
    await expect(page.getByRole("status")).toHaveText(t("page.notice.request_withdrawn"));
    expect(host).not.toBe("");
  });

  await test.step("to decline takes a reason from a list, and nothing else", async () => {
    const { host } = await offer(57);
    await use(lecturer, lecturer.locator("details.more summary").first());
    await use(lecturer, lecturer.locator("[name=decline_reason]").first(), "Space");
    await go(lecturer, lecturer.locator("form[action$='/decline'] button"));
    await expect(lecturer.getByRole("status")).toBeVisible();
    await open(office, "matching", host);
    await expect(office.locator("ol.card-list > li").first()).toBeVisible();
  });
});

test("calendars show month, week and list", async ({ person, t }) => {
  const lecturer = await person("lecturer");
  await lecturer.goto("/calendar");
  for (const view of ["month", "week", "list"]) {
    const tab = lecturer.locator(".tabs").getByRole("link", { name: t(`calendar.${view}`) });
    await go(lecturer, tab);
    await expect(lecturer.locator(".tabs [aria-current]")).toHaveText(t(`calendar.${view}`));
    await expectAccessible(lecturer);
  }
});

test("a request that is not one's own is not there", async ({ page, person }) => {
  const { link } = await ask(page, unique("别人的小学").replace(" ", ""));
  expect((await page.request.get(link)).status()).toBe(200);
  expect((await page.request.get(`${link.slice(0, -1)}g`)).status()).toBe(404);
  const lecturer = await person("lecturer");
  expect((await lecturer.request.get("/lecture_request/1")).status()).toBe(403);
});
