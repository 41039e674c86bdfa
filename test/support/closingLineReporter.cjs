/** Ends a run with one plain line that people and pipelines read alike. */
class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = results;
    const skipped = numPendingTests + numTodoTests;
    // A file that could not even be run counts as one failure.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const line = `${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`;
    // Jest writes its own summary to stderr; this comes after all of it, on stdout.
    process.stdout.write(`\n${line}`);
  }
}

module.exports = ClosingLineReporter;
