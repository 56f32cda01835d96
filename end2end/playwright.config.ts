import { existsSync } from "node:fs";
import { cpus } from "node:os";
import {
  defineConfig,
  type PlaywrightTestOptions,
  type PlaywrightWorkerOptions,
  type Project,
} from "@playwright/test";
import type { Database, ServerOptions } from "./tests/support/server.ts";

// The system's browser, in the order in which scripts/setup.sh looks for it.
const browser =
  process.env.CHROMIUM ??
  [
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

function project(name: string, setting: Setting): Project<PlaywrightTestOptions, WorkerOptions> {
  const { database, javaScriptEnabled, language, viewport } = setting;
  const locale = language === "zh" ? "zh-CN" : "en-US";
  return { name, use: { database, javaScriptEnabled, locale, viewport } };
}

// Two settings differ in everything, so that every story is told once under each condition.
const few = [
  project("sqlite-js-zh-360", {
    database: "sqlite",
    javaScriptEnabled: true,
    language: "zh",
    viewport: phone,
  }),
  project("postgres-nojs-en", {
    database: "postgres",
    javaScriptEnabled: false,
    language: "en",
    viewport: desk,
  }),
];

// Every combination: sixteen times every story.
const all = (["sqlite", "postgres"] as const).flatMap((database) =>
  [true, false].flatMap((javaScriptEnabled) =>
    (["zh", "en"] as const).flatMap((language) =>
      [phone, desk].map((viewport) => {
        const script = javaScriptEnabled ? "js" : "nojs";
        const name = [database, script, language, viewport.width].join("-");
        return project(name, { database, javaScriptEnabled, language, viewport });
      }),
    ),
  ),
);

export default defineConfig<object, ServerOptions>({
  testDir: "tests",
  outputDir: "test-results",
  reporter: "list",
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: Math.min(2, cpus().length),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: process.env.E2E_MATRIX === "all" ? all : few,
  use: {
    browserName: "chromium",
    timezoneId: "Asia/Shanghai",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browser,
      args: [
        // A page that loads anything from another host fails here as it would in an office.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-sandbox",
      ],
    },
  },
});
