import { openSource, storageOf, TypeProblem, VantageError } from '@vantage-ts/core/adapter'
import type { KitColumn, KitTable } from '@vantage-ts/adapter-kit'
import type { Surreal } from 'surrealdb'
import { SurrealBackend } from '../src/backend.ts'
import { Connection } from '../src/connection.ts'
import { quoted } from '../src/identifier.ts'
import { type Links, linkStorages } from '../src/links.ts'
import { SurrealQuery } from '../src/query/query.ts'
import { recordOf } from '../src/record-key.ts'
import { addressOf } from '../src/settings.ts'
import type { SurrealDb } from '../src/source.ts'
import { storages } from '../src/types.ts'

/** A database of its own, with the driver's client beside the source. */
export interface TestDatabase {
  readonly source: SurrealDb
  readonly client: Surreal
  /** Another source on the same data. */
  another(): SurrealDb
  close(): Promise<void>
}

/** Opens a fresh database: in memory unless told. */
export async function openDatabase(url = 'mem://', database = 'main', links: Links = {}): Promise<TestDatabase> {
  const connection = Connection.to('surrealdb', addressOf({ url, database }))
  const sourceOn = (shared: Connection): SurrealDb =>
    openSource<SurrealDb>(
      new SurrealBackend({
        name: 'surrealdb',
        connection: shared,
        database: {},
        maxDeferredList: 50_000,
        isForeign: false,
      }),
      { storedAs: linkStorages(links), language: own => new SurrealQuery(own) },
    )
  return {
    source: sourceOn(connection),
    client: await connection.client(),
    another: () =>
      sourceOn(
        new Connection('surrealdb', async () => ({
          client: await connection.client(),
          isEmbedded: false,
          close: async () => {},
        })),
      ),
    close: () => connection.close(),
  }
}

/**
 * Makes real tables with their rows. A value that is left out is a missing field, as other programs write them; links are
 * fields of their own kind, with an index.
 */
export async function makeTables(client: Surreal, tables: readonly KitTable[], links: Links = {}): Promise<void> {
  for (const { name, schema, columns, rows, uniques = [] } of tables) {
    // A column may be named `constructor`, which every object has.
    const linked = new Map(Object.entries(links[name] ?? {}))
    // There is no such place: the source has to refuse it.
    if (schema !== undefined) continue
    const table = quoted(name)
    await client.query(`DEFINE TABLE ${table} SCHEMALESS`)
    for (const [index, properties] of uniques.entries()) {
      const fields = columns.filter(column => properties.includes(column.property)).map(column => quoted(column.name))
      await client.query(`DEFINE INDEX unique_${index} ON ${table} FIELDS ${fields.join(', ')} UNIQUE`)
    }
    for (const [field, to] of linked) {
      if (!columns.some(column => column.name === field && !column.isId)) continue
      // The engine cannot read definitions of fields whose name is a word of its language.
      if (!/^(?:c\d+|\w+Id|referredBy)$/.test(field)) continue
      await client.query(`DEFINE FIELD ${quoted(field)} ON ${table} TYPE option<record<${quoted(to)}> | null>`)
      await client.query(`DEFINE INDEX ${quoted(`by_${field}`)} ON ${table} FIELDS ${quoted(field)}`)
    }
    const cell = (column: KitColumn, value: unknown): unknown => {
      const to = linked.get(column.name)
      const plain = cellOf(column, value)
      return to === undefined || plain === undefined || plain === null ? plain : recordOf(to, plain)
    }
    const records = rows.map(row => {
      const ids = columns.filter(column => column.isId).map(column => cell(column, row[column.property]))
      const cells = columns
        .filter(column => !column.isId && row[column.property] !== undefined)
        .map(column => [column.name, cell(column, row[column.property])])
      return { id: recordOf(name, ids.length === 1 ? ids[0] : ids), ...Object.fromEntries(cells) }
    })
    if (records.length > 0) await client.query(`INSERT INTO ${table} $records RETURN NONE`, { records })
  }
}

function cellOf({ type }: KitColumn, value: unknown): unknown {
  if (value === undefined || value === null) return value
  const { encode } = storageOf(storages, type, 'surrealdb')
  try {
    return encode === undefined ? value : encode(value)
  } catch (thrown) {
    if (!(thrown instanceof TypeProblem)) throw thrown
    throw new VantageError(thrown.message, { kind: 'type-mismatch', cause: thrown })
  }
}
