// The servers of a run: one for each setting, with demonstration data, started when the first story
// of the setting asks for it and shared by all of them. They belong to the process that runs
// Playwright, which its workers ask over loopback; they end with it.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { FullConfig } from "@playwright/test";

export type Database = "sqlite" | "postgres";

/** Where a server is, and what runs the program beside it, on the same data. */
export type Running = {
  url: string;
  folder: string;
  environment: Record<string, string>;
  /** Of an association that begins: where its two first people choose their passwords. */
  codes: string[];
};

/** The two first accounts of an association that begins, from the command line. */
const keepers = [
  ["create-office", "周明远", "zhou"],
  ["create-admin", "严守业", "yan"],
];

type Server = { running: Running; mails: Mail[]; stop: () => Promise<void> };

const root = resolve(import.meta.dirname, "../../..");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
export const program = join(target, "debug/whetstone");
const logs = join(root, "end2end/test-results/servers");
const patience = 60_000;
/** The password of everybody in the demonstration. */
const password = "Whetstone-1";

/** A mail that a server has sent. */
export type Mail = { to: string; subject: string; text: string };

const servers = new Map<string, Promise<Server>>();
const sessions = new Map<string, Promise<string>>();
const shapes = new Set<string>();

/** What workers ask, by the path of the address that they ask at. */
const answers: Record<string, (asked: URLSearchParams) => unknown> = {
  "/server": async (asked) => (await serverOf(asked)).running,
  "/session": (asked) => sessionOf(asked),
  "/mails": async (asked) => (await serverOf(asked)).mails,
  "/shape": (asked) => isNew(asked.get("shape")!),
};

export default async function begin({ projects }: FullConfig): Promise<() => Promise<void>> {
  const desk = createServer((request, response) => {
    answer(request).then(
      (found) => response.end(JSON.stringify(found)),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((ready) => desk.listen(0, "127.0.0.1", ready));
  process.env.END2END_DESK = `http://127.0.0.1:${(desk.address() as AddressInfo).port}`;
  // A few servers load their data beside each other, before anybody waits for them.
  const settings = new Map(projects.map(({ name, use }) => [settingOf(name), use]));
  if (settings.size <= 2) {
    for (const [setting, use] of settings) {
      const { database } = use as { database: Database };
      serverOf(new URLSearchParams({ setting, database })).catch(() => {});
    }
  }
  return async () => {
    desk.close();
    for (const server of servers.values()) {
      await server.then(
        ({ stop }) => stop(),
        () => {},
      );
    }
  };
}

/** The setting of a project: its pages and its stories are projects of one setting. */
export function settingOf(project: string): string {
  return project.split(" ")[0];
}

async function answer(request: IncomingMessage): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url!, "http://desk");
  return answers[pathname](searchParams);
}

/** Whether no page of this shape has been seen in the run. */
function isNew(shape: string): boolean {
  const before = shapes.size;
  return shapes.add(shape).size > before;
}

function serverOf(asked: URLSearchParams): Promise<Server> {
  const setting = asked.get("setting")!;
  const database = asked.get("database") as Database;
  const found = servers.get(setting) ?? start(setting, database, asked.get("data") === "none");
  servers.set(setting, found);
  return found;
}

/** The session of somebody in the demonstration, who signs in once in each setting. */
function sessionOf(asked: URLSearchParams): Promise<string> {
  const name = asked.get("name")!;
  const key = `${asked.get("setting")} ${name}`;
  const found = sessions.get(key) ?? serverOf(asked).then(({ running }) => signIn(running.url, name));
  sessions.set(key, found);
  return found;
}

async function signIn(url: string, name: string): Promise<string> {
  const answer = await fetch(`${url}/sign_in`, {
    method: "POST",
    redirect: "manual",
    headers: { "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ sign_in_name: name, password }),
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => /^session=([^;]+)/.exec(cookie)?.[1]);
  const session = cookies.find((value) => value !== undefined);
  if (session === undefined) throw new Error(`${name} cannot sign in: status ${answer.status}`);
  return session;
}

async function start(setting: string, database: Database, isEmpty: boolean): Promise<Server> {
  if (!existsSync(program)) {
    throw new Error(`${program} is missing: run 'cargo build --workspace --bins --tests'`);
  }
  mkdirSync(logs, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "whetstone-end2end-"));
  const store = database === "sqlite" ? sqlite(folder) : postgres();
  const mails: Mail[] = [];
  const post = await mailServer(mails);
  const environment = {
    WHETSTONE_HASH_FILE: join(target, "release/hash.txt"),
    WHETSTONE_SITE_ROOT: join(target, "site"),
    ...(process.env as Record<string, string>),
    DATABASE_URL: store.url,
    WHETSTONE_ADDRESS: "127.0.0.1:0",
    WHETSTONE_DATA: folder,
    WHETSTONE_DEMO: "1",
    WHETSTONE_DEMO_PASSWORD: password,
    WHETSTONE_SMTP: `smtp://127.0.0.1:${post.port}`,
    WHETSTONE_MAIL_FROM: "Whetstone <office@example.org>",
  };
  // Where somebody has an account, no demonstration is loaded; its clock can be moved all the same.
  const run = (...words: string[]) =>
    execFileSync(program, words, { cwd: folder, env: environment, encoding: "utf8" });
  const codes = isEmpty
    ? keepers.map(([what, name, signInName]) => {
        const said = run("account", what, "--name", name, "--sign-in-name", signInName);
        return /\/activate\/[\w-]+/.exec(said)![0];
      })
    : [];
  const child = spawn(program, ["serve"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
  });
  // Also where this process ends without a word.
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  const stop = async () => {
    await ended(child);
    post.stop();
    store.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const url = await listening(child, join(logs, `${setting}.log`));
    return { running: { url, folder, environment, codes }, mails, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A mail server of another project on loopback, which notes what it has taken. */
function mailServer(mails: Mail[]): Promise<{ port: number; stop: () => void }> {
  // It ends when its input is closed, also where this process ends without a word.
  const child = spawn(join(root, "scripts/smtp_server.sh"), ["take"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  return new Promise((fulfil, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the mail server ended with ${code}`)));
    createInterface(child.stdout!).on("line", (line) => {
      const said = JSON.parse(line) as Mail & { port?: number };
      if (said.port === undefined) mails.push(said);
      else fulfil({ port: said.port, stop: () => child.stdin!.end() });
    });
  });
}

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

/** The address that the server prints once it answers; all it prints goes to the log. */
function listening(child: ChildProcess, log: string): Promise<string> {
  const file = createWriteStream(log);
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

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((fulfil) => child.once("exit", fulfil));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await exit;
  clearTimeout(timer);
}
