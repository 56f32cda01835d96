// A server of its own for every worker: a free port, an empty folder, demonstration data, and a
// database as the project says. Stories import `test` and `expect` from here; relative addresses
// lead to that server.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { test as base } from "@playwright/test";

export { expect } from "@playwright/test";

export type Database = "sqlite" | "postgres";
export type ServerOptions = { database: Database };
export type Server = {
  url: string;
  /** Runs the program beside the server, on the same data; what it prints is returned. */
  run: (...words: string[]) => string;
};

const root = resolve(import.meta.dirname, "../../..");
const program = join(root, "target/debug/whetstone");
const patience = 60_000;

export const test = base.extend<object, ServerOptions & { server: Server }>({
  database: ["sqlite", { option: true, scope: "worker" }],

  server: [
    async ({ database }, use, worker) => {
      const folder = mkdtempSync(join(tmpdir(), "whetstone-end2end-"));
      const log = join(worker.config.rootDir, "../test-results/servers");
      mkdirSync(log, { recursive: true });
      try {
        const store = database === "sqlite" ? sqlite(folder) : postgres();
        try {
          const process = start(folder, store.url);
          try {
            const url = await listening(process, join(log, `${worker.workerIndex}.log`));
            const env = environment(folder, store.url);
            const run = (...words: string[]) =>
              execFileSync(program, words, { cwd: folder, env, encoding: "utf8" });
            await use({ url, run });
          } finally {
            await stop(process);
          }
        } finally {
          store.remove();
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: 2 * patience },
  ],

  baseURL: async ({ server }, use) => use(server.url),
});

type Store = { url: string; remove: () => void };

function sqlite(folder: string): Store {
  return { url: `sqlite:${join(folder, "whetstone.db")}`, remove: () => {} };
}

function postgres(): Store {
  const address = process.env.TEST_POSTGRES_URL;
  if (!address) {
    throw new Error(
      "TEST_POSTGRES_URL is not set: put 'scripts/postgres.sh --' before the command, " +
        "or choose a project that uses SQLite",
    );
  }
  const name = `end2end_${randomBytes(6).toString("hex")}`;
  const run = (statement: string) =>
    execFileSync("psql", [address, "--quiet", "--no-psqlrc", "--command", statement]);
  run(`CREATE DATABASE ${name}`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}

function environment(folder: string, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    WHETSTONE_HASH_FILE: join(root, "target/release/hash.txt"),
    WHETSTONE_SITE_ROOT: join(root, "target/site"),
    ...process.env,
    DATABASE_URL: databaseUrl,
    WHETSTONE_ADDRESS: "127.0.0.1:0",
    WHETSTONE_DATA: folder,
    WHETSTONE_DEMO: "1",
  };
}

function start(folder: string, databaseUrl: string): ChildProcess {
  if (!existsSync(program)) {
    throw new Error(`${program} is missing: run 'cargo build --workspace --bins --tests'`);
  }
  const child = spawn(program, ["serve"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: environment(folder, databaseUrl),
  });
  // Also when the worker ends without a word.
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  return child;
}

/** The address that the server prints once it answers; all it prints goes to the log. */
function listening(child: ChildProcess, log: string): Promise<string> {
  const file = createWriteStream(log, { flags: "a" });
  child.stderr!.pipe(file, { end: false });
  child.once("close", () => file.end());
  return new Promise((fulfil, reject) => {
    const refuse = (reason: string) => reject(new Error(`the server ${reason}; see ${log}`));
    const timer = setTimeout(() => refuse(`printed no address in ${patience} ms`), patience);
    child.once("error", (error) => refuse(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => refuse(`ended with ${code ?? signal}`));
    createInterface(child.stdout!).on("line", (line) => {
      file.write(`${line}\n`);
      const found = /listening on (http:\/\/\S+)/.exec(line);
      if (found) {
        clearTimeout(timer);
        fulfil(found[1]);
      }
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((fulfil) => child.once("exit", fulfil));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}
