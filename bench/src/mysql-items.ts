import { type Mysql, mysql } from '@vantage-ts/mysql'
import { startMariadb } from '@vantage-ts/test-servers'
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise'
import { Item, itemRows } from './sqlite-items.ts'

export interface MysqlItems extends AsyncDisposable {
  /** One connection for all: which core the scheduler gives to a thread of the server decides more than anything measured here. */
  readonly pool: Pool
  readonly source: Mysql
  readonly ours: ReturnType<typeof tableOf>
}

const tableOf = (source: Mysql) => Item.table(source)

/** A MariaDB of its own with a filled table `items`. Errors: says what to install where there is none. */
export async function openMysqlItems(count: number): Promise<MysqlItems> {
  const server = await startMariadb()
  const pool = createPool({ uri: server.url, connectionLimit: 1, flags: ['-FOUND_ROWS'], jsonStrings: true })
  const source = mysql({ pool: pool.pool })
  const close = async (): Promise<void> => {
    await source.close()
    await pool.end()
    await server.stop()
  }
  try {
    await pool.query(
      'create table items (id int primary key, name varchar(40) collate utf8mb4_nopad_bin not null, score double not null, active boolean not null)',
    )
    const ours = tableOf(source)
    await ours.insertMany(itemRows(count))
    return { pool, source, ours, [Symbol.asyncDispose]: close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

/** Rows as the driver gives them, with truth values for its numbers. */
export const asItems = (rows: unknown): unknown =>
  Array.isArray(rows)
    ? rows.map((row: RowDataPacket | object) => ({ ...row, active: Boolean(Reflect.get(row, 'active')) }))
    : rows
