import { postgres } from '@vantage-ts/postgres'
import { Pool } from 'pg'
import { type Arena, comparison } from './comparison.ts'
import { openPostgresItems } from './postgres-items.ts'
import { asItemRows, Item, openItems, selectItems } from './sqlite-items.ts'
import { statementCount } from './statement-count.ts'

const rowCount = 10_000
/** Another row at every turn. */
const idOf = (turn: number): number => ((turn * 7919) % rowCount) + 1
/** What a row gets: another value whenever its turn comes again. */
const scoreOf = (turn: number): number => turn + 0.5

export const recordSaveSqlite = comparison({
  name: 'record-save-sqlite',
  about: 'load a record, change a field, save it; baseline: the two statements of better-sqlite3, prepared',
  unit: 'us',
  target: 1.3,
  answer: asItemRows,
  whyMissed:
    'load() takes 1.46 us and the driver alone 0.98 for the update: 1.31 of the baseline, before save() does anything. It takes over what is stored, and an update that gives its row back takes 1.7; checking values, knowing changes and taking turns the rest, which only an engine without a network shows',
  async open(): Promise<Arena> {
    const handles = openItems(rowCount)
    const { raw, ours } = handles
    const select = raw.prepare(`${selectItems} where id = ?`)
    const update = raw.prepare('update items set score = ? where id = ?')
    return {
      baseline: {
        name: 'better-sqlite3, prepared',
        run: turn => {
          const row = Object(select.get(idOf(turn)))
          row.score = scoreOf(turn)
          update.run(row.score, row.id)
          return row
        },
      },
      ours: {
        name: 'vantage',
        run: async turn => {
          const item = await ours.load(idOf(turn))
          item.score = scoreOf(turn)
          await item.save()
          return item
        },
      },
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})

export const recordSavePostgres = comparison({
  name: 'record-save-postgres',
  about: 'load a record, change a field, save it; baseline: the two statements of pg, named',
  unit: 'us',
  target: 1.3,
  answer: row => ({ ...Object(row) }),
  async open(): Promise<Arena> {
    const server = await openPostgresItems(rowCount)
    const pool = new Pool({ connectionString: server.url, max: 1 })
    const source = postgres({ pool })
    const table = Item.table(source)
    const call = async (turn: number) => {
      const item = await table.load(idOf(turn))
      item.score = scoreOf(turn)
      await item.save()
      return item
    }
    return {
      baseline: {
        name: 'pg pool, named statements',
        run: async turn => {
          const { rows } = await pool.query({
            name: 'item',
            text: `${selectItems} where id = $1`,
            values: [idOf(turn)],
          })
          const [row] = rows
          row.score = scoreOf(turn)
          const text = 'update items set score = $1 where id = $2'
          await pool.query({ name: 'save-item', text, values: [row.score, row.id] })
          return row
        },
      },
      ours: { name: 'vantage', run: call },
      counts: async () => [
        await statementCount({ name: 'record-save-postgres', sources: [source], call: () => call(0), baseline: 2 }),
      ],
      async [Symbol.asyncDispose]() {
        await source.close()
        await pool.end()
        await server[Symbol.asyncDispose]()
      },
    }
  },
})
