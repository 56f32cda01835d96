// One's own information: seen, corrected, taken away; and what is asked of the office is answered.

import { expectAccessible } from "./support/axe.ts";
import { fillIn } from "./support/my_information.ts";
import { expect, test, unique } from "./support/story.ts";

test("somebody sees, corrects and asks, and the office answers", async ({ person, t }) => {
  test.setTimeout(120_000);
  const mine = await person("tutor2");
  const office = await person("office");
  const body = unique("单位名称写错了，请更正");

  await test.step("everything is there, and a wrong number comes back", async () => {
    await mine.goto("/my_information");
    await expect(mine.locator("h1")).toHaveText(t("my_information.title"));
    await expectAccessible(mine);
    await mine.locator("#contact_phone").fill("123");
    await mine.getByRole("button", { name: t("my_information.correct"), exact: true }).click();
    await expect(mine.locator(".error-summary")).toBeVisible();
    await expect(mine.locator("#contact_phone")).toHaveValue("123");
    await mine.locator("#contact_phone").fill("13800000199");
    await mine.getByRole("button", { name: t("my_information.correct"), exact: true }).click();
    await expect(mine.getByRole("status")).toHaveText(t("page.notice.phone_corrected"));
  });

  await test.step("it is taken away as a file", async () => {
    const answer = await mine.request.get("/my_information.json");
    expect(answer.headers()["content-disposition"]).toContain("attachment");
    expect(answer.headers()["cache-control"]).toContain("no-store");
    const { facts } = (await answer.json()) as { facts: { what: string; value: string }[] };
    expect(facts.find(({ what }) => what === "phone")?.value).toBe("13800000199");
  });

  await test.step("the office is asked, and answers", async () => {
    await fillIn(mine, "correction", body);
    await mine.getByRole("button", { name: t("my_information.ask"), exact: true }).click();
    await expect(mine.getByRole("status")).toHaveText(t("page.notice.data_asked"));
    await office.goto("/data_request");
    await expectAccessible(office);
    for (const link of await office.locator("main .card-title a").all()) {
      const address = (await link.getAttribute("href"))!;
      if (!(await (await office.request.get(address)).text()).includes(body)) continue;
      await office.goto(address);
      break;
    }
    await expect(office.locator("main")).toContainText(body);
    await office.getByRole("button", { name: t("my_information.send_answer") }).click();
    await expect(office.locator(".error-summary")).toBeVisible();
    await office.locator("[name=decision][value=refuse]").check();
    await office.locator("#answer").fill("名册里已是新名称，无需更正");
    await office.getByRole("button", { name: t("my_information.send_answer") }).click();
    await expect(office.getByRole("status")).toHaveText(t("page.notice.data_answered"));
    await mine.goto("/my_information");
    await expect(mine.locator("main")).toContainText("名册里已是新名称，无需更正");
    await mine.goto("/inbox");
    await expect(mine.locator("main")).toContainText("名册里已是新名称，无需更正");
  });
});
