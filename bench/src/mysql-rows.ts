import { unchecked } from '@vantage-ts/core/adapter'
import { type Arena, comparison } from './comparison.ts'
import { asItems, openMysqlItems } from './mysql-items.ts'
import { selectItems } from './sqlite-items.ts'

export const mysqlRows1000 = comparison({
  name: 'mysql-rows-1000',
  about: '1,000 rows of int, text, float, bool as plain objects; baseline: prepared statement of mysql2',
  unit: 'ms',
  target: 1.2,
  answer: asItems,
  async open(): Promise<Arena> {
    const { pool, ours, ...handles } = await openMysqlItems(1000)
    return {
      baseline: { name: 'mysql2 pool, execute', run: async () => (await pool.execute(selectItems))[0] },
      ours: { name: 'vantage', run: () => ours.listValues() },
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})

/** The connection of the callbacks, whose commands are streams; the types of its promises hide them. */
const streamOf = (connection: object, text: string): AsyncIterable<{ readonly id: unknown }> =>
  unchecked<{ execute(text: string): { stream(): AsyncIterable<{ readonly id: unknown }> } }>(
    connection,
    'a connection of mysql2 executes commands that are streams',
  )
    .execute(text)
    .stream()

const streamed = 100_000

export const mysqlStream = comparison({
  name: 'mysql-stream',
  about: '100,000 rows streamed one by one; baseline: stream of a prepared statement of mysql2',
  unit: 'ms',
  target: 1.2,
  maxPairs: 15,
  async open(): Promise<Arena> {
    const { pool, ours, ...handles } = await openMysqlItems(streamed)
    return {
      baseline: {
        name: 'mysql2, execute().stream()',
        async run() {
          const connection = await pool.getConnection()
          try {
            let sum = 0
            const rows = streamOf(connection.connection, selectItems)
            for await (const { id } of rows) sum += Number(id)
            return sum
          } finally {
            connection.release()
          }
        },
      },
      ours: {
        name: 'vantage',
        async run() {
          let sum = 0
          for await (const { id } of ours) sum += id
          return sum
        },
      },
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})
