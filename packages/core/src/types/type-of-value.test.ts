import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import * as types from '../../test/types.ts'

const { Temporal, typeOfValue } = types

test.each([
  [1, types.int],
  [-0, types.int],
  [2 ** 53, types.float],
  [0.5, types.float],
  [Number.NaN, types.float],
  ['a', types.text],
  ['\uD800', types.text],
  [1n, types.bigint],
  [false, types.bool],
  [types.Decimal.from(1), types.decimal],
  [Temporal.Instant.fromEpochMilliseconds(0), types.instant],
  [new Temporal.PlainDate(2026, 1, 1), types.plainDate],
  [new Temporal.PlainTime(), types.plainTime],
  [new Temporal.PlainDateTime(2026, 1, 1), types.plainDateTime],
  [Temporal.Duration.from('P1DT1H'), types.duration],
  [Temporal.Duration.from('P1M'), types.period],
  [Temporal.Duration.from('PT0.000000001S'), types.duration],
  [new Uint8Array(), types.bytes],
  [Buffer.from('a'), types.bytes],
  [[1], types.json],
  [{ a: 1 }, types.json],
  [Object.create(null), types.json],
  [runInNewContext('({ a: 1 })'), types.json],
])('%o', (value, type) => {
  expect(typeOfValue(value)).toBe(type)
})

test.each([
  null,
  undefined,
  Symbol('a'),
  () => 1,
  new Date(),
  new Map(),
  /a/,
  new (class {})(),
  Temporal.Now.zonedDateTimeISO('UTC'),
  new Float64Array(),
])('no type holds %o', value => {
  expect(typeOfValue(value)).toBeUndefined()
})
