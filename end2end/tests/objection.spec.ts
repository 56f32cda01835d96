// An objection to a list on notice: a stranger writes it and adds the signed paper, the supervisor
// takes it up and admits it, decides and answers, and the stranger reads the answer by the link.

import { expectAccessible } from "./support/axe.ts";
import { expect, test, unique } from "./support/story.ts";

const paper = Buffer.from(
  "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n" +
    "<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R" +
    "/MediaBox[0 0 595 842]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n",
);

test("a stranger objects, somebody who is free looks into it, and the answer is read by the link", async ({
  page,
  person,
  t,
}) => {
  test.setTimeout(120_000);
  const [office, supervisor] = [await person("office"), await person("supervisor")];
  const words = unique("名单产生的程序没有公开");
  const name = unique("钱举报");
  let number = "";

  await test.step("what is missing is said, and nothing typed is lost", async () => {
    await page.goto("/notice/1");
    await page.locator("main a[href='/notice/1/objection']").click();
    await expect(page.locator("h1")).toHaveText(t("objection.form_title"));
    await expectAccessible(page);
    await page.locator("#objection").fill(words);
    await page.locator("#objector_name").fill(name);
    await page.locator("main .button.primary").click();
    await expect(page.locator(".error-summary")).toContainText(t("form.label.objector_contact"));
    await expect(page.locator("#objection")).toHaveValue(words);
    await page.locator("input[name=objection_about][value=procedure]").check();
    await page.locator("input[name=objector_kind][value=person]").check();
    await page.locator("#objector_contact").fill("0573-00000000");
    await page.locator("main .button.primary").click();
    await expect(page.getByRole("status")).toHaveText(t("page.notice.objection_sent"));
    await expect(page.locator("main")).not.toContainText(name);
  });

  await test.step("the signed paper follows", async () => {
    const file = { name: "异议书.pdf", mimeType: "application/pdf", buffer: paper };
    await page.locator("#scan").setInputFiles(file);
    await page.getByRole("button", { name: t("objection.add_scan") }).click();
    await expect(page.getByRole("status")).toHaveText(t("page.notice.scan_added"));
    await expectAccessible(page);
  });

  await test.step("the office sees that it came, and not from whom", async () => {
    await office.goto("/award/1/objection");
    await expect(office.locator("main")).not.toContainText(name);
    const cards = office.locator("main .card-title a");
    const numbers = await cards.evaluateAll((links) =>
      links.map((link) => Number(link.getAttribute("href")!.split("/").pop())),
    );
    number = String(Math.max(...numbers));
    await office.goto(`/objection/${number}`);
    await expect(office.locator("main")).not.toContainText(words);
    await expect(office.locator("main")).not.toContainText(name);
    await expect(office.locator("main")).toContainText(t("objection.not_free"));
    await expectAccessible(office);
  });

  await test.step("the supervisor takes it up, admits it, decides and answers", async () => {
    await supervisor.goto(`/objection/${number}`);
    await expect(supervisor.locator("main")).toContainText(name);
    await supervisor.getByRole("button", { name: t("objection.take"), exact: true }).click();
    await supervisor.getByRole("button", { name: t("objection.admit"), exact: true }).click();
    await expect(supervisor.locator("main")).toContainText(t("objection.state.admitted"));
    await expectAccessible(supervisor);
    await supervisor.locator("input[name=finding][value=dismissed]").check();
    await supervisor.locator("#answer").fill("评选办法和评分标准自通知发布之日起一直公开。");
    await supervisor.getByRole("button", { name: t("objection.decide_do"), exact: true }).click();
    await expect(supervisor.getByRole("status")).toHaveText(t("page.notice.objection_decided"));
    await expect(supervisor.locator("main")).toContainText(t("objection.state.dismissed"));
  });

  await test.step("the answer is read by the link, and the list stays", async () => {
    await page.reload();
    await expect(page.locator("main")).toContainText("自通知发布之日起一直公开");
    await expect(page.getByRole("button", { name: t("objection.withdraw") })).toHaveCount(0);
    await expectAccessible(page);
  });
});
