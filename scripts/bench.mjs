// Loads volumes, starts servers, asks them for pages, and prints a table. See bench.sh.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";

const run = promisify(execFile);
const { PROGRAM } = process.env;
const PASSWORD = "Whetstone-1";
const SECONDS = 5;
// A percentile that is held against a goal rests on more requests.
const GOAL_SECONDS = 15;
const STEADY_RATE = 200;
// Before it measures, the server has seen as many connections.
const WARM_UP_SECONDS = 1;
const GOALS = { requests: 5000, reviews: 1000, people: 1000, awards: 300, decided: 5000, p99: 3, rush: 100, memory: 80, start: 300 };
// Where a goal is promised, by its beginning: those of reviews for a city, those of people for the
// 45 000 people and 25 000 units of a province, both on SQLite; those of awards for a province; that of
// the catalogue everywhere.
const PROMISED = {
  requests: "",
  reviews: "city on sqlite",
  people: "province on sqlite",
  awards: "province",
  decided: "province",
};
// The first of the small awards on whose notice a decision can follow.
const FIRST_ON_NOTICE = 3;
// So many lecturers book within a minute.
const RUSH = { lecturers: 100, seconds: 60 };

// Who asks for what; `{version}` is a course of the lecturer that awaits a slot.
const PAGES = [
  { name: "catalogue, 50 rows", address: "/catalogue", who: null, goal: "requests" },
  { name: "catalogue, searched", address: "/catalogue?q=wm&stage=primary_upper", who: null },
  { name: "course", address: "/catalogue/77", who: null },
  { name: "catalogue, signed in", address: "/catalogue", who: "lecturer1" },
  { name: "booking", address: "/course/{version}/booking", who: "lecturer1" },
  { name: "desk of a lecturer", address: "/desk", who: "lecturer1" },
  { name: "desk of the office", address: "/desk", who: "office" },
  { name: "dispatch board", address: "/lecture_request/{matching}", who: "office" },
  { name: "month calendar", address: "/calendar?view=month", who: "lecturer1" },
  { name: "record of a tutor", address: "/training_record", who: "user1" },
  { name: "verification queue", address: "/hour_claim/queue", who: "user2" },
  // Judged was the last course of the first lecturer; the other one's sheets are being written.
  { name: "rounds of a course", address: "/course/{judged}/refinement", who: "lecturer1", goal: "reviews" },
  { name: "sitting", address: "/review_session/1/sitting", who: "office", goal: "reviews" },
  { name: "score sheet", address: "/trial_lecture/2/sheet", who: "lecturer80", goal: "reviews" },
  { name: "ranking of tutors", address: "/award/1/ranking/2", who: "office", goal: "awards" },
  { name: "stability", address: "/award/1/ranking/2/stability", who: "decider", goal: "awards" },
  { name: "notice of all", address: "/notice/2", who: null, goal: "awards" },
  { name: "while one decides", address: "/notice/2", who: null, goal: "decided", beside: decide },
  { name: "people", address: "/person", who: "office", goal: "people" },
  { name: "people, three letters", address: "/person?q=wmh", who: "office", goal: "people" },
  { name: "a person", address: "/person/20", who: "office", goal: "people" },
  { name: "rulebook", address: "/rulebook", who: "office", goal: "people" },
];

// Not measured, but explained.
const OTHER_PAGES = [
  { address: "/", who: null },
  { address: "/notice", who: null },
  { address: "/catalogue?q=%E6%BD%AE&stage=adult&field=3", who: null },
  { address: "/inbox", who: "lecturer1" },
  { address: "/calendar", who: "lecturer1" },
  { address: "/course", who: "lecturer1" },
  { address: "/course_check", who: "office" },
  { address: "/review_session", who: "office" },
  { address: "/review_session/new", who: "office" },
  { address: "/place", who: "office" },
  { address: "/person?q=wm", who: "office" },
  { address: "/award", who: "office" },
  { address: "/award/1", who: "office" },
  { address: "/award/1/proposal", who: "office" },
  { address: "/training_event", who: "user1" },
  { address: "/hour_claim", who: "user1" },
  { address: "/lecture_request", who: "office" },
  { address: "/calendar?view=week", who: "lecturer1" },
];

// So many certificates are issued, set and packed into one ZIP, within so many seconds and megabytes.
const CERTIFICATES = { n: Number(process.env.CERTIFICATES ?? 5000), seconds: 600, memory: 500 };

// "city", "province", "rosters" or "certificates", and "sqlite" or "postgres"; all of them where none
// is named.
const [, , chosen, only] = process.argv;
const failures = [];
const databases = ["sqlite", "postgres"].filter((name) => !only || name === only);

for (const volume of ["city", "province"].filter((name) => !chosen || name === chosen)) {
  for (const database of databases) await measure(volume, database);
}
if (!chosen || chosen === "rosters") {
  for (const database of databases) await measureRosters(database);
}
if (!chosen || chosen === "certificates") {
  for (const database of databases) await measureCertificates(database);
}
if (failures.length > 0) {
  console.log(`\nBelow the goals:\n${failures.map((line) => `  ${line}`).join("\n")}`);
  process.exitCode = 1;
}

// Certificates of one award from the office's click to a ZIP that is here, as the office does it: what
// each part took, and the most memory of the server with the children that set the papers.
async function measureCertificates(database) {
  const folder = await mkdtemp(path.join(tmpdir(), "whetstone-bench."));
  const url = database === "sqlite" ? `sqlite:${folder}/bench.db` : await newDatabase("certificates");
  const env = {
    ...process.env,
    DATABASE_URL: url,
    WHETSTONE_DATA: folder,
    WHETSTONE_LOG: "warn",
    WHETSTONE_DEMO_PASSWORD: PASSWORD,
  };
  const { stdout } = await run(PROGRAM, ["demo", "winners", String(CERTIFICATES.n)], { env });
  const award = `/award/${Number(stdout.trim())}/certificates`;
  const server = spawn(PROGRAM, ["serve"], {
    env: { ...env, WHETSTONE_ADDRESS: "127.0.0.1:0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let peak = 0;
  let isOver = false;
  try {
    const base = await address(server);
    const headers = { cookie: await signIn(base, "office") };
    const watching = (async () => {
      while (!isOver) {
        peak = Math.max(peak, await familyMegabytes(server.pid));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    const began = performance.now();
    const since = () => (performance.now() - began) / 1000;
    const issuing = { method: "POST", redirect: "manual", headers: { ...headers, "sec-fetch-site": "same-origin" } };
    const issued = await fetch(base + award, issuing);
    if (issued.status !== 303) throw new Error(`${award}: status ${issued.status}`);
    const issuedAfter = since();
    for (let set = 0; set < CERTIFICATES.n; ) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const page = await (await fetch(base + award, { headers })).text();
      set = Number(/PDF[^\d<]*(\d+) \/ \d+/.exec(page)?.[1] ?? 0);
    }
    const setAfter = since();
    const file = path.join(folder, "certificates.zip");
    const wanted = ["--fail", "--silent", "--output", file, "--header", `cookie: ${headers.cookie}`];
    await run("curl", [...wanted, `${base}${award}.zip`]);
    const zip = await readFile(file);
    const bytes = zip.length;
    const end = zip.subarray(-22);
    const packed = end.readUInt32LE(0) === 0x06054b50 ? end.readUInt16LE(10) : 0;
    const seconds = since();
    isOver = true;
    await watching;
    console.log(
      `\ncertificates on ${database}: ${CERTIFICATES.n} issued in ${issuedAfter.toFixed(1)} s, ` +
        `set after ${setAfter.toFixed(1)} s, ${packed} as a ZIP of ${(bytes / 1e6).toFixed(1)} MB ` +
        `after ${seconds.toFixed(1)} s; at most ${peak} MB of memory`,
    );
    if (packed !== CERTIFICATES.n) failures.push(`certificates on ${database}: ${packed} in the ZIP`);
    if (seconds > CERTIFICATES.seconds) failures.push(`certificates on ${database}: ${seconds.toFixed(0)} s`);
    if (peak > CERTIFICATES.memory) failures.push(`certificates on ${database}: ${peak} MB of memory`);
  } finally {
    isOver = true;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

// A province's rosters, with somebody else who writes meanwhile. In milliseconds.
async function measureRosters(database) {
  const folder = await mkdtemp(path.join(tmpdir(), "whetstone-bench."));
  const url = database === "sqlite" ? `sqlite:${folder}/bench.db` : await newDatabase("rosters");
  const env = {
    ...process.env,
    DATABASE_URL: url,
    WHETSTONE_DATA: folder,
    WHETSTONE_LOG: "warn",
    WHETSTONE_DEMO_PASSWORD: PASSWORD,
  };
  try {
    const { stdout } = await run(PROGRAM, ["demo", "rosters"], { env });
    console.log(`\nrosters on ${database}: rows, preview ms, commit ms, longest wait of others ms`);
    for (const line of stdout.trim().split("\n").map((it) => JSON.parse(it))) {
      console.log(`${line.kind}: ${line.rows}, ${line.preview}, ${line.commit}, ${line.waited}`);
      const most = { preview: 10000, waited: database === "sqlite" ? 3000 : 200 };
      for (const [what, limit] of Object.entries(most)) {
        if (line[what] > limit) failures.push(`${line.kind} on ${database}: ${what} ${line[what]} ms`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(volume, database) {
  const folder = await mkdtemp(path.join(tmpdir(), "whetstone-bench."));
  const url = database === "sqlite" ? `sqlite:${folder}/bench.db` : await newDatabase(volume);
  const env = {
    ...process.env,
    DATABASE_URL: url,
    WHETSTONE_DATA: folder,
    WHETSTONE_LOG: "warn",
    WHETSTONE_DEMO_PASSWORD: PASSWORD,
  };
  const loading = performance.now();
  await run(PROGRAM, ["demo", "volume", volume], { env });
  const loaded = (performance.now() - loading) / 1000;
  // What a bulk load leaves PostgreSQL to do is done before, and not beside, the measurements.
  if (database === "postgres") await run("psql", [url, "-c", "VACUUM", "-c", "CHECKPOINT"]);
  const starting = performance.now();
  const server = spawn(PROGRAM, ["serve"], {
    env: { ...env, WHETSTONE_ADDRESS: "127.0.0.1:0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const base = await address(server);
    await fetch(`${base}/readyz`);
    const started = performance.now() - starting;
    console.log(
      `\n${volume} on ${database}: loaded in ${loaded.toFixed(1)} s, ` +
        `answers ${started.toFixed(0)} ms after its start`,
    );
    if (started > GOALS.start) failures.push(`${volume} on ${database}: started in ${started} ms`);
    console.log(row(["page", "req/s", "p50 ms", "p99 ms", `p99 at ${STEADY_RATE}/s`, "bytes", "sent"]));
    for (const page of PAGES) await measurePage(volume, database, base, page);
    const memory = await residentMegabytes(server.pid);
    console.log(`memory after all: ${memory} MB`);
    await checkPlans(volume, database, env);
    // Last, for it takes the slots; a city has fewer lecturers who wait for one.
    if (volume === "province") await measureRush(volume, database, base);
    if (memory > GOALS.memory) failures.push(`${volume} on ${database}: ${memory} MB of memory`);
  } finally {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

// Every statement of these pages, explained: none may read a large table from end to end.
async function checkPlans(volume, database, env) {
  const server = spawn(PROGRAM, ["serve"], {
    env: {
      ...env,
      WHETSTONE_ADDRESS: "127.0.0.1:0",
      WHETSTONE_LOG: "warn,store=debug",
      WHETSTONE_LOG_FORMAT: "json",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  server.stderr.on("data", (chunk) => (log += chunk));
  const base = await address(server);
  for (const page of [...PAGES, ...OTHER_PAGES]) {
    const headers = page.who === null ? {} : { cookie: await signIn(base, page.who) };
    const where = await addressOf(base, page, headers);
    const { status } = await fetch(base + where, { headers });
    if (status !== 200) throw new Error(`${where}: status ${status}`);
  }
  const ended = new Promise((resolve) => server.once("close", resolve));
  server.kill("SIGTERM");
  await ended;
  const fields = log.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line).fields);
  const asked = fields.map((it) => it.message).filter(Boolean);
  const selects = [...new Set(asked)].filter((text) => /^\s*(SELECT|WITH)/i.test(text));
  const explain = spawn(PROGRAM, ["demo", "scans"], { env, stdio: ["pipe", "pipe", "inherit"] });
  explain.stdin.end(selects.map((text) => `${JSON.stringify(text)}\n`).join(""));
  let found = "";
  explain.stdout.on("data", (chunk) => (found += chunk));
  const code = await new Promise((resolve) => explain.once("close", resolve));
  console.log(`plans of ${selects.length} statements: ${code === 0 ? "no large table is scanned" : ""}`);
  if (code !== 0) {
    console.log(found);
    failures.push(`${volume} on ${database}: a page scans a large table`);
  }
}

async function addressOf(base, page, headers) {
  if (page.address.includes("{matching}")) {
    const list = await (await fetch(`${base}/lecture_request?state=matching`, { headers })).text();
    return /href="(\/lecture_request\/\d+)"/.exec(list)?.[1] ?? page.address;
  }
  if (page.address.includes("{judged}")) {
    const list = await (await fetch(`${base}/course`, { headers })).text();
    const courses = [...list.matchAll(/href="\/course\/(\d+)/g)].map((found) => Number(found[1]));
    const pages = courses.map((id) => page.address.replace("{judged}", String(id)));
    for (const where of pages) {
      const rounds = await (await fetch(base + where, { headers })).text();
      if (rounds.includes('class="radar"')) return where;
    }
    return page.address;
  }
  if (!page.address.includes("{version}")) return page.address;
  const desk = await (await fetch(`${base}/desk`, { headers })).text();
  return /href="(\/course\/\d+\/booking)"/.exec(desk)?.[1] ?? page.address;
}

async function measurePage(volume, database, base, page) {
  const cookie = page.who === null ? "" : await signIn(base, page.who);
  const headers = cookie === "" ? {} : { cookie };
  const where = await addressOf(base, page, headers);
  const answer = await fetch(base + where, { headers: { ...headers, "accept-encoding": "identity" } });
  if (answer.status !== 200) throw new Error(`${where}: status ${answer.status}`);
  const bytes = (await answer.arrayBuffer()).byteLength;
  const sent = await compressedBytes(base + where, headers);
  const beside = page.beside ? await page.beside(base) : null;
  const asked = await askAll(base + where, headers);
  await beside?.end();
  await askSteadily(base + where, headers, WARM_UP_SECONDS);
  const isSteady = page.goal === "requests";
  const steady = await askSteadily(base + where, headers, isSteady ? GOAL_SECONDS : SECONDS);
  console.log(
    row([page.name, asked.rate.toFixed(0), asked.p50, asked.p99, steady.toFixed(2), bytes, sent]),
  );
  const measured = `${volume} on ${database}, ${page.name}`;
  const isPromised = page.goal && `${volume} on ${database}`.startsWith(PROMISED[page.goal]);
  if (isPromised && asked.rate < GOALS[page.goal]) {
    failures.push(`${measured}: ${asked.rate.toFixed(0)} req/s`);
  }
  if (isSteady && steady > GOALS.p99) failures.push(`${measured}: p99 ${steady.toFixed(2)} ms`);
}

// Meanwhile somebody decides about an award each second; fails where one could not be decided.
async function decide(base) {
  const cookie = await signIn(base, "decider");
  let isOver = false;
  let n = 0;
  const decideOne = async () => {
    const path = `/award/${FIRST_ON_NOTICE + n}`;
    const page = await (await fetch(`${base}${path}/proposal`, { headers: { cookie } })).text();
    const revision = /name="revision" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const answer = await fetch(`${base}${path}/decide`, {
      method: "POST",
      redirect: "manual",
      headers: {
        cookie,
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
      },
      body: new URLSearchParams({ revision, document_no: `嘉科协〔2026〕${n + 1}号` }),
    });
    if (answer.status !== 303) throw new Error(`${path} is not decided: status ${answer.status}`);
    n += 1;
  };
  const deciding = (async () => {
    for (let next = performance.now(); !isOver; ) {
      await decideOne();
      next += 1000;
      await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
    }
  })();
  // Told when it ends.
  deciding.catch(() => {});
  const end = async () => {
    isOver = true;
    await deciding;
    if (n < SECONDS) throw new Error(`only ${n} awards were decided`);
    return n;
  };
  return { end };
}

// Booking opens: lecturers come one after the other within a minute, look, hold a slot, confirm it.
async function measureRush(volume, database, base) {
  const comers = [];
  for (let n = 1; comers.length < RUSH.lecturers; n += 1) {
    const cookie = await signIn(base, `lecturer${n}`);
    const desk = await (await fetch(`${base}/desk`, { headers: { cookie } })).text();
    const booking = /href="(\/course\/\d+\/booking)"/.exec(desk)?.[1];
    if (booking) comers.push({ cookie, booking });
  }
  const times = [];
  const outcomes = { booked: 0, taken: 0, full: 0 };
  const ask = async (cookie, address, form) => {
    const began = performance.now();
    const answer = await fetch(base + address, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: {
        cookie,
        ...(form && {
          "content-type": "application/x-www-form-urlencoded",
          "sec-fetch-site": "same-origin",
        }),
      },
      body: form && new URLSearchParams(form),
    });
    const text = await answer.text();
    times.push(performance.now() - began);
    if (answer.status >= 500) throw new Error(`${address}: status ${answer.status}`);
    return { status: answer.status, text, to: answer.headers.get("location") };
  };
  const book = async ({ cookie, booking }, n) => {
    await new Promise((resolve) => setTimeout(resolve, (n * RUSH.seconds * 1000) / comers.length));
    // Whoever comes too late takes another one, as a person does.
    for (let tried = 0; tried < 5; tried += 1) {
      const { text } = await ask(cookie, booking);
      const free = [...text.matchAll(/value="(\d+)" data-state="free"/g)];
      if (free.length === 0) break;
      const slot = free[n % free.length][1];
      const held = await ask(cookie, booking, { slot });
      if (held.status !== 303) {
        outcomes.taken += 1;
        continue;
      }
      const page = new URL(held.to, base).pathname;
      await ask(cookie, page);
      const confirmed = await ask(cookie, `${page}/confirm`, {});
      if (confirmed.status === 303) {
        outcomes.booked += 1;
        return;
      }
    }
    outcomes.full += 1;
  };
  await Promise.all(comers.map(book));
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)];
  console.log(
    `booking opens to ${comers.length} lecturers within ${RUSH.seconds} s: ${times.length} requests, ` +
      `p50 ${times[Math.floor(times.length / 2)].toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; ` +
      Object.entries(outcomes).map(([what, n]) => `${n} ${what}`).join(", "),
  );
  if (p99 > GOALS.rush) failures.push(`${volume} on ${database}, booking opens: p99 ${p99.toFixed(1)} ms`);
}

// As many requests as go through, from wrk on the same machine.
async function askAll(url, headers) {
  const wanted = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const options = ["-t1", "-c16", `-d${SECONDS}s`, "--latency", ...wanted, url];
  const { stdout } = await run("wrk", options);
  if (/Non-2xx/.test(stdout)) throw new Error(`${url}: ${stdout}`);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
    p50: milliseconds(/^\s*50%\s+(\S+)/m.exec(stdout)[1]),
    p99: milliseconds(/^\s*99%\s+(\S+)/m.exec(stdout)[1]),
  };
}

// A fixed number of requests in a second, from h2load: each of as many connections asks once in a
// second, and each begins a little after the one before, so that none waits for another's answer.
async function askSteadily(url, headers, seconds) {
  const wanted = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const log = path.join(await mkdtemp(path.join(tmpdir(), "whetstone-bench.")), "times");
  const pace = ["-r1", `--rate-period=${1000 / STEADY_RATE}ms`, "--rps=1", `-c${STEADY_RATE}`];
  const asked = STEADY_RATE * seconds;
  await run("h2load", ["--h1", "-t1", ...pace, `-n${asked}`, `--log-file=${log}`, ...wanted, url]);
  // Begun at, status, and microseconds until the last byte.
  const lines = (await readFile(log, "utf8")).trim().split("\n").map((line) => line.split("\t"));
  await rm(path.dirname(log), { recursive: true });
  if (lines.length !== asked || lines.some(([, status]) => status !== "200")) {
    throw new Error(`${url}: not every request was answered`);
  }
  const times = lines.map(([, , time]) => Number(time) / 1000).sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)];
}

async function signIn(base, name) {
  const answer = await fetch(`${base}/sign_in`, {
    method: "POST",
    redirect: "manual",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
    },
    body: new URLSearchParams({ sign_in_name: name, password: PASSWORD }),
  });
  if (answer.status !== 303) throw new Error(`${name} cannot sign in: ${answer.status}`);
  return answer.headers.getSetCookie()[0].split(";")[0];
}

function compressedBytes(url, headers) {
  return new Promise((resolve, reject) => {
    const wanted = { ...headers, "accept-encoding": "gzip" };
    http
      .get(url, { headers: wanted }, (answer) => {
        let n = 0;
        answer.on("data", (chunk) => (n += chunk.length));
        answer.once("end", () => resolve(n));
      })
      .once("error", reject);
  });
}

function address(server) {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (chunk) => {
      said += chunk;
      const found = /listening on (\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

// A database of its own beside the one of the tests.
async function newDatabase(volume) {
  const base = new URL(process.env.TEST_POSTGRES_URL);
  const name = `bench_${volume}_${process.pid}`;
  await run("psql", [base.href, "-c", `CREATE DATABASE ${name}`]);
  base.pathname = `/${name}`;
  return base.href;
}

async function residentMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024);
}

// What a process and its children have in memory; a child may end meanwhile.
async function familyMegabytes(pid) {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const others = threads.filter((it) => it !== String(pid));
  const more = await Promise.all(
    others.map((it) => readFile(`/proc/${pid}/task/${it}/children`, "utf8").catch(() => "")),
  );
  const all = [children, ...more].join(" ").split(" ").filter(Boolean);
  const sizes = await Promise.all(all.map((it) => residentMegabytes(it).catch(() => 0)));
  return sizes.reduce((sum, it) => sum + it, await residentMegabytes(pid));
}

function milliseconds(text) {
  const number = Number.parseFloat(text);
  if (text.endsWith("us")) return (number / 1000).toFixed(2);
  return (text.endsWith("ms") ? number : number * 1000).toFixed(2);
}

function row(cells) {
  return cells.map((cell, n) => (n === 0 ? String(cell).padEnd(22) : String(cell).padStart(12))).join("");
}
