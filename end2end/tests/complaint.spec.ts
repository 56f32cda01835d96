// Complaints and suggestions: written by a stranger from the foot of any page, answered by the
// office, read by the link; and an error in a course, of which its lecturer hears.

import { expectAccessible } from "./support/axe.ts";
import { expect, test, unique } from "./support/story.ts";

test("a stranger complains, and reads the answer by the link", async ({ page, person, t }) => {
  test.setTimeout(120_000);
  const office = await person("office");
  const body = unique("目录里的地址打不开");

  await test.step("what is missing is said, and nothing typed is lost", async () => {
    await page.goto("/catalogue");
    await page.locator("footer a[href='/complaint']").click();
    await expect(page.locator("h1")).toHaveText(t("complaint.title"));
    await expectAccessible(page);
    await page.locator("#complaint").fill(body);
    await page.locator("main .button.primary").click();
    await expect(page.locator(".error-summary")).toBeVisible();
    await expect(page.locator("#complaint")).toHaveValue(body);
    await page.locator("#complaint_kind").selectOption("complaint");
    await page.locator("main .button.primary").click();
    await expect(page.getByRole("status")).toHaveText(t("page.notice.complaint_sent"));
    await expect(page.locator("main")).toContainText(body);
    await expectAccessible(page);
  });

  await test.step("the office answers from its desk", async () => {
    await office.goto("/desk");
    await office.locator("main a[href='/complaints']").first().click();
    await expectAccessible(office);
    for (const link of await office.locator("main .card-title a").all()) {
      const address = (await link.getAttribute("href"))!;
      if (!(await (await office.request.get(address)).text()).includes(body)) continue;
      await office.goto(address);
      break;
    }
    await office.locator("#answer").fill("已改正，谢谢您告诉我们");
    await office.getByRole("button", { name: t("complaint.send_answer") }).click();
    await expect(office.getByRole("status")).toHaveText(t("page.notice.complaint_answered"));
    await page.reload();
    await expect(page.locator("main")).toContainText("已改正，谢谢您告诉我们");
    await expect(page.getByRole("button", { name: t("complaint.withdraw") })).toHaveCount(0);
  });

  await test.step("an error in a course has its own form", async () => {
    await page.goto("/catalogue");
    await page.locator("main .card-title a").first().click();
    const title = await page.locator("h1").textContent();
    await page.getByRole("link", { name: t("catalogue.report_error"), exact: true }).click();
    await expect(page.locator(".lede")).toHaveText(title!);
    await expect(page.locator("#complaint_kind")).toHaveCount(0);
    await page.locator("#complaint").fill(unique("第二页的图画反了"));
    await page.locator("main .button.primary").click();
    await expect(page.locator("main")).toContainText(title!);
  });
});
