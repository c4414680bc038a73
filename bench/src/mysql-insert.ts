import { type Arena, comparison } from './comparison.ts'
import { openMysqlItems } from './mysql-items.ts'
import { itemRows } from './sqlite-items.ts'

const rowCount = 1000

export const mysqlInsert1000 = comparison({
  name: 'mysql-insert-1000',
  about: '1,000 rows by insertMany; baseline: one INSERT of mysql2 with all values in its text',
  unit: 'ms',
  target: 1.2,
  // Drivers answer with what they like; that the rows are there is checked by the count.
  answer: () => undefined,
  async open(): Promise<Arena> {
    const { pool, ours, ...handles } = await openMysqlItems(0)
    const rows = itemRows(rowCount)
    const values = rows.map(({ id, name, score, active }) => [id, name, score, active])
    const emptied = async (): Promise<void> => {
      await pool.query('truncate table items')
    }
    const written = async (work: Promise<unknown>): Promise<void> => {
      await work
    }
    return {
      baseline: {
        name: 'mysql2 pool, query',
        reset: emptied,
        run: () => written(pool.query('insert into items (id, name, score, active) values ?', [values])),
      },
      ours: { name: 'vantage', reset: emptied, run: () => written(ours.insertMany(rows)) },
      async [Symbol.asyncDispose]() {
        const [found] = await pool.query('select count(*) as n from items')
        const count = Number(Object(found)[0].n)
        await handles[Symbol.asyncDispose]()
        if (count !== rowCount) throw new Error(`${rowCount} rows were to be written, but there are ${count}`)
      },
    }
  },
})
