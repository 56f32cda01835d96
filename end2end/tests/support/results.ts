// Writes down how long each story that passed took, for the list of the slowest at the end of a run.

import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class Results implements Reporter {
  private passed: { name: string; seconds: number }[] = [];

  onTestEnd(test: TestCase, { duration, status }: TestResult): void {
    const [, project, , title] = test.titlePath();
    if (status !== "passed") return;
    this.passed.push({ name: `${project}: ${title}`, seconds: duration / 1000 });
  }

  onEnd(): void {
    const file = process.env.STORIES;
    if (file) writeFileSync(file, JSON.stringify(this.passed));
  }

  printsToStdio(): boolean {
    return false;
  }
}
