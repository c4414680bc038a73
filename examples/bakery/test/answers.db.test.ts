import { join } from 'node:path'
import { StartedProgram, type Outcome } from '@vantage-ts/example-asking/started'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { mariadbMissing } from '@vantage-ts/test-servers'
import { engineNames as known } from '../src/engines.ts'
import { questions } from '../src/questions/questions.ts'
import { across, expected } from './expected.ts'

// A start of the program takes seconds on a machine that does much else.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** Without MariaDB all is all but mysql, which the start of the test run says. */
const engineNames = known.filter(name => name !== 'mysql' || mariadbMissing() === undefined)
const main = join(import.meta.dirname, '../src/main.ts')
const run = (...args: readonly string[]): Promise<Outcome> => new StartedProgram(main, args).outcome()
const names = questions.map(({ name }) => name)
let all: Outcome
const answersOf = (engine: string): readonly Record<string, unknown>[] =>
  all.out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(answer => answer.engine === engine)

beforeAll(async () => {
  all = await run('--engine', 'all', '--json')
})

test('there is an expected answer for every question, and the program ends well', () => {
  expect(Object.keys(expected)).toEqual(names)
  expect(all.code).toBe(0)
  expect([...all.err.matchAll(/^bakery: opening (\w+)$/gm)].map(([, name]) => name)).toEqual(engineNames)
})

describe.each(engineNames.filter(name => name !== 'across'))('%s', engine => {
  test('answers every question with the same whole rows, in one statement each', () => {
    expect(answersOf(engine)).toEqual(
      names.map(name => ({ engine, question: name, rows: expected[name], statements: { [engine]: 1 } })),
    )
  })
})

test('across two databases the answers are the same, with one statement in each', () => {
  expect(answersOf('across')).toEqual(
    Object.entries(across).map(([name, statements]) => ({
      engine: 'across',
      question: name,
      rows: expected[name],
      statements,
    })),
  )
})

test('for people: the answer once, the plan and the statements of each engine, and a table of all', async () => {
  const { code, out } = await run('--engine', 'all', 'orders-of-paying', 'stock-value')
  expect(code).toBe(0)
  expect(out.match(/order1 {2}marty/g)).toHaveLength(1)
  for (const engine of engineNames.filter(name => name !== 'across'))
    expect(out).toContain(`  ${engine}, statements: ${engine} 1\n    1. ${engine}: `)
  expect(out).toContain('  across, statements: sqlite 1, postgres 1\n    1. sqlite → a list: SELECT')
  expect(out).toMatch(new RegExp(`orders-of-payi\\S+ +3( +1){${engineNames.length - 1}} +2\n`))
  expect(out).toMatch(new RegExp(`stock-value +1( +1){${engineNames.length - 1}} +–\n`))
  expect(out).not.toContain('\u001b')
})

test('one engine: a report for each question', async () => {
  const { code, out } = await run('--engine', 'sqlite', 'never-ordered')
  expect(code).toBe(0)
  expect(out).toContain('  sea_pie  Enchantment Under the Sea Pie     15\n')
  expect(out).toMatch(/plan:\n {2}1\. sqlite: SELECT/)
  expect(out).toMatch(/statements: sqlite 1; \d+ ms/)
})
