import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { col, Entity, int, plainDate, text } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { csv, json, ndjson } from '../src/index.ts'
import { asOrdinaryUser } from './ordinary-user.ts'
import { failureOf, folderOf } from './people-file.ts'

class Guest extends Entity('guests', {
  id: col(int).id(),
  name: col(text),
  seats: col(int),
  born: col(plainDate).optional(),
}) {}

/** A row as a file spells it: a text in place of a member is spelled as it stands, undefined leaves it out. */
interface Given {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly seats?: string | undefined
  readonly born?: string | undefined
}
const ada: Given = { id: '1', name: '"Ada"', seats: '2' }
const bob: Given = { id: '2', name: '"Bob"', seats: '3' }
const names = ['id', 'name', 'seats', 'born'] as const

const csvText = (rows: readonly Given[]): string =>
  `id,name,seats,born\n${rows.map(row => `${names.map(name => row[name] ?? '').join(',')}\n`).join('')}`
const objectOf = (row: Given): string =>
  `{${names.flatMap(name => (row[name] === undefined ? [] : [`"${name}":${row[name]}`])).join(',')}}`
const ndjsonText = (rows: readonly Given[]): string => rows.map(row => `${objectOf(row)}\n`).join('')
const jsonText = (rows: readonly Given[]): string => `[\n${rows.map(objectOf).join(',\n')}\n]\n`

interface Options {
  readonly folder: string
  readonly checkIds?: boolean
}

const formats = [
  { name: 'csv', textOf: csvText, tableOf: (options: Options) => Guest.table(csv(options)), firstLine: 2 },
  { name: 'ndjson', textOf: ndjsonText, tableOf: (options: Options) => Guest.table(ndjson(options)), firstLine: 1 },
  { name: 'json', textOf: jsonText, tableOf: (options: Options) => Guest.table(json(options)), firstLine: 2 },
] as const
const kinds = formats.flatMap(format => [
  { ...format, title: format.name, file: `guests.${format.name}`, packed: (text: string) => Buffer.from(text) },
  {
    ...format,
    title: `packed ${format.name}`,
    file: `guests.${format.name}.gz`,
    packed: (text: string) => gzipSync(text),
  },
])

/** Every way to read and write; what is refused has to leave the file as it was. */
const callsOf = (guests: ReturnType<(typeof formats)[0]['tableOf']>): { readonly [name: string]: () => unknown } => ({
  list: () => guests.list(),
  stream: () => Array.fromAsync(guests.stream()),
  count: () => guests.count(),
  insert: () => guests.insertMany([{ id: 9, name: 'Eve', seats: 1 }]),
  patch: () => guests.patch(1, { name: 'Eve' }),
  delete: () => guests.delete(1),
})

describe.each(kinds)('$title', ({ file, name, textOf, tableOf, firstLine, packed }) => {
  const folderWith = (content: string | Uint8Array) => folderOf({ [file]: content })

  describe('with a row that is no row of the entity', () => {
    const isCsv = name === 'csv'
    const rows: readonly (readonly [what: string, row: Given, field: string, id: string | undefined])[] = [
      ['another type in a later row', { ...bob, seats: isCsv ? 'x' : '"x"' }, 'seats', '2'],
      ['a date that is none', { ...bob, born: '"2026-13-01"' }, 'born', '2'],
      ['no id', { ...bob, id: undefined }, 'id', undefined],
      ['an id of another type', { ...bob, id: '"x"' }, 'id', undefined],
      ['nothing in a required column', { ...bob, seats: undefined }, 'seats', '2'],
      ...(isCsv
        ? []
        : ([
            ['null as id', { ...bob, id: 'null' }, 'id', undefined],
            ['null in a required column', { ...bob, name: 'null' }, 'name', '2'],
            ['an object where a text was', { ...bob, name: '{"first":"S3CR3T"}' }, 'name', '2'],
            ['an array where a number was', { ...bob, seats: '[1]' }, 'seats', '2'],
          ] as const)),
    ]
    it.each(rows)('%s: told with file, line and field', async (_what, row, field, id) => {
      const folder = await folderWith(packed(textOf([ada, row])))
      const guests = tableOf({ folder })
      const place = { entity: 'guests', field, file: join(folder, file), line: firstLine + 1 }
      const seen: unknown[] = []
      const calls = [
        () => guests.list(),
        () => Array.fromAsync(guests.stream()),
        () => guests.orderBy(guest => guest.name.desc()).list(),
        () => guests.list({ onBadRow: error => void seen.push(error) }),
      ]
      for (const call of calls.slice(0, 3)) {
        const error = await failureOf(call)
        expect(error).toMatchObject({ kind: 'type-mismatch', details: id === undefined ? place : { ...place, id } })
        expect(error.message).toContain(`${file}, line ${firstLine + 1}`)
        expect(JSON.stringify(error)).not.toContain('S3CR3T')
      }
      expect(await calls[3]?.()).toHaveLength(1)
      expect(seen).toMatchObject([{ details: place }])
    })

    it('a condition, an aggregate and a change that meet it tell the place too', async () => {
      const folder = await folderWith(packed(textOf([ada, { ...bob, seats: isCsv ? 'x' : '"x"' }])))
      const guests = tableOf({ folder })
      const calls = [
        () => guests.where(guest => guest.seats.gt(1)).count(),
        () => guests.sum(guest => guest.seats),
        () =>
          guests
            .where(guest => guest.seats.gt(1))
            .updateQuery()
            .set('name', 'x')
            .run(),
      ]
      for (const call of calls)
        expect(await failureOf(call)).toMatchObject({
          kind: 'type-mismatch',
          details: { entity: 'guests', id: '2', field: 'seats', file: join(folder, file), line: firstLine + 1 },
        })
      expect(await readFile(join(folder, file))).toEqual(packed(textOf([ada, { ...bob, seats: isCsv ? 'x' : '"x"' }])))
    })
  })

  describe('with ids that are missing or there twice', () => {
    const twice = textOf([ada, bob, { ...bob, id: name === 'csv' ? '02' : '2.0' }])

    it('says so in every read that is asked to check them, naming both lines', async () => {
      const folder = await folderWith(packed(twice))
      const guests = tableOf({ folder, checkIds: true })
      const reads = [
        () => guests.list(),
        () => guests.count(),
        () => guests.get(1),
        () => guests.limit(1).list(),
        () => Array.fromAsync(guests.stream()),
        () => guests.where(guest => guest.id.in(guests.fieldExpr(other => other.id))).count(),
      ]
      for (const read of reads) {
        const error = await failureOf(read)
        expect(error).toMatchObject({
          kind: 'invalid',
          details: { file: join(folder, file), line: firstLine + 2, field: 'id' },
        })
        expect(error.message).toContain(`the id of the one on line ${firstLine + 1}`)
      }
      expect(await tableOf({ folder }).count()).toBe(3)
    })

    it('says of a row without id on which line it is, in a count too', async () => {
      const folder = await folderWith(packed(textOf([ada, { ...bob, id: undefined }])))
      for (const read of [
        () => tableOf({ folder, checkIds: true }).count(),
        () => tableOf({ folder, checkIds: true }).get(1),
      ])
        expect(await failureOf(read)).toMatchObject({
          kind: 'invalid',
          details: { file: join(folder, file), line: firstLine + 1, field: 'id' },
        })
    })

    it('reads what has none of them, as it does without', async () => {
      const folder = await folderWith(packed(textOf([ada, bob])))
      const guests = tableOf({ folder, checkIds: true })
      expect((await guests.get(2))?.name).toBe('Bob')
      expect(await guests.get(3)).toBeUndefined()
      expect(
        await guests
          .orderBy(guest => guest.seats.desc())
          .limit(1)
          .fieldValues(guest => guest.id),
      ).toEqual([2])
      for await (const guest of guests.stream()) {
        expect(guest.id).toBe(1)
        break
      }
    })

    it('never writes one of two rows of an id anew', async () => {
      const folder = await folderWith(packed(twice))
      const error = await failureOf(() => tableOf({ folder }).patch(2, { name: 'x' }))
      expect(error).toMatchObject({ kind: 'invalid', details: { line: firstLine + 2 } })
      expect(await readFile(join(folder, file))).toEqual(packed(twice))
      expect(await readdir(folder)).toEqual([file])
    })
  })

  describe('with content that is something else', () => {
    const random = Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 7919 + 13) % 256))
    const contents: readonly (readonly [what: string, content: Buffer])[] = [
      ['a page of HTML', Buffer.from('<!DOCTYPE html>\n<html><body>Not found</body></html>\n')],
      ['binary data', random],
      ['UTF-16 with its mark', Buffer.from(`\ufeff${textOf([ada])}`, 'utf16le')],
      ['UTF-16 without mark', Buffer.from(textOf([ada]), 'utf16le')],
      ['a gzip file', gzipSync(textOf([ada]))],
    ]
    it.each(contents)('%s: every call names the file and leaves it as it was', async (_what, content) => {
      const bytes = file.endsWith('.gz') ? gzipSync(content) : content
      const folder = await folderWith(bytes)
      for (const [call, run] of Object.entries(callsOf(tableOf({ folder })))) {
        const error = await failureOf(run)
        expect(error, call).toMatchObject({ kind: 'invalid', details: { file: join(folder, file) } })
        expect(error.message, call).toContain(file)
        expect(await readFile(join(folder, file)), call).toEqual(bytes)
      }
      expect(await readdir(folder)).toEqual([file])
    })
  })

  it('that ends in the middle of a row: every read names the line, no change is made', async () => {
    const whole = textOf([ada, bob])
    const cut = packed(whole.slice(0, whole.lastIndexOf('Bob') + 2))
    const folder = await folderWith(cut)
    for (const [call, run] of Object.entries(callsOf(tableOf({ folder })))) {
      expect(await failureOf(run), call).toMatchObject({
        kind: 'invalid',
        details: { file: join(folder, file), line: firstLine + 1 },
      })
      expect(await readFile(join(folder, file)), call).toEqual(cut)
    }
  })

  it('that may not be read, is a folder or is missing: told by kind and file', async () => {
    const denied = await folderWith(packed(textOf([ada])))
    await chmod(join(denied, file), 0)
    await chmod(denied, 0o777)
    await asOrdinaryUser(async () => {
      for (const [call, run] of Object.entries(callsOf(tableOf({ folder: denied }))))
        expect(await failureOf(run), call).toMatchObject({ kind: 'permission' })
    })
    expect(await readdir(denied)).toEqual([file])
    const isFolder = await folderOf()
    await mkdir(join(isFolder, file))
    for (const [call, run] of Object.entries(callsOf(tableOf({ folder: isFolder }))))
      expect(await failureOf(run), call).toMatchObject({ kind: 'invalid', details: { file: join(isFolder, file) } })
    const empty = await folderOf()
    for (const [call, run] of Object.entries(callsOf(tableOf({ folder: empty }))))
      expect((await failureOf(run)).kind, call).toBe('not-found')
    expect(await readdir(empty)).toEqual([])
  })
})

describe.each(kinds.filter(({ file }) => file.endsWith('.gz')))(
  'broken $title',
  ({ file, textOf, tableOf, packed }) => {
    const many = Array.from(
      { length: 3000 },
      (_, id): Given => ({ ...ada, id: String(id), seats: String((id * 7919) % 100_003) }),
    )
    const whole = packed(textOf(many))
    const flipped = Buffer.from(whole)
    flipped[flipped.length - 6] = (flipped[flipped.length - 6] ?? 0) ^ 255
    it.each([
      ['cut off', whole.subarray(0, whole.length >> 1)],
      ['without its last bytes', whole.subarray(0, whole.length - 3)],
      ['with a wrong checksum', flipped],
      ['with something behind it', Buffer.concat([whole, Buffer.from('behind')])],
      ['that is not packed', Buffer.from(textOf([ada]))],
    ])('%s: every call fails, and it stays as it is', async (_what, content) => {
      const folder = await folderOf({})
      await writeFile(join(folder, file), content)
      for (const [call, run] of Object.entries(callsOf(tableOf({ folder })))) {
        expect(await failureOf(run), call).toMatchObject({ kind: 'invalid', details: { file: join(folder, file) } })
        expect(await readFile(join(folder, file)), call).toEqual(content)
      }
      expect(await readdir(folder)).toEqual([file])
    })
  },
)

describe('CSV whose rows differ in width', () => {
  it.each([
    ['more cells', '2,Bob,3,,5\n', 'got 5'],
    ['fewer cells', '2,Bob,3\n', 'got 3'],
  ])('%s: every call that reads the row names its line', async (_what, row, words) => {
    const content = `${csvText([ada])}${row}`
    const folder = await folderOf({ 'guests.csv': content })
    for (const [call, run] of Object.entries(callsOf(Guest.table(csv({ folder }))))) {
      const error = await failureOf(run)
      expect(error, call).toMatchObject({ kind: 'invalid', details: { file: join(folder, 'guests.csv'), line: 3 } })
      expect(error.message, call).toContain(words)
    }
    expect(await readFile(join(folder, 'guests.csv'), 'utf8')).toBe(content)
  })
})
