// slowest.mjs FOLDER TESTS STORIES: prints the ten slowest tests and stories of a run, whose results
// are in the folder, and how many there were; fails where there were fewer than these numbers.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...least] = process.argv.slice(2);
const junit = readFileSync(join(folder, "tests.xml"), "utf8");
const tests = [...junit.matchAll(/<testcase name="([^"]+)" classname="([^"]+)"[^>]* time="([^"]+)"/g)]
  .map(([, name, where, seconds]) => ({ name: `${where}: ${name}`, seconds: Number(seconds) }));
const stories = JSON.parse(readFileSync(join(folder, "stories.json"), "utf8"));

let tooFew = false;
for (const [at, [what, all]] of [["tests in Rust", tests], ["stories", stories]].entries()) {
  const slowest = all.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10);
  console.log(`\nThe slowest ${what}:`);
  for (const { name, seconds } of slowest) {
    console.log(`${seconds.toFixed(1).padStart(8)} s  ${name}`);
  }
  const isEnough = all.length >= Number(least[at]);
  console.log(`${all.length} ${what}; there must be ${least[at]}`);
  tooFew ||= !isEnough;
}
if (tooFew) {
  console.error("\nThere are fewer than there were: something is no longer tested.");
  process.exitCode = 1;
}
