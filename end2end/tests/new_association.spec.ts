// A new association begins on an empty database: two accounts from the command line, and everything
// else on pages, without any spreadsheet, up to a published session, a dispatched lecture, a verified
// hour and an announced award. Offices sit at a desk; who lectures, asks for a lecture, judges one or
// claims hours has a phone. The weeks pass on a server of the story's own.

import { execFileSync } from "node:child_process";
import { type Browser, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { dayAfter, marks, score } from "./support/review.ts";
import { ask } from "./support/server.ts";
import { type Database, program, type Running, settingOf } from "./support/servers.ts";
import { abstract, expect, follow, slides, test } from "./support/story.ts";

const password = "Kiln-osprey-7-Tarn";
const desk = { width: 1280, height: 900 };
const phone = { width: 360, height: 780 };

type Somebody = { page: Page; name: string; id: string };

/** The people of an association, each at a browser of their own, and its clock. */
class Association {
  private everybody: Somebody[] = [];

  constructor(
    private browser: Browser,
    private running: Running,
    private t: (key: string) => string,
  ) {}

  /** Somebody without an account. */
  async visitor(viewport: { width: number; height: number }): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.running.url, viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return page;
  }

  /** Whoever has a code chooses a password on its page, and is signed in. */
  async activated(code: string, name: string, id: string, at = desk): Promise<Somebody> {
    const page = await this.visitor(at);
    await page.goto(code);
    await page.locator("#new_password").fill(password);
    await page.locator("#repeat_password").fill(password);
    await follow(page, this.button(page, "account.agree_and_save"));
    expect(new URL(page.url()).pathname, `${name} is signed in`).toBe("/desk");
    const somebody = { page, name, id };
    this.everybody.push(somebody);
    return somebody;
  }

  /** The office adds a person and opens an account for them. */
  async add(office: Page, name: string, workplace: string, field: number, at = desk): Promise<Somebody> {
    await office.goto("/person/new");
    await office.locator("#person_name").fill(name);
    await office.locator("#workplace").fill(workplace);
    await office.locator("#county").selectOption({ index: 1 });
    await office.locator("#field").selectOption({ index: field });
    await follow(office, this.button(office, "person.save_new"));
    const id = /\/person\/(\d+)$/.exec(new URL(office.url()).pathname)![1];
    const signInName = `user-${id}`;
    await office.locator("#sign_in_name").fill(signInName);
    await follow(office, office.locator("form[action$='/activation'] button"));
    const code = await office.locator("main a[href*='/activate/']").first().getAttribute("href");
    return this.activated(new URL(code!, this.running.url).pathname, signInName, id, at);
  }

  /** Gives a role on the page of a person. */
  async give(office: Page, to: Somebody, role: string, scope?: string): Promise<void> {
    await office.goto(`/person/${to.id}`);
    await office.locator("#role").selectOption(role);
    const where = scope === undefined ? { value: "everything" } : { label: scope };
    await office.locator("#scope").selectOption(where);
    await follow(office, this.button(office, "person.give"));
    await expect(office.getByRole("status").first()).toBeVisible();
  }

  /** Moves the clock, and signs in anew whoever is asked for: sessions have ended meanwhile. */
  async clock(moment: string, ...people: Somebody[]): Promise<void> {
    const { folder, environment } = this.running;
    execFileSync(program, ["demo", "clock", moment], { cwd: folder, env: environment });
    for (const { page, name } of people) {
      const form = { sign_in_name: name, password };
      const answer = await page.request.post("/sign_in", { form });
      expect(new URL(answer.url()).pathname, `${name} signs in`).toBe("/desk");
    }
  }

  button(page: Page, key: string): Locator {
    return page.locator("main").getByRole("button", { name: this.t(key), exact: true });
  }
}

test("an association begins with two accounts and pages alone", async ({
  browser,
  database,
  t,
}, { project }) => {
  test.setTimeout(300_000);
  const setting = `${settingOf(project.name)}-association`;
  const asked = { setting, database: database as Database, data: "none" };
  const running = await ask<Running>("/server", asked);
  const all = new Association(browser, running, t);
  const told = (page: Page, key: string) =>
    expect(page.getByRole("status").first()).toHaveText(t(`page.notice.${key}`));
  const zhou = await all.activated(running.codes[0], "zhou", "1");
  const yan = await all.activated(running.codes[1], "yan", "2");
  const office = zhou.page;
  const day = dayAfter(20);

  const decider = await test.step("who keeps the system and who keeps the trade name who decides", async () => {
    const made = await all.add(office, "沈主席", "市科协", 2);
    await all.give(yan.page, made, "decision_maker");
    await office.goto(`/person/${made.id}`);
    await expectAccessible(office);
    await follow(office, office.locator("form[action*='/proposal/'][action$='/confirm'] button"));
    return made;
  });

  const lecturer = await test.step("a lecturer is appointed, and a panel is found", async () => {
    const made = await all.add(office, "钱进", "嘉兴示范大学", 11, phone);
    await office.goto(`/person/${made.id}/appointment`);
    await office.locator("[name=corps][value=city_lecturers]").check();
    await office.locator("#starts_on").fill(new Date().toISOString().slice(0, 10));
    await office.locator("#term_until").fill("2030-08-31");
    await office.locator("#decider").selectOption(decider.id);
    await office.locator("#document_no").fill("嘉科协〔2026〕8号");
    await follow(office, all.button(office, "appointment.appoint"));
    await told(office, "appointed");
    return made;
  });

  const panel: Somebody[] = [];
  await test.step("five panelists come from five workplaces, one of them a school", async () => {
    for (const [at, name] of ["郑一", "王二", "冯三", "陈四", "褚五"].entries()) {
      const place = at === 0 ? "示范中学" : `${name}的示范研究所`;
      const one = await all.add(office, name, place, at + 2, phone);
      await all.give(office, one, "panelist");
      panel.push(one);
    }
  });

  const course = await test.step("the lecturer writes a course on a phone, and it is found sound", async () => {
    const { page } = lecturer;
    await page.goto("/course/new");
    await page.locator("#title").fill("潮汐从哪里来");
    await page.locator("#summary").fill(abstract.slice(0, 200));
    await page.locator("#field").selectOption({ index: 11 });
    await page.locator("[name=stages][value=primary_upper]").check();
    await page.locator("[name=groups][value=youth]").check();
    await page.locator("#minutes").fill("60");
    await page.locator("#max_audience").fill("120");
    await page.locator("#equipment").fill("投影");
    await page.locator("#outline").fill("一、亲眼所见\n二、道理");
    await page.locator("#sources").fill("潮汐表与教材");
    await page.locator("#slides").setInputFiles(slides);
    await page.locator("#owns_rights").check();
    await page.locator("#no_advertising").check();
    await follow(page, all.button(page, "course.save"));
    await expectAccessible(page);
    await follow(page, all.button(page, "course.submit"));
    const path = new URL(page.url()).pathname;
    await office.goto(path.replace("/course/", "/course_check/"));
    await follow(office, all.button(office, "course.clear"));
    return path;
  });

  const session = await test.step("a session is planned and published", async () => {
    await office.goto("/review_session/new");
    await office.locator("#held_on").fill(day);
    await office.locator("#starts_at").fill("09:00");
    await office.locator("[name=slot_minutes][value='60']").check();
    await office.locator("#n_slots").fill("3");
    await office.locator("#break_minutes").fill("10");
    await office.locator("#video_link").fill("https://video.example.invalid/1");
    await office.locator("[name=stages][value=primary_upper]").check();
    for (const one of panel) await office.locator(`[name=panel][value='${one.id}']`).check();
    await follow(office, all.button(office, "review_session.save"));
    const path = new URL(office.url()).pathname;
    await expectAccessible(office);
    await follow(office, office.locator(`form[action='${path}/publish'] button`));
    return path;
  });

  const lecture = await test.step("the lecturer takes a slot on a phone", async () => {
    const { page } = lecturer;
    await page.goto(`${course}/booking`);
    await follow(page, page.locator("button.slot[data-state=free]").first());
    await follow(page, all.button(page, "review_session.confirm"));
    await told(page, "slot_confirmed");
    await expectAccessible(page);
    return new URL(page.url()).pathname.replace("/booking/", "/trial_lecture/");
  });

  await test.step("its day comes, and the panel judges it", async () => {
    await all.clock(`${day}T09:05`, zhou, lecturer, ...panel);
    const sheets = panel.map((one) => one.page.request);
    const first = panel[0].page;
    await first.goto(lecture);
    await first.locator("[name=relation][value=none]").check();
    await follow(first, all.button(first, "trial_lecture.declare"));
    for (const one of sheets.slice(1)) {
      await one.post(`${lecture}/relation`, { form: { relation: "none" } });
    }
    await expect(async () => {
      await office.goto(`${session}/sitting`);
      await expect(all.button(office, "trial_lecture.begin")).toBeVisible({ timeout: 500 });
    }).toPass();
    await follow(office, all.button(office, "trial_lecture.begin"));
    for (const seat of await office.locator("[name=present]").all()) await seat.check();
    await follow(office, all.button(office, "trial_lecture.save_presence").first());
    await follow(office, all.button(office, "trial_lecture.start").first());
    await follow(office, all.button(office, "trial_lecture.end").first());
    await first.goto(`${lecture}/sheet`);
    for (const [at, mark] of marks.good.entries()) await first.locator(`#score_${at + 1}`).fill(mark);
    await first.locator("#strength").fill("用自己的观测故事开场，听众投入");
    await first.locator("#suggestion").fill("请把潮汐表的来源写在幻灯片上");
    await follow(first, all.button(first, "review_sheet.submit"));
    await expectAccessible(first);
    await score(sheets.slice(1), lecture, marks.good);
    await office.goto(lecture);
    await follow(office, all.button(office, "trial_lecture.close_scoring"));
    await office.locator("[name=verdict][value=approve]").first().check();
    await follow(office, all.button(office, "trial_lecture.propose"));
    await expectAccessible(office);
    await follow(office, office.locator(`form[action='${lecture}/decision'] button.primary`));
    await office.goto(`${course}/refinement`);
    await follow(office, office.locator("form[action$='/refinement/list'] button"));
  });

  const host = await test.step("a school that nobody has entered asks for it on a phone", async () => {
    const page = await all.visitor(phone);
    await page.goto("/catalogue");
    await follow(page, page.locator("main .card-title a").first());
    await page.goto(`${new URL(page.url()).pathname}/request`);
    await page.locator("#host_name").fill("菱歌示范小学");
    await page.locator("#host_kind").selectOption("school");
    await page.locator("#host_county").selectOption({ index: 1 });
    await page.locator("#whitelist").fill("进校园白名单第12号");
    await page.locator("#address").fill("示范路1号");
    await page.locator("#hall").fill("报告厅");
    await page.locator("#stage").selectOption("primary_upper");
    await page.locator("#audience").fill("100");
    await page.locator("[name=mode][value=onsite]").check();
    await page.locator("#day_1").fill(weekday(day, 35));
    await page.locator("#hour_1").fill("14:00");
    await page.locator("#contact").fill("沈老师");
    await page.locator("#contact_phone").fill("13812345678");
    await page.locator("#adult").check();
    await page.locator("#consent").check();
    await expectAccessible(page);
    await follow(page, page.locator("main form .button.primary").last());
    expect(new URL(page.url()).pathname).toMatch(/^\/request\/[0-9a-f]{32}$/);
    return page;
  });

  await test.step("both reviews are the city's, and the lecturer accepts on a phone", async () => {
    await office.goto("/lecture_request?state=county_review");
    const request = await office.locator("main a[href^='/lecture_request/']").first().getAttribute("href");
    for (let n = 0; n < 2; n += 1) {
      await office.goto(request!);
      const pass = office.locator("main [name=decision][value=pass]");
      if ((await pass.count()) === 0) break;
      await pass.check();
      await follow(office, office.locator(`form[action='${request}/decide'] button`));
    }
    await office.goto(request!);
    await follow(office, office.locator("ol.card-list button").first());
    await told(office, "dispatched");
    const { page } = lecturer;
    await page.goto("/desk");
    await follow(page, page.locator("main a[href^='/dispatch/']").first());
    await expectAccessible(page);
    await follow(page, page.locator("form[action$='/accept'] button").first());
    await expect(page.getByRole("status").first()).toBeVisible();
    await host.reload();
    await expect(host.locator("main")).toContainText("钱进");
  });

  await test.step("a tutor claims hours on a phone; the unit confirms, the city verifies", async () => {
    const tutor = await all.add(office, "沈小鱼", "菱歌示范中学", 20, phone);
    await all.give(office, tutor, "tutor");
    const officer = await all.add(office, "单正", "菱歌示范中学", 20);
    await all.give(office, officer, "unit_officer", "菱歌示范中学");
    const { page } = tutor;
    await page.goto("/hour_claim/new");
    await page.locator("#event_title").fill("长三角科技教师研修");
    await page.locator("#organiser").fill("示范科学馆");
    await page.locator("#activity_kind").selectOption("professional_training");
    await page.locator("#first_day").fill(day);
    await page.locator("#last_day").fill(day);
    await page.locator("[name=half_days][value=morning]").check();
    await page.locator("#hours").fill("3");
    await page.locator("#proof").setInputFiles(slides);
    await all.clock(`${weekday(day, 2)}T09:05`, zhou, lecturer, tutor, officer);
    await follow(page, all.button(page, "hour_claim.submit"));
    await told(page, "claim_submitted");
    const claim = new URL(page.url()).pathname;
    for (const one of [officer.page, office]) {
      await one.goto(claim);
      await one.locator("[name=decision][value=accept]").check();
      await follow(one, all.button(one, "hour_claim.decide_save"));
    }
    await page.goto("/training_record");
    await expect(page.locator("tbody")).toContainText("长三角科技教师研修");
    await expectAccessible(page);
  });

  await test.step("an award is announced, and everybody reads how it is judged", async () => {
    const judges: Somebody[] = [];
    for (const name of ["卫评", "蒋评", "沈评", "韩评", "杨评"]) {
      const judge = await all.add(office, name, `${name}的单位`, 4);
      await all.give(office, judge, "judge");
      judges.push(judge);
    }
    await office.goto("/award/new");
    await office.locator("#award_title").fill("2026年度科普工作评优");
    await office.locator("#year").fill("2026");
    await office.locator("[name=legal_basis][value=internal]").check();
    await office.locator("#objections_to").fill("科普部 0573-00000000");
    await follow(office, all.button(office, "award.save"));
    const cycle = new URL(office.url()).pathname;
    const tutors = office.getByRole("link", { name: t("award.category_name.tutor"), exact: true });
    await follow(office, tutors);
    await office.locator("#criteria").fill("育人成效 50\n活动 50");
    await office.locator("[name=quota_kind][value=open]").check();
    await office.locator("#seats").fill("2");
    await follow(office, all.button(office, "award.save"));
    await office.goto(`${cycle}/judges`);
    for (const judge of judges) await office.locator(`[name=judges][value='${judge.id}']`).check();
    await follow(office, all.button(office, "award.save"));
    await follow(office, all.button(office, "award.step.announce"));
    await expect(office.locator("main")).toContainText(t("award.cycle_state.nominating"));
    await host.goto(cycle.replace("/award/", "/notice/"));
    await expect(host.locator("h1")).toHaveText("2026年度科普工作评优");
    await expect(host.locator("main")).toContainText("育人成效");
    await expectAccessible(host);
  });
});

/** The first working day so many days after another. */
function weekday(from: string, days: number): string {
  const day = new Date(`${from}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
