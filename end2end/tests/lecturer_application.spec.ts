// The story of an application: a unit opens it on the phone and hands the one-time code on, the applicant
// agrees, writes a course and the application, the unit endorses, the office finds the applicant eligible,
// and in the trial the applicant gives up.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { go, pick, use, write } from "./support/keyboard.ts";
import { expect, test, unique } from "./support/story.ts";

const PHONE = { width: 360, height: 780 };
const PASSWORD = "Reeds-and-herons-41";

test("somebody applies to be a lecturer from the phone, is found eligible and gives up", async ({
  browser,
  person,
  server,
  t,
}) => {
  test.setTimeout(150_000);
  const [unit, office] = [await person("unit"), await person("office")];
  const applicant = await (await browser.newContext({ viewport: PHONE })).newPage();
  const button = (page: Page, key: string) =>
    page.locator("main").getByRole("button", { name: t(key), exact: true });
  const told = (page: Page, key: string) =>
    expect(page.getByRole("status")).toHaveText(t(`page.notice.${key}`));
  // Names of people have no digits.
  const letters = unique("").trim().replace(/[0-9]/g, (digit) => "阿波次得鹅佛歌喝衣鸡"[Number(digit)]!);
  const name = `试讲${letters.replace(/[a-f]/g, (letter) => "甲乙丙丁戊己"["abcdef".indexOf(letter)]!)}`;
  const signInName = unique("applicant").replace(" ", "-");
  const title = unique("潮水爬上盐官");
  await unit.setViewportSize(PHONE);
  let application = "";
  let code = "";

  await test.step("the unit adds the person and opens the application", async () => {
    await unit.goto("/lecturer_application");
    await expectAccessible(unit);
    await go(unit, unit.getByRole("link", { name: t("lecturer_application.to_people") }));
    await go(unit, unit.getByRole("link", { name: t("person.add") }));
    await write(unit, unit.locator("#person_name"), name);
    await unit.locator("#unit").selectOption({ index: 1 });
    await go(unit, button(unit, "person.save_new"));
    await go(unit, unit.getByRole("link", { name: t("lecturer_application.open") }));
    await expectAccessible(unit);
    await unit.locator("#unit").selectOption({ index: 1 });
    await go(unit, button(unit, "lecturer_application.open"));
    await told(unit, "application_opened");
    application = new URL(unit.url()).pathname;
  });

  await test.step("the unit hands on the one-time code", async () => {
    await write(unit, unit.locator("#sign_in_name"), signInName);
    await go(unit, button(unit, "person.issue_code"));
    code = (await unit.locator("main a[href^='/activate/']").getAttribute("href"))!;
    await expectAccessible(unit);
  });

  await test.step("the applicant reads the notice, agrees and sets a password", async () => {
    await applicant.goto(`${server.url}${code}`);
    await applicant.locator("#new_password").fill(PASSWORD);
    await applicant.locator("#repeat_password").fill(PASSWORD);
    await go(applicant, applicant.locator("main button.primary"));
    await applicant.goto(`${server.url}${application}`);
    await expectAccessible(applicant);
    await expect(applicant.locator("main .button.primary")).toHaveCount(1);
  });

  await test.step("a course is written, and the application; what is missing is named", async () => {
    await go(applicant, applicant.getByRole("link", { name: t("lecturer_application.write_course") }));
    await write(applicant, applicant.locator("#title"), title);
    await go(applicant, applicant.locator("main button.primary"));
    await expect(applicant.locator("main")).toContainText(t("course.with_application"));
    await expectAccessible(applicant);
    await applicant.goto(`${server.url}${application}`);
    await go(applicant, applicant.getByRole("link", { name: t("lecturer_application.desk_write") }));
    await applicant.locator("#work_years").fill("99");
    await applicant.locator("#cv").fill("从事水利工程，常到学校讲潮汐。");
    await go(applicant, button(applicant, "lecturer_application.save"));
    await expect(applicant.locator(".error-summary")).toBeVisible();
    await expect(applicant.locator("#cv")).toHaveValue("从事水利工程，常到学校讲潮汐。");
    await expectAccessible(applicant);
    await applicant.locator("#work_years").fill("12");
    await applicant.locator("#born_in").fill("1986-05");
    await applicant.locator("#field").selectOption({ index: 1 });
    await applicant.locator("#education").selectOption("bachelor");
    await applicant.locator("#trial_course").selectOption({ label: title });
    await go(applicant, button(applicant, "lecturer_application.save"));
    await told(applicant, "application_saved");
    await go(applicant, button(applicant, "lecturer_application.submit"));
    await told(applicant, "application_submitted");
    await expectAccessible(applicant);
  });

  await test.step("the unit endorses, and the office finds the applicant eligible", async () => {
    await unit.goto("/lecturer_application?state=mine");
    await go(unit, unit.getByRole("link", { name, exact: true }));
    await pick(unit, unit.locator("[name=step]"), "endorse");
    await unit.locator("#unit_opinion").fill("业务扎实，热心科普，同意推荐。");
    await unit.locator("#unit_contact").fill("冯知行 0573-80000000");
    await go(unit, button(unit, "lecturer_application.do_step"));
    await told(unit, "application_stepped");
    await office.goto(application);
    await go(office, button(office, "lecturer_application.do_step"));
    await told(office, "application_stepped");
    await pick(office, office.locator("[name=step]"), "pass");
    await office.locator("#proof_seen").check();
    await office.locator("#conduct_clean").check();
    await office.locator("#orientation_done").check();
    await expectAccessible(office);
    await go(office, button(office, "lecturer_application.do_step"));
    await told(office, "application_stepped");
    await expect(office.locator("main")).toContainText(t("lecturer_application.state.trial"));
  });

  await test.step("in the trial the applicant gives up, and is none any more", async () => {
    await applicant.goto(`${server.url}${application}`);
    await use(applicant, applicant.locator("main details.fold summary"), "Enter");
    await applicant.locator("#reason").fill("外派一年，回来后再申请");
    await go(applicant, button(applicant, "lecturer_application.withdraw"));
    await told(applicant, "application_withdrawn");
    await expectAccessible(applicant);
    await unit.goto("/inbox");
    await expect(unit.locator("main")).toContainText(name);
    const answer = await applicant.goto(`${server.url}/course`);
    expect(answer!.status()).toBe(403);
  });
  await applicant.context().close();
});
