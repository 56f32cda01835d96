// The story of a training: planned, published, enrolled in on a phone, a place given.

import { expectAccessible } from "./support/axe.ts";
import { recordWith } from "./support/day.ts";
import { choose, go, use, write, writeDate } from "./support/keyboard.ts";
import { ahead } from "./support/lecture.ts";
import { expect, test, unique } from "./support/story.ts";

test("an office plans a training, and a tutor gets a place", async ({ person, t }) => {
  test.setTimeout(120_000);
  const [office, tutor] = [await person("office"), await person("tutor")];
  const title = unique("科学实验研修");
  await tutor.setViewportSize({ width: 360, height: 780 });
  const day = ahead(30);

  await test.step("a refused plan keeps what was typed", async () => {
    await office.goto("/training_event");
    const plan = office.locator("main").getByRole("link", { name: t("training_event.plan") });
    await go(office, plan);
    await write(office, office.locator("#event_title"), title);
    await choose(office, office.locator("#activity_kind"), "professional_training");
    await write(office, office.locator("#organiser"), "市科协科普部");
    await write(office, office.locator("#training_place"), "科学会堂");
    await write(office, office.locator("#content"), "分组动手");
    await writeDate(office, office.locator("#first_day"), day);
    await writeDate(office, office.locator("#last_day"), ahead(10));
    await use(office, office.locator("[name=half_days][value=morning]"), "Space");
    await writeDate(office, office.locator("#enrol_until"), ahead(20));
    const save = office.getByRole("button", { name: t("training_event.save"), exact: true });
    await go(office, save);
    await expect(office.locator(".error-summary")).toBeFocused();
    await expect(office.locator("#content")).toHaveValue("分组动手");
    await expectAccessible(office);
    await writeDate(office, office.locator("#last_day"), day);
    await go(office, save);
    await expect(office.locator("h1")).toHaveText(title);
    await expectAccessible(office);
    const publish = office.getByRole("button", { name: t("training_event.publish"), exact: true });
    await go(office, publish);
    await expect(office.getByRole("status")).toBeVisible();
  });

  await test.step("a tutor enrols on a phone", async () => {
    await tutor.goto("/training_event");
    await go(tutor, tutor.locator("main").getByRole("link", { name: title }));
    await expectAccessible(tutor);
    await go(tutor, tutor.getByRole("button", { name: t("training_event.enrol"), exact: true }));
    await expect(tutor.getByRole("status")).toBeVisible();
  });

  await test.step("the office gives the place, and it stands in the calendar", async () => {
    await office.reload();
    const roster = office.getByRole("link", { name: t("training_event.roster"), exact: true });
    await go(office, roster);
    await expectAccessible(office);
    const approve = office.getByRole("button", { name: t("training_event.approve"), exact: true });
    await go(office, approve.first());
    await expect(office.getByRole("status")).toBeVisible();
    await tutor.goto(`/calendar?view=list&date=${day}`);
    await expect(tutor.locator("main a[href^='/training_event']").first()).toBeVisible();
    await expectAccessible(tutor);
    await tutor.goto("/inbox");
    await expect(tutor.locator("main")).toContainText(title);
  });

  await test.step("the office moves it, and the tutor says to come all the same", async () => {
    const training = office.locator("main").getByRole("link", { name: title, exact: true });
    await go(office, training);
    await go(office, office.getByRole("link", { name: t("training_event.change"), exact: true }));
    await expectAccessible(office);
    await write(office, office.locator("#training_place"), "青少年宫");
    await go(office, office.getByRole("button", { name: t("training_event.save"), exact: true }));
    await expect(office.getByRole("status")).toBeVisible();
    await tutor.goto("/training_event");
    await go(tutor, tutor.locator("main").getByRole("link", { name: title }));
    await expectAccessible(tutor);
    await go(tutor, tutor.getByRole("button", { name: t("training_event.stay"), exact: true }));
    await expect(tutor.getByRole("status")).toBeVisible();
    await tutor.goto(`/calendar?view=list&date=${day}`);
    await expect(tutor.locator("main a[href^='/training_event']").first()).toBeVisible();
  });

  await test.step("the office takes the tutor off the roster, with a reason", async () => {
    await go(office, office.getByRole("link", { name: t("training_event.roster"), exact: true }));
    const remove = office.getByRole("link", { name: t("training_event.remove"), exact: true });
    await go(office, remove.first());
    await expectAccessible(office);
    const sure = office.getByRole("button", { name: t("training_event.remove"), exact: true });
    await write(office, office.locator("#reason"), "满员");
    await go(office, sure);
    await expect(office.locator(".error-summary")).toBeFocused();
    await write(office, office.locator("#reason"), "名额有限，请参加下一期");
    await go(office, sure);
    await expect(office.getByRole("status")).toBeVisible();
    await tutor.goto("/inbox");
    await expect(tutor.locator("main")).toContainText("名额有限，请参加下一期");
    await tutor.goto(`/calendar?view=list&date=${day}`);
    await expect(tutor.locator("main a[href^='/training_event']")).toHaveCount(0);
  });
});

test("the organiser confirms attendance by half-days, and the credit is there", async ({
  person,
  t,
}) => {
  test.setTimeout(120_000);
  const [office, tutor] = [await person("office"), await person("tutor")];
  const title = "科普剧创作工作坊";
  await office.setViewportSize({ width: 360, height: 780 });
  await tutor.goto("/training_record");
  await expect(tutor.locator("main")).not.toContainText(title);
  const name = ((await tutor.locator(".site-tools .menu:not(.only-narrow) > summary").textContent()) ?? "").trim();

  await test.step("the desk leads to who is to be confirmed", async () => {
    await office.goto("/desk");
    const waits = office.locator("main .card").filter({ hasText: title });
    await go(office, waits.getByRole("link").first());
    await expect(office.locator("main")).toContainText(name);
    await expectAccessible(office);
  });

  await test.step("somebody was there in the morning alone", async () => {
    const own = office.locator("main fieldset").filter({ hasText: name });
    const boxes = own.locator("[name=present]");
    await expect(boxes).toHaveCount(2);
    for (const [at, wanted] of [true, false].entries()) {
      const box = boxes.nth(at);
      if ((await box.isChecked()) !== wanted) await use(office, box, "Space");
    }
    const confirm = office.getByRole("button", { name: t("training_event.attendance_confirm"), exact: true });
    await go(office, confirm);
    await expect(office.getByRole("status")).toBeVisible();
  });

  await test.step("half a day stands in the record", async () => {
    await recordWith(tutor, title);
    const row = tutor.locator("tbody tr").filter({ hasText: title });
    await expect(row).toContainText("3");
    await expectAccessible(tutor);
  });

  await test.step("the city corrects it with a reason, and the record follows", async () => {
    await go(office, office.getByRole("link", { name: t("training_event.correct"), exact: true }));
    await expectAccessible(office);
    const own = office.locator("main fieldset").filter({ hasText: name });
    await use(office, own.locator("[name=present]").nth(1), "Space");
    await write(office, office.locator("#reason"), "签到表漏记下午半天");
    await go(office, office.getByRole("button", { name: t("training_event.correct"), exact: true }));
    await expect(office.getByRole("status")).toBeVisible();
    await tutor.goto("/inbox");
    await expect(tutor.locator("main")).toContainText("签到表漏记下午半天");
    await recordWith(tutor, title);
    await expect(tutor.locator("tbody tr").filter({ hasText: title })).not.toHaveCount(0);
  });
});
