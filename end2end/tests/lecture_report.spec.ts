// The story of a lecture that was held, by keyboard alone: lecturer and host report it, first in
// different words, and everybody sees it verified once both say the same.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { go, write } from "./support/keyboard.ts";
import { linkOf } from "./support/lecture.ts";
import { expect, test } from "./support/story.ts";

/** Accepted weeks ago, held days ago, and reported by its host with 126 listeners. */
const host = "霁月示范小学";

test("lecturer and host report a lecture, and it is verified for all", async ({
  page,
  person,
  t,
}) => {
  test.setTimeout(240_000);
  const [lecturer, office] = [await person("lecturer"), await person("office")];
  await lecturer.setViewportSize({ width: 360, height: 780 });
  await page.setViewportSize({ width: 360, height: 780 });
  const report = (who: Page) =>
    who.locator("main").getByRole("button", { name: t("delivery.report"), exact: true });
  const fact = (who: Page, key: string) =>
    who.locator("dl.facts dt").getByText(t(key), { exact: true }).locator("xpath=following-sibling::dd[1]");
  const told = (who: Page) =>
    expect(who.getByRole("status")).toHaveText(t("page.notice.delivery_reported"));
  const card = (who: Page) => who.locator("main .card").filter({ hasText: host });
  let delivery = "";

  await test.step("the lecturer finds the host's number filled in, and counted two more", async () => {
    await lecturer.goto("/desk");
    await go(lecturer, card(lecturer).getByRole("link", { name: t("desk.report_lecture"), exact: true }));
    delivery = new URL(lecturer.url()).pathname;
    await expect(lecturer.locator("#attendance")).toHaveValue("126");
    await expectAccessible(lecturer);
    await write(lecturer, lecturer.locator("#attendance"), "0");
    await go(lecturer, report(lecturer));
    await expect(lecturer.locator(".error-summary")).toContainText(t("form.label.attendance"));
    await expect(lecturer.locator("#attendance")).toHaveValue("0");
    await expectAccessible(lecturer);
    await write(lecturer, lecturer.locator("#attendance"), "128");
    await go(lecturer, report(lecturer));
    await told(lecturer);
    await expect(lecturer.locator("main .badge").first()).toHaveText(t("delivery.state.held"));
    await expect(fact(lecturer, "delivery.host_says")).toContainText("126");
    await expect(fact(lecturer, "delivery.lecturer_says")).toContainText("128");
    await expectAccessible(lecturer);
  });

  await test.step("the office is told that the two differ", async () => {
    await office.goto("/inbox");
    await expect(office.locator("main")).toContainText(t("inbox.delivery_disputed_text", { host }));
    await office.goto(delivery);
    await expect(fact(office, "delivery.host_says")).toContainText("126");
    await expect(fact(office, "delivery.lecturer_says")).toContainText("128");
    await expectAccessible(office);
  });

  await test.step("the host counts again behind the link, and agrees", async () => {
    await page.goto(linkOf(host));
    await expect(page.locator("main")).toContainText(t("lecture_request.next.delivered"));
    await expect(page.locator("#attendance")).toHaveValue("126");
    await expectAccessible(page);
    await write(page, page.locator("#attendance"), "128");
    await go(page, report(page));
    await told(page);
    await expect(page.locator("main")).toContainText(t("lecture_request.state.reported"));
    await expect(fact(page, "delivery.verified")).toContainText("128");
    await expect(page.locator("#attendance")).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("lecturer and office see it verified, and nothing is left to do", async () => {
    for (const who of [lecturer, office]) {
      await who.goto(delivery);
      await expect(who.locator("main .badge").first()).toHaveText(t("delivery.state.verified"));
      await expect(fact(who, "delivery.verified")).toContainText("128");
      await expect(who.locator("#attendance")).toHaveCount(0);
      await who.goto("/desk");
      await expect(card(who)).toHaveCount(0);
    }
    await office.goto("/lecture_request?state=reported");
    await expect(card(office)).toHaveCount(1);
  });

  await test.step("both have counted wrong: the office corrects it, with what that rests on", async () => {
    const why = "以签到表为准";
    await office.setViewportSize({ width: 360, height: 780 });
    await office.goto(delivery);
    await go(office, office.getByRole("link", { name: t("delivery.correct_link"), exact: true }));
    await expectAccessible(office);
    await expect(office.locator("#attendance")).toHaveValue("128");
    const correct = office.getByRole("button", { name: t("delivery.correct"), exact: true });
    await write(office, office.locator("#attendance"), "28");
    await go(office, correct);
    await expect(office.locator(".error-summary")).toContainText(t("form.label.reason"));
    await expect(office.locator("#attendance")).toHaveValue("28");
    await expectAccessible(office);
    await write(office, office.locator("#reason"), why);
    await go(office, correct);
    await expect(office.getByRole("status")).toHaveText(t("page.notice.delivery_corrected"));
    await expect(fact(office, "delivery.verified")).toContainText("28");
    await page.reload();
    await expect(fact(page, "delivery.verified")).toContainText("28");
    await lecturer.goto("/inbox");
    await expect(lecturer.locator("main")).toContainText(why);
  });
});
