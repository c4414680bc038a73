import { col, Entity, int, text } from '@vantage-ts/core'
import { expectTypeOf, test } from 'vitest'
import { type Csv, type CsvLog, csv, type Json, json, type Ndjson, type NdjsonLog, ndjson } from './index.ts'

class City extends Entity('cities', { id: col(int).id(), name: col(text) }) {}

test('files are written anew, but those of logs', () => {
  expectTypeOf(csv({ folder: '.' })).toEqualTypeOf<Csv>()
  expectTypeOf(ndjson({ folder: '.', rewrite: true })).toEqualTypeOf<Ndjson>()
  expectTypeOf(json<'a'>({ folder: '.' })).toEqualTypeOf<Json<'a'>>()
  expectTypeOf(csv({ folder: '.', rewrite: false })).toEqualTypeOf<CsvLog>()
  expectTypeOf(ndjson({ folder: '.', rewrite: false })).toEqualTypeOf<NdjsonLog>()
})

test('a log has no patch', async () => {
  const source = ndjson({ folder: '.' })
  const log = ndjson({ folder: '.', rewrite: false })
  await City.table(source).patch(1, { name: 'x' })
  await City.table(log).insert(1, { name: 'x' })
  // @ts-expect-error: nothing of a log is changed
  await City.table(log).patch(1, { name: 'x' })
  // @ts-expect-error: nothing of a log is removed
  await City.table(log).delete(1)
})
