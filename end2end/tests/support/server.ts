// The server of a setting, shared by its stories. They import `test` and `expect` from here;
// relative addresses lead to that server.

import { execFileSync } from "node:child_process";
import { test as base } from "@playwright/test";
import { type Database, type Mail, program, type Running, settingOf } from "./servers.ts";

export { expect } from "@playwright/test";

export type ServerOptions = { database: Database };
export type Server = {
  url: string;
  /** Runs the program beside the server, on the same data; what it prints is returned. */
  run: (...words: string[]) => string;
  /** The session of somebody in the demonstration. */
  session: (name: string) => Promise<string>;
  /** What it has sent by mail so far. */
  mails: () => Promise<Mail[]>;
};

/** Asks the process that all workers share. */
export async function ask<T>(path: string, asked: Record<string, string>): Promise<T> {
  const answer = await fetch(`${process.env.END2END_DESK}${path}?${new URLSearchParams(asked)}`);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as T;
}

export const test = base.extend<object, ServerOptions & { server: Server }>({
  database: ["sqlite", { option: true, scope: "worker" }],

  server: [
    async ({ database }, use, worker) => {
      const setting = { setting: settingOf(worker.project.name), database };
      const { url, folder, environment } = await ask<Running>("/server", setting);
      const run = (...words: string[]) =>
        execFileSync(program, words, { cwd: folder, env: environment, encoding: "utf8" });
      const session = (name: string) => ask<string>("/session", { ...setting, name });
      const mails = () => ask<Mail[]>("/mails", setting);
      await use({ url, run, session, mails });
    },
    { scope: "worker", timeout: 120_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),
});
