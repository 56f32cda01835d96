// The story of an observation: somebody is asked and comes, another one fills in the form, and the
// lecturer reads it and answers once.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { expect, follow, test } from "./support/story.ts";

/** A lecture whose observer is asked, and one whose form is awaited. */
const asked = "梅湾示范中学";
const held = "东湖示范小学";

const card = (page: Page, text: string) => page.locator("main .card").filter({ hasText: text });

test("who is asked declares no relation and comes", async ({ person, t }) => {
  const [panelist, lecturer] = [await person("panelist"), await person("lecturer2")];
  await panelist.setViewportSize({ width: 360, height: 800 });
  await panelist.goto("/desk");
  await follow(panelist, card(panelist, asked).getByRole("link", { name: t("desk.answer"), exact: true }));
  const observation = new URL(panelist.url()).pathname;
  const accept = panelist.getByRole("button", { name: t("observation.accept"), exact: true });
  await follow(panelist, accept);
  await expect(panelist.locator(".error-summary")).toContainText(t("form.label.relation"));
  await expectAccessible(panelist);
  await panelist.locator("[name=relation][value=none]").check();
  await follow(panelist, accept);
  await expect(panelist.getByRole("status")).toHaveText(t("page.notice.observation_replied"));
  await expect(panelist.locator("main .badge").first()).toHaveText(t("observation.state.accepted"));
  await expectAccessible(panelist);
  await lecturer.goto("/inbox");
  await expect(lecturer.locator(`main a[href="${observation}"]`).first()).toBeVisible();
});

test("the form is handed in, and the lecturer answers once", async ({ person, t }) => {
  const [observer, lecturer] = [await person("panelist"), await person("lecturer2")];
  await observer.setViewportSize({ width: 360, height: 800 });
  await observer.goto("/desk");
  await follow(observer, card(observer, held).getByRole("link", { name: t("observation.write"), exact: true }));
  const observation = new URL(observer.url()).pathname.replace(/\/sheet$/, "");
  const submit = observer.getByRole("button", { name: t("observation.submit"), exact: true });

  await test.step("what is missing is told where it is to be filled in", async () => {
    await observer.locator("[name=level_soundness][value='4']").check();
    await observer.locator("#highlights").fill("好");
    await follow(observer, submit);
    await expect(observer.locator(".error-summary").getByRole("link")).toHaveCount(9);
    await expect(observer.locator("[name=level_soundness][value='4']")).toBeChecked();
    await expect(observer.locator("#highlights")).toHaveValue("好");
    await expectAccessible(observer);
  });

  await test.step("a whole form is shared at once", async () => {
    await observer.locator("[name=level_engagement][value='5']").check();
    await observer.locator("[name=level_usefulness][value='4']").check();
    await observer.locator("#highlights").fill("用脸盆和手电筒演示，孩子们都看懂了");
    await observer.locator("#suggestion").fill("提问环节可以再留五分钟，后排没有轮到");
    await observer.locator("#arrived_at").fill("13:45");
    await observer.locator("#left_at").fill("15:10");
    await observer.locator("[name=on_time][value=yes]").check();
    await observer.locator("#attendance").fill("126");
    await observer.locator("[name=equipment_state][value=sound]").check();
    await follow(observer, submit);
    await expect(observer.getByRole("status")).toHaveText(t("page.notice.observation_shared"));
    await expect(observer.locator("main")).toContainText("86.67");
  });

  await test.step("the lecturer reads it and answers", async () => {
    await lecturer.goto(observation);
    await expect(lecturer.locator("main")).toContainText("用脸盆和手电筒演示");
    await expectAccessible(lecturer);
    await lecturer.locator("#reply").fill("谢谢，下次多留提问时间");
    await follow(lecturer, lecturer.getByRole("button", { name: t("observation.answer"), exact: true }));
    await expect(lecturer.getByRole("status")).toHaveText(t("page.notice.observation_answered"));
    await expect(lecturer.locator("#reply")).toHaveCount(0);
    await observer.goto(observation);
    await expect(observer.locator("main")).toContainText("下次多留提问时间");
    await expectAccessible(observer);
  });
});
