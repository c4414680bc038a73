import { bool, float, int, json, text, type Type } from '@vantage-ts/core'
import { type StoredColumn, storageOf } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteBuilder } from '../file/byte-builder.ts'
import { jsonStorages } from '../types.ts'
import { RecordAdder, recordWriter } from './record-writer.ts'

/** `VANTAGE_SEED` runs the same cases again. */
const seed = Number(process.env.VANTAGE_SEED ?? Date.now() % 2 ** 31)
console.log(`json records: seed ${seed}`)

const column = (name: string, type: Type<unknown>): StoredColumn => ({
  property: name,
  name,
  type,
  storage: storageOf(jsonStorages, type, 'json'),
  isNullable: true,
  isId: false,
  collation: 'binary',
})
const columns = [column('naïve "id"', int), column('text', text), column('size', float), column('is', bool)]
const tree = column('tree', json)

const added = (all: readonly StoredColumn[], rows: readonly (readonly unknown[])[]): string => {
  const bytes = new ByteBuilder('utf-8')
  const adder = new RecordAdder(all, { file: 'x.ndjson' }, bytes)
  for (const row of rows) adder.add(row)
  return bytes.taken().toString()
}

describe('records', () => {
  it('are spelled as JSON.stringify does, one by one and many', () => {
    const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value)
    const value = fc.tuple(
      optional(fc.maxSafeInteger()),
      optional(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }).map(some => some.toWellFormed()),
          fc.string({ minLength: 190, maxLength: 210 }),
        ),
      ),
      optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
      optional(fc.boolean()),
    )
    const property = fc.property(fc.array(value), rows => {
      const expected = rows.map(row =>
        JSON.stringify(Object.fromEntries(columns.map(({ name }, at) => [name, row[at]]))),
      )
      expect(rows.map(recordWriter(columns, { file: 'x.ndjson' }))).toEqual(expected)
      expect(added(columns, rows)).toBe(expected.join(''))
    })
    fc.assert(property, { seed, numRuns: 300 })
  })

  it('hold JSON as it is, and may have no members', () => {
    const rows = [['{"a":[1]}'], ['"x"'], [null], [undefined]]
    const expected = ['{"tree":{"a":[1]}}', '{"tree":"x"}', '{"tree":null}', '{"tree":null}']
    expect(rows.map(recordWriter([tree], { file: 'x.ndjson' }))).toEqual(expected)
    expect(added([tree], rows)).toBe(expected.join(''))
    expect([recordWriter([], { file: 'x.ndjson' })([]), added([], [[], []])]).toEqual(['{}', '{}{}'])
  })

  it('refuse what JSON has no form for', () => {
    for (const cell of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const refusal = expect.objectContaining({
        kind: 'type-mismatch',
        details: { file: 'x.ndjson', field: 'size', type: 'float' },
      })
      expect(() => added(columns, [[1, '', cell, true]])).toThrow(refusal)
      expect(() => recordWriter(columns, { file: 'x.ndjson' })([1, '', cell, true])).toThrow(refusal)
    }
  })
})
