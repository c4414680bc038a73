import { int } from '@vantage-ts/core'
import { eq, sql } from 'drizzle-orm'
import { type Arena, comparison } from './comparison.ts'
import type { Contender } from './contender.ts'
import { asItemRows, itemColumns, items, openItems, selectItems, type ItemHandles } from './sqlite-items.ts'

const rowCount = 10_000
/** Another row at every turn. */
const idOf = (turn: number): number => ((turn * 7919) % rowCount) + 1

function rawPoint({ raw }: ItemHandles): Contender {
  const statement = raw.prepare(`${selectItems} where id = ?`)
  return { name: 'better-sqlite3, prepared', run: turn => statement.get(idOf(turn)) }
}

export const sqlitePointDynamic = comparison({
  name: 'sqlite-point-dynamic',
  about: 'one row by id, the query built every time; baseline: prepared statement of better-sqlite3',
  unit: 'us',
  target: 2.5,
  answer: asItemRows,
  async open(): Promise<Arena> {
    const handles = openItems(rowCount)
    const { ours, kysely, drizzle } = handles
    return {
      baseline: rawPoint(handles),
      ours: { name: 'vantage', run: turn => ours.where(item => item.id.eq(idOf(turn))).first() },
      peers: [
        {
          name: 'kysely',
          run: turn => kysely.selectFrom('items').select(itemColumns).where('id', '=', idOf(turn)).executeTakeFirst(),
        },
        {
          name: 'drizzle',
          run: turn =>
            drizzle
              .select()
              .from(items)
              .where(eq(items.id, idOf(turn)))
              .get(),
        },
      ],
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})

export const sqlitePointPrepared = comparison({
  name: 'sqlite-point-prepared',
  about: 'one row by id, the query prepared once; baseline: prepared statement of better-sqlite3',
  unit: 'us',
  target: 1.25,
  answer: asItemRows,
  async open(): Promise<Arena> {
    const handles = openItems(rowCount)
    const byId = handles.ours.prepare({ id: int }, (table, values) => table.where(item => item.id.eq(values.id)))
    const prepared = handles.drizzle
      .select()
      .from(items)
      .where(eq(items.id, sql.placeholder('id')))
      .prepare()
    const compiled = handles.kysely.selectFrom('items').select(itemColumns).where('id', '=', 0).compile()
    return {
      baseline: rawPoint(handles),
      ours: { name: 'vantage', run: turn => byId.first({ id: idOf(turn) }) },
      peers: [
        {
          name: 'kysely, compiled once',
          run: async turn => (await handles.kysely.executeQuery({ ...compiled, parameters: [idOf(turn)] })).rows[0],
        },
        { name: 'drizzle, prepared', run: turn => prepared.get({ id: idOf(turn) }) },
      ],
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})
