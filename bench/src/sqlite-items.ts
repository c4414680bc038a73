import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { integer, real, sqliteTable, text as textColumn } from 'drizzle-orm/sqlite-core'
import { Kysely, SqliteDialect } from 'kysely'
import { bool, col, Entity, float, int, type Table, text } from '@vantage-ts/core'
import { type Sqlite, sqlite } from '@vantage-ts/sqlite'

/** A row of plain columns: whole number, text, float, truth value. */
export class Item extends Entity('items', {
  id: col(int).id(),
  name: col(text),
  score: col(float),
  active: col(bool),
}) {
  label(): string {
    return `${this.id} ${this.name}`
  }
}

export interface ItemRow {
  readonly id: number
  readonly name: string
  readonly score: number
  readonly active: boolean
}

/** The same as Drizzle and Kysely see it. */
export const items = sqliteTable('items', {
  id: integer('id').primaryKey(),
  name: textColumn('name').notNull(),
  score: real('score').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
})
interface KyselyDatabase {
  readonly items: { id: number; name: string; score: number; active: number }
}

export const itemColumns = ['id', 'name', 'score', 'active'] as const
export const selectItems = 'select id, name, score, active from items'

export const itemRows = (count: number): readonly ItemRow[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    name: `item ${(index * 7919) % count}`,
    score: index * 0.5 + 0.25,
    active: index % 3 === 0,
  }))

/** One database in memory, filled; each contender gets its own, so that none shares caches with another. */
function filled(rows: readonly ItemRow[]): Database.Database {
  const database = new Database(':memory:')
  database.exec(
    'create table items (id integer primary key, name text not null, score real not null, active integer not null)',
  )
  const insert = database.prepare('insert into items values (?, ?, ?, ?)')
  database.transaction(() => {
    for (const { id, name, score, active } of rows) insert.run(id, name, score, active ? 1 : 0)
  })()
  return database
}

export interface ItemHandles extends AsyncDisposable {
  readonly raw: Database.Database
  readonly ours: Table<Sqlite, typeof Item>
  readonly kysely: Kysely<KyselyDatabase>
  readonly drizzle: ReturnType<typeof drizzle>
  /** The connections below, for work that is not measured. */
  readonly databases: {
    readonly ours: Database.Database
    readonly kysely: Database.Database
    readonly drizzle: Database.Database
  }
}

/** Four databases with the same rows: for the driver itself, for us and for the peers. */
export function openItems(count: number): ItemHandles {
  const rows = itemRows(count)
  const [raw, own, forKysely, forDrizzle] = [filled(rows), filled(rows), filled(rows), filled(rows)]
  const source = sqlite<string>({ database: own })
  return {
    raw,
    ours: Item.table(source),
    kysely: new Kysely<KyselyDatabase>({ dialect: new SqliteDialect({ database: forKysely }) }),
    drizzle: drizzle(forDrizzle),
    databases: { ours: own, kysely: forKysely, drizzle: forDrizzle },
    async [Symbol.asyncDispose]() {
      await source.close()
      for (const database of [raw, own, forKysely, forDrizzle]) database.close()
    },
  }
}

/** Rows of any contender in one form: SQLite has no truth values, the raw driver and Kysely give 0 and 1. */
export function asItemRows(answer: unknown): unknown {
  const one = (row: unknown): unknown =>
    typeof row === 'object' && row !== null && 'active' in row ? { ...row, active: Boolean(row.active) } : row
  return Array.isArray(answer) ? answer.map(one) : one(answer)
}
