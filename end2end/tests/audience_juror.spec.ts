// The story of an audience that answers: a pupil opens the link of the hall by keyboard alone, and
// nothing remembers who it was.

import { expectAccessible } from "./support/axe.ts";
import { go, pick } from "./support/keyboard.ts";
import { expect, test } from "./support/story.ts";

test("a pupil answers three questions, and leaves no trace", async ({ page, person, t }) => {
  const office = await person("office");
  let chair = "";
  for (let id = 1; id < 40 && chair === ""; id += 1) {
    const answer = await office.request.get(`/trial_lecture/${id}/audience_juror`);
    if (answer.ok() && (await answer.text()).includes('href="/j/')) chair = answer.url();
  }
  await office.goto(chair);
  await expect(office.getByRole("img")).toHaveAccessibleName(/\/j\//);
  await expectAccessible(office);
  const count = office.locator("main section p").first();
  const before = await count.innerText();
  const link = (await office.locator(".short-link").getAttribute("href"))!;

  await page.setViewportSize({ width: 360, height: 780 });
  await page.goto(link);
  const send = page.getByRole("button", { name: t("audience_juror.send"), exact: true });
  await pick(page, page.locator("[name=face_engaging]"), "5");
  await go(page, send);
  await expect(page.locator(".error-summary").getByRole("link")).toHaveCount(2);
  await expect(page.locator("[name=face_engaging][value='5']")).toBeChecked();
  await expectAccessible(page);
  for (const face of await page.locator(".face").all()) {
    const box = (await face.boundingBox())!;
    expect(Math.min(box.width, box.height), "large enough for a thumb").toBeGreaterThanOrEqual(44);
  }
  await pick(page, page.locator("[name=face_clear]"), "4");
  await pick(page, page.locator("[name=face_useful]"), "5");
  await go(page, send);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("audience_juror.thanks_title"));
  await expectAccessible(page);
  expect(await page.context().cookies()).toEqual([]);
  await office.reload();
  await expect(count).not.toHaveText(before);
});
