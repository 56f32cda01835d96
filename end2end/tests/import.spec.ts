// The office imports rosters: the preview says what would change, and exactly that is done.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/story.ts";

const rosters = resolve(import.meta.dirname, "../../data/rosters");

type Expected = {
  files: { file: string; counts: Record<"rows" | "good" | "warning" | "error", number> }[];
};

test("the roster that is on file already would change nothing", async ({ person, t }) => {
  const office = await person("office");
  await preview(office, join(rosters, "lecturers.xlsx"));
  await expect(office.locator("h1")).toHaveText(t("roster.kind.lecturers"));
  await expect(office.locator(".lede")).toHaveText("lecturers.xlsx");
  const expected: Expected = JSON.parse(readFileSync(join(rosters, "expected.json"), "utf8"));
  const { counts } = expected.files.find(({ file }) => file === "lecturers.xlsx")!;
  for (const name of ["rows", "good", "warning", "error"] as const) {
    await expect(count(office, t(`roster.${name}`))).toHaveText(String(counts[name]));
  }
  await expect(count(office, t("roster.new"))).toHaveText("0");
  await expect(count(office, t("roster.changed"))).toHaveText("0");
  await expect(count(office, t("roster.unchanged"))).toHaveText(
    String(counts.rows - counts.error),
  );
  await expect(office.locator(".notice")).toHaveText(t("roster.nothing_to_do"));
  const findings = office.locator("tbody tr");
  expect(await findings.count()).toBeGreaterThanOrEqual(counts.warning + counts.error);
  await expect(findings.filter({ hasText: t("roster.code.unit_missing") })).not.toHaveCount(0);
  await expectAccessible(office);
});

test("a roster with somebody new is previewed, imported, and then on file", async ({
  person,
  t,
}) => {
  const office = await person("office");
  const name = "欧阳端端";
  const roster = {
    name: "一位新讲师.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`姓名,性别,工作单位,联系电话\n${name},女,禾城示范博物馆,13800000123\n`),
  };
  await preview(office, roster);
  await expect(count(office, t("roster.new"))).toHaveText("1");
  const changes = office.locator("details.more").filter({ hasText: t("roster.all_changes") });
  await changes.locator("summary").click();
  await expect(changes.locator("tbody tr")).toContainText([name]);
  await search(office, name);
  await expect(office.locator("tbody tr")).toHaveCount(0);
  await office.goBack();
  await office.goBack();
  const commit = t("roster.commit", { new: 1, changed: 0 });
  await office.getByRole("button", { name: commit }).click();
  await expect(office.getByRole("status")).toHaveText(t("page.notice.roster_imported"));
  await search(office, name);
  await expect(office.locator("tbody tr")).toContainText([name]);
  await preview(office, roster);
  await expect(count(office, t("roster.unchanged"))).toHaveText("1");
  await expect(office.locator(".notice")).toHaveText(t("roster.nothing_to_do"));
});

test("what is no spreadsheet is refused, and what is missing is named", async ({ person, t }) => {
  const office = await person("office");
  const letter = { name: "名册.xlsx", mimeType: "", buffer: Buffer.from("%PDF-1.4\nno table") };
  await preview(office, letter);
  await expect(office.getByRole("alert")).toHaveText(t("roster.refused.not_a_spreadsheet"));
  await expect(office.locator("[name=kind][value=lecturers]")).toBeChecked();
  await expectAccessible(office);
  await office.goto("/roster");
  await office.locator("main .button.primary").click();
  await expect(office.locator(".error-summary")).toBeFocused();
  await expect(office.locator(".error-summary a")).toHaveCount(2);
});

test("who is on file with another phone waits, and a column is what the office says", async ({
  person,
  t,
}) => {
  const office = await person("office");
  const name = "闻人听雨";
  const roster = (head: string, phone: string) => ({
    name: "讲师.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`姓名,${head},联系电话\n${name},云棹示范科技馆,${phone}\n`),
  });
  // The workplace stands under a heading that nobody knows.
  await preview(office, roster("从哪里来", "13800000124"));
  await expect(office.getByRole("alert")).toContainText("从哪里来");
  const label = t("roster.column_is", { heading: "从哪里来", column: "B" });
  await office.getByLabel(label).selectOption("unit");
  await expectAccessible(office);
  await office.getByRole("button", { name: t("roster.choose") }).click();
  await expect(count(office, t("roster.new"))).toHaveText("1");
  await office.getByRole("button", { name: t("roster.commit", { new: 1, changed: 0 }) }).click();
  // What was said of the heading is remembered; the other phone is asked about.
  await preview(office, roster("从哪里来", "13800000125"));
  await expect(count(office, t("roster.waiting"))).toHaveText("1");
  await expect(office.locator("form fieldset .hint")).toContainText("13800000124");
  await office.getByLabel(t("roster.same")).check();
  await expectAccessible(office);
  await office.getByRole("button", { name: t("roster.choose") }).click();
  await expect(count(office, t("roster.changed"))).toHaveText("1");
  const row = office.locator("section tbody tr").filter({ hasText: "13800000125" });
  await expect(row).toContainText(["13800000124"]);
  await office.getByRole("button", { name: t("roster.commit", { new: 0, changed: 1 }) }).click();
  await expect(office.getByRole("status")).toHaveText(t("page.notice.roster_imported"));
});

type Chosen = string | { name: string; mimeType: string; buffer: Buffer };

async function preview(office: Page, file: Chosen): Promise<void> {
  await office.goto("/roster");
  await office.locator("[name=kind][value=lecturers]").check();
  await office.locator("#file").setInputFiles(file);
  await office.locator("main .button.primary").click();
}

const count = (page: Page, term: string) =>
  page.locator("dl.facts dt").getByText(term, { exact: true }).locator("xpath=following-sibling::dd[1]");

async function search(office: Page, name: string): Promise<void> {
  await office.goto("/person");
  await office.locator("main [name=q]").fill(name);
  await office.locator("main [role=search] .button").click();
}
