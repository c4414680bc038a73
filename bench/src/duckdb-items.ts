import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { bool, col, Entity, float, int, type Table, text } from '@vantage-ts/core'
import { type Duckdb, duckdb } from '@vantage-ts/duckdb'

class Item extends Entity('items', { id: col(int).id(), name: col(text), score: col(float), active: col(bool) }) {}

export interface DuckdbItems extends AsyncDisposable {
  readonly raw: DuckDBConnection
  readonly ours: Table<Duckdb, typeof Item>
}

export const createItems =
  'CREATE TABLE items (id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, score DOUBLE, active BOOLEAN)'
export const selectItems = 'SELECT id, name, score, active FROM items'

/** One file, opened by the driver and by Vantage: they share its instance. */
export async function openDuckdbItems(rowCount: number): Promise<DuckdbItems> {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-bench-duckdb-'))
  const file = join(folder, 'items.duckdb')
  const source = duckdb({ file, threads: 1 })
  await source.ping()
  const settings = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', threads: '1' }
  const instance = await DuckDBInstance.fromCache(file, settings)
  const raw = await instance.connect()
  await raw.run(createItems)
  await raw.run(`INSERT INTO items SELECT i, 'item ' || i, i / 4, i % 2 = 0 FROM range(1, ${rowCount + 1}) r(i)`)
  await raw.run('CHECKPOINT')
  return {
    raw,
    ours: Item.table(source),
    async [Symbol.asyncDispose]() {
      raw.closeSync()
      instance.closeSync()
      await source.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
