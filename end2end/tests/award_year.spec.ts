// The whole year of an award as one story, on a server of its own whose clock is moved: announced,
// nominated, agreed to, checked, judged in two stages, a tie decided, on notice, an objection upheld,
// the next in rank on notice, decided, a certificate issued, verified, revoked, and verified again.

import { execFileSync } from "node:child_process";
import type { APIRequestContext, Page } from "@playwright/test";
import { signInByCode } from "./support/award.ts";
import { expectAccessible } from "./support/axe.ts";
import { ahead } from "./support/lecture.ts";
import { ask } from "./support/server.ts";
import { program, settingOf, type Database, type Running } from "./support/servers.ts";
import { expect, follow, post, test } from "./support/story.ts";

/** In the order of the first stage: the second and the third are equal in the final. */
const nominees = ["端木秋", "东方晓", "司徒宁", "欧阳䶮"];
const first = ["55", "52", "49", "46"];
const final = ["55", "50", "50"];
const deeds = "连续三年带领学生观测潮汐，编写活动手册两册，学生多次在市级比赛中获奖。".repeat(2);

const paper = Buffer.from(
  "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n" +
    "<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R" +
    "/MediaBox[0 0 595 842]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n",
);

test("a year from the announcement to a certificate that is revoked", async ({
  browser,
  database,
  t,
}, { project }) => {
  test.setTimeout(300_000);
  const setting = `${settingOf(project.name)}-award-year`;
  const running = await ask<Running>("/server", { setting, database: database as Database });
  const window = async () => (await browser.newContext({ baseURL: running.url })).newPage();
  const signIn = async (page: Page, name: string) => {
    const form = { sign_in_name: name, password: "Whetstone-1" };
    const answer = await page.request.post("/sign_in", { form });
    expect(new URL(answer.url()).pathname, `${name} signs in`).toBe("/desk");
  };
  const person = async (name: string) => {
    const page = await window();
    await signIn(page, name);
    return page;
  };
  const clock = async (moment: string, ...people: [Page, string][]) => {
    const { folder, environment } = running;
    execFileSync(program, ["demo", "clock", moment], { cwd: folder, env: environment });
    for (const [page, name] of people) await signIn(page, name);
  };
  const [office, county, decider, supervisor, visitor] = [
    await person("office"),
    await person("county"),
    await person("decider"),
    await person("supervisor"),
    await window(),
  ];
  const press = (page: Page, key: string) =>
    follow(page, page.locator("main").getByRole("button", { name: t(key), exact: true }).first());
  const told = (page: Page, key: string) =>
    expect(page.getByRole("status").first()).toHaveText(t(`page.notice.${key}`));
  let cycle = "";
  let category = "";
  const sessions: APIRequestContext[] = [];
  const judge = await person("judge");

  await test.step("the office writes the rules, and announces them", async () => {
    await office.goto("/award/new");
    await office.locator("#award_title").fill("年度科普工作评优（全程）");
    await office.locator("#year").fill("2026");
    await office.locator("[name=legal_basis][value=internal]").check();
    await office.locator("#objections_to").fill("科普部 0573-00000000");
    await office.locator("[name=final_kind][value=sheets]").check();
    await expectAccessible(office);
    await press(office, "award.save");
    cycle = new URL(office.url()).pathname;
    await follow(office, office.getByRole("link", { name: t("award.category_name.tutor"), exact: true }));
    category = new URL(office.url()).pathname.split("/").pop()!;
    await office.locator("#criteria").fill("育人成效 60\n活动 40");
    await office.locator("#seats").fill("2");
    await office.locator("[name=seat_passing]").check();
    await expectAccessible(office);
    await press(office, "award.save");
    await follow(office, office.getByRole("link", { name: t("award.seat_judges"), exact: true }));
    const boxes = await office.locator("[name=judges]").all();
    for (const box of boxes) await box.check();
    const judges = await Promise.all(boxes.map((box) => box.getAttribute("value")));
    await expectAccessible(office);
    await press(office, "award.save");
    await press(office, "award.step.announce");
    await expectAccessible(office);
    for (const id of judges) {
      const session = await signInByCode(office, running.url, id!);
      if (session) sessions.push(session);
    }
    sessions.push((await person("judge2")).request);
    expect(sessions).toHaveLength(6);
    await visitor.goto(cycle.replace("/award/", "/notice/"));
    await expect(visitor.locator("main")).toContainText(t("award.method_title"));
    await expectAccessible(visitor);
  });
  const [notice, nominate] = ["/notice/", "/nominate/"].map((to) => cycle.replace("/award/", to));

  await test.step("a unit nominates, and each nominee agrees", async () => {
    await county.goto(nominate);
    await expectAccessible(county);
    const link = county.locator(`main a[href^='${nominate}/'][href$='/${category}']`).first();
    const draft = (await link.getAttribute("href"))!;
    for (const [at, name] of nominees.entries()) {
      await county.goto(draft);
      const typed = {
        nominee_name: name,
        nominee_workplace: "南湖区示范小学",
        unit_rank: String(at + 1),
        service_years: "6",
        deeds,
        unit_opinion: "同意推荐。",
      };
      let filing = "";
      if (at === 0) {
        for (const [field, text] of Object.entries(typed)) await county.locator(`#${field}`).fill(text);
        await expectAccessible(county);
        await follow(county, county.locator("main .button.primary"));
        await told(county, "nomination_saved");
        filing = new URL(county.url()).pathname;
        await expectAccessible(county);
      } else {
        const once = await county.locator("main [name=once]").first().inputValue();
        filing = new URL(await post(county, draft, { ...typed, once })).pathname;
        await county.goto(filing);
      }
      await follow(county, county.locator(`form[action='${filing}/link'] button`));
      const shown = await county.locator("main a[href*='/nominee/']").first().getAttribute("href");
      const nominee = new URL(shown!, running.url).pathname;
      if (at === 0) {
        await visitor.goto(nominee);
        await visitor.locator("input[name=consent_processing][value=yes]").check();
        await visitor.locator("input[name=consent_publication][value=yes]").check();
        await expectAccessible(visitor);
        await press(visitor, "nomination.say");
        await told(visitor, "nominee_said");
      } else {
        const said = { consent_processing: "yes", consent_publication: "yes" };
        await post(visitor, nominee, said);
      }
      await county.goto(filing);
      await county.locator("input[name=truthful][value=yes]").check();
      await press(county, "nomination.hand_in");
      await told(county, "nomination_handed_in");
    }
    await expectAccessible(county);
  });

  await test.step("the office checks each of them", async () => {
    await office.goto(cycle);
    await press(office, "award.step.close_nominations");
    await follow(office, office.getByRole("link", { name: t("award.nominations"), exact: true }));
    await expectAccessible(office);
    await follow(office, office.getByRole("link", { name: nominees[0], exact: true }));
    await expectAccessible(office);
    for (const name of nominees) {
      await expect(office.locator("h1")).toHaveText(name);
      await office.locator("#reason").fill("学时记录在县区，已电话核对");
      await press(office, "award.eligible");
      await told(office, "nomination_checked");
    }
    await office.goto(cycle);
    await press(office, "award.step.open_evaluation");
    await expect(office.locator("main")).toContainText(t("award.next.evaluation"));
  });

  /** Everybody but the first judge writes all sheets of a stage. */
  const score = async (session: APIRequestContext, points: string[], stage: string) => {
    const page = await (await session.get(`${cycle}/judging`)).text();
    for (const [, sheet, name] of page.matchAll(/href="(\/score_sheet\/\d+)"[^>]*>([^<]+)</g)) {
      const one = points[nominees.indexOf(name)];
      const form = { score_1: one, score_2: "30", stage, revision: "0", decision: "submit" };
      const answer = await session.post(sheet, { form });
      expect(answer.status(), `${name} in ${stage}`).toBe(200);
    }
  };
  const write = async (points: string[]) => {
    for (const [at, one] of points.entries()) {
      await expect(judge.locator("h1")).toHaveText(nominees[at]);
      await judge.locator("#score_1").fill(one);
      await judge.locator("#score_2").fill("30");
      if (at === 0) await expectAccessible(judge);
      await press(judge, "award.submit_sheet");
      await told(judge, "sheet_submitted");
    }
  };
  const open = async () => {
    await judge.goto(`${cycle}/judging`);
    await expectAccessible(judge);
    await follow(judge, judge.getByRole("link", { name: nominees[0], exact: true }));
  };

  await test.step("judges declare and score, and the shortlist is drawn", async () => {
    await judge.goto(`${cycle}/judging`);
    await expectAccessible(judge);
    for (const list of await judge.locator("select[name^=relation_]").all()) {
      await list.selectOption("none");
    }
    await press(judge, "award.declare");
    await told(judge, "relations_declared");
    await open();
    await write(first);
    for (const session of sessions) {
      const page = await (await session.get(`${cycle}/judging`)).text();
      const ids = [...new Set(page.match(/relation_\d+/g))];
      await session.post(`${cycle}/judging`, {
        form: Object.fromEntries(ids.map((id) => [id, "none"])),
      });
      await score(session, first, "preliminary");
    }
    await office.goto(cycle);
    await press(office, "award.step.close_scoring");
    await expectAccessible(office);
    await judge.goto(`${cycle}/judging`);
    await expect(judge.locator("main .card-title a")).toHaveCount(3);
    await expect(judge.locator("main")).not.toContainText(nominees[3]);
  });

  await test.step("the final leaves two equal at the line, and the panel votes", async () => {
    await open();
    await write(final);
    for (const session of sessions) await score(session, final, "final");
    await office.goto(cycle);
    await press(office, "award.step.close_final");
    await follow(office, office.getByRole("link", { name: t("award.category_name.tutor"), exact: true }));
    await expectAccessible(office);
    await office.locator("[name=resolution][value=vote]").check();
    await office.locator("#ballots").fill("7");
    await office.getByLabel(nominees[1], { exact: true }).fill("4");
    await office.getByLabel(nominees[2], { exact: true }).fill("3");
    await office.locator("#reference").fill("评审会纪要第3号");
    await press(office, "award.decide_tie");
    await told(office, "tie_decided");
    await expectAccessible(office);
  });

  await test.step("the list is proposed, confirmed by name, and put on notice", async () => {
    await office.goto(`${cycle}/proposal`);
    await expectAccessible(office);
    await press(office, "award.propose");
    await told(office, "award_proposed");
    await decider.goto(`${cycle}/proposal`);
    await expectAccessible(decider);
    await press(decider, "award.confirm");
    await told(decider, "award_confirmed");
    await office.goto(cycle);
    await press(office, "award.step.post");
    await visitor.goto(notice);
    await expect(visitor.locator("main")).toContainText(nominees[0]);
    await expect(visitor.locator("main")).not.toContainText(nominees[2]);
    await expectAccessible(visitor);
  });

  await test.step("somebody objects to the first, is right, and reads the answer", async () => {
    await clock(`${ahead(2)}T10:00`, [office, "office"], [supervisor, "supervisor"], [decider, "decider"]);
    await follow(visitor, visitor.locator(`main a[href='${notice}/objection']`));
    await visitor.locator("input[name=objection_about][value=nominee]").check();
    await visitor.locator("#nominee").selectOption({ label: await label(visitor, nominees[0]) });
    await visitor.locator("#objection").fill("申报材料所列比赛并非本人指导");
    await visitor.locator("input[name=objector_kind][value=person]").check();
    await visitor.locator("#objector_name").fill("钱举报");
    await visitor.locator("#objector_contact").fill("0573-00000000");
    await expectAccessible(visitor);
    await follow(visitor, visitor.locator("main .button.primary"));
    await told(visitor, "objection_sent");
    const file = { name: "异议书.pdf", mimeType: "application/pdf", buffer: paper };
    await visitor.locator("#scan").setInputFiles(file);
    await press(visitor, "objection.add_scan");
    await told(visitor, "scan_added");
    await supervisor.goto(`${cycle}/objection`);
    await expectAccessible(supervisor);
    await follow(supervisor, supervisor.locator("main .card-title a").first());
    await press(supervisor, "objection.take");
    await press(supervisor, "objection.admit");
    await supervisor.locator("input[name=finding][value=upheld]").check();
    await supervisor.locator("input[name=effect][value=removal]").check();
    await supervisor.locator("#answer").fill("经向学校核实，情况属实，已从公示名单中撤下。");
    await expectAccessible(supervisor);
    await press(supervisor, "objection.decide_do");
    await told(supervisor, "objection_decided");
    await visitor.reload();
    await expect(visitor.locator("main")).toContainText("情况属实");
    await expectAccessible(visitor);
    await visitor.goto(notice);
    await expect(visitor.locator("main")).not.toContainText(nominees[0]);
  });

  await test.step("the next in rank follows, with a notice of the own", async () => {
    await office.goto(`${cycle}/changes`);
    const next = office.locator("#substitute option").filter({ hasText: nominees[2] });
    await office.locator("#substitute").selectOption((await next.getAttribute("value"))!);
    await expectAccessible(office);
    await press(office, "award.propose_follower");
    await told(office, "substitute_proposed");
    await decider.goto(`${cycle}/changes`);
    await expectAccessible(decider);
    await press(decider, "award.confirm_follower");
    await told(decider, "substitute_confirmed");
    await visitor.goto(notice);
    await expect(visitor.locator("main")).toContainText(t("award.on_own_notice"));
    await expect(visitor.locator("main")).toContainText(nominees[2]);
    await expectAccessible(visitor);
  });

  await test.step("both notices end, and the list is decided", async () => {
    await clock(`${ahead(20)}T10:00`, [office, "office"], [decider, "decider"]);
    await decider.goto(`${cycle}/proposal`);
    await decider.locator("#document_no").fill("嘉科协〔2026〕9号");
    await expectAccessible(decider);
    await press(decider, "award.decide");
    await told(decider, "award_decided");
    await visitor.goto(notice);
    for (const name of [nominees[1], nominees[2], "江望舟", "嘉科协〔2026〕9号"]) {
      await expect(visitor.locator("main")).toContainText(name);
    }
    await expectAccessible(visitor);
    await follow(visitor, visitor.locator(`main a[href='${notice}/deeds']`));
    await expect(visitor.locator("main")).toContainText("观测潮汐");
    await expectAccessible(visitor);
  });

  let number = "";
  const verify = async (state: string) => {
    await visitor.goto("/verify");
    await visitor.locator("#certificate_no").fill(number);
    await visitor.locator("#printed_name").fill(nominees[2]);
    await follow(visitor, visitor.locator("main .button.primary").first());
    await expect(visitor.locator("main .badge").first()).toHaveText(t(`certificate.state.${state}`));
    await expectAccessible(visitor);
  };

  await test.step("certificates are issued, and anybody verifies one", async () => {
    await office.goto(`${cycle}/certificates`);
    await expectAccessible(office);
    // One first by itself, its name looked at.
    await follow(office, office.locator(`main a[href^='${cycle}/certificates/']`).first());
    await expectAccessible(office);
    await office.locator("#reason").fill("姓名用字已与本人核对");
    await follow(office, office.locator("main .button.primary"));
    await told(office, "certificates_issued");
    const rest = office.locator("main .button.primary");
    if (await rest.count()) {
      await follow(office, rest);
      await told(office, "certificates_issued");
    }
    await expectAccessible(office);
    const row = office.locator("tbody tr").filter({ hasText: nominees[2] });
    number = (await row.locator("a").textContent())!.trim();
    await follow(office, row.locator("a"));
    await expectAccessible(office);
    await verify("valid");
  });

  await test.step("one is revoked by name, and whoever verifies it reads so", async () => {
    await decider.goto(new URL(office.url()).pathname);
    await decider.locator("#revocation_ground").selectOption("fraud");
    await decider.locator("#reason").fill("申报材料经核实不属实");
    await decider.locator("#document_no").fill("嘉科协〔2027〕2号");
    await expectAccessible(decider);
    await press(decider, "certificate.revoke");
    await told(decider, "certificate_revoked");
    await expectAccessible(decider);
    await verify("revoked");
    await expect(visitor.locator("main")).not.toContainText("不属实");
  });

  await test.step("nothing is open any more: the office archives it, and takes it out for a late letter", async () => {
    await office.goto(cycle);
    await follow(office, office.locator(`main a[href='${cycle}/archive']`));
    await expectAccessible(office);
    await press(office, "award_archive.archive");
    await told(office, "award_archived");
    await visitor.goto(notice);
    await expect(visitor.locator("main")).toContainText(nominees[1]);
    await office.goto(`${cycle}/archive`);
    await expectAccessible(office);
    await press(office, "award_archive.take_out");
    await expect(office.locator(".error-summary")).toContainText(t("form.label.reason"));
    await office.locator("#reason").fill("收到迟到的挂号信");
    await press(office, "award_archive.take_out");
    await told(office, "award_taken_out");
    await office.goto(`${cycle}/archive`);
    await press(office, "award_archive.archive");
    await told(office, "award_archived");
  });
  for (const page of [office, county, decider, supervisor, visitor, judge]) await page.context().close();
});

/** The entry of the list of nominees that has this name. */
async function label(page: Page, name: string): Promise<string> {
  const entry = page.locator("#nominee option").filter({ hasText: name });
  return (await entry.first().textContent())!;
}
