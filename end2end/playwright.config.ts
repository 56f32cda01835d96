import { existsSync } from "node:fs";
import { cpus } from "node:os";
import {
  defineConfig,
  type PlaywrightTestOptions,
  type PlaywrightWorkerOptions,
  type Project,
} from "@playwright/test";
import type { ServerOptions } from "./tests/support/server.ts";
import type { Database } from "./tests/support/servers.ts";

// The system's browser, in the order in which scripts/setup.sh looks for it: the one without windows
// first, which opens a page for a third of the work.
const browser =
  process.env.CHROMIUM ??
  [
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
  ].find((path) => existsSync(path));
if (!browser) {
  throw new Error("no browser found: run 'make setup', or set CHROMIUM to the path of one");
}

const phone = { width: 360, height: 800 };
const desk = { width: 1280, height: 900 };

type Setting = {
  database: Database;
  javaScriptEnabled: boolean;
  language: "zh" | "en";
  viewport: { width: number; height: number };
};

type WorkerOptions = ServerOptions & PlaywrightWorkerOptions;

type Projects = Project<PlaywrightTestOptions, WorkerOptions>[];

// Pages of a setting come first and only look, so that they are looked at on every processor; then
// its stories, which share one server and its people, are told one after the other.
function projects(settings: [name: string, setting: Setting][]): Projects {
  const made = settings.map(([name, setting]) => {
    const { database, javaScriptEnabled, language, viewport } = setting;
    const locale = language === "zh" ? "zh-CN" : "en-US";
    return { name, use: { database, javaScriptEnabled, locale, viewport } };
  });
  const isPage = "**/pages.spec.ts";
  const pages = made.map((one) => ({
    ...one,
    name: `${one.name} pages`,
    testMatch: isPage,
    fullyParallel: true,
  }));
  const stories = made.map((one) => ({ ...one, testIgnore: isPage, workers: 1 }));
  return [...pages, ...stories];
}

// Two settings differ in everything, so that every story is told once under each condition.
const few: [string, Setting][] = [
  [
    "sqlite-js-zh-360",
    { database: "sqlite", javaScriptEnabled: true, language: "zh", viewport: phone },
  ],
  [
    "postgres-nojs-en",
    { database: "postgres", javaScriptEnabled: false, language: "en", viewport: desk },
  ],
];

// Every combination: sixteen times every story.
const all = (["sqlite", "postgres"] as const).flatMap((database) =>
  [true, false].flatMap((javaScriptEnabled) =>
    (["zh", "en"] as const).flatMap((language) =>
      [phone, desk].map((viewport): [string, Setting] => {
        const script = javaScriptEnabled ? "js" : "nojs";
        const name = [database, script, language, viewport.width].join("-");
        return [name, { database, javaScriptEnabled, language, viewport }];
      }),
    ),
  ),
);

export default defineConfig<object, ServerOptions>({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./tests/support/servers.ts",
  reporter: [["list"], ["./tests/support/results.ts"]],
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: Math.min(2, cpus().length),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: projects(process.env.E2E_MATRIX === "all" ? all : few),
  use: {
    browserName: "chromium",
    timezoneId: "Asia/Shanghai",
    launchOptions: {
      executablePath: browser,
      args: [
        // A page that loads anything from another host fails here as it would in an office.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--no-sandbox",
      ],
    },
  },
});
