import {
  arrayOf,
  bigint,
  bool,
  bytes,
  Decimal,
  decimal,
  duration,
  enumOf,
  float,
  geometry,
  instant,
  instantMs,
  instantNs,
  int,
  json,
  period,
  plainDate,
  plainDateTime,
  plainTime,
  Temporal,
  text,
  type Type,
  uuid,
} from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { hostileTexts } from './cases/hostile-texts.ts'

/** Values of one type: `ordinary` ones a source that holds the type stores; `extreme` ones it stores exactly or refuses. */
export interface Samples {
  readonly name: string
  readonly type: Type<unknown>
  readonly ordinary: readonly unknown[]
  readonly extreme: readonly unknown[]
}

const samplesOf = <T>(name: string, type: Type<T>, ordinary: readonly T[], extreme: readonly T[] = []): Samples => ({
  name,
  type,
  ordinary,
  extreme,
})
/** Samples given as the exact text of the type. */
const fromTexts = <T>(
  name: string,
  type: Type<T>,
  ordinary: readonly string[],
  extreme: readonly string[] = [],
): Samples => samplesOf(name, type, ordinary.map(type.fromText), extreme.map(type.fromText))

const point = (...coordinates: [number, number]) => ({ type: 'Point', coordinates }) as const
const ring = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 0],
] as const
const deepJson = (depth: number): unknown => (depth === 0 ? 1 : { a: [deepJson(depth - 1)] })

/** Samples of every glue type. */
export const allSamples: readonly Samples[] = [
  samplesOf('text', text, hostileTexts, ['a\0b', '\0', 'x'.repeat(300_000)]),
  samplesOf('int', int, [
    0,
    1,
    -1,
    255,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ]),
  samplesOf(
    'float',
    float,
    [0, 0.1, -0.1, 0.1 + 0.2, 1 / 3, 1e21, 1e-7, 123456789.12345679, -2.5, 2 ** 53, 4, 1e100],
    [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 2.2250738585072014e-308, Number.EPSILON],
  ),
  samplesOf('bool', bool, [true, false]),
  samplesOf(
    'bigint',
    bigint,
    [0n, -1n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)],
    [2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n, 10n ** 40n],
  ),
  samplesOf(
    'decimal',
    decimal,
    ['0', '1', '-1', '0.1', '-12.5', '0.3', '10', '9', '99999999999.99', '0.000001', '123456789012345678.9'].map(
      Decimal.from,
    ),
    ['12345678901234567890.123456789', '1e30', '-1e-30', `${'9'.repeat(60)}.${'9'.repeat(20)}`, '1e-100'].map(
      Decimal.from,
    ),
  ),
  samplesOf(
    'decimal(12, 2)',
    decimal(12, 2),
    ['0', '0.01', '-0.01', '1.5', '9999999999.99', '-9999999999.99'].map(Decimal.from),
  ),
  fromTexts('uuid', uuid, [
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A12',
    '01932c07-209d-7000-8000-000000000001',
  ]),
  fromTexts(
    'instant',
    instant,
    [
      '1970-01-01T00:00:00Z',
      '2001-01-01T00:47:00.123456Z',
      '2001-01-01T00:47:00.000001Z',
      '2001-01-01T00:47:00.1Z',
      '1969-12-31T23:59:59.999999Z',
      '2026-03-29T01:30:00Z',
      '2038-01-19T03:14:08Z',
      '1582-10-04T12:00:00Z',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
    ],
    [
      '0000-01-01T00:00:00Z',
      '-000001-12-31T23:59:59.999999Z',
      '+010000-01-01T00:00:00Z',
      '-271821-04-20T00:00:00Z',
      '+275760-09-13T00:00:00Z',
    ],
  ),
  fromTexts(
    'instantMs',
    instantMs,
    ['1970-01-01T00:00:00Z', '2001-01-01T00:47:00.123Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z'],
  ),
  fromTexts(
    'instantNs',
    instantNs,
    ['1970-01-01T00:00:00Z', '2001-01-01T00:47:00.123456789Z', '1969-12-31T23:59:59.999999999Z'],
    ['-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z', '9999-12-31T23:59:59.999999999Z'],
  ),
  fromTexts(
    'plainDate',
    plainDate,
    ['1970-01-01', '2026-11-22', '2024-02-29', '1582-10-10', '1900-01-01', '0001-01-01', '9999-12-31'],
    ['0000-01-01', '-000001-01-01', '+010000-01-01', '-271821-04-19', '+275760-09-13'],
  ),
  fromTexts('plainTime', plainTime, ['00:00:00', '12:30:00', '23:59:59.999999', '09:30:00.1', '00:00:00.000001']),
  fromTexts(
    'plainDateTime',
    plainDateTime,
    [
      '1970-01-01T00:00:00',
      '2026-03-29T02:30:00',
      '2001-01-01T00:47:00.123456',
      '0001-01-01T00:00:00',
      '9999-12-31T23:59:59.999999',
    ],
    ['0000-01-01T00:00:00', '-271821-04-19T00:00:01', '+275760-09-13T00:00:00'],
  ),
  fromTexts(
    'duration',
    duration,
    ['PT0S', 'PT1S', '-PT1.5S', 'PT36H', 'PT0.000001S', '-PT0.000001S', 'PT240000H', 'PT1H30M'],
    ['PT2562047788H', '-PT2562047788H', 'PT2501999792983H'],
  ),
  fromTexts('period', period, [
    'P1M',
    'P30D',
    'P1Y2M3DT4H5M6.000007S',
    '-P1M',
    'P2W',
    'PT60S',
    'PT1M',
    'PT0S',
    'P12M',
    'P1Y',
  ]),
  samplesOf(
    'bytes',
    bytes,
    [
      new Uint8Array(),
      new Uint8Array([0]),
      new Uint8Array([255, 0, 10, 13, 34, 39, 92]),
      Uint8Array.from({ length: 256 }, (_, at) => at),
    ],
    [Uint8Array.from({ length: 100_000 }, (_, at) => at % 251)],
  ),
  fromTexts(
    'json',
    json,
    [
      '{}',
      '[]',
      '"text"',
      '""',
      '0',
      '-1.5',
      'true',
      'false',
      '[null,[],{}]',
      '{"a":{"b":[1,"2",null,true]}}',
      '{"":1," ":2,"a.b":3,"\\"":4,"é😀":5}',
      '{"__proto__":1,"constructor":{"a":1}}',
      '[9007199254740991,0.1,1e21,1e-7]',
      '"null"',
      '{"id":"x","type":"y"}',
    ],
    ['"\\u0000"', '{"a\\u0000b":1}', JSON.stringify(deepJson(200)), '[1.7976931348623157e308,5e-324]'],
  ),
  samplesOf(
    'geometry',
    geometry,
    [
      point(0, 0),
      point(-122.4194155, 37.7749295),
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1.5, -2],
        ],
      },
      { type: 'Polygon', coordinates: [ring] },
      {
        type: 'MultiPoint',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      { type: 'MultiPolygon', coordinates: [[ring]] },
      {
        type: 'GeometryCollection',
        geometries: [
          point(1, 2),
          {
            type: 'LineString',
            coordinates: [
              [0, 0],
              [1, 1],
            ],
          },
        ],
      },
    ],
    [{ type: 'Point', coordinates: [1, 2, 3] }, point(1e300, -1e300)],
  ),
  samplesOf('enum', unchecked<Type<string>>(enumOf('draft', "it's sent", 'SENT', 'é'), 'members are text'), [
    'draft',
    "it's sent",
    'SENT',
    'é',
  ]),
  samplesOf('array of int', arrayOf(int), [[], [1], [3, 1, 2, 1], [Number.MAX_SAFE_INTEGER, -1, 0]]),
  samplesOf('array of text', arrayOf(text), [
    [],
    [''],
    ['a', 'a,b', '"', "'", '{}', '\\', 'NULL', 'null', 'é😀', ' ', 'line\nbreak'],
  ]),
  samplesOf('array of bool', arrayOf(bool), [[], [true, false]]),
  samplesOf('array of instant', arrayOf(instant), [[Temporal.Instant.from('2001-01-01T00:47:00.123456Z')]]),
  samplesOf('array of decimal', arrayOf(decimal), [[Decimal.from('0.1'), Decimal.from('-12345678901234567890.5')]]),
  samplesOf(
    'array of arrays',
    arrayOf(arrayOf(int)),
    [
      [],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      [[], [1]],
      [[1], [2, 3]],
    ],
  ),
]
