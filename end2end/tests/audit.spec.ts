// The story of who watches: lines of the chain that a filter finds, and the log of sign-ins and files.

import { expectAccessible } from "./support/axe.ts";
import { go } from "./support/keyboard.ts";
import { expect, test } from "./support/story.ts";

test("who watches finds what was done, and who has signed in", async ({ person, t }) => {
  const watcher = await person("supervisor");
  await watcher.setViewportSize({ width: 360, height: 780 });
  const show = () => watcher.getByRole("button", { name: t("audit.filter"), exact: true });

  await test.step("what was done to requests, and to nothing of that number", async () => {
    await watcher.goto("/audit");
    await watcher.locator("#thing").selectOption("lecture_request");
    await go(watcher, show());
    await expect(watcher.locator("#thing")).toHaveValue("lecture_request");
    await expect(watcher.locator("main tbody tr").first()).toBeVisible();
    await expectAccessible(watcher);
    await watcher.locator("#thing_id").fill("999999");
    await go(watcher, show());
    await expect(watcher.locator("main")).toContainText(t("audit.nothing"));
    await go(watcher, watcher.getByRole("link", { name: t("audit.all"), exact: true }));
    await expect(watcher.locator("#thing_id")).toHaveValue("");
  });

  await test.step("a number that is none is told at its field, and stays", async () => {
    await watcher.locator("#thing_id").fill("seven");
    await go(watcher, show());
    await expect(watcher.locator("#thing_id-problem")).toBeVisible();
    await expect(watcher.locator("#thing_id")).toHaveValue("seven");
    await expectAccessible(watcher);
  });

  await test.step("the own sign-in stands in the other log", async () => {
    await go(watcher, watcher.getByRole("link", { name: t("access_log.short"), exact: true }));
    await watcher.locator("#who").fill("supervisor");
    await watcher.locator("#act").selectOption("sign_in");
    await go(watcher, show());
    await expect(watcher.locator("main tbody tr").first()).toContainText("/sign_in");
    await expectAccessible(watcher);
  });
});
