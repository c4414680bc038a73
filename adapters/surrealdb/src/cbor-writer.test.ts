import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CborReader } from './cbor-reader.ts'
import { CborWriter } from './cbor-writer.ts'
import { FloatValue } from './float-value.ts'

class Foreign {
  readonly inner: unknown
  constructor(inner: unknown) {
    this.inner = inner
  }
}

const written = (value: unknown): Uint8Array => {
  const writer = new CborWriter(object => (object instanceof Foreign ? { tag: 300, value: object.inner } : undefined))
  writer.write(value)
  return writer.written()
}
const hex = (value: unknown): string => Buffer.from(written(value)).toString('hex')
const there = (value: unknown): unknown => new CborReader(written(value), (_, inner) => new Foreign(inner)).read()

test.for([
  [0, '00'],
  [23, '17'],
  [24, '1818'],
  [255, '18ff'],
  [256, '190100'],
  [65_536, '1a00010000'],
  [2 ** 32, '1b0000000100000000'],
  [Number.MAX_SAFE_INTEGER, '1b001fffffffffffff'],
  [-1, '20'],
  [-100, '3863'],
  [Number.MIN_SAFE_INTEGER, '3b001ffffffffffffe'],
  [1.5, 'fb3ff8000000000000'],
  [-0, '00'],
  [2 ** 53, 'fb4340000000000000'],
  [new FloatValue(1), 'fb3ff0000000000000'],
  [0n, '1b0000000000000000'],
  [2n ** 63n - 1n, '1b7fffffffffffffff'],
  [-(2n ** 63n), '3b7fffffffffffffff'],
  ['', '60'],
  ['hi', '626869'],
  [true, 'f5'],
  [false, 'f4'],
  [null, 'f6'],
  [undefined, 'c6f6'],
  [[1, [2]], '82018102'],
  [{ a: 1, b: undefined }, 'a261610161 62c6f6'.replace(' ', '')],
  [new Map([['__proto__', 1]]), 'a1695f5f70726f746f5f5f01'],
  [Object.create(null), 'a0'],
  [Uint8Array.of(1, 2), '420102'],
  [Uint8Array.of(1, 2).buffer, '420102'],
  [new Foreign('x'), 'd9012c6178'],
] as const)('%o', ([value, bytes]) => {
  expect(hex(value)).toBe(bytes)
})

describe('lengths', () => {
  test.for([0, 23, 24, 85, 86, 255, 256, 65_535, 65_536])('a text, bytes and a list of %i', length => {
    for (const sign of ['x', 'ä', '€', '😀']) expect(there(sign.repeat(length))).toBe(sign.repeat(length))
    const bytes = Uint8Array.from({ length }, (_, at) => at)
    expect(there(bytes)).toEqual(bytes.buffer)
    const list = Array.from({ length }, (_, at) => at)
    expect(there(list)).toEqual(list)
  })
})

test('a whole number beyond 64 bits is refused: the server would wrap it around', () => {
  for (const value of [2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n + 1n]) expect(() => written(value)).toThrow(RangeError)
})

test('what was written stays as it is when the writer goes on', () => {
  const writer = new CborWriter(() => undefined)
  writer.write('first')
  const first = writer.written()
  writer.write('x'.repeat(10_000))
  expect(Buffer.from(first).toString('hex')).toBe('656669727374')
})

test('what the reader reads is what was written', () => {
  const leaf = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true }).map(value => value + 0),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter(value => value > 2n ** 53n || value < -(2n ** 53n)),
  )
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 5 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 5, noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(tree, value => {
      expect(there(value)).toStrictEqual(value)
    }),
  )
})
