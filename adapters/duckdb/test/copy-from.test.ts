import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { col, Entity, int, text } from '@vantage-ts/core'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import { copyFrom, type CopyFromOptions, copyTo, count, cte, table } from '@vantage-ts/duckdb/sql'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { failure } from './failure.ts'

const folder = mkdtempSync(join(tmpdir(), "vantage-copy-from-it's-"))
const db = duckdb({ threads: 2 })
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})
const q = db.query()
const t = table('people', { as: 't', columns: ['id', 'name', 'note'] })
const columns = ['id', 'name'] as const
const all = q.select(t.id, t.name, t.note).from(t).orderBy(t.id)

const file = (name: string, of: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, of)
  return path
}
const csv = 'id,name\n1,"it\'s;"\n2,\n'
const two = [
  { id: 1, name: "it's;", note: 'none' },
  { id: 2, name: null, note: 'none' },
]

beforeEach(async () => {
  await db
    .expr(
      templateParts(
        "CREATE OR REPLACE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR, note VARCHAR DEFAULT 'none')",
      ),
    )
    .run()
})

describe('rows of a file in a table', () => {
  test.each<readonly [string, () => string, CopyFromOptions<'id' | 'name'>]>([
    ['CSV', () => file('a.csv', csv), { format: 'csv', columns }],
    ['CSV by the ending', () => file('a.csv.gz', gzipSync(csv)), { format: 'csv', columns }],
    ['CSV by the option', () => file('b.csv', gzipSync(csv)), { format: 'csv', columns, compression: 'gzip' }],
    [
      'CSV whose options are said',
      () => file('c.csv', csv),
      { format: 'csv', columns, compression: 'none', header: true, delimiter: ',', quote: '"' },
    ],
    [
      'CSV of another kind',
      () => file('d.csv', "1;'it''s;'\n2;NA\n"),
      { format: 'csv', columns, header: false, delimiter: ';', quote: "'", nullText: 'NA' },
    ],
    ['CSV in another order', () => file('e.csv', 'x,y\n"it\'s;",1\n,2\n'), { format: 'csv', columns: ['name', 'id'] }],
    ['JSON by line', () => file('a.json', '{"name":"it\'s;","id":1}\n{"id":2}\n'), { format: 'json', columns }],
    [
      'JSON that is an array',
      () => file('b.json', '[{"id":1,"name":"it\'s;"},{"id":2}]'),
      { format: 'json', columns, array: true },
    ],
    [
      'JSON without compression',
      () => file('c.json', '[{"id":1,"name":"it\'s;"},{"id":2}]'),
      { format: 'json', columns, compression: 'none' },
    ],
    [
      'JSON, compressed',
      () => file('d.json', gzipSync('{"id":1,"name":"it\'s;"}\n{"id":2}\n')),
      { format: 'json', columns, compression: 'gzip' },
    ],
  ])('%s', async (_what, path, options) => {
    expect(await copyFrom(q, t, path(), options).run()).toBe(2)
    expect(await all.run()).toEqual(two)
  })
  test.each([
    ['parquet', { format: 'parquet' }],
    ['csv', { format: 'csv', compression: 'none' }],
    ['json', { format: 'json', compression: 'none' }],
  ] as const)('what copyTo wrote, as %s', async (ending, options) => {
    const rows = q.values([1, "it's;", 'none'], [2, null, 'none']).asRows('v', ['id', 'name', 'note'])
    const path = join(folder, `written.${ending}`)
    await copyTo(q.select(rows.id, rows.name, rows.note).from(rows), path, options).run()
    expect(await copyFrom(q, t, path, options).run()).toBe(2)
    expect(await all.run()).toEqual(two)
  })
  test('of all files of a folder, and of those that a pattern says', async () => {
    const parts = join(folder, 'parts')
    mkdirSync(parts)
    file('parts/one.csv', 'id,name\n1,x\n')
    file('parts/two[1].csv', 'id,name\n2,y\n')
    expect(await copyFrom(q, t, join(parts, '*.csv'), { format: 'csv', columns, glob: true }).run()).toBe(2)
    await q.deleteFrom(t).everything().run()
    expect(await copyFrom(q, t, join(parts, 'two[1].csv'), { format: 'csv', columns }).run()).toBe(1)
    const star = join(parts, '*.csv')
    const error = await failure(() => copyFrom(q, t, star, { format: 'csv', columns }).run())
    expect(error).toMatchObject({ kind: 'not-found', details: { file: star } })
    await q.deleteFrom(t).everything().run()
    expect(await copyFrom(q, t, parts, { format: 'csv', columns }).run()).toBe(2)
  })
  test('its text, with everything bound that is given', () => {
    const options = { format: 'csv', columns, delimiter: ';', quote: "'", nullText: 'NA', header: false } as const
    expect(copyFrom(q, t, "x'.csv", options).render()).toEqual({
      text:
        'COPY "people" ("id", "name") FROM (CAST($1 AS VARCHAR)) ' +
        '(FORMAT csv, DELIMITER (CAST($2 AS VARCHAR)), QUOTE (CAST($3 AS VARCHAR)), ESCAPE (CAST($3 AS VARCHAR)), NULLSTR (CAST($4 AS VARCHAR)), HEADER false)',
      values: ["x'.csv", ';', "'", 'NA'],
    })
    expect(copyFrom(q, table('people', { schema: ['a"b', 'c'] }), 'x', { format: 'json' }).render().text).toBe(
      'COPY "a""b"."c"."people" FROM (CAST($1 AS VARCHAR)) (FORMAT json)',
    )
  })
  test('of a hostile name', async () => {
    const strange = 'o"dd) FROM (\'x'
    const quoted = `"${strange.replaceAll('"', '""')}"`
    await db.expr(templateParts(`CREATE OR REPLACE TABLE ${quoted} (${quoted} INTEGER, other INTEGER)`)).run()
    const odd = table(strange, { as: 'odd', columns: [strange] })
    const path = file('a\'b".csv', 'n\n5\n')
    expect(await copyFrom(q, odd, path, { format: 'csv', columns: [strange] }).run()).toBe(1)
    expect(await q.select(odd(strange)).from(odd).run()).toEqual([{ [strange]: 5 }])
  })
  test('of a set, whose columns go by their names in the database', async () => {
    class Person extends Entity('people', { id: col(int).id(), called: col(text).named('name') }) {}
    const people = Person.table(db)
    const into = q.rowsOf(people, 'p')
    const path = file('set.csv', 'id,name\n1,x\n')
    expect(await copyFrom(q, into, path, { format: 'csv', columns: ['id', 'called'] }).run()).toBe(1)
    expect(await people.list()).toMatchObject([{ id: 1, called: 'x' }])
    const narrowed = q.rowsOf(
      people.where(p => p.id.eq(1)),
      'n',
    )
    expect(() => copyFrom(q, narrowed, path, { format: 'csv' }).render()).toThrow('n is more than a table')
  })
  test('in a transaction, which takes it back', async () => {
    await using transaction = await db.begin()
    expect(await copyFrom(transaction.query(), t, file('f.csv', csv), { format: 'csv', columns }).run()).toBe(2)
    await transaction.rollback()
    expect(await all.run()).toEqual([])
  })
})

describe('a file that does not do fails as what it is, and adds nothing', () => {
  const good = '{"id":1,"name":"x"}\n'
  const secret = 'sesame'
  const late = `id,name\n${Array.from({ length: 200_000 }, (_, index) => `${index},x`).join('\n')}\n`
  test.each<readonly [string, () => string, CopyFromOptions<'id' | 'name'>, object]>([
    [
      'no file',
      () => join(folder, 'none.csv'),
      { format: 'csv', columns },
      { kind: 'not-found', details: { reason: 'no-file', file: join(folder, 'none.csv') } },
    ],
    ['no Parquet file', () => join(folder, 'none.parquet'), { format: 'parquet' }, { kind: 'not-found' }],
    ['no JSON file', () => join(folder, 'none.json'), { format: 'json' }, { kind: 'not-found' }],
    [
      'a broken Parquet file',
      () => file('broken.parquet', 'PAR1 this is no file PAR1'),
      { format: 'parquet' },
      { kind: 'invalid', details: { reason: 'unreadable-parquet' } },
    ],
    [
      'no Parquet file at all',
      () => file('text.parquet', 'this is some text'),
      { format: 'parquet' },
      { kind: 'invalid', details: { reason: 'unreadable-parquet', file: join(folder, 'text.parquet') } },
    ],
    [
      'a wrong cell',
      () => file('cell.csv', `id,name\n1,x\n${secret},y\n`),
      { format: 'csv', columns },
      {
        kind: 'invalid',
        details: { reason: 'malformed-csv', line: 3, columns: ['id'], file: join(folder, 'cell.csv') },
      },
    ],
    [
      'a wrong cell far down',
      () => file('late.csv', `${late}${secret},y\n`),
      { format: 'csv', columns, header: true },
      { kind: 'invalid', details: { reason: 'malformed-csv', line: 200_002 } },
    ],
    [
      'too few columns',
      () => file('few.csv', 'id\n1\n'),
      { format: 'csv', columns },
      { kind: 'invalid', details: { reason: 'malformed-csv' } },
    ],
    [
      'broken compression',
      () => file('broken.csv.gz', 'no gzip'),
      { format: 'csv', columns },
      { kind: 'connection', details: { reason: 'io' } },
    ],
    [
      'JSON that is none',
      () => file('none.json', `${good}{"id":2,`),
      { format: 'json', columns },
      { kind: 'invalid', details: { reason: 'malformed-json' } },
    ],
    [
      'a wrong value of JSON',
      () => file('cell.json', `${good}{"id":"${secret}"}\n`),
      { format: 'json', columns },
      { kind: 'invalid', details: { reason: 'malformed-json', line: 2 } },
    ],
    [
      'no array of JSON',
      () => file('lines.json', good),
      { format: 'json', columns, array: true },
      { kind: 'invalid', details: { reason: 'malformed-json' } },
    ],
    [
      'an id that is there twice',
      () => file('twice.csv', 'id,name\n1,x\n2,y\n1,z\n'),
      { format: 'csv', columns },
      { kind: 'conflict', details: { reason: 'unique' } },
    ],
    [
      'an option that is too long',
      () => file('a.csv', csv),
      { format: 'csv', columns, delimiter: 'longer' },
      { kind: 'invalid' },
    ],
  ])('%s', async (_what, path, options, expected) => {
    const error = await failure(() => copyFrom(q, t, path(), options).run())
    expect(error).toMatchObject(expected)
    expect(inspect(error, { depth: 5 })).not.toContain(secret)
    expect(await q.select({ n: count() }).from(t).run()).toEqual([{ n: 0n }])
  })
  test('Parquet with other columns', async () => {
    const v = q.values(['x', 1]).asRows('v', ['name', 'id'])
    const path = join(folder, 'other.parquet')
    await copyTo(q.select(v.name, v.id).from(v), path, { format: 'parquet' }).run()
    const wrong = await failure(() => copyFrom(q, t, path, { format: 'parquet', columns }).run())
    expect(wrong).toMatchObject({ kind: 'type-mismatch', details: { columns: ['name'], file: path } })
    const few = await failure(() => copyFrom(q, t, path, { format: 'parquet' }).run())
    expect(few).toMatchObject({ kind: 'invalid', details: { reason: 'other-columns', file: path } })
    expect(await copyFrom(q, t, path, { format: 'parquet', columns: ['name', 'id'] }).run()).toBe(1)
  })
  test('a table that is not there', async () => {
    const error = await failure(() => copyFrom(q, table('nope'), file('a.csv', csv), { format: 'csv' }).run())
    expect(error).toMatchObject({ kind: 'invalid', details: { reason: 'unknown-name' } })
  })
})

describe('what is refused', () => {
  const loose = unchecked<(...given: readonly unknown[]) => { render(): unknown }>(copyFrom, 'called without types')
  test.each([
    [{}, 'takes the format of the file'],
    [undefined, 'takes the format of the file'],
    [{ format: 'xlsx' }, 'takes the format of the file'],
    [{ format: 'constructor' }, 'takes the format of the file'],
    [{ format: 'csv', array: true }, 'csv has no option array of this kind'],
    [{ format: 'csv', header: 'yes' }, 'csv has no option header of this kind'],
    [{ format: 'csv', delimiter: 7 }, 'csv has no option delimiter of this kind'],
    [{ format: 'csv', compression: 'constructor' }, 'csv has no option compression of this kind'],
    [{ format: 'csv', compression: 'zstd) --' }, 'csv has no option compression of this kind'],
    [{ format: 'csv', toString: true }, 'csv has no option toString of this kind'],
    [{ format: 'csv', partitionBy: ['id'] }, 'partitionBy says how csv is written'],
    [{ format: 'parquet', compression: 'zstd' }, 'compression says how parquet is written, and the file is there'],
    [{ format: 'parquet', rowGroupRows: 1 }, 'rowGroupRows says how parquet is written'],
    [{ format: 'json', overwrite: true }, 'overwrite says how json is written'],
    [{ format: 'csv', glob: 'yes' }, 'glob is true or false'],
    [{ format: 'csv', columns: [] }, 'columns takes the names of those that the file has'],
    [{ format: 'csv', columns: 'id' }, 'columns takes the names of those that the file has'],
    [{ format: 'csv', columns: ['nam'] }, 'copyFrom(): t has no column "nam"'],
    [{ format: 'csv', columns: [t.id] }, 'the name of a column is a text that is not empty'],
  ])('%j', (options, message) => {
    expect(() => loose(q, t, 'x', options)).toThrow(
      expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(message) }),
    )
  })
  const options = { format: 'csv' }
  test.each([
    ['no table', [q, 'people', 'x', options], 'copyFrom() takes rows'],
    ['no beginning', [db, t, 'x', options], 'where statements begin'],
    ['no path', [q, t, '', options], 'the name of a file'],
    ['a path with NUL', [q, t, 'a\0', options], 'holds the character NUL'],
    [
      'a named statement before it',
      [q.with(cte('n', all)), t, 'x', options],
      'copyFrom() reads no statement that has a name',
    ],
    ['the rows of a statement', [q, all.as('r'), 'x', options], '"r" is no table'],
  ])('%s', (_what, given, message) => {
    expect(() => loose(...given).render()).toThrow(
      expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(message) }),
    )
  })
  test('a table that is a file', async () => {
    await using files = duckdb({ files: { people: file('g.csv', csv) } })
    expect(() => copyFrom(files.query(), t, 'x', { format: 'csv' }).render()).toThrow('people is only read')
  })
  test('as a part of another statement', () => {
    const copy = unchecked<never>(copyFrom(q, t, 'x', { format: 'csv' }), 'a statement')
    expect(() => q.select({ a: copy }).render()).toThrow('a write is no part of another statement')
    expect(() => copyTo(copy, 'y', { format: 'csv' })).toThrow('takes a statement that gives rows')
  })
})
