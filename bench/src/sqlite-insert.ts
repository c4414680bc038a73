import { type Arena, comparison } from './comparison.ts'
import { itemRows, items, openItems } from './sqlite-items.ts'

const rowCount = 1000

export const sqliteInsert1000 = comparison({
  name: 'sqlite-insert-1000',
  about: '1,000 rows by insertMany; baseline: prepared statement of better-sqlite3 in a loop, in a transaction',
  unit: 'ms',
  target: 1.2,
  // Drivers answer with what they like; that the rows are there is checked by the count below.
  answer: () => undefined,
  async open(): Promise<Arena> {
    const handles = openItems(0)
    const { raw, databases } = handles
    const rows = itemRows(rowCount)
    const stored = rows.map(({ active, ...row }) => ({ ...row, active: active ? 1 : 0 }))
    const insert = raw.prepare('insert into items values (?, ?, ?, ?)')
    const all = raw.transaction(() => {
      for (const { id, name, score, active } of rows) insert.run(id, name, score, active ? 1 : 0)
    })
    const emptied = (database: typeof raw) => () => database.exec('delete from items')
    const written = (database: typeof raw): void => {
      const count = database.prepare('select count(*) from items').pluck().get()
      if (count !== rowCount) throw new Error(`${rowCount} rows were to be written, but there are ${String(count)}`)
    }
    return {
      baseline: { name: 'better-sqlite3, prepared', reset: emptied(raw), run: () => all() },
      ours: { name: 'vantage', reset: emptied(databases.ours), run: () => handles.ours.insertMany(rows) },
      peers: [
        {
          name: 'kysely',
          reset: emptied(databases.kysely),
          run: () => handles.kysely.insertInto('items').values(stored).execute(),
        },
        {
          name: 'drizzle',
          reset: emptied(databases.drizzle),
          run: () =>
            handles.drizzle
              .insert(items)
              .values([...rows])
              .run(),
        },
      ],
      async [Symbol.asyncDispose]() {
        for (const database of [raw, databases.ours, databases.kysely, databases.drizzle]) written(database)
        await handles[Symbol.asyncDispose]()
      },
    }
  },
})
