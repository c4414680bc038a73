import {
  BoundExcluded,
  BoundIncluded,
  CborCodec,
  DateTime,
  Decimal,
  Duration,
  GeometryPoint,
  Range,
  RecordId,
  RecordIdRange,
  StringRecordId,
  Table,
  Uuid,
} from 'surrealdb'
import { expect, test } from 'vitest'
import { ExactCodec } from './codec.ts'
import { FloatValue } from './float-value.ts'

const exact = new ExactCodec({})
const driver = new CborCodec({})
const there = (value: unknown): unknown => exact.decode(exact.encode(value))

const uuid = new Uuid('018f5ab0-6c3b-7a5e-8e7f-6b1f5b6b7c8d')
const values: { readonly [name: string]: unknown } = {
  'a record id': new RecordId('person', 'ann'),
  'a record id of several parts': new RecordId('person', ['ann', 1, uuid]),
  'a range of ids': new RecordIdRange('person', new BoundIncluded(1), new BoundExcluded(5)),
  'a range': new Range(new BoundIncluded(1), new BoundExcluded(5)),
  'a table': new Table('person'),
  'a decimal': new Decimal('12345678901234567890.12345678'),
  'a moment': new DateTime([1_700_000_000n, 123_456_789n]),
  'a duration': new Duration([90n, 5n]),
  'a uuid': uuid,
  'a point': new GeometryPoint([1.5, 2.5]),
  'all of them, nested': { list: [uuid, { inner: new Decimal('1.5') }], nothing: undefined, none: null },
}

test.for(Object.entries(values))('%s comes back, and is to the driver what its own codec makes of it', ([, value]) => {
  expect(there(value)).toEqual(value)
  expect(driver.decode(exact.encode(value))).toEqual(value)
  expect(exact.decode(driver.encode(value))).toEqual(value)
})

test('an id as text is sent as one', () => {
  expect(there(new StringRecordId('person:ann'))).toEqual(
    driver.decode(driver.encode(new StringRecordId('person:ann'))),
  )
})

test('what the codec of the driver loses is kept', () => {
  expect(there(-(2n ** 53n) - 1n)).toBe(-(2n ** 53n) - 1n)
  expect(Buffer.from(exact.encode(new FloatValue(1))).toString('hex')).toBe('fb3ff0000000000000')
  const proto = there(new Map([['__proto__', 1]]))
  expect(Object.entries(Object(proto))).toEqual([['__proto__', 1]])
})

test('forms that only the reader of the driver knows are left to it', () => {
  expect(exact.decode(Uint8Array.of(0x9f, 0x01, 0x02, 0xff))).toEqual([1, 2])
})

test('a message that is cut short is an error, not a shorter value', () => {
  const whole = exact.encode({ name: 'a text that is cut', bytes: Uint8Array.of(1, 2, 3) })
  expect(exact.decode(whole)).toEqual({ name: 'a text that is cut', bytes: Uint8Array.of(1, 2, 3).buffer })
  for (let length = 0; length < whole.length; length++) expect(() => exact.decode(whole.subarray(0, length))).toThrow()
})
