import { describe, expect, test } from 'vitest'
import * as types from '../../test/types.ts'
import type { Storage } from './storage.ts'
import type { Type } from './type.ts'

const { Temporal, TypeProblem } = types
const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)
const uuid = types.uuid.fromText('01890a5d-ac96-774b-bcce-b302099a8057')

/** Sends a value there and back. */
const through = <T>(storage: Storage<T>, value: T): { readonly raw: unknown; readonly back: unknown } => {
  const raw = storage.encode === undefined ? value : storage.encode(value)
  return { raw, back: storage.decode === undefined ? raw : storage.decode(raw) }
}

describe('there and back', () => {
  test.each([
    ['int', through(types.intAsInteger, -7), -7, '-7'],
    ['bigint', through(types.bigintAsInt64, 2n ** 63n - 1n), 2n ** 63n - 1n, '9223372036854775807'],
    ['bool', through(types.boolAsInteger, true), 1, 'true'],
    ['uuid', through(types.uuidAsText, uuid), uuid, uuid],
    [
      'instant',
      through(types.instantAsText(types.instant), at('2001-01-01T00:47Z')),
      '2001-01-01T00:47:00.000000Z',
      '2001-01-01T00:47:00Z',
    ],
    [
      'instantMs',
      through(types.instantAsText(types.instantMs), at('2001-01-01T00:47Z')),
      '2001-01-01T00:47:00.000Z',
      '2001-01-01T00:47:00Z',
    ],
    [
      'instantNs',
      through(types.instantAsText(types.instantNs), at('2001-01-01T00:47:00.000000001Z')),
      '2001-01-01T00:47:00.000000001Z',
      '2001-01-01T00:47:00.000000001Z',
    ],
    ['plainDate', through(types.plainDateAsText, Temporal.PlainDate.from('2026-11-22')), '2026-11-22', '2026-11-22'],
    ['plainTime', through(types.plainTimeAsText, Temporal.PlainTime.from('09:30')), '09:30:00.000000', '09:30:00'],
    [
      'plainDateTime',
      through(types.plainDateTimeAsText, Temporal.PlainDateTime.from('2026-11-22T09:30')),
      '2026-11-22T09:30:00.000000',
      '2026-11-22T09:30:00',
    ],
    [
      'duration',
      through(types.durationAsMicroseconds, Temporal.Duration.from('-P1DT1S')),
      -86_401_000_000n,
      '-PT24H1S',
    ],
    ['json', through<types.Json>(types.jsonAsText, { b: 1, a: [null] }), '{"b":1,"a":[null]}', '[object Object]'],
    ['bytes', through<Uint8Array>(types.bytesAsBase64, new Uint8Array([1, 2])), 'AQI=', '1,2'],
    ['decimal', through(types.asText()(types.decimal), types.Decimal.from('-12.50')), '-12.5', '-12.5'],
  ])('%s', (_name, { raw, back }, expectedRaw, expectedText) => {
    expect(raw).toBe(expectedRaw)
    expect(String(back)).toBe(expectedText)
  })
})

describe('drivers that give integers in other shapes', () => {
  test('numbers, bigints and digits are the same integer', () => {
    for (const raw of [7, 7n, '7']) {
      expect(types.intAsInteger.decode?.(raw)).toBe(7)
      expect(types.bigintAsInt64.decode?.(raw)).toBe(7n)
      expect(String(types.durationAsMicroseconds.decode?.(raw))).toBe('PT0.000007S')
      expect(String(types.asText()(types.decimal).decode?.(raw))).toBe('7')
    }
    expect([1, 1n, 0, 0n].map(raw => types.boolAsInteger.decode?.(raw))).toEqual([true, true, false, false])
  })

  test('a number that a driver has rounded is refused', () => {
    for (const storage of [
      types.intAsInteger,
      types.bigintAsInt64,
      types.durationAsMicroseconds,
      types.asText()(types.decimal),
    ]) {
      for (const raw of [2 ** 53, 1.5, Number.NaN]) expect(() => storage.decode?.(raw)).toThrow(TypeProblem)
    }
    expect(() => types.intAsInteger.decode?.(9007199254740993n)).toThrow(TypeProblem)
  })

  test('a Buffer becomes a plain array', () => {
    expect(types.bytesAsBytes.decode?.(Buffer.from([1, 2]))).toStrictEqual(new Uint8Array([1, 2]))
    expect(() => types.bytesAsBytes.decode?.('AQI=')).toThrow(TypeProblem)
  })
})

describe('what does not fit is refused before it is sent', () => {
  test.each<[string, () => unknown]>([
    ['bigint above 64 bits', () => types.bigintAsInt64.encode?.(2n ** 63n)],
    ['bigint below 64 bits', () => types.bigintAsInt64.encode?.(-(2n ** 63n) - 1n)],
    [
      'duration above 64 bits',
      () => types.durationAsMicroseconds.encode?.(Temporal.Duration.from({ seconds: 2 ** 53 - 1 })),
    ],
    ['instant before the year 0', () => types.instantAsText(types.instant).encode?.(at('-000001-01-01T00:00Z'))],
    ['date after the year 9999', () => types.plainDateAsText.encode?.(Temporal.PlainDate.from('+010000-01-01'))],
    [
      'date-time before the year 0',
      () => types.plainDateTimeAsText.encode?.(Temporal.PlainDateTime.from('-000001-01-01T00:00')),
    ],
  ])('%s', (_name, encode) => {
    expect(encode).toThrow(TypeProblem)
  })
})

test('wrong raw values are refused without being shown', () => {
  const storages: readonly Storage[] = [
    types.intAsInteger,
    types.bigintAsInt64,
    types.boolAsInteger,
    types.uuidAsText,
    types.instantAsText(types.instant),
    types.plainDateAsText,
    types.plainTimeAsText,
    types.plainDateTimeAsText,
    types.durationAsMicroseconds,
    types.jsonAsText,
    types.bytesAsBytes,
    types.bytesAsBase64,
    types.asText()(types.decimal),
  ]
  for (const storage of storages) {
    for (const raw of ['private!', undefined, {}, new Date(), Symbol('private!')]) {
      expect(() => storage.decode?.(raw)).toThrow(TypeProblem)
      expect(() => storage.decode?.(raw)).not.toThrow(/private!/)
    }
  }
})

test('asItIs guards by the type', () => {
  const storage = types.asItIs('varchar')(types.text)
  expect(storage.name).toBe('varchar')
  expect([storage.guard?.('a'), storage.guard?.('\uD800'), storage.guard?.(1)]).toEqual([true, false, false])
})

describe('textStorages', () => {
  const all: readonly (readonly [Type<unknown>, string])[] = [
    [types.text, 'plain text'],
    [types.enumOf('a', 'b'), 'a'],
    [types.int, '7'],
    [types.bigint, '12345678901234567890'],
    [types.float, '0.1'],
    [types.bool, 'true'],
    [types.decimal(5, 2), '12.5'],
    [types.uuid, uuid],
    [types.instant, '2001-01-01T00:47:00.000001Z'],
    [types.instantMs, '2001-01-01T00:47:00.001Z'],
    [types.instantNs, '2001-01-01T00:47:00.000000001Z'],
    [types.plainDate, '2026-11-22'],
    [types.plainTime, '09:30:00.000001'],
    [types.plainDateTime, '2026-11-22T09:30:00.000001'],
    [types.duration, 'PT36H'],
    [types.period, 'P1M'],
    [types.bytes, 'AQI='],
    [types.json, '{"a":1}'],
    [types.geometry, '{"coordinates":[1,2],"type":"Point"}'],
    [types.arrayOf(types.int), '[1,2]'],
  ]

  test('hold every type', () => {
    expect(Object.keys(types.textStorages).toSorted()).toEqual(all.map(([type]) => type.name).toSorted())
  })

  test.each(all)('%o as %s', (type, text) => {
    const storage = types.storageOf(types.textStorages, type, 'files')
    expect(storage.name).toBe('text')
    const value = type.fromText(text)
    expect(through(storage, value).raw).toBe(text)
    expect(type.equals(through(storage, value).back, value)).toBe(true)
  })
})
