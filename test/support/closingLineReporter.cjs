const { writeSync } = require("node:fs");

/** Ends a run with one plain line that people and pipelines read alike. */
class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = results;
    const skipped = results.numPendingTests + results.numTodoTests;
    // A file that could not even be run counts as one failure.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const line = `${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    // Jest's own summary comes after its reporters; only the very end is after that.
    process.once("exit", () => writeSync(1, `\n${line}\n`));
  }
}

module.exports = ClosingLineReporter;
