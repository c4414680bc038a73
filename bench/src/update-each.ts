import { postgres } from '@vantage-ts/postgres'
import { Pool } from 'pg'
import { type Arena, comparison } from './comparison.ts'
import { openPostgresItems } from './postgres-items.ts'
import { Item, type ItemRow, openItems, selectItems } from './sqlite-items.ts'

const rowCount = 10_000
const pageRows = 500

const facts = {
  about: `a field of ${rowCount.toLocaleString('en')} records, by updateEach; baseline: pages by key and prepared updates by hand, a transaction each`,
  unit: 'ms',
  target: 2,
} as const

const everything = { everything: true } as const

export const updateEachSqlite = comparison({
  ...facts,
  name: 'update-each-10000-sqlite',
  async open(): Promise<Arena> {
    const handles = openItems(rowCount)
    const { raw, ours, databases } = handles
    const select = raw.prepare<[number], ItemRow>(`${selectItems} where id > ? order by id limit ${pageRows}`)
    const update = raw.prepare('update items set score = ? where id = ?')
    const changePage = raw.transaction((after: number): readonly ItemRow[] => {
      const rows = select.all(after)
      for (const { id, score } of rows) update.run(score + 1, id)
      return rows
    })
    const byHand = (): number => {
      let count = 0
      let rows = changePage(0)
      for (; rows.length > 0; rows = changePage(rows.at(-1)?.id ?? 0)) count += rows.length
      return count
    }
    const byRecords = async (): Promise<number> => (await ours.updateEach(item => void item.score++, everything)).saved
    return {
      baseline: { name: 'better-sqlite3, by hand', run: byHand },
      ours: { name: 'vantage', run: byRecords },
      async [Symbol.asyncDispose]() {
        for (const database of [raw, databases.ours]) {
          const calls = 'select min(score - (id - 1) * 0.5), max(score - (id - 1) * 0.5) from items'
          needEqual(database.prepare<[], number[]>(calls).raw().get())
        }
        await handles[Symbol.asyncDispose]()
      },
    }
  },
})

/** Every call changed every row as often as all others. */
function needEqual(range: readonly number[] | undefined): void {
  const [least, most] = range ?? []
  if (least === undefined || least !== most || least < 2) throw new Error('not every row was changed at every call')
}

export const updateEachPostgres = comparison({
  ...facts,
  name: 'update-each-10000-postgres',
  maxPairs: 15,
  async open(): Promise<Arena> {
    const server = await openPostgresItems(rowCount)
    const { client } = server
    const pool = new Pool({ connectionString: server.url, max: 1 })
    const source = postgres({ pool })
    const table = Item.table(source)
    const changePage = async (after: number): Promise<readonly ItemRow[]> => {
      const text = `${selectItems} where id > $1 order by id limit ${pageRows}`
      const connection = await pool.connect()
      try {
        await connection.query('begin')
        const { rows } = await connection.query<ItemRow>({ name: 'page', text, values: [after] })
        for (const { id, score } of rows)
          await connection.query({
            name: 'change',
            text: 'update items set score = $1 where id = $2',
            values: [score + 1, id],
          })
        await connection.query('commit')
        return rows
      } finally {
        connection.release()
      }
    }
    const byHand = async (): Promise<number> => {
      let count = 0
      let rows = await changePage(0)
      for (; rows.length > 0; rows = await changePage(rows.at(-1)?.id ?? 0)) count += rows.length
      return count
    }
    const byRecords = async (): Promise<number> => (await table.updateEach(item => void item.score++, everything)).saved
    // Both change one table; what the last call left behind is cleared away before each.
    const reset = () => client.query('vacuum items')
    return {
      baseline: { name: 'pg pool, by hand', reset, run: byHand },
      ours: { name: 'vantage', reset, run: byRecords },
      async [Symbol.asyncDispose]() {
        const text = 'select min(score - id * 0.5), max(score - id * 0.5) from items'
        const { rows } = await client.query<number[]>({ text, rowMode: 'array' })
        needEqual(rows[0])
        await source.close()
        await pool.end()
        await server[Symbol.asyncDispose]()
      },
    }
  },
})
