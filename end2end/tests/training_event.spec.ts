// The story of a training: planned, published, enrolled in on a phone, a place given.

import { expectAccessible } from "./support/axe.ts";
import { ahead } from "./support/lecture.ts";
import { expect, tabTo, test, unique } from "./support/story.ts";

test("an office plans a training, and a tutor gets a place", async ({ person, t }) => {
  test.setTimeout(120_000);
  const [office, tutor] = [await person("office"), await person("tutor")];
  const title = unique("科学实验研修");
  await tutor.setViewportSize({ width: 360, height: 780 });
  const day = ahead(30);

  await test.step("a refused plan keeps what was typed", async () => {
    await office.goto("/training_event");
    await office.locator("main").getByRole("link", { name: t("training_event.plan") }).click();
    await office.locator("#event_title").fill(title);
    await office.locator("#activity_kind").selectOption("professional_training");
    await office.locator("#organiser").fill("市科协科普部");
    await office.locator("#training_place").fill("科学会堂");
    await office.locator("#content").fill("分组动手");
    await office.locator("#first_day").fill(day);
    await office.locator("#last_day").fill(ahead(10));
    await office.locator("[name=half_days][value=morning]").check();
    await office.locator("#enrol_until").fill(ahead(20));
    const save = office.getByRole("button", { name: t("training_event.save"), exact: true });
    await tabTo(office, save);
    await office.keyboard.press("Enter");
    await expect(office.locator(".error-summary")).toBeFocused();
    await expect(office.locator("#content")).toHaveValue("分组动手");
    await expectAccessible(office);
    await office.locator("#last_day").fill(day);
    await save.click();
    await expect(office.locator("h1")).toHaveText(title);
    await expectAccessible(office);
    const publish = office.getByRole("button", { name: t("training_event.publish"), exact: true });
    await tabTo(office, publish);
    await office.keyboard.press("Enter");
    await expect(office.getByRole("status")).toBeVisible();
  });

  await test.step("a tutor enrols on a phone", async () => {
    await tutor.goto("/training_event");
    await tutor.locator("main").getByRole("link", { name: title }).click();
    await expectAccessible(tutor);
    await tabTo(tutor, tutor.getByRole("button", { name: t("training_event.enrol"), exact: true }));
    await tutor.keyboard.press("Enter");
    await expect(tutor.getByRole("status")).toBeVisible();
  });

  await test.step("the office gives the place, and it stands in the calendar", async () => {
    await office.reload();
    await office.getByRole("link", { name: t("training_event.roster"), exact: true }).click();
    await expectAccessible(office);
    const approve = office.getByRole("button", { name: t("training_event.approve"), exact: true });
    await tabTo(office, approve.first());
    await office.keyboard.press("Enter");
    await expect(office.getByRole("status")).toBeVisible();
    await tutor.goto(`/calendar?view=list&date=${day}`);
    await expect(tutor.locator("main a[href^='/training_event']").first()).toBeVisible();
    await expectAccessible(tutor);
    await tutor.goto("/inbox");
    await expect(tutor.locator("main")).toContainText(title);
  });
});
