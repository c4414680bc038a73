import { inspect } from 'node:util'
import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { expect } from 'vitest'
import { field, table } from '@vantage-ts/surrealdb/ql'
import { type GraphQuery, p, trail } from './graph.ts'

/** A value that is another each time, as the page shows it. */
const some = (what: unknown, shown: string): unknown =>
  Object.assign(expect.any(what), { [inspect.custom]: () => shown })

export const watching: Chapter<GraphQuery> = {
  title: 'Changes',
  about:
    'Live queries tell of changes as they happen, change feeds of those that were. Notifications come through the client of the driver.',
  file: import.meta.url,
  constructs: [
    {
      title: 'A live query',
      build: q => q.live(p).where(p.age.gt(30)),
      text: 'LIVE SELECT * FROM person WHERE age > $_0',
      result: some(String, 'uuid'),
    },
    {
      title: 'Some fields, live',
      build: q => q.live(p).select(p.name, { zip: p.address.get('zip') }),
      text: 'LIVE SELECT name, address.zip AS zip FROM person',
      result: some(String, 'uuid'),
    },
    {
      title: 'Differences, live',
      build: q => q.live(table('buys')).diff().fetch(field('in')),
      text: 'LIVE SELECT DIFF FROM buys FETCH `in`',
      result: some(String, 'uuid'),
    },
    {
      title: 'What changed',
      build: q => q.showChanges(trail, { since: 0, limit: 1 }),
      text: 'SHOW CHANGES FOR TABLE trail SINCE 0 LIMIT 1',
      result: [{ changes: [some(Object, '{ define_table: … }')], versionstamp: some(BigInt, 'n') }],
    },
  ],
}
