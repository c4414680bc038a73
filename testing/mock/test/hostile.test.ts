import { col, Decimal, decimal, Entity, int, json, text } from '@vantage-ts/core'
import { mock, record, replay } from '@vantage-ts/mock'
import { memory } from '@vantage-ts/core/memory'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: names and texts that look like one
class Hostile extends Entity('a "table" of\n', {
  id: col(int).id(),
  'with blanks': col(text),
  select: col(text).optional(),
  "it's": col(json).optional(),
  '${x}?***': col(decimal),
  token: col(text).default('t'),
  ünïcode: col(text).optional(),
}) {}

const texts = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(value => value.isWellFormed())
const nasty = fc.oneof(
  texts,
  fc.constantFrom('?', '***', '"', "'", '\\', '\n\r\t  ', '${x}', '`', '\u2028\u2029', 'a"b\\"c  d', '1', 'null'),
)
const rows = fc.record({
  id: fc.maxSafeInteger(),
  'with blanks': nasty,
  select: fc.option(nasty),
  "it's": fc.option(fc.dictionary(texts, fc.oneof(nasty, fc.integer()), { maxKeys: 3 })),
  '${x}?***': fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(digits => Decimal.ofScaled(digits, 7)),
})

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above

const calls = [
  (table: Sets, row: Row) => table.where(h => h['with blanks'].eq(row['with blanks'])).count(),
  (table: Sets, row: Row) => table.where(h => h['with blanks'].in([row['with blanks'], row.select ?? 'x'])).count(),
  (table: Sets, row: Row) => table.insertMany([row]),
  (table: Sets, { id, ...row }: Row) => table.patch(id, row),
] as const
const tableOf = (db: ReturnType<typeof memory>) => Hostile.table(db)
type Sets = ReturnType<typeof tableOf>
type Row = typeof rows extends fc.Arbitrary<infer R> ? R : never

test('whatever the names and values: the line of the message allows its statement, and no statement of another value', async () => {
  await fc.assert(
    fc.asyncProperty(rows, rows, fc.nat(calls.length - 1), async (row, other, at) => {
      const call = (db: ReturnType<typeof mock>, given: Row) => calls[at]?.(Hostile.table(Object(db)), given)
      const { message } = await failureOf(() => call(mock({ name: 'db' }), row))
      const line = message.slice(message.indexOf('  db.expect('))
      const db = mock({ name: 'db' })
      new Function('db', 'Decimal', line)(db, Decimal)
      await call(db, row)
      db.verify()
      const [own, others] = [mock({ name: 'x' }), mock({ name: 'x' })]
      await failureOf(() => call(own, row))
      await failureOf(() => call(others, other))
      if (own.sent[0]?.text !== others.sent[0]?.text) await failureOf(() => call(db, other))
    }),
    { numRuns: 300 },
  )
})

test('whatever the names and values: what is recorded is replayed', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async row => {
      const work = async (db: ReturnType<typeof memory>) => {
        const table = Hostile.table(db)
        await table.insertMany([row])
        return [await table.get(row.id), await table.where(h => h['with blanks'].eq(row['with blanks'])).list()]
      }
      const recorded = record(memory())
      const answers = await work(recorded.source)
      const db = replay(recorded.text())
      expect(await work(Object(db))).toEqual(answers)
      db.verify()
    }),
    { numRuns: 100 },
  )
})
