import type { Benchmark } from './benchmark.ts'
import { type Arena, comparison } from './comparison.ts'
import { asItemRows, itemColumns, items, openItems, selectItems, type ItemHandles } from './sqlite-items.ts'

interface RowsFacts {
  readonly name: string
  readonly about: string
  readonly rows: number
  readonly target: number
  readonly whyMissed: string
  readonly read: (handles: ItemHandles) => () => unknown
}

function rowsBenchmark({ name, about, rows, target, whyMissed, read }: RowsFacts): Benchmark {
  return comparison({
    name,
    about: `${about}; baseline: objects by better-sqlite3`,
    unit: rows > 1000 ? 'ms' : 'us',
    target,
    whyMissed,
    answer: asItemRows,
    async open(): Promise<Arena> {
      const handles = openItems(rows)
      const statement = handles.raw.prepare(selectItems)
      const { kysely, drizzle } = handles
      return {
        baseline: { name: 'better-sqlite3, prepared', run: () => statement.all() },
        ours: { name: 'vantage', run: read(handles) },
        peers: [
          { name: 'kysely', run: () => kysely.selectFrom('items').select(itemColumns).execute() },
          { name: 'drizzle', run: () => drizzle.select().from(items).all() },
        ],
        [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
      }
    },
  })
}

const plain =
  ({ ours }: ItemHandles) =>
  () =>
    ours.listValues()

const inPlace = 'every cell of the objects of the driver is looked at, and truth values are put in'

export const sqliteRows100 = rowsBenchmark({
  name: 'sqlite-rows-100',
  about: '100 rows of int, text, float, bool as plain objects',
  rows: 100,
  target: 1.15,
  whyMissed: inPlace,
  read: plain,
})

export const sqliteRows10000 = rowsBenchmark({
  name: 'sqlite-rows-10000',
  about: '10,000 rows of int, text, float, bool as plain objects',
  rows: 10_000,
  target: 1.15,
  whyMissed: inPlace,
  read: plain,
})

export const sqliteInstances10000 = rowsBenchmark({
  name: 'sqlite-instances-10000',
  about: '10,000 rows of int, text, float, bool as instances of their class',
  rows: 10_000,
  target: 1.3,
  whyMissed:
    'the arrays of the driver take as long as its objects; making a checked object of each takes 0.15 of that again, give or take 0.02 between runs',
  read:
    ({ ours }) =>
    () =>
      ours.list(),
})
