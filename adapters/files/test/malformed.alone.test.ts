import type { Storage } from '@vantage-ts/core/adapter'
import { describe, expect, it } from 'vitest'
import { csv, type CsvOptions } from '../src/index.ts'
import { failureOf, folderOf, header, Person } from './people-file.ts'

const listOf = async (content: string | Uint8Array, options: Omit<CsvOptions, 'folder' | 'rewrite'> = {}) => {
  const folder = await folderOf({ 'people.csv': content })
  return Person.table(csv({ folder, ...options })).list()
}
const ada = { id: 1, name: 'Ada', city: 'London', isActive: true }

describe('files that are spelled oddly and mean something', () => {
  it.each([
    ['CRLF', `${header}1,Ada,London,true\n`.replaceAll('\n', '\r\n')],
    ['lone CR', `${header}1,Ada,London,true\n`.replaceAll('\n', '\r')],
    ['mixed line ends', 'id,name,city,is_active\r\n1,Ada,London,true\r'],
    ['a byte order mark', `\ufeff${header}1,Ada,London,true\n`],
    ['no line end at the end', `${header}1,Ada,London,true`],
    ['empty lines', `${header}\n1,Ada,London,true\n\n`],
    ['quotes everywhere', '"id","name","city","is_active"\n"1","Ada","London","true"\n'],
    ['columns in another order, and one more', 'is_active,x,city,name,id\ntrue,?,London,Ada,1\n'],
  ])('%s', async (_what, content) => {
    expect(await listOf(content)).toEqual([ada])
  })

  it('a field left empty is null, a quoted empty one is empty text', async () => {
    expect(await listOf(`${header}1,Ada,,\n2,Bob,"",true\n`)).toEqual([
      { id: 1, name: 'Ada', city: null, isActive: null },
      { id: 2, name: 'Bob', city: '', isActive: true },
    ])
  })

  it('a required text left empty is empty text, also in conditions, aggregates and streams', async () => {
    const folder = await folderOf({ 'people.csv': `${header}1,,,\n2,Bob,,\n` })
    const people = Person.table(csv({ folder }))
    expect((await people.list()).map(({ name }) => name)).toEqual(['', 'Bob'])
    expect(await people.where(p => p.name.eq('')).fieldValues(p => p.id)).toEqual([1])
    expect(await people.min(p => p.name)).toBe('')
    expect(await Array.fromAsync(people.where(p => p.name.eq('')).stream(), ({ id }) => id)).toEqual([1])
  })

  it('another required column left empty fails the read and names row and field', async () => {
    const error = await failureOf(() => listOf(`${header},Ada,,\n`))
    expect(error).toMatchObject({ kind: 'type-mismatch', details: { entity: 'people', field: 'id' } })
  })

  it('numbers and truth values in any spelling and in quotes', async () => {
    const spelled = await listOf(
      `${header}007,a,,true\n+8,b,,"false"\n"9",c,,\n-0,d,,"true"\n9007199254740991,e,,false`,
    )
    expect(spelled.map(({ id, isActive }) => [id, isActive])).toEqual([
      [7, true],
      [8, false],
      [9, null],
      [0, true],
      [Number.MAX_SAFE_INTEGER, false],
    ])
  })

  it('a storage of a column of its own is given the text as it stands', async () => {
    const folder = await folderOf({ 'people.csv': `${header}007,Ada,,\n` })
    const storage: Storage<number> = { name: 'length', decode: raw => String(raw).length, usual: 'whole' }
    const people = Person.table(csv({ folder }), { columns: { id: { name: 'id', storage } } })
    expect((await people.list()).map(({ id }) => id)).toEqual([3])
  })

  it.each([
    ['9007199254740992', 'true', 'id'],
    ['1.0', 'true', 'id'],
    ['1x', 'true', 'id'],
    ['1', 'TRUE', 'isActive'],
    ['1', '1', 'isActive'],
  ])('id %s, active %s: refused, naming %s', async (id, isActive, field) => {
    const error = await failureOf(() => listOf(`${header}${id},Ada,,${isActive}\n`))
    expect(error).toMatchObject({ kind: 'type-mismatch', details: { entity: 'people', field } })
  })

  it('encodings other than UTF-8 when told', async () => {
    const content = `${header}1,Zoë,Malmö,true\n`
    const zoe = { id: 1, name: 'Zoë', city: 'Malmö', isActive: true }
    expect(await listOf(Buffer.from(content, 'latin1'), { encoding: 'latin1' })).toEqual([zoe])
    expect(await listOf(Buffer.from(`\ufeff${content}`, 'utf16le'), { encoding: 'utf-16le' })).toEqual([zoe])
  })

  it('another delimiter and quote when told', async () => {
    const content = "id;name;city;is_active\n1;'A;da';London;true\n"
    expect(await listOf(content, { delimiter: ';', quote: "'" })).toEqual([{ ...ada, name: 'A;da' }])
  })
})

describe('files that are malformed', () => {
  const good = '1,Ada,London,true\n'
  it.each([
    ['a quote never closed', `${header}${good}2,"Bob,Paris,true\n`, 3, 'never closed'],
    ['a quote inside a field', `${header}2,B"ob,Paris,true\n`, 2, 'quote'],
    ['text behind a closing quote', `${header}2,"Bob" x,Paris,true\n`, 2, 'closing quote'],
    ['a row too short', `${header}${good}2,Bob\n`, 3, 'expected 4 fields, got 2'],
    ['a row too long', `${header}2,Bob,Paris,true,more\n`, 2, 'expected 4 fields, got 5'],
    ['a NUL', `${header}2,B\0b,Paris,true\n`, 2, 'NUL'],
    ['bytes that are no UTF-8', Buffer.from(`${header}2,Zo\u00eb,Paris,true\n`, 'latin1'), 2, 'encoding'],
    ['a mark of UTF-16', Buffer.from(`\ufeff${header}`, 'utf16le'), 1, 'utf-16le'],
    ['two columns of one name', 'id,name,name,is_active\n', 1, 'field 2'],
    ['a column without name', 'id,name,,is_active\n', 1, 'no name'],
    ['an empty file', '', 1, 'empty'],
  ])('%s', async (_what, content, line, words) => {
    const error = await failureOf(() => listOf(content))
    expect(error).toMatchObject({ kind: 'invalid', details: { line } })
    expect(error.message).toContain('people.csv')
    expect(error.message).toContain(words)
    expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/Bob|Zo|Paris/)
  })

  it('a line of 100 MB is refused without being held', async () => {
    const folder = await folderOf({ 'people.csv': Buffer.concat([Buffer.from(header), Buffer.alloc(100e6, 'x')]) })
    const before = process.memoryUsage().arrayBuffers
    const error = await failureOf(() => Person.table(csv({ folder })).list())
    expect(error).toMatchObject({ kind: 'too-large', details: { line: 2 } })
    expect(error.message).toContain('maxRowBytes')
    // The longest row, twice while it grows, and the pieces that are read.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60e6)
  })

  it('a value of another type names id and field, never the value', async () => {
    const error = await failureOf(() => listOf(`${header}${good}2,Bob,Paris,secret\n`))
    expect(error).toMatchObject({ kind: 'type-mismatch', details: { entity: 'people', id: '2', field: 'isActive' } })
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  it('a column the file does not have is named with the ones it has', async () => {
    const error = await failureOf(() => listOf('id,nmae,city,is_active\n'))
    expect(error).toMatchObject({ kind: 'invalid', details: { field: 'name' } })
    expect(error.message).toMatch(/no column "name".*"nmae".*Did you mean/s)
  })

  it('a statement keeps its text in the error, without values', async () => {
    const folder = await folderOf({ 'people.csv': 'id,name\n' })
    const set = Person.table(csv({ folder })).where(p => p.city.eq('hidden place'))
    const error = await failureOf(() => set.list())
    expect(error.details.statement).toContain('scan')
    expect(JSON.stringify(error)).not.toContain('hidden place')
  })
})
