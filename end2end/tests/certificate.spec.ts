// A lecturer issues a service statement to oneself and takes its PDF; anybody verifies it by number and
// name and by the file, and is not deceived; the office corrects a certificate, and the old one says so.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/story.ts";

const phone = { width: 360, height: 740 };

async function narrow(page: Page): Promise<void> {
  await page.setViewportSize(phone);
}

/** What a page of facts says under a name. */
function fact(page: Page, name: string) {
  return page.locator("dl.facts dt", { hasText: name }).locator("xpath=following-sibling::dd[1]");
}

test("a statement is issued at once, and anybody verifies it", async ({ page, person, t }) => {
  test.setTimeout(120_000);
  await narrow(page);
  const lecturer = await person("lecturer");
  await narrow(lecturer);

  const [number, name, file] = await test.step("the lecturer issues it", async () => {
    await lecturer.goto("/certificates");
    await expectAccessible(lecturer);
    await lecturer.locator("main .button.primary").click();
    await expectAccessible(lecturer);
    const first = await lecturer.locator("#first_day").inputValue();
    await lecturer.locator("#certificate_kind").selectOption("service_statement");
    await lecturer.locator("#first_day").fill("2096-01-02");
    await lecturer.locator("main .button.primary").click();
    await expect(lecturer.locator(".error-summary")).toBeVisible();
    await expect(lecturer.locator("#certificate_kind")).toHaveValue("service_statement");
    await expectAccessible(lecturer);
    await lecturer.locator("#first_day").fill(first);
    await lecturer.locator("main .button.primary").click();
    await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.certificate_issued"));
    await expectAccessible(lecturer);
    const card = lecturer.locator("main .card").first();
    const link = card.locator("a[href$='/paper.pdf']");
    const answer = await lecturer.request.get((await link.getAttribute("href"))!);
    expect(answer.headers()["content-type"]).toBe("application/pdf");
    const title = (await card.locator(".card-title").textContent())!;
    const number = (await card.locator(".meta span").first().textContent())!;
    return [number.trim(), title.split(" · ")[0].trim(), await answer.body()] as const;
  });

  await test.step("anybody verifies it by number and name", async () => {
    await page.goto("/");
    await page.locator("footer a[href='/verify']").click();
    await expectAccessible(page);
    await page.locator("#certificate_no").fill(number);
    await page.locator("#printed_name").fill("别人");
    await page.locator("main .button.primary").click();
    await expect(page.locator("main")).toContainText(t("form.problem.not_verified"));
    await expect(page.locator("#certificate_no")).toHaveValue(number);
    await expectAccessible(page);
    await page.locator("#printed_name").fill(name);
    await page.locator("main .button.primary").click();
    await expect(fact(page, t("certificate.name"))).toHaveText(name);
    await expect(page.locator("main .badge").first()).toHaveText(t("certificate.state.valid"));
    await expectAccessible(page);
  });

  await test.step("and by the file, of which one byte tells", async () => {
    const compare = async (bytes: Buffer) => {
      const pdf = { name: "statement.pdf", mimeType: "application/pdf", buffer: bytes };
      await page.locator("#certificate_file").setInputFiles(pdf);
      await page.getByRole("button", { name: t("certificate.verify_file_submit") }).click();
    };
    await compare(file);
    await expect(page.getByRole("status")).toHaveText(t("page.notice.certificate_file_matches"));
    const changed = Buffer.from(file);
    changed[changed.length >> 1] ^= 1;
    await compare(changed);
    await expect(page.locator("main")).toContainText(t("form.problem.other_file"));
    await expectAccessible(page);
  });
});

test("a corrected certificate has another number, and the old one says so", async ({
  page,
  person,
  t,
}) => {
  test.setTimeout(120_000);
  const office = await person("office");
  await narrow(office);
  await narrow(page);
  await office.goto("/award/3");
  await office.locator("main a[href='/award/3/certificates']").click();
  await expectAccessible(office);
  const holds = office.locator("tbody tr", { hasText: t("certificate.state.valid") }).first();
  const number = (await holds.locator("a").textContent())!.trim();
  await holds.locator("a").click();
  await expectAccessible(office);
  const name = await office.locator("#printed_name").inputValue();
  await office.locator("#reason").fill("签发单位名称写错");
  await office.getByRole("button", { name: t("certificate.correct") }).click();
  await expect(office.getByRole("status")).toHaveText(t("page.notice.certificate_corrected"));
  await expect(office.locator("h1")).not.toHaveText(number);
  await expectAccessible(office);
  await page.goto("/verify");
  await page.locator("#certificate_no").fill(number);
  await page.locator("#printed_name").fill(name);
  await page.locator("main .button.primary").click();
  await expect(page.locator("main .badge").first()).toHaveText(t("certificate.state.superseded"));
  await expectAccessible(page);
});
