/**
 * What one vitest run did: of its JSON report and its exit code, because a run can fail without a failed test.
 *
 * Shape: `{ passed, failed, failures }`; `failures` names what failed with the first line of why, since a log may be seen from its end only.
 */
export function countTests(report, exitCode, root = '') {
  const files = report?.testResults ?? []
  const results = files.flatMap(file => file.assertionResults)
  const passed = results.filter(({ status }) => status === 'passed').length
  const failures = files.flatMap(file => failuresOf(file, root))
  if (failures.length === 0 && (exitCode !== 0 || passed === 0))
    failures.push(passed === 0 ? 'no test was executed' : 'errors outside the tests, see above')
  return { passed, failed: failures.length, failures }
}

function failuresOf(file, root) {
  const name = String(file.name).replace(`${root}/`, '')
  const failed = file.assertionResults.filter(({ status }) => status === 'failed')
  // A file that does not even load has no failed test of its own.
  if (failed.length === 0) return file.status === 'failed' ? [`${name}: ${firstLine(file.message)}`] : []
  return failed.map(test => `${name} > ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`)
}

const firstLine = text => (text || 'no reason given').split('\n', 1)[0].slice(0, 300)
