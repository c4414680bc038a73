import { describe, expect, test } from 'vitest'
import type { VantageError } from '../errors/vantage-error.ts'
import { bool } from '../types/bool.ts'
import { int } from '../types/int.ts'
import { boolAsInteger, intAsInteger } from '../types/storages.ts'
import { text } from '../types/text.ts'
import { type ResultColumn, rowsDecoder } from './decoder.ts'

const secret = 'do not tell'
const plainText = { name: 'text', guard: (raw: unknown) => typeof raw === 'string' }
const column = (facts: Partial<ResultColumn> & Pick<ResultColumn, 'name' | 'type' | 'storage'>): ResultColumn => ({
  isNullable: false,
  isId: false,
  ...facts,
})
const columns: readonly ResultColumn[] = [
  column({ name: 'id', type: int, storage: intAsInteger, isId: true }),
  column({ name: 'name', type: text, storage: plainText }),
  column({ name: 'isVip', type: bool, storage: boolAsInteger }),
  column({ name: 'note', type: text, storage: plainText, isNullable: true }),
]
class User {
  declare readonly name: string
  constructor() {
    throw new Error('no row runs the constructor')
  }
  greeting(): string {
    return `hello ${this.name}`
  }
}
const good: readonly unknown[] = [1, 'Ada', 1, null]
const asObject = (row: readonly unknown[]): object =>
  Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]))

/** The error of decoding rows whose second one has another cell. */
function problemOf(at: number, cell: unknown): VantageError {
  try {
    rowsDecoder(columns, 'arrays', 'plain', 'User')([good, good.with(at, cell)])
  } catch (thrown) {
    return thrown as VantageError
  }
  throw new Error('it was decoded')
}

describe.each([
  ['arrays', [good]],
  ['objects', [asObject(good)]],
] as const)('rows as %s', (rows, raws) => {
  test('become plain records', () => {
    const [row] = rowsDecoder(columns, rows, 'plain', 'User')(raws)
    expect(row).toEqual({ id: 1, name: 'Ada', isVip: true, note: null })
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
  })

  test('become instances, without running their constructor', () => {
    const [row] = rowsDecoder(columns, rows, User.prototype, 'User')(raws)
    expect(row).toBeInstanceOf(User)
    expect((row as User).greeting()).toBe('hello Ada')
    expect(Object.keys(row as object)).toEqual(['id', 'name', 'isVip', 'note'])
  })

  test('become tuples', () => {
    expect(rowsDecoder(columns, rows, 'tuple', 'User')(raws)).toEqual([[1, 'Ada', true, null]])
  })
})

describe('a row that does not fit', () => {
  test.each([
    ['text for a truth value', 2, secret, 'isVip', 'must be 0 or 1'],
    ['a number for text', 1, 7, 'name', 'expected text (text), got number'],
    ['a list for text', 3, [secret], 'note', 'got array'],
    ['null where a value is required', 1, null, 'name', 'null where text is required'],
    ['a missing cell', 1, undefined, 'name', 'null where text is required'],
  ] as const)('%s: entity, id and field are named, the value is not', (_, at, cell, field, said) => {
    const problem = problemOf(at, cell)
    expect(problem).toMatchObject({ kind: 'type-mismatch', details: { entity: 'User', id: '1', field } })
    expect(problem.message).toContain(said)
    expect(problem.message).not.toContain(secret)
  })

  test('a wrong id is named as the field, and no id is told', () => {
    const problem = problemOf(0, secret)
    expect(problem).toMatchObject({ details: { entity: 'User', field: 'id' } })
    expect(problem.details).not.toHaveProperty('id')
    expect(problem.message).not.toContain(secret)
  })

  test('a column that the row lacks is named', () => {
    const decode = rowsDecoder(columns, 'objects', 'plain', 'User')
    expect(() => decode([{ id: 3, isVip: 1, note: null }])).toThrow(/User 3: field "name": null where text/)
    expect(decode([{ id: 3, name: 'Ada', isVip: 1 }])).toEqual([{ id: 3, name: 'Ada', isVip: true, note: null }])
  })
})

describe('onBadRow', () => {
  const bad = [2, 'Bob', secret, null]
  const decode = rowsDecoder(columns, 'arrays', 'tuple', 'User')

  test('skip leaves the row out', () => {
    expect(decode([good, bad, good], 'skip')).toEqual([
      [1, 'Ada', true, null],
      [1, 'Ada', true, null],
    ])
  })

  test('a function is told of each, and the row is left out', () => {
    const told: VantageError[] = []
    expect(decode([bad, good, bad], error => void told.push(error))).toHaveLength(1)
    expect(told.map(({ kind, details }) => ({ kind, id: details.id, field: details.field }))).toEqual([
      { kind: 'type-mismatch', id: '2', field: 'isVip' },
      { kind: 'type-mismatch', id: '2', field: 'isVip' },
    ])
  })

  test('the default fails the call', () => {
    expect(() => decode([good, bad])).toThrow('pass onBadRow to leave such rows out')
  })
})

test('no rows and no columns', () => {
  expect(rowsDecoder(columns, 'arrays', 'plain', 'User')([])).toEqual([])
  expect(rowsDecoder([], 'arrays', 'plain', 'User')([[], []])).toEqual([{}, {}])
})
