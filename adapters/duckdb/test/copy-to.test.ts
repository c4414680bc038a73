import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import { type CopyOptions, copyTo, cte, readCsv, readJson, readParquet, value } from '@vantage-ts/duckdb/sql'
import { afterAll, describe, expect, test } from 'vitest'
import { failure } from './failure.ts'

const folder = mkdtempSync(join(tmpdir(), "vantage-copy-to-it's-"))
const db = duckdb({ threads: 1 })
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})
const q = db.query()
const rows = q.values([1, "it's;"], [2, null]).asRows('v', ['id', 'name'])
const all = q.select(rows.id, rows.name).from(rows).orderBy(rows.id)

describe('rows of a statement in a file', () => {
  test.each([
    ['parquet', readParquet, { format: 'parquet', compression: 'zstd', rowGroupRows: 2048 }],
    ['csv', readCsv, { format: 'csv' }],
    ['csv.gz', readCsv, { format: 'csv', compression: 'gzip' }],
    ['json', readJson, { format: 'json' }],
    ['json', readJson, { format: 'json', array: true }],
  ] as const)('%s', async (ending, read, options) => {
    const path = join(folder, `rows.${ending}`)
    expect(await copyTo(all, path, options).run()).toBe(2)
    const back = read(path).asRows('r', ['id', 'name'])
    const found = await q.select(back.id, back.name).from(back).orderBy(back.id).run()
    expect(found.map(row => [Number(row.id), row.name])).toEqual([
      [1, "it's;"],
      [2, null],
    ])
  })
  test('its text, with everything bound that is given', () => {
    const copy = copyTo(all, 'x.csv', { format: 'csv', delimiter: ';', quote: "'", nullText: 'NA', header: false })
    expect(copy.render()).toEqual({
      text:
        'COPY (SELECT "v"."id", "v"."name" FROM (VALUES (CAST($1 AS BIGINT), CAST($2 AS VARCHAR)), (CAST($3 AS BIGINT), NULL)) AS "v" ("id", "name") ORDER BY "v"."id") ' +
        'TO (CAST($4 AS VARCHAR)) (FORMAT csv, DELIMITER (CAST($5 AS VARCHAR)), QUOTE (CAST($6 AS VARCHAR)), ESCAPE (CAST($6 AS VARCHAR)), NULLSTR (CAST($7 AS VARCHAR)), HEADER false)',
      values: [1n, "it's;", 2n, 'x.csv', ';', "'", 'NA'],
    })
  })
  test('as CSV is written elsewhere', async () => {
    const path = join(folder, 'other.csv')
    await copyTo(all, path, { format: 'csv', delimiter: ';', quote: "'", nullText: 'NA', header: false }).run()
    expect(readFileSync(path, 'utf8')).toBe("1;'it''s;'\n2;NA\n")
  })
  test('in files of a folder, by the values of a column', async () => {
    const path = join(folder, 'parts')
    const parts: CopyOptions = { format: 'parquet', partitionBy: ['id'] }
    expect(await copyTo(all, path, parts).run()).toBe(2)
    expect(readdirSync(path).sort()).toEqual(['id=1', 'id=2'])
    expect((await failure(() => copyTo(all, path, parts).run())).kind).not.toBe('internal')
    expect(await copyTo(all, path, { ...parts, overwrite: true }).run()).toBe(2)
  })
  test('of a statement with names and a limit', async () => {
    const named = cte('named', q.select({ n: value(1) }))
    const few = q.with(named).select(named.n).from(named).limit(1)
    expect(await copyTo(few, join(folder, 'few.json'), { format: 'json' }).run()).toBe(1)
    expect(readFileSync(join(folder, 'few.json'), 'utf8').trim()).toBe('{"n":1}')
  })
})

describe('what is refused', () => {
  const loose = unchecked<(...given: readonly unknown[]) => unknown>(copyTo, 'called without types')
  test.each([
    [{}],
    [{ format: 'xlsx' }],
    [{ format: 'constructor' }],
    [{ format: 'csv', rowGroupRows: 1 }],
    [{ format: 'csv', header: 'yes' }],
    [{ format: 'csv', toString: true }],
    [{ format: 'parquet', compression: 'zstd) --' }],
    [{ format: 'parquet', rowGroupRows: 0.5 }],
    [{ format: 'parquet', partitionBy: [] }],
    [{ format: 'parquet', partitionBy: ['a\0'] }],
  ])('%j', options => {
    expect(() => loose(all, 'x', options)).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })
  test('a path that is none, and a write', () => {
    expect(() => copyTo(all, '', { format: 'csv' })).toThrow('the name of a file')
    expect(() => loose(7, 'x', { format: 'csv' })).toThrow('takes a statement that gives rows')
    expect(() =>
      q.select({ a: unchecked<never>(copyTo(all, 'x', { format: 'csv' }), 'a statement') }).render(),
    ).toThrow('a write is no part of another statement')
  })
})
