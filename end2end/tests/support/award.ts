// An award cycle whose nominations are closed: what the story of an evaluation begins with. All of
// it is done by forms, as people do it on the pages that other stories show.

import { randomBytes } from "node:crypto";
import { request, type APIRequestContext, type Page } from "@playwright/test";
import { expect, post, unique } from "./story.ts";

export type Cycle = {
  path: string;
  title: string;
  /** Judges without a part in the browser: each with a session of the own. */
  others: APIRequestContext[];
};

/** What the file of the first nominee says, and no public page may. */
export const secrets = [
  "13800000456",
  "带领学生观测潮汐四年",
  "全市科技辅导先进个人",
  "高级教师",
  "教研组长",
  "材料已盖章",
];

/** In the order of their scores; the second and the third are equal. */
export const nominees = [
  { name: "端木秋", place: "菱歌示范小学", points: ["55", "38"] },
  { name: "东方晓", place: "潮音示范小学", points: ["50", "30"] },
  { name: "司徒宁", place: "柳浪示范小学", points: ["50", "30"] },
];

const password = "Kiln-osprey-7-Tarn";
const unit = "南湖区科学技术协会";

/** Opens a cycle with two seats for tutors, six judges and three nominees, up to the check. */
export async function closedNominations(office: Page, baseURL: string): Promise<Cycle> {
  const title = unique("年度评优");
  await office.goto("/award/new");
  const head = {
    once: await office.locator("[name=once]").inputValue(),
    award_title: title,
    year: "2026",
    legal_basis: "internal",
    objections_to: "科普部 0573-00000000",
  };
  const path = new URL(await post(office, "/award/new", head)).pathname;
  await office.goto(path);
  // The categories stand in the order of the rosters: lecturers first, then tutors.
  const category = office.locator("main .card-title a").nth(1);
  await post(office, (await category.getAttribute("href"))!, {
    criteria: "育人成效 60\n活动 40",
    quota_kind: "open",
    seats: "2",
    revision: "1",
  });
  await office.goto(`${path}/judges`);
  const boxes = office.locator("[name=judges]");
  // The last of the seven sits in finals alone, in the demonstration as here.
  const judges = await boxes.evaluateAll((all) =>
    all
      .filter((one) => !one.closest("label")!.textContent!.includes("江望舟"))
      .map((one) => one.getAttribute("value")!),
  );
  await seat(office, path, judges);
  await nominate(office);
  await agree(office, path);
  for (const step of ["announce", "close_nominations"]) await post(office, `${path}/step`, { step });
  const others = [];
  for (const judge of judges) {
    const session = await signInByCode(office, baseURL, judge);
    if (session) others.push(session);
  }
  expect(others).toHaveLength(4);
  return { path, title, others };
}

async function seat(office: Page, path: string, judges: string[]): Promise<void> {
  const data = new URLSearchParams(judges.map((judge) => ["judges", judge])).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await office.request.post(`${path}/judges`, { data, headers });
  expect(answer.status()).toBe(200);
}

/** Everybody whom the import has brought says yes behind a link that the office makes. */
async function agree(office: Page, cycle: string): Promise<void> {
  await office.goto(`${cycle}/nomination`);
  const links = office.locator("main td a[href^='/nomination/']");
  const paths = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")!));
  expect(paths).toHaveLength(nominees.length);
  for (const path of paths) {
    await office.goto(path);
    const form = office.locator(`form[action='${path}/consent/link']`);
    const once = await form.locator("[name=once]").inputValue();
    const shown = await office.request.post(`${path}/consent/link`, { form: { once } });
    const token = /\/nominee\/([^"]+)"/.exec(await shown.text())![1];
    const said = { consent_processing: "yes", consent_publication: "yes" };
    await post(office, `/nominee/${token}`, said);
  }
}

/** Imports the summary sheet of nominations into the cycle that takes them. */
async function nominate(office: Page): Promise<void> {
  const [phone, deeds, earlier, title, position, note] = secrets;
  const head = "推荐类别,姓名,工作单位,职务,职称,联系电话,从事年限,主要事迹,曾获奖励,推荐单位,推荐排序,备注";
  const rows = nominees.map(({ name, place }, n) => {
    const file = n === 0 ? [position, title, phone, "8", deeds, earlier] : ["", "", "", "6", "", ""];
    return ["优秀科技辅导员", name, place, ...file, unit, n + 1, n === 0 ? note : ""].join(",");
  });
  const buffer = Buffer.from([head, ...rows, ""].join("\n"));
  const file = { name: "推荐汇总表.csv", mimeType: "text/csv", buffer };
  const preview = await office.request.post("/roster", {
    multipart: { kind: "nominations", file },
  });
  const plan = new URL(preview.url()).pathname;
  expect(plan).toMatch(/^\/roster\/./);
  await post(office, plan);
}

/** Signs in a judge who has no account of the demonstration, by a code from the office. */
export async function signInByCode(
  office: Page,
  baseURL: string,
  judge: string,
): Promise<APIRequestContext | undefined> {
  await office.goto(`/person/${judge}`);
  const facts = await office.locator("dl.facts dd").allTextContents();
  if (facts.includes("judge") || facts.includes("judge2")) return undefined;
  const form = { sign_in_name: `judge-${randomBytes(4).toString("hex")}` };
  const issued = await office.request.post(`/person/${judge}/activation`, { form });
  const code = /\/activate\/[\w-]+/.exec(await issued.text());
  expect(code, `a code for person ${judge}`).not.toBeNull();
  const session = await request.newContext({ baseURL });
  const chosen = { new_password: password, repeat_password: password };
  const answer = await session.post(code![0], { form: chosen });
  expect(new URL(answer.url()).pathname).toBe("/desk");
  return session;
}

/** Declares no relation to anybody, and scores everybody. */
export async function judge(session: APIRequestContext, cycle: Cycle): Promise<void> {
  const judging = `${cycle.path}/judging`;
  const page = await (await session.get(judging)).text();
  const ids = [...new Set(page.match(/relation_\d+/g))];
  expect(ids).toHaveLength(nominees.length);
  await session.post(judging, { form: Object.fromEntries(ids.map((id) => [id, "none"])) });
  await score(session, cycle);
}

/** Scores whoever the judge's page lists. */
export async function score(session: APIRequestContext, cycle: Cycle): Promise<void> {
  const page = await (await session.get(`${cycle.path}/judging`)).text();
  for (const [, sheet, name] of page.matchAll(/href="(\/score_sheet\/\d+)"[^>]*>([^<]+)</g)) {
    const { points } = nominees.find((one) => one.name === name)!;
    const form = { score_1: points[0], score_2: points[1], revision: "0", decision: "submit" };
    const answer = await session.post(sheet, { form });
    expect(answer.status(), sheet).toBe(200);
  }
}
