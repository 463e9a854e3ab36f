import type { Reporter, TestCase } from "@playwright/test/reporter";

/** Closes the run with one line of counts, for people and for CI. */
export default class Summary implements Reporter {
  private tests = new Set<TestCase>();

  onTestEnd(test: TestCase): void {
    this.tests.add(test);
  }

  onEnd(): void {
    const count = (...outcomes: string[]) => [...this.tests].filter((t) => outcomes.includes(t.outcome())).length;
    console.log(`\ne2e: ${count("expected")} passed, ${count("unexpected", "flaky")} failed, ${count("skipped")} skipped`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
