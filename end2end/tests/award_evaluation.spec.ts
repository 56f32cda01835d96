// The story of an evaluation, told by keyboard alone: the office checks, judges declare and score,
// a tie is decided, a named person confirms, and the public reads the notice.

import type { Page } from "@playwright/test";
import { closedNominations, judge, nominees, score, secrets } from "./support/award.ts";
import { expectAccessible } from "./support/axe.ts";
import { choose, go, use, write } from "./support/keyboard.ts";
import { expect, test } from "./support/story.ts";

test("an evaluation from the check of its nominees to the notice", async ({
  baseURL,
  javaScriptEnabled,
  page,
  person,
  t,
}) => {
  test.setTimeout(300_000);
  const [office, first, recused, decider] = [
    await person("office"),
    await person("judge"),
    await person("judge2"),
    await person("decider"),
  ];
  const cycle = await closedNominations(office, baseURL!);
  const button = (who: Page, key: string) =>
    who.locator("main").getByRole("button", { name: t(key), exact: true });
  const link = (who: Page, key: string) =>
    who.locator("main").getByRole("link", { name: t(key), exact: true });
  const told = (who: Page, key: string) =>
    expect(who.getByRole("status").first()).toHaveText(t(`page.notice.${key}`));
  const task = (who: Page, key: string) =>
    who
      .locator("main .card")
      .filter({ hasText: cycle.title })
      .getByRole("link", { name: t(key), exact: true });
  const [best, one, other] = nominees.map(({ name }) => name);

  await test.step("the office looks at each nominee's figures, and confirms with a reason", async () => {
    await office.goto(cycle.path);
    await go(office, link(office, "award.nominations"));
    await expectAccessible(office);
    await go(office, office.getByRole("link", { name: best, exact: true }));
    for (const name of [best, one, other]) {
      await expect(office.locator("h1")).toHaveText(name);
      await expect(office.locator("main")).toContainText(t("award.finding.hours_short"));
      if (name === best) {
        await go(office, button(office, "award.eligible"));
        await expect(office.locator(".error-summary")).toContainText(t("form.label.reason"));
        await expectAccessible(office);
      }
      await write(office, office.locator("#reason"), "学时记录在县区，已电话核对");
      await go(office, button(office, "award.eligible"));
      await told(office, "nomination_checked");
    }
    await office.goto(cycle.path);
    await go(office, button(office, "award.step.open_evaluation"));
    await expect(office.locator("main")).toContainText(t("award.next.evaluation"));
    await expectAccessible(office);
  });

  await test.step("a judge declares every relation", async () => {
    await first.goto("/desk");
    await go(first, task(first, "desk.judge"));
    await expectAccessible(first);
    const lists = first.locator("select[name^=relation_]");
    await expect(lists).toHaveCount(nominees.length);
    await choose(first, lists.nth(0), "none");
    await go(first, button(first, "award.declare"));
    await expect(first.locator("#relation .problem")).toHaveText(t("form.problem.missing"));
    await expect(lists.nth(0)).toHaveValue("none");
    for (const list of await lists.all()) await choose(first, list, "none");
    await go(first, button(first, "award.declare"));
    await told(first, "relations_declared");
  });

  await test.step("the judge saves a draft, comes back, and submits sheet by sheet", async () => {
    await go(first, first.locator("main .card").getByRole("link", { name: best, exact: true }));
    await expect(first.locator("main")).toContainText(secrets[1]);
    await expectAccessible(first);
    await write(first, first.locator("#score_1"), nominees[0].points[0]);
    await write(first, first.locator("#comment"), "事迹扎实");
    if (javaScriptEnabled) {
      await expect(first.locator("#sheet").getByRole("status")).toHaveText(t("award.draft_saved"));
    }
    await go(first, button(first, "award.save_draft"));
    await told(first, "sheet_saved");
    const sheet = first.url();
    await first.goto("/desk");
    await first.goto(sheet);
    await expect(first.locator("#score_1")).toHaveValue(`${nominees[0].points[0]}.00`);
    await expect(first.locator("#comment")).toHaveValue("事迹扎实");
    for (const { name, points } of nominees) {
      await expect(first.locator("h1")).toHaveText(name);
      await write(first, first.locator("#score_1"), points[0]);
      await write(first, first.locator("#score_2"), points[1]);
      if (javaScriptEnabled) {
        await expect(first.locator("#sheet").getByRole("status")).toHaveText(t("award.draft_saved"));
      }
      await go(first, button(first, "award.submit_sheet"));
      await told(first, "sheet_submitted");
    }
    const count = { done: 3, all: 3, recused: 0 };
    await expect(first.locator("main")).toContainText(t("award.n_sheets", count));
    await expectAccessible(first);
  });

  await test.step("who is related to a nominee is recused, and sees nothing of the file", async () => {
    await recused.goto("/desk");
    await go(recused, task(recused, "desk.judge"));
    const lists = await recused.locator("select[name^=relation_]").all();
    const ids = await Promise.all(lists.map((list) => list.getAttribute("name")));
    await choose(recused, lists[0], "teacher_student");
    for (const list of lists.slice(1)) await choose(recused, list, "none");
    await go(recused, button(recused, "award.declare"));
    await told(recused, "relations_declared");
    const names = recused.locator("main .card-title a");
    await expect(names).toHaveText([one, other]);
    const hidden = ids[0]!.replace("relation_", "/score_sheet/");
    expect((await recused.request.get(hidden)).status()).toBe(404);
    await expectAccessible(recused);
    await score(recused.request, cycle);
    for (const session of cycle.others) {
      await judge(session, cycle);
      await session.dispose();
    }
  });

  await test.step("the office closes scoring, and a tie across the line waits for people", async () => {
    await office.goto("/desk");
    expect((await office.request.get(`${cycle.path}/proposal`)).status()).toBe(409);
    await office.goto(cycle.path);
    await go(office, button(office, "award.step.close_scoring"));
    await expect(office.locator("main")).toContainText(t("award.next.scored"));
    await go(office, link(office, "award.category_name.tutor"));
    const undecided = office.locator("tbody tr").filter({ hasText: t("award.outcome_name.undecided") });
    await expect(undecided).toHaveCount(2);
    await expect(office.locator("tbody s").first()).toBeVisible();
    await expectAccessible(office);
  });

  await test.step("without the minutes' number it is refused, with it the vote is kept", async () => {
    await use(office, office.locator("[name=resolution][value=vote]"), "Space");
    await write(office, office.locator("#ballots"), "6");
    for (const [name, votes] of [
      [one, "2"],
      [other, "4"],
    ]) {
      await write(office, office.getByLabel(name, { exact: true }), votes);
    }
    await go(office, button(office, "award.decide_tie"));
    await expect(office.locator(".error-summary")).toContainText(t("form.label.reference"));
    await expect(office.getByLabel(other, { exact: true })).toHaveValue("4");
    await expectAccessible(office);
    await write(office, office.locator("#reference"), "2026年评审会纪要第3号");
    await go(office, button(office, "award.decide_tie"));
    await told(office, "tie_decided");
    const row = office.locator("tbody tr").filter({ hasText: other });
    await expect(row).toContainText(t("award.outcome_name.selected"));
    await expect(office.locator("tbody")).toContainText(t("award.separation.vote"));
  });

  await test.step("the office proposes, and the decision maker confirms by name", async () => {
    await go(office, link(office, "award.proposal"));
    await expect(office.locator("[name=selected]:checked")).toHaveCount(2);
    await expectAccessible(office);
    await go(office, button(office, "award.propose"));
    await told(office, "award_proposed");
    await decider.goto("/desk");
    await go(decider, task(decider, "desk.decide"));
    await expect(decider.locator("main")).toContainText(other);
    await expectAccessible(decider);
    await go(decider, button(decider, "award.confirm"));
    await told(decider, "award_confirmed");
    await expect(decider.locator("main")).toContainText(
      t("award.next.confirmed", { time: "§" }).split("§")[0].trim(),
    );
  });

  await test.step("the public reads names, workplaces, units and regions, and nothing else", async () => {
    await office.goto(cycle.path);
    const notice = cycle.path.replace("/award/", "/notice/");
    await page.goto(notice);
    await expect(page.locator("main")).toContainText(t("award.method_title"));
    for (const { name } of nominees) await expect(page.locator("main")).not.toContainText(name);
    await go(office, button(office, "award.step.post"));
    await page.goto("/notice");
    await go(page, page.getByRole("link", { name: cycle.title, exact: true }));
    expect(new URL(page.url()).pathname).toBe(notice);
    const lines = (await page.locator("section:not(.stack) tbody tr").allTextContents()).sort();
    const line = (n: number) => `${nominees[n].name}${nominees[n].place}南湖区科学技术协会南湖区`;
    expect(lines).toEqual([line(0), line(2)].sort());
    const text = await page.content();
    for (const secret of [...secrets, one, "80.00", "93.00"]) expect(text).not.toContain(secret);
    await expectAccessible(page);
  });
});
