import { type Arena, comparison } from './comparison.ts'
import { asItems, openMysqlItems } from './mysql-items.ts'
import { selectItems } from './sqlite-items.ts'

const rowCount = 10_000
const idOf = (turn: number): number => ((turn * 7919) % rowCount) + 1

export const mysqlPointDynamic = comparison({
  name: 'mysql-point-dynamic',
  about: 'one row by id, the query built every time; baseline: prepared statement of mysql2',
  unit: 'us',
  target: 1.3,
  answer: row => asItems([row]),
  async open(): Promise<Arena> {
    const { pool, ours, ...handles } = await openMysqlItems(rowCount)
    const text = `${selectItems} where id = ?`
    return {
      baseline: {
        name: 'mysql2 pool, execute',
        run: async turn => Object((await pool.execute(text, [idOf(turn)]))[0])[0],
      },
      ours: { name: 'vantage', run: turn => ours.where(item => item.id.eq(idOf(turn))).first() },
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})

export const mysqlPoint = comparison({
  name: 'mysql-point',
  about: 'one row by get(id); baseline: prepared statement of mysql2',
  unit: 'us',
  target: 1.2,
  answer: row => asItems([row]),
  async open(): Promise<Arena> {
    const { pool, ours, ...handles } = await openMysqlItems(rowCount)
    const text = `${selectItems} where id = ?`
    return {
      baseline: {
        name: 'mysql2 pool, execute',
        run: async turn => Object((await pool.execute(text, [idOf(turn)]))[0])[0],
      },
      ours: { name: 'vantage', run: turn => ours.get(idOf(turn)) },
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})
