import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedRecord } from './record-change.ts'

/** `VANTAGE_SEED` runs the same cases again. */
const seed = Number(process.env.VANTAGE_SEED ?? Date.now() % 2 ** 31)
console.log(`json changes: seed ${seed}`)

const changed = (text: string, changes: { readonly [name: string]: string }): string =>
  changedRecord(text, new Map(Object.entries(changes)))

describe('changedRecord', () => {
  it.each([
    ['a value', '{"a": 1 , "b":2}', { a: '3' }, '{"a": 3 , "b":2}'],
    ['several', '{"a":[1,{"b":0}],"b":{"a":1},"c":"x"}', { c: 'null', a: '""' }, '{"a":"","b":{"a":1},"c":null}'],
    ['one that is not there', '{"a":1}', { b: '2' }, '{"a":1,"b":2}'],
    ['both', '{"a":1 }', { b: '2', a: '0', c: '[]' }, '{"a":0,"b":2,"c":[] }'],
    ['of an empty object', '{ }', { a: '1' }, '{"a":1 }'],
    ['of a name with escapes', '{"\\u0061":1}', { a: '2' }, '{"\\u0061":2}'],
    [
      'of many lines',
      '{\n  "a": 1,\n  "b": 12345678901234567890.50\n}',
      { a: '2' },
      '{\n  "a": 2,\n  "b": 12345678901234567890.50\n}',
    ],
    ['of a hostile name', '{"a":1}', { __proto__x: '1', '"}': '2' }, '{"a":1,"__proto__x":1,"\\"}":2}'],
    ['beyond ASCII', '{"ä":"é😀","b":1}', { b: '"ü"' }, '{"ä":"é😀","b":"ü"}'],
    ['nothing', '{"a":1}', {}, '{"a":1}'],
  ])('%s', (_what, before, changes, after) => expect(changed(before, changes)).toBe(after))

  it('gives any object other values, and leaves all others as they are spelled', () => {
    const record = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 })
    const property = fc.property(record, record, fc.nat({ max: 2 }), (before, changes, indent) => {
      const texts = new Map(Object.entries(changes).map(([name, value]) => [name, JSON.stringify(value)]))
      const after: unknown = JSON.parse(changedRecord(JSON.stringify(before, null, indent), texts))
      const expected = new Map([...Object.entries(before), ...Object.entries(changes)])
      expect(new Map(Object.entries(Object(after)))).toEqual(new Map(JSON.parse(JSON.stringify([...expected]))))
    })
    fc.assert(property, { seed, numRuns: 300 })
  })
})
