import { join } from 'node:path'
import { type Outcome, StartedProgram } from '@vantage-ts/example-asking/started'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { mariadbMissing } from '@vantage-ts/test-servers'
import { engineNames as known } from '../src/engines.ts'
import { steps } from '../src/steps/steps.ts'
import { expected } from './expected.ts'

// A start of the program takes seconds on a machine that does much else.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** Without MariaDB all is all but mysql, which the start of the test run says. */
const engineNames = known.filter(name => name !== 'mysql' || mariadbMissing() === undefined)
const main = join(import.meta.dirname, '../src/main.ts')
const programs: StartedProgram[] = []
afterAll(() => {
  for (const program of programs) program.signal('SIGKILL')
})
function started(...args: readonly string[]): StartedProgram {
  const program = new StartedProgram(main, args)
  programs.push(program)
  return program
}

let all: Outcome
beforeAll(async () => {
  all = await started('--engine', 'all', '--json').outcome()
})

test('the program goes through the day on every engine, and ends well', () => {
  expect(Object.keys(expected)).toEqual(steps.map(({ name }) => name))
  expect(all.code).toBe(0)
  expect([...all.err.matchAll(/^bank: opening (\w+)$/gm)].map(([, name]) => name)).toEqual(engineNames)
})

describe.each(engineNames)('%s', engine => {
  test('comes to the same whole rows', () => {
    const lines = all.out.trim().split('\n').map(line => JSON.parse(line)) // biome-ignore format: one line
    expect(lines.filter(line => line.engine === engine)).toEqual(
      Object.entries(expected).map(([step, rows]) => ({ engine, step, rows })),
    )
  })
})

test('for people: a table for each step', async () => {
  const { code, out } = await started().outcome()
  expect(code).toBe(0)
  expect(out).toMatch(/\n {2}marty +3 +at once +-60 +39\.75\n/)
  expect(out).toMatch(/\non memory; after each step all entries came to zero\n$/)
  expect(out).not.toContain('\u001b')
})

test.each([
  [['--engine', 'postgress'], 'there is no engine "postgress". Did you mean "postgres"?'],
  [['--engin', 'sqlite'], 'there is no option --engin. Did you mean "--engine"?'],
])('%j ends with exit code 2 and the right spelling', async (args, message) => {
  expect(await started(...args).outcome()).toEqual({
    code: 2,
    out: '',
    err: `bank: ${message}\nSee npm run bank -- --help\n`,
  })
})

test('--help names every step and every engine', async () => {
  const { code, out, err } = await started('--help').outcome()
  expect([code, err]).toEqual([0, ''])
  for (const word of [...steps.map(({ name }) => name), ...engineNames, 'all']) expect(out).toContain(word)
})

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('an interrupt ends the work in order: the server is gone, nothing is printed', async () => {
  const program = started('--engine', 'all')
  await program.said(/PostgreSQL runs as process \d+/)
  program.signal('SIGINT')
  const { code, out, err } = await program.outcome()
  expect([code, out]).toEqual([130, ''])
  const servers = [...err.matchAll(/process (\d+)/g)].map(([, pid]) => Number(pid))
  expect(servers).toHaveLength(1)
  expect(servers.filter(isAlive)).toEqual([])
})
