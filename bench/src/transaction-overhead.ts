import { postgres } from '@vantage-ts/postgres'
import { Pool } from 'pg'
import { counted } from './benchmark.ts'
import { type Arena, comparison } from './comparison.ts'
import { openPostgresItems } from './postgres-items.ts'
import { Item } from './sqlite-items.ts'

const rowCount = 10_000
const name = 'transaction-overhead'
/** Another row at every turn. */
const idOf = (turn: number): number => ((turn * 7919) % rowCount) + 1
const scoreOf = (turn: number): number => turn + 0.5

export const transactionOverhead = comparison({
  name,
  about: 'one patch in db.transaction() in PostgreSQL; baseline: begin, the same update and commit by pg',
  unit: 'us',
  target: 1.15,
  answer: row => ({ ...Object(row) }),
  async open(): Promise<Arena> {
    const server = await openPostgresItems(rowCount)
    const pool = new Pool({ connectionString: server.url, max: 1 })
    const source = postgres({ pool })
    const text = 'update items set score = $1 where id = $2 returning id, name, score, active'
    const byHand = async (turn: number): Promise<unknown> => {
      const connection = await pool.connect()
      try {
        await connection.query('begin')
        const { rows } = await connection.query({ name: 'change', text, values: [scoreOf(turn), idOf(turn)] })
        await connection.query('commit')
        return rows[0]
      } finally {
        connection.release()
      }
    }
    const ours = (turn: number): Promise<Item> =>
      source.transaction(tx => Item.table(tx).patch(idOf(turn), { score: scoreOf(turn) }))
    /** The source tells no begin and no commit; the connection sees all three. */
    const statementsOf = async (call: () => Promise<unknown>): Promise<number> => {
      let sent = 0
      const connection = await pool.connect()
      const query = connection.query
      connection.query = (...given: never[]) => {
        sent++
        return Reflect.apply(query, connection, given)
      }
      connection.release()
      await call()
      connection.query = query
      return sent
    }
    return {
      baseline: { name: 'pg pool, named statement', run: byHand },
      ours: { name: 'vantage', run: ours },
      counts: async () => {
        const sent = await statementsOf(() => ours(0))
        const baseline = await statementsOf(() => byHand(0))
        const figures = { ours: sent, baseline, ratio: sent / baseline, target: 1, bound: 'at most' } as const
        return [counted({ name: `${name}-statements`, unit: 'statements', ...figures })]
      },
      async [Symbol.asyncDispose]() {
        await source.close()
        await pool.end()
        await server[Symbol.asyncDispose]()
      },
    }
  },
})
