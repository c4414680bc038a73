/** What one vitest run did: of its JSON report and its exit code, because a run can fail without a failed test. */
export function countTests(report, exitCode) {
  const files = report?.testResults ?? []
  const results = files.flatMap(file => file.assertionResults)
  const passed = results.filter(({ status }) => status === 'passed').length
  // A file that does not even load has no failed test of its own.
  const broken = files.filter(file => file.status === 'failed' && !file.assertionResults.some(isFailed)).length
  const failed = results.filter(isFailed).length + broken
  const isSilentFailure = failed === 0 && (exitCode !== 0 || passed === 0)
  return {
    passed,
    failed: isSilentFailure ? 1 : failed,
    reason: isSilentFailure
      ? passed === 0
        ? 'no test was executed'
        : 'errors outside the tests, see above'
      : undefined,
  }
}

function isFailed({ status }) {
  return status === 'failed'
}
