// An accessibility audit of the page as it stands, once for each shape of a page: what differs from
// an audited page in its texts or in the number of its rows alone is not audited again. Axe needs
// scripts: where the browser has none, the same HTML is opened in a second context that has them,
// and its own scripts stay off.

import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { ask } from "./server.ts";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** What `axe.run` answers, as far as it is read here. */
type Violation = {
  id: string;
  help: string;
  impact?: string | null;
  nodes: { target: unknown[] }[];
};

export async function expectAccessible(page: Page): Promise<void> {
  expect(await idsOfSeveral(page), `elements of ${page.url()} with one id`).toEqual([]);
  const shape = createHash("sha256").update(await shapeOf(page)).digest("hex");
  if (!(await ask<boolean>("/shape", { shape }))) return;
  const problems =
    test.info().project.use.javaScriptEnabled === false
      ? await auditCopy(page)
      : await audit(page);
  expect(problems, `accessibility of ${page.url()}`).toEqual([]);
}

/** Ids that more than one element has: the links of a summary of errors would lead to the first. */
function idsOfSeveral(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
  });
}

/** One line for each serious problem: the rule, what is wrong, and where. */
async function audit(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
    };
    return (await axe.run({ resultTypes: ["violations"] })).violations;
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => {
      const places = nodes.map((node) => node.target).join(" | ");
      return `${id}: ${help}: ${places}`;
    });
}

async function auditCopy(page: Page): Promise<string[]> {
  const html = withoutScripts(await page.content());
  const copy = await windowFor(page);
  await copy.setViewportSize(page.viewportSize()!);
  // At the same address, so that style sheets and pictures are found. The answer to a refused
  // form is audited as well: it cannot be fetched a second time.
  const here = page.url().split("#")[0];
  await copy.route(here, (route) =>
    route.request().isNavigationRequest()
      ? route.fulfill({ contentType: "text/html; charset=utf-8", body: html })
      : route.continue(),
  );
  await copy.goto(here);
  const problems = await audit(copy);
  await copy.unroute(here);
  return problems;
}

let auditor: Promise<Page> | undefined;

/** A window that runs scripts, one for all audits of a worker. */
function windowFor(page: Page): Promise<Page> {
  const open = async () => {
    const context = await page.context().browser()!.newContext({ javaScriptEnabled: true });
    return context.newPage();
  };
  auditor ??= open();
  return auditor;
}

/** What someone without scripts sees: no scripts, and the content of `noscript`. */
function withoutScripts(html: string): string {
  const [head, ...body] = html.replace(/<script\b[\s\S]*?<\/script>/gi, "").split(/(?=<body\b)/i);
  return head + body.join("").replace(/<(\/?)noscript\b/gi, "<$1div");
}

/**
 * What an audit depends on: elements with their attributes, without the texts, numbers and
 * addresses in them, and rows that are alike once; how wide the screen is; whether a control has
 * a label, a text or a partner that an attribute points to.
 */
function shapeOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const named = new Set("class type role scope autocomplete data-theme data-state".split(" "));
    const pointing = new Set(["for", "aria-describedby", "aria-labelledby", "aria-controls"]);
    const attribute = ({ name, value }: Attr): string => {
      if (named.has(name)) return `${name}=${value}`;
      if (!pointing.has(name)) return name.startsWith("aria-") ? `${name}=${value !== ""}` : name;
      const isThere = value.split(" ").every((id) => document.getElementById(id));
      return `${name}=${isThere}`;
    };
    const shape = (element: Element): string => {
      const attributes = [...element.attributes].map(attribute).sort().join(" ");
      const labels = (element as HTMLInputElement).labels?.length ?? 0;
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== "",
      );
      const isSeen = element.getClientRects().length > 0;
      const inner = [...new Set([...element.children].map(shape))].join("");
      return `<${element.tagName} ${attributes} ${labels > 0} ${hasText} ${isSeen}>${inner}</>`;
    };
    return `${innerWidth} ${document.title !== ""} ${shape(document.documentElement)}`;
  });
}
