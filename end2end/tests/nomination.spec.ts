// A county nominates on pages: a draft, a file, the nominee's answer by a link, and handing it in;
// the office reads the whole file.

import { expectAccessible } from "./support/axe.ts";
import { expect, test, unique } from "./support/story.ts";

const deeds =
  "连续三年组织社区科普夜校和校园科技节，编写活动手册两册，指导学生团队完成湿地观察、气象记录等长期项目。".repeat(2);

test("a unit nominates, the nominee agrees by a link, and the nomination is handed in", async ({
  page,
  person,
  t,
}) => {
  test.setTimeout(120_000);
  const [county, office] = [await person("county"), await person("office")];
  const name = unique("湖山科普社");
  let filing = "";

  await test.step("a draft is saved, and what is missing is said", async () => {
    await county.goto("/nominate/11");
    await expectAccessible(county);
    await county.locator("main a[href^='/nominate/11/']:not([href*=summary])").last().click();
    await county.locator("#unit_rank").fill("");
    await county.locator("main .button.primary").click();
    await expect(county.locator(".error-summary")).toContainText(t("form.label.nominee_name"));
    await expectAccessible(county);
    await county.locator("#nominee_name").fill(name);
    await county.locator("#unit_rank").fill(String(20 + Math.floor(Math.random() * 900)));
    await county.locator("#nominee_workplace").fill(name);
    await county.locator("#deeds").fill(deeds);
    await county.locator("#unit_opinion").fill("同意推荐。");
    await county.locator("main .button.primary").click();
    await expect(county.getByRole("status")).toHaveText(t("page.notice.nomination_saved"));
    filing = new URL(county.url()).pathname;
    await expect(county.locator("main")).toContainText(t("nomination.gap.processing"));
    await expectAccessible(county);
  });

  await test.step("the nominee answers by the link that is shown once", async () => {
    await county.locator(`form[action='${filing}/link'] button`).click();
    await expect(county.locator("h1")).toHaveText(t("nomination.link_title"));
    const link = await county.locator("main a[href*='/nominee/']").first().getAttribute("href");
    await page.goto(new URL(link!).pathname);
    await expect(page.locator("h1")).toHaveText(name);
    await expectAccessible(page);
    await page.locator("input[name=consent_processing][value=yes]").check();
    await page.getByRole("button", { name: t("nomination.say") }).click();
    await expect(page.locator(".error-summary")).toBeVisible();
    await page.locator("input[name=consent_processing][value=yes]").check();
    await page.locator("input[name=consent_publication][value=no]").check();
    // For a team its head answers, by name.
    await page.locator("#consent_name").fill("社长甲");
    await page.getByRole("button", { name: t("nomination.say") }).click();
    await expect(page.getByRole("status")).toHaveText(t("page.notice.nominee_said"));
  });

  await test.step("it is handed in, and the office reads all of it", async () => {
    await county.goto(filing);
    await county.locator("input[name=truthful][value=yes]").check();
    await county.getByRole("button", { name: t("nomination.hand_in"), exact: true }).click();
    await expect(county.getByRole("status")).toHaveText(t("page.notice.nomination_handed_in"));
    await expect(county.locator("main")).toContainText(t("award.nomination_state.submitted"));
    await office.goto(filing.replace("/filing", ""));
    await expect(office.locator("main")).toContainText("编写活动手册两册");
    await expectAccessible(office);
  });

  await test.step("the nominee withdraws, and the unit sees it", async () => {
    await page.locator("main details summary").click();
    await page.locator("#reason").fill("社团今年不参评");
    await page.getByRole("button", { name: t("nomination.withdraw"), exact: true }).click();
    await expect(page.getByRole("status")).toHaveText(t("page.notice.nomination_withdrawn"));
    await county.reload();
    await expect(county.locator("main")).toContainText(t("award.nomination_state.withdrawn"));
  });
});

test("whoever has nominated oneself goes on writing, adds a paper and takes it away", async ({
  person,
  t,
}) => {
  const tutor = await person("tutor");
  const added = unique("新增：编写校本课程《湿地观察》");
  await tutor.goto("/award_result");
  await expectAccessible(tutor);
  await tutor.locator("main a[href^='/nomination/'][href$='/own']").first().click();
  await expect(tutor.locator("h1")).toHaveText(t("nomination.own_title"));
  await expectAccessible(tutor);

  await test.step("what is wrong is said where it was typed, and nothing is lost", async () => {
    const deeds = await tutor.locator("#deeds").inputValue();
    await tutor.locator("#deeds").fill(`${deeds}${added}`);
    await tutor.locator("#nominee_workplace").fill("");
    await tutor.locator("main .button.primary").click();
    await expect(tutor.locator(".error-summary")).toContainText(
      t("form.label.nominee_workplace"),
    );
    await expect(tutor.locator("#deeds")).toHaveValue(new RegExp(added));
    await expectAccessible(tutor);
    await tutor.locator("#nominee_workplace").fill("嘉兴市示范小学");
    await tutor.locator("main .button.primary").click();
    await expect(tutor.getByRole("status")).toHaveText(t("page.notice.nomination_saved"));
    await expect(tutor.locator("#deeds")).toHaveValue(new RegExp(added));
  });

  await test.step("a paper is added and taken away", async () => {
    const name = `${unique("证书")}.png`;
    const pixel =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    const buffer = Buffer.from(pixel, "base64");
    await tutor.locator("#proof").setInputFiles({ name, mimeType: "image/png", buffer });
    await tutor.getByRole("button", { name: t("nomination.add_file") }).click();
    await expect(tutor.getByRole("status")).toHaveText(t("page.notice.attachment_added"));
    const row = tutor.locator("main li", { hasText: name });
    await row.getByRole("button").click();
    await expect(tutor.getByRole("status")).toHaveText(t("page.notice.attachment_removed"));
    await expect(row).toHaveCount(0);
  });
});
