// The story of a unit that is on file twice: both records side by side, one of them, and two again.

import { expectAccessible } from "./support/axe.ts";
import { go } from "./support/keyboard.ts";
import { expect, test } from "./support/story.ts";

test("two records of one unit become one, and two again", async ({ person, t }) => {
  const office = await person("office");
  await office.setViewportSize({ width: 360, height: 780 });
  const units = () => office.locator("main td a[href^='/organisation/']");
  const parted = () => office.getByRole("button", { name: t("merging.undo"), exact: true });
  const merged = () => office.locator("main .card").filter({ has: parted() });
  let [kept, gone, name] = ["", "", ""];

  await test.step("the office finds the unit, and the other record of it", async () => {
    await office.goto("/person");
    await go(office, office.locator("main").getByRole("link", { name: t("organisation.title"), exact: true }));
    await office.locator("#q").fill("村");
    await office.getByRole("button", { name: t("catalogue.search"), exact: true }).click();
    await expect(units().nth(1)).toBeVisible();
    name = (await units().nth(1).textContent())!;
    gone = (await units().nth(1).getAttribute("href"))!;
    await go(office, units().first());
    kept = new URL(office.url()).pathname;
    await expectAccessible(office);
    await go(office, office.getByRole("link", { name: t("merging.link"), exact: true }));
    await office.locator("#q").fill(name);
    await office.getByRole("button", { name: t("catalogue.search"), exact: true }).click();
    await expectAccessible(office);
    await go(office, office.locator(`main a[href='${kept}/merge/${gone.split("/").at(-1)}']`));
  });

  await test.step("it sees both side by side, and merges them", async () => {
    await expect(office.locator("main table").first()).toContainText(name);
    await expectAccessible(office);
    await go(office, office.getByRole("button", { name: t("merging.merge"), exact: true }));
    await expect(office.getByRole("status")).toHaveText(t("page.notice.merged"));
    await expect(merged()).toContainText(name);
    await expectAccessible(office);
    await office.goto(gone);
    expect(new URL(office.url()).pathname).toBe(kept);
  });

  await test.step("and parts them again", async () => {
    await go(office, parted());
    await expect(office.getByRole("status")).toHaveText(t("page.notice.merging_undone"));
    await office.goto(gone);
    await expect(office.locator("h1")).toHaveText(name);
  });
});
