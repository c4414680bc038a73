import { join } from 'node:path'
import { StartedProgram } from '@vantage-ts/example-asking/started'
import { afterAll, expect, test, vi } from 'vitest'
import { questions } from '../src/questions/questions.ts'

// A start of the program takes seconds on a machine that does much else.
vi.setConfig({ testTimeout: 120_000 })

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

test.each([
  [['--engine', 'postgress'], 'there is no engine "postgress". Did you mean "postgres"?'],
  [['--engin', 'csv'], 'there is no option --engin. Did you mean "--engine"?'],
  [['never-orderd'], 'there is no question "never-orderd". Did you mean "never-ordered"?'],
])('%j ends with exit code 2 and the right spelling', async (args, message) => {
  expect(await started(...args).outcome()).toEqual({
    code: 2,
    out: '',
    err: `bakery: ${message}\nSee npm run bakery -- --help\n`,
  })
})

test('--help names every question and every engine', async () => {
  const { code, out, err } = await started('--help').outcome()
  expect([code, err]).toEqual([0, ''])
  for (const word of [
    ...questions.map(({ name }) => name),
    'sqlite',
    'postgres',
    'surrealdb',
    'duckdb',
    'csv',
    'ndjson',
    'json',
    'across',
    'all',
  ])
    expect(out).toContain(word)
})

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('an interrupt ends the work in order: the server is gone, nothing is answered', async () => {
  // All engines: more than enough is left to do when the first server runs.
  const program = started('--engine', 'all')
  await program.said(/PostgreSQL runs as process \d+/)
  program.signal('SIGINT')
  const { code, out, err } = await program.outcome()
  expect([code, out]).toEqual([130, ''])
  expect(err).toContain('\nbakery: stopping\n')
  const servers = [...err.matchAll(/process (\d+)/g)].map(([, pid]) => Number(pid))
  expect(servers.length).toBeGreaterThan(0)
  expect(servers.filter(isAlive)).toEqual([])
})
