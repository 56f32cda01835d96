// The people of the demonstration data.

import type { Page } from "@playwright/test";
import type { Server } from "./server.ts";

/** Gives a browser the session of somebody, who signed in once for all stories of the setting. */
export async function signIn(page: Page, server: Server, name: string): Promise<void> {
  const value = await server.session(name);
  await page.context().addCookies([{ name: "session", value, url: server.url }]);
}
