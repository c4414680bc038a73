import { describe, expect, test } from 'vitest'
import { CborReader, UnknownForm } from './cbor-reader.ts'

const reading = (bytes: readonly number[]): unknown =>
  new CborReader(Uint8Array.from(bytes), (tag, value) => ({ tag, value })).read()
const letters = (text: string): readonly number[] => [...new TextEncoder().encode(text)]

describe('numbers', () => {
  test.for([
    [[0x00], 0],
    [[0x17], 23],
    [[0x18, 0x18], 24],
    [[0x19, 0x01, 0x00], 256],
    [[0x1a, 0x00, 0x01, 0x00, 0x00], 65_536],
    [[0x1b, 0, 0, 0, 1, 0, 0, 0, 0], 4_294_967_296],
    [[0x1b, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 2 ** 53 - 1],
    [[0x1b, 0, 0x20, 0, 0, 0, 0, 0, 0], 2 ** 53],
    [[0x1b, 0, 0x20, 0, 0, 0, 0, 0, 1], 2n ** 53n + 1n],
    [[0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 2n ** 63n - 1n],
    [[0x20], -1],
    [[0x38, 0x63], -100],
    [[0x3b, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], -(2 ** 53)],
    [[0x3b, 0, 0x20, 0, 0, 0, 0, 0, 0], -(2n ** 53n) - 1n],
    [[0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], -(2n ** 63n)],
    [[0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 1.5],
    [[0xfa, 0x3f, 0xc0, 0, 0], 1.5],
    [[0xf9, 0x3e, 0x00], 1.5],
    [[0xf9, 0x00, 0x01], 2 ** -24],
    [[0xf9, 0x80, 0x00], -0],
    [[0xf9, 0x7c, 0x00], Number.POSITIVE_INFINITY],
    [[0xf9, 0xfc, 0x00], Number.NEGATIVE_INFINITY],
    [[0xf9, 0x7e, 0x00], Number.NaN],
  ] as const)('%j', ([bytes, value]) => {
    expect(reading(bytes)).toBe(value)
  })
})

describe('the rest', () => {
  test.for([
    [[0xf4], false],
    [[0xf5], true],
    [[0xf6], null],
    [[0xf7], undefined],
    [[0xc6, 0xf6], undefined],
    [[0x60], ''],
    [[0x64, ...letters('ä😀').slice(0, 2), 0x61, 0x62], 'äab'],
    [[0x63, 0xef, 0xbb, 0xbf], '\ufeff'],
    [[0x78, 0x18, ...letters('x'.repeat(24))], 'x'.repeat(24)],
    [[0x80], []],
    [
      [0x83, 0x01, 0x81, 0x02, 0xf6],
      [1, [2], null],
    ],
    [[0xa0], {}],
    [[0xa2, 0x61, 0x61, 0x01, 0x61, 0x62, 0xf5], { a: 1, b: true }],
    [[0xc8, 0x82, 0x61, 0x70, 0x01], { tag: 8, value: ['p', 1] }],
    [[0xd8, 0x25, 0x41, 0x07], { tag: 37, value: Uint8Array.of(7).buffer }],
  ] as const)('%j', ([bytes, value]) => {
    expect(reading(bytes)).toEqual(value)
  })

  test('a field named __proto__ is a field, and changes no prototype', () => {
    const read: unknown = reading([0xa1, 0x69, ...letters('__proto__'), 0xa1, 0x61, 0x78, 0x01])
    expect(Object.entries(Object(read))).toEqual([['__proto__', { x: 1 }]])
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  })

  test('bytes are a copy: what is read does not hold the whole message', () => {
    const message = Uint8Array.of(0x42, 1, 2, 9, 9, 9)
    const read = new CborReader(message, () => undefined).read()
    message.fill(0)
    expect(read).toEqual(Uint8Array.of(1, 2).buffer)
  })

  test('a message that is a part of a larger buffer is read from its own beginning', () => {
    const whole = Uint8Array.of(0xff, 0xff, 0x62, 0x68, 0x69, 0xff)
    expect(new CborReader(whole.subarray(2, 5), () => undefined).read()).toBe('hi')
  })
})

describe('what is malformed', () => {
  test.for([
    ['nothing', []],
    ['a number cut short', [0x19, 0x01]],
    ['a float cut short', [0xfb, 0x3f, 0xf8]],
    ['a text cut short', [0x65, 0x68, 0x69]],
    ['bytes cut short', [0x45, 0x01]],
    ['an array cut short', [0x82, 0x01]],
    ['a map without its last value', [0xa1, 0x61, 0x61]],
    ['a tag without its value', [0xc8]],
    ['a text of four gigabytes', [0x7a, 0xff, 0xff, 0xff, 0xff, 0x61]],
    ['bytes of four gigabytes', [0x5a, 0xff, 0xff, 0xff, 0xff, 0x61]],
    ['an array of four billion items', [0x9a, 0xff, 0xff, 0xff, 0xff, 0x01]],
  ] as const)('%s', ([, bytes]) => {
    expect(() => reading(bytes)).toThrow(RangeError)
  })

  test.for([
    ['a text without a length', [0x7f, 0x61, 0x61, 0xff]],
    ['an array without a length', [0x9f, 0x01, 0xff]],
    ['a reserved length', [0x1c]],
    ['a text longer than 2^53', [0x7b, 0xff, 0, 0, 0, 0, 0, 0, 0]],
    ['a simple value that nobody knows', [0xf8, 0x20]],
  ] as const)('%s is left to the reader of the driver', ([, bytes]) => {
    expect(() => reading(bytes)).toThrow(UnknownForm)
  })
})
