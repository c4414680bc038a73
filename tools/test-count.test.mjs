import { expect, test } from 'vitest'
import { countTests } from './test-count.mjs'

const file = (status, ...results) => ({ status, assertionResults: results.map(result => ({ status: result })) })

test.each([
  ['all passed', [file('passed', 'passed', 'passed', 'skipped')], 0, [2, 0]],
  ['one failed', [file('failed', 'passed', 'failed')], 1, [1, 1]],
  ['a file that does not load', [file('passed', 'passed'), file('failed')], 1, [1, 1]],
  ['an error outside the tests', [file('passed', 'passed')], 1, [1, 1]],
  ['nothing executed', [file('passed', 'skipped')], 0, [0, 1]],
  ['no report', undefined, 1, [0, 1]],
])('%s', (_, testResults, exitCode, [passed, failed]) => {
  expect(countTests(testResults && { testResults }, exitCode)).toMatchObject({ passed, failed })
})
