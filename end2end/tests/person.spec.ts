// The story of somebody who joins: the office adds a person by keyboard alone, is asked whether it is
// another one, appoints, and hears the person out before the term is ended.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { choose, go, pick, use, write, writeDate } from "./support/keyboard.ts";
import { expect, test, unique } from "./support/story.ts";

const button = (page: Page, text: string) =>
  page.locator("main").getByRole("button", { name: text, exact: true });

test("an office adds a person, appoints, and hears before it ends a term", async ({ person, t }) => {
  const office = await person("office");
  await office.setViewportSize({ width: 360, height: 800 });
  const name = unique("顾").replace(/[^顾a-f]/g, "甲");

  await test.step("a person is added, and another one of the same name only on purpose", async () => {
    await office.goto("/person");
    await go(office, office.getByRole("link", { name: t("person.add"), exact: true }));
    await write(office, office.locator("#person_name"), name);
    await write(office, office.locator("#workplace"), "示范天文台");
    await write(office, office.locator("#person_phone"), "12");
    await go(office, button(office, t("person.save_new")));
    await expect(office.locator(".error-summary a")).toHaveText([
      new RegExp(t("form.problem.not_a_phone")),
    ]);
    await expect(office.locator("#workplace")).toHaveValue("示范天文台");
    await write(office, office.locator("#person_phone"), "");
    await go(office, button(office, t("person.save_new")));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.person_added"));
    await office.goto("/person/new");
    await write(office, office.locator("#person_name"), name);
    await go(office, button(office, t("person.save_new")));
    await expect(office.locator("main")).toContainText(t("person.like_title"));
    await expectAccessible(office);
    await go(office, office.locator("main").getByRole("link", { name, exact: true }));
    await expect(office.locator("h1")).toHaveText(name);
  });

  const own = new URL(office.url()).pathname;

  await test.step("the record is corrected, and a workplace before is written down", async () => {
    await go(office, office.getByRole("link", { name: t("person.change"), exact: true }));
    await write(office, office.locator("#post"), "研究员");
    await go(office, button(office, t("person.save")));
    await expect(office.locator("main")).toContainText("研究员");
    await go(office, office.getByRole("link", { name: t("person.change_workplaces") }));
    await write(office, office.locator("#workplace"), "示范科学馆");
    await writeDate(office, office.locator("#starts_on"), "2019-09-01");
    await writeDate(office, office.locator("#last_day"), "2024-08-31");
    await go(office, button(office, t("person.save")));
    await expect(office.locator("main .card")).toHaveCount(2);
    await expectAccessible(office);
  });

  await test.step("the person is appointed by a named decision", async () => {
    await office.goto(`${own}/appointment`);
    await pick(office, office.locator("[name=corps]"), "city_lecturers");
    await writeDate(office, office.locator("#starts_on"), "2026-09-01");
    await writeDate(office, office.locator("#term_until"), "2029-08-31");
    const decider = office.locator("#decider");
    await choose(office, decider, (await decider.locator("option").nth(1).getAttribute("value"))!);
    await write(office, office.locator("#document_no"), "嘉科协〔2026〕31号");
    await expectAccessible(office);
    await go(office, button(office, t("appointment.appoint")));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.appointed"));
    await expect(office.locator("main")).toContainText("嘉科协〔2026〕31号");
    const letter = office.getByRole("link", { name: t("appointment.letter"), exact: true });
    const paper = await office.request.get((await letter.getAttribute("href"))!);
    expect(paper.headers()["content-type"]).toBe("application/pdf");
  });

  await test.step("before the term is ended the person is asked", async () => {
    const steps = office.locator("main details > summary").filter({ hasText: t("appointment.steps") });
    await use(office, steps);
    await pick(office, office.locator("[name=step]"), "open_hearing");
    await write(office, office.locator("#reason"), "三次接单后未到场");
    await choose(office, office.locator("#ground"), "not_held");
    await go(office, button(office, t("appointment.do_step")));
    await expect(office.locator("main")).toContainText(t("appointment.hearing_title"));
    await expectAccessible(office);
    await use(office, steps);
    await pick(office, office.locator("[name=step]"), "terminate");
    await write(office, office.locator("#reason"), "三次接单后未到场");
    const decider = office.locator("#decider");
    await choose(office, decider, (await decider.locator("option").nth(1).getAttribute("value"))!);
    await write(office, office.locator("#document_no"), "嘉科协〔2026〕32号");
    await go(office, button(office, t("appointment.do_step")));
    await expect(office.locator(".error-summary a")).toHaveText([
      new RegExp(t("form.problem.not_heard_yet")),
    ]);
    await expect(office.locator("#document_no")).toHaveValue("嘉科协〔2026〕32号");
    await pick(office, office.locator("[name=step]"), "drop_hearing");
    await go(office, button(office, t("appointment.do_step")));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.appointment_changed"));
  });
});

test("on a phone what a person comes for stands at the thumb", async ({ person, t }) => {
  const office = await person("office");
  await office.setViewportSize({ width: 360, height: 740 });
  await office.goto("/desk");
  const bar = office.locator("nav.main > ul > li:visible");
  await expect(bar).toHaveCount(5);
  const box = (await office.locator("nav.main").boundingBox())!;
  expect(box.y + box.height).toBe(740);
  const header = (await office.locator("header.site .brand").boundingBox())!;
  const heading = (await office.locator("h1").boundingBox())!;
  expect(heading.y - header.y, "the header is one line").toBeLessThan(130);
  await bar.last().locator("summary").click();
  const people = office.locator("nav.main").getByRole("link", { name: t("page.people"), exact: true });
  await expect(people).toBeInViewport();
  await expectAccessible(office);
});
