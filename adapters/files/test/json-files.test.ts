import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import {
  arrayOf,
  bigint,
  col,
  Decimal,
  decimal,
  Entity,
  float,
  instant,
  int,
  json as jsonType,
  text,
} from '@vantage-ts/core'
import type { Storage } from '@vantage-ts/core/adapter'
import { containsMany } from '@vantage-ts/core/contained'
import { describe, expect, it } from 'vitest'
import { csv, json, type JsonOptions, ndjson, type NdjsonOptions } from '../src/index.ts'
import { failureOf, folderOf, header, Person } from './people-file.ts'

const contentOf = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8')

class Entry extends Entity('entries', {
  id: col(int).id(),
  price: col(decimal).optional(),
  views: col(bigint).optional(),
  share: col(float).optional(),
  at: col(instant).optional(),
  tags: col(arrayOf(text)).optional(),
  prices: col(arrayOf(decimal)).optional(),
  more: col(jsonType).optional(),
}) {}

const entryIn = async (line: string) => {
  const folder = await folderOf({ 'entries.ndjson': `${line}\n` })
  return Entry.table(ndjson({ folder })).list()
}

describe('values', () => {
  it('are written in their natural forms where these are exact, as exact texts elsewhere, and come back', async () => {
    const folder = await folderOf({ 'entries.ndjson': '', 'entries.json': '[]' })
    const entry = {
      id: 1,
      price: Decimal.from('12345678901234567890.10'),
      views: 9007199254740993n,
      share: 0.1,
      at: instant.fromText('2026-11-22T09:30:00.000001Z'),
      tags: ['a', 'b"'],
      prices: [Decimal.from('0.10')],
      more: { b: [1, null], a: 'x' },
    }
    const spelled =
      '{"id":1,"price":"12345678901234567890.1","views":"9007199254740993","share":0.1,"at":"2026-11-22T09:30:00.000001Z",' +
      '"tags":["a","b\\""],"prices":["0.1"],"more":{"b":[1,null],"a":"x"}}'
    for (const source of [ndjson({ folder }), json({ folder })]) {
      const entries = Entry.table(source)
      await entries.insertMany([entry])
      const [read] = await entries.list()
      expect(JSON.stringify(read, bigintAsText)).toBe(JSON.stringify(entry, bigintAsText))
    }
    expect(await contentOf(folder, 'entries.ndjson')).toBe(`${spelled}\n`)
    expect(await contentOf(folder, 'entries.json')).toBe(`[\n${spelled}\n]`)
  })

  it('are read exactly from numbers of any size where the column is exact', async () => {
    const [entry] = await entryIn(
      '{"id":1,"price":12345678901234567890.10,"views":9007199254740993,"prices":[0.10,12345678901234567890.5,"7"]}',
    )
    expect(String(entry?.price)).toBe('12345678901234567890.1')
    expect(entry?.views).toBe(9007199254740993n)
    expect(entry?.prices?.map(String)).toEqual(['0.1', '12345678901234567890.5', '7'])
  })

  it.each([
    ['a text for a number', '"id":"1"', 'id'],
    ['a number beyond exactness', '"id":1,"more":{"a":9007199254740993}', 'more'],
    ['a number beyond double precision', '"id":1,"share":1e999', 'share'],
    ['a truth value for a decimal', '"id":1,"price":true', 'price'],
    ['a fraction for a bigint', '"id":1,"views":1.5', 'views'],
    ['an object for an array', '"id":1,"tags":{}', 'tags'],
    ['a number in an array of texts', '"id":1,"tags":[1]', 'tags'],
    ['a date for an instant', '"id":1,"at":"2026-11-22"', 'at'],
    ['no id', '"share":1', 'id'],
    ['null as id', '"id":null', 'id'],
  ])('%s is refused and names the field', async (_what, members, field) => {
    const error = await failureOf(() => entryIn(`{${members}}`))
    expect(error).toMatchObject({ kind: 'type-mismatch', details: { field } })
  })

  it('of another type than in the rows before name file, line, row and field, never the value', async () => {
    const folder = await folderOf({ 'people.ndjson': '{"id":1,"name":"Ada"}\n{"id":2,"name":["secret"]}\n' })
    const error = await failureOf(() => Person.table(ndjson({ folder })).list())
    expect(error).toMatchObject({ kind: 'type-mismatch', details: { entity: 'people', id: '2', field: 'name' } })
    expect(error.message).toContain(`${join(folder, 'people.ndjson')}, line 2`)
    expect(JSON.stringify(error)).not.toContain('secret')
    const told: unknown[] = []
    const rows = await Person.table(ndjson({ folder })).list({ onBadRow: problem => told.push(problem.details.id) })
    expect([rows.map(({ id }) => id), told]).toEqual([[1], ['2']])
  })

  it('NaN and infinities are refused before anything is written', async () => {
    const folder = await folderOf({ 'entries.ndjson': '' })
    for (const share of [Number.NaN, Number.POSITIVE_INFINITY])
      expect((await failureOf(() => Entry.table(ndjson({ folder })).insertMany([{ id: 1, share }]))).kind).toBe(
        'type-mismatch',
      )
    const storage: Storage<number> = { name: 'odd', encode: () => Number.NaN, decode: Number }
    const odd = Entry.table(ndjson({ folder }), { columns: { share: { name: 'share', storage } } })
    expect((await failureOf(() => odd.insertMany([{ id: 1, share: 1 }]))).kind).toBe('type-mismatch')
    expect(await contentOf(folder, 'entries.ndjson')).toBe('')
  })

  it('a storage of a column of its own is given what JSON.parse gives', async () => {
    const folder = await folderOf({ 'people.ndjson': '{"id":1,"name":{"first":"Ada","n":[1]}}\n' })
    const storage: Storage<string> = {
      name: 'first',
      decode: raw => JSON.stringify(raw),
      encode: value => JSON.parse(value),
    }
    const people = Person.table(ndjson({ folder }), { columns: { name: { name: 'name', storage } } })
    expect((await people.get(1))?.name).toBe('{"first":"Ada","n":[1]}')
    await people.patch(1, { name: '[true]' })
    expect(await contentOf(folder, 'people.ndjson')).toBe('{"id":1,"name":[true]}\n')
  })
})

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value)

const pretty =
  '[\n  {\n    "id": 1,\n    "name": "Ada",\n    "big": 12345678901234567890.50\n  },\n  { "id" : 2, "name" : "Bob" }\n]\n'
const lines = '{"id":1,"name":"Ada","big":12345678901234567890.50}\r\n{ "name" : "Bob", "id" : 2 }\r\n'

describe('writing a file anew', () => {
  it('changes what is meant, and leaves all else as it is spelled: other rows, names that nobody declares, line ends', async () => {
    const folder = await folderOf({
      'people.json': pretty,
      'people.ndjson': lines,
      'people.csv': `\ufeffnote,${header}"x",1,Ada,"",\n,"2",Bob,,true\n`,
    })
    for (const source of [json({ folder }), ndjson({ folder }), csv({ folder })]) {
      const people = Person.table(source)
      expect(await people.patch(1, { name: 'A "a"', city: 'Rome' })).toMatchObject({
        id: 1,
        name: 'A "a"',
        city: 'Rome',
      })
      expect(
        await people
          .where(p => p.id.eq(2))
          .updateQuery()
          .set('isActive', false)
          .run(),
      ).toBe(1)
    }
    expect(await contentOf(folder, 'people.json')).toBe(
      pretty
        .replace('"Ada"', '"A \\"a\\""')
        .replace('.50\n  }', '.50,"city":"Rome"\n  }')
        .replace('"Bob" }', '"Bob","is_active":false }'),
    )
    expect(await contentOf(folder, 'people.ndjson')).toBe(
      lines
        .replace('"Ada"', '"A \\"a\\""')
        .replace('.50}', '.50,"city":"Rome"}')
        .replace('2 }', '2,"is_active":false }'),
    )
    expect(await contentOf(folder, 'people.csv')).toBe(`\ufeffnote,${header}x,1,"A ""a""",Rome,\n,2,Bob,,false\n`)
  })

  it('replaces, removes and adds', async () => {
    const folder = await folderOf({ 'people.json': pretty, 'people.ndjson': lines })
    for (const source of [json({ folder }), ndjson({ folder })]) {
      const people = Person.table(source)
      await people.replace(1, { name: 'Eve' })
      expect(await people.delete(2)).toBe(true)
      expect(await people.delete(2)).toBe(false)
      expect(await people.insert(3, { name: 'Cy' })).toEqual({ id: 3, name: 'Cy', city: null, isActive: null })
      expect(await people.insert(3, { name: 'other' })).toMatchObject({ name: 'Cy' })
    }
    expect(await contentOf(folder, 'people.json')).toBe(
      '[\n  {\n    "id": 1,\n    "name": "Eve",\n    "big": 12345678901234567890.50,"city":null,"is_active":null\n  },\n  {"id":3,"name":"Cy"}\n]\n',
    )
    expect(await contentOf(folder, 'people.ndjson')).toBe(
      '{"id":1,"name":"Eve","big":12345678901234567890.50,"city":null,"is_active":null}\r\n{"id":3,"name":"Cy"}\r\n',
    )
    for (const source of [json({ folder }), ndjson({ folder })])
      expect(await Person.table(source).deleteAll({ everything: true })).toBe(2)
    expect([await contentOf(folder, 'people.json'), await contentOf(folder, 'people.ndjson')]).toEqual(['[\n]\n', ''])
    await Person.table(json({ folder })).insert(1, { name: 'Ada' })
    expect(await contentOf(folder, 'people.json')).toBe('[\n{"id":1,"name":"Ada"}\n]\n')
  })

  it.each([
    ['two rows of one id', '{"id":1,"name":"a"}\n{"id":2,"name":"b"}\n{"id":1,"name":"c"}\n', 3],
    ['a row without id', '{"id":1,"name":"a"}\n{"name":"b"}\n', 2],
  ])('is refused where the file has %s, naming the line', async (_what, content, line) => {
    const folder = await folderOf({
      'people.ndjson': content,
      'people.json': `[${content.trim().replaceAll('\n', ',\n')}]`,
    })
    for (const source of [ndjson({ folder }), json({ folder })]) {
      const error = await failureOf(() =>
        Person.table(source)
          .where(p => p.name.ne('b'))
          .updateQuery()
          .set('city', 'x')
          .run(),
      )
      expect([error.details.line ?? Number(/line (\d+)/.exec(error.message)?.[1])]).toEqual([line])
      expect(['invalid', 'type-mismatch']).toContain(error.kind)
    }
    expect(await contentOf(folder, 'people.ndjson')).toBe(content)
    expect((await readdir(folder)).sort()).toEqual(['people.json', 'people.ndjson'])
  })

  it('keeps mode, links and readers in progress, and touches no file of which nothing changes', async () => {
    const many = Array.from({ length: 20_000 }, (_, id) => `{"id":${id},"name":"person ${id}"}\n`).join('')
    const folder = await folderOf({ 'real.ndjson': many })
    await chmod(join(folder, 'real.ndjson'), 0o604)
    await symlink('real.ndjson', join(folder, 'people.ndjson'))
    const people = Person.table(ndjson({ folder }))
    let old = 0
    for await (const { name } of people) {
      if (old++ === 0)
        expect(
          await people
            .where(p => p.id.gte(10))
            .updateQuery()
            .set('name', 'new')
            .run(),
        ).toBe(19_990)
      if (name === 'new') throw new Error('a reader in progress has the old content')
    }
    expect([old, await people.where(p => p.name.eq('new')).count()]).toEqual([20_000, 19_990])
    const { mode, ino } = await stat(join(folder, 'real.ndjson'))
    expect(mode & 0o777).toBe(0o604)
    expect(
      await people
        .where(p => p.id.lt(0))
        .deleteQuery()
        .run(),
    ).toBe(0)
    expect((await stat(join(folder, 'real.ndjson'))).ino).toBe(ino)
    expect((await readdir(folder)).sort()).toEqual(['people.ndjson', 'real.ndjson'])
  })

  it('of many rows is bounded by maxOrderBytes, which is told', async () => {
    const many = Array.from({ length: 2000 }, (_, id) => `{"id":${id},"name":"x"}\n`).join('')
    const folder = await folderOf({ 'people.ndjson': many })
    const people = Person.table(ndjson({ folder, maxOrderBytes: 50_000 }))
    const error = await failureOf(() => people.updateQuery({ everything: true }).set('city', 'x').run())
    expect([error.kind, error.message]).toEqual(['too-large', expect.stringContaining('maxOrderBytes')])
    expect(await contentOf(folder, 'people.ndjson')).toBe(many)
  })

  it('starts a file that is missing or empty only when told', async () => {
    const folder = await folderOf({ 'empty.json': '' })
    expect((await failureOf(() => Person.table(json({ folder })).insert(1, { name: 'Ada' }))).message).toContain(
      'create: true',
    )
    const source = json({ folder, create: true })
    await Person.table(source).insert(1, { name: 'Ada' })
    await Person.table(source, { name: 'empty' }).insert(1, { name: 'Ada' })
    expect(await contentOf(folder, 'people.json')).toBe('[\n{"id":1,"name":"Ada"}\n]\n')
    expect(await contentOf(folder, 'empty.json')).toBe('[\n{"id":1,"name":"Ada"}\n]\n')
  })

  it('gives rows inside a column other values too', async () => {
    class Piece extends Entity('piece', { product: col(text).id(), quantity: col(int) }) {}
    class Parcel extends Entity('parcels', { id: col(int).id(), pieces: col(jsonType).optional() }) {
      static override refs = { pieces: containsMany(() => Piece, 'pieces') }
    }
    const folder = await folderOf({
      'parcels.ndjson': '{"id":1,"pieces":[{"product":"bun","quantity":1,"wrapped":true}]}\n',
    })
    const parcels = Parcel.table(ndjson({ folder }))
    await parcels
      .where(p => p.id.eq(1))
      .getRef('pieces')
      .patch('bun', { quantity: 2 })
    expect(await contentOf(folder, 'parcels.ndjson')).toBe(
      '{"id":1,"pieces":[{"product":"bun","quantity":2,"wrapped":true}]}\n',
    )
  })
})

describe('packed files', () => {
  it('are found by their name, read, appended to as one member more, and written anew', async () => {
    const folder = await folderOf({
      'people.csv.gz': gzipSync(`${header}1,Ada,,\n`),
      'people.ndjson.gz': gzipSync('{"id":1,"name":"Ada"}'),
      'people.json.gz': gzipSync('[{"id":1,"name":"Ada"}]'),
    })
    const unpacked = async (name: string) => gunzipSync(await readFile(join(folder, name))).toString()
    const before = await readFile(join(folder, 'people.ndjson.gz'))
    for (const source of [csv({ folder }), ndjson({ folder }), json({ folder })])
      await Person.table(source).insert(2, { name: 'Bob' })
    const after = await readFile(join(folder, 'people.ndjson.gz'))
    expect(after.subarray(0, before.length)).toEqual(before)
    expect(await unpacked('people.csv.gz')).toBe(`${header}1,Ada,,\n2,Bob,,\n`)
    expect(await unpacked('people.ndjson.gz')).toBe('{"id":1,"name":"Ada"}\n{"id":2,"name":"Bob"}\n')
    expect(await unpacked('people.json.gz')).toBe('[{"id":1,"name":"Ada"},{"id":2,"name":"Bob"}]')
    for (const source of [csv({ folder }), ndjson({ folder }), json({ folder })]) {
      await Person.table(source).patch(1, { name: 'Eve' })
      expect((await Person.table(source).list()).map(({ name }) => name)).toEqual(['Eve', 'Bob'])
    }
    expect(await unpacked('people.ndjson.gz')).toBe('{"id":1,"name":"Eve"}\n{"id":2,"name":"Bob"}\n')
  })

  it('that are there as they are too are told; an extension or a name says which', async () => {
    const folder = await folderOf({
      'people.ndjson': '{"id":1,"name":"plain"}\n',
      'people.ndjson.gz': gzipSync('{"id":1,"name":"packed"}\n'),
    })
    expect(await failureOf(() => Person.table(ndjson({ folder })).list())).toMatchObject({
      kind: 'conflict',
      details: { reason: 'ambiguous' },
    })
    expect((await Person.table(ndjson({ folder, extension: '.ndjson.gz' })).get(1))?.name).toBe('packed')
    expect((await Person.table(ndjson({ folder }), { name: 'people.ndjson.gz' }).get(1))?.name).toBe('packed')
    const started = Person.table(ndjson({ folder, extension: '.ndjson.gz', create: true }), { name: 'more' })
    await started.insert(1, { name: 'new' })
    expect(gunzipSync(await readFile(join(folder, 'more.ndjson.gz'))).toString()).toBe('{"id":1,"name":"new"}\n')
  })

  it('that hold a last line that is cut off are written anew, not appended to', async () => {
    const folder = await folderOf({ 'people.ndjson.gz': gzipSync('{"id":1,"name":"Ada"}\n{"id":2,"na') })
    const people = Person.table(ndjson({ folder, partialLastLine: 'skip' }))
    expect(await people.count()).toBe(1)
    expect(await failureOf(() => people.insert(3, { name: 'Cy' }))).toMatchObject({ kind: 'invalid' })
    await people.patch(1, { name: 'Eve' })
    await people.insert(3, { name: 'Cy' })
    expect((await people.list()).map(({ name }) => name)).toEqual(['Eve', 'Cy'])
  })

  it('that are broken or cut off fail every call, name the place, and stay as they are', async () => {
    const many = Array.from(
      { length: 5000 },
      (_, id) => `{"id":${id},"name":"person ${(id * 7919) % 100_003}"}\n`,
    ).join('')
    const packed = gzipSync(many)
    for (const content of [packed.subarray(0, packed.length - 20), Buffer.from(many)]) {
      const folder = await folderOf({ 'people.ndjson.gz': content })
      const people = Person.table(ndjson({ folder }))
      const calls = [
        () => people.list(),
        () => people.count(),
        () => people.insert(9999, { name: 'x' }),
        () => people.patch(1, { name: 'x' }),
        () => people.delete(-1),
      ]
      for (const call of calls) {
        const error = await failureOf(call)
        expect(error).toMatchObject({
          kind: 'invalid',
          details: { line: expect.any(Number), readableBytes: expect.any(Number) },
        })
        expect(error.message).toContain('people.ndjson.gz')
      }
      expect(await readFile(join(folder, 'people.ndjson.gz'))).toEqual(content)
      expect(await readdir(folder)).toEqual(['people.ndjson.gz'])
    }
  })
})

describe('options', () => {
  it.each([
    [
      'an unknown one',
      () => ndjson({ folder: '.', delimiter: ';' } as unknown as NdjsonOptions),
      'ndjson() has no option "delimiter"',
    ],
    [
      'one of the other format',
      () => json({ folder: '.', rewrite: false } as unknown as JsonOptions),
      'json() has no option "rewrite"',
    ],
    ['no folder', () => json({ folder: '' }), 'json({ folder: "data" })'],
    [
      'a partial line that is dealt with otherwise',
      () => ndjson({ folder: '.', partialLastLine: 'cut' } as unknown as NdjsonOptions),
      "'fail' or 'skip'",
    ],
  ])('%s', async (_what, open, words) => {
    const error = await failureOf(open)
    expect([error.kind, error.message]).toEqual(['invalid', expect.stringContaining(words)])
  })

  it('a log is appended to and never written anew', async () => {
    const folder = await folderOf({ 'people.ndjson': '' })
    const people = Person.table(ndjson({ folder, rewrite: false }))
    expect(await people.insert(1, { name: 'Ada' })).toMatchObject({ id: 1, name: 'Ada' })
    const untyped = people as unknown as Record<'patch' | 'replace' | 'delete', (...args: unknown[]) => unknown>
    for (const verb of ['patch', 'replace', 'delete'] as const)
      expect(await failureOf(() => untyped[verb](1, {})), verb).toMatchObject({ kind: 'unsupported' })
    await writeFile(join(folder, 'people.ndjson'), '{"id":1,"name":"Ada"}')
    expect(
      await people.insertMany([
        { id: 1, name: 'x' },
        { id: 2, name: 'y' },
      ]),
    ).toBe(1)
    expect(await contentOf(folder, 'people.ndjson')).toBe('{"id":1,"name":"Ada"}\n{"id":2,"name":"y"}\n')
  })
})
