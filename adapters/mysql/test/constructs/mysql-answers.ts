import type { Otherwise } from '@vantage-ts/adapter-kit/constructs'
import { Decimal, Temporal } from '@vantage-ts/core'

/** What MySQL answers otherwise than the page says, which has the answers of MariaDB: JSON is of that type, and more numbers have 64 bits. */
export const mysqlAnswers: { readonly [place: string]: Otherwise } = {
  'Groups/As JSON': { result: [{ list: [1, 7], byRoom: { attic: 1, lab: 7 } }] },
  'JSON/As JSON': { result: [{ colour: 'silver', bare: 'silver' }] },
  'Windows/The row before': {
    result: [
      { id: 1, before: null },
      { id: 2, before: 120n },
    ],
  },
  'Windows/A window under a name': {
    result: [
      { id: 1, share: 120n, half: 1n },
      { id: 2, share: 120n, half: 1n },
      { id: 3, share: 70n, half: 1n },
    ],
  },
  'Texts and numbers/Case, length, parts': { result: [{ up: 'MARTY', n: 5n, part: 'art', at: 4n }] },
  'Texts and numbers/By place': { result: [{ a: 2n, b: 'b', c: 2n }] },
  'Texts and numbers/Digests and digits': {
    fails: 'invalid',
    why: 'MySQL 9.6 and newer have md5() only where a component is installed',
  },
  'Dates and times/Parts': { result: [{ y: 2026, m: 1n, d: 5n, w: 0n }] },
  'Dates and times/Between two': { result: [{ days: 55n, months: 1n }] },
  'Dates and times/As text, and from text': {
    result: [{ month: '2026-01', day: Temporal.PlainDateTime.from('2026-01-05') }],
  },
  'Dates and times/Seconds since 1970': {
    result: [{ s: Decimal.from('1767571201'), m: Temporal.PlainDateTime.from('1970-01-01T00:00:01') }],
  },
  'JSON/Made': { result: [{ a: { id: 3, tags: ['Almanac', 1] } }] },
  'JSON/Changed': { result: [{ a: { a: 1, b: 2 }, b: { b: 2 }, c: { a: 2 } }] },
  'JSON/Looked at': { result: [{ n: 0n, keys: ['pages', 'parts', 'colour'], type: 'OBJECT', valid: 1n }] },
  'JSON/A row for each element': {
    result: [
      { id: 1, nr: 1n, name: 'tube', n: 3 },
      { id: 1, nr: 2n, name: 'box', n: 1 },
      { id: 2, nr: 1n, name: 'magnet', n: 2 },
    ],
  },
  'Writing/Rows that come back': { fails: 'invalid', why: 'MySQL has no RETURNING' },
  'Writing/Removed rows that come back': { fails: 'invalid', why: 'MySQL has no RETURNING' },
}
