// The story of an office that looks through the tree of units by keyboard on a phone: kinds unfold, a
// branch unfolds within its kind or stands on a page of its own, and a unit leads back to the tree.

import { expectAccessible } from "./support/axe.ts";
import { go, use, write } from "./support/keyboard.ts";
import { expect, test, unique } from "./support/story.ts";

test("an office unfolds the tree of units down to one below another", async ({ person, t }) => {
  const office = await person("office");
  await office.setViewportSize({ width: 360, height: 800 });
  // A name sorts after those on file, so each kind that is shown in part leads to all of it.
  const name = unique("示范集团");
  const add = async (unit: string, above: string) => {
    await office.goto("/organisation/new");
    await write(office, office.locator("#unit_name"), unit);
    await office.locator("#unit_kind").selectOption("museum");
    // Units that nominate may stand above others.
    if (above) await office.locator("#above").selectOption({ label: above });
    else await office.locator("#nominates").check();
    const save = office.locator("main").getByRole("button", { name: t("organisation.save_new") });
    await go(office, save);
    await expect(office.locator("h1")).toHaveText(unit);
  };

  await test.step("a unit and one below it are entered", async () => {
    await add(name, "");
    await add(`${name}分馆`, name);
  });

  await test.step("the tree begins with kinds, folded away", async () => {
    await office.goto("/organisation");
    await go(office, office.getByRole("link", { name: t("organisation.tree"), exact: true }));
    await expect(office.locator("h1")).toHaveText(t("organisation.tree"));
    await expectAccessible(office);
    const kind = office.locator("main details.fold > summary").first();
    await use(office, kind);
    await expect(office.locator("main details.fold").first()).toHaveAttribute("open", "");
    await expectAccessible(office);
  });

  await test.step("the branch is found below its unit", async () => {
    await office.goto("/organisation/tree?unit_kind=museum");
    const branch = office.locator(".tree > li").filter({ hasText: name });
    while ((await branch.count()) === 0) {
      await go(office, office.getByRole("link", { name: t("page.list_next"), exact: true }));
    }
    await use(office, branch.first().locator("summary").first());
    await expectAccessible(office);
    await go(office, branch.first().getByRole("link", { name: `${name}分馆`, exact: true }));
    await expect(office.locator("h1")).toHaveText(`${name}分馆`);
  });

  await test.step("the unit above leads to its branch", async () => {
    await go(office, office.locator("main").getByRole("link", { name, exact: true }));
    await go(office, office.getByRole("link", { name: t("organisation.to_branch"), exact: true }));
    await expect(office.locator("h1")).toHaveText(name);
    await expect(office.locator(".tree")).toContainText(`${name}分馆`);
    await expectAccessible(office);
  });
});
