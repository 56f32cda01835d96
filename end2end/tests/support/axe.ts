// An accessibility audit of the page as it stands. Axe needs scripts: where the browser has none,
// the same HTML is opened in a second context that has them, and its own scripts stay off.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";

export async function expectAccessible(page: Page): Promise<void> {
  const problems =
    test.info().project.use.javaScriptEnabled === false
      ? await auditCopy(page)
      : await audit(page);
  expect(problems, `accessibility of ${page.url()}`).toEqual([]);
}

/** One line for each serious problem: the rule, what is wrong, and where. */
async function audit(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => {
      const places = nodes.map((node) => node.target).join(" | ");
      return `${id}: ${help}: ${places}`;
    });
}

async function auditCopy(page: Page): Promise<string[]> {
  const html = withoutScripts(await page.content());
  const context = await page.context().browser()!.newContext({
    javaScriptEnabled: true,
    storageState: await page.context().storageState(),
    viewport: page.viewportSize(),
  });
  try {
    const copy = await context.newPage();
    // At the same address, so that style sheets and pictures are found. The answer to a refused
    // form is audited as well: it cannot be fetched a second time.
    const here = page.url().split("#")[0];
    await copy.route(here, (route) =>
      route.request().isNavigationRequest()
        ? route.fulfill({ contentType: "text/html; charset=utf-8", body: html })
        : route.continue(),
    );
    await copy.goto(here);
    return await audit(copy);
  } finally {
    await context.close();
  }
}

/** What someone without scripts sees: no scripts, and the content of `noscript`. */
function withoutScripts(html: string): string {
  const [head, ...body] = html.replace(/<script\b[\s\S]*?<\/script>/gi, "").split(/(?=<body\b)/i);
  return head + body.join("").replace(/<(\/?)noscript\b/gi, "<$1div");
}
