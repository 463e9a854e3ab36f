import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** How many lines of an error are told again at the end. */
const LINES = 14;

/** Closes the run with what failed, and one line of counts, for people and for CI. */
export default class Summary implements Reporter {
  private tests = new Set<TestCase>();
  private failures: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    this.tests.add(test);
    if (result.status === test.expectedStatus || result.status === "skipped") return;
    // Where a log is cut, its end is what is left.
    const error = (result.error?.message ?? result.status).split("\n").slice(0, LINES).join("\n    ");
    const { file, line } = result.error?.location ?? test.location;
    this.failures.push(`attempt ${result.retry + 1}: ${test.title}\n    ${file}:${line}\n    ${error}`);
  }

  onEnd(): void {
    for (const failure of this.failures) console.log(`\n✗ ${failure}`);
    const count = (...outcomes: string[]) => [...this.tests].filter((t) => outcomes.includes(t.outcome())).length;
    const unsteady = count("flaky") ? `, ${count("flaky")} passed at the second attempt` : "";
    console.log(`\ne2e: ${count("expected")} passed${unsteady}, ${count("unexpected")} failed, ${count("skipped")} skipped`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
