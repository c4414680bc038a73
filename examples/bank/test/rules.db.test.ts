import { mysql } from '@vantage-ts/mysql'
import { postgres } from '@vantage-ts/postgres'
import { surrealdb } from '@vantage-ts/surrealdb'
import { createDatabase, createMysqlDatabase, mariadbMissing } from '@vantage-ts/test-servers'
import { describe, inject } from 'vitest'
import { createMysqlTables } from '../src/open-mysql.ts'
import { createPostgresTables } from '../src/open-postgres.ts'
import { createSurrealTables } from '../src/open-surrealdb.ts'
import { bankRules } from './rules.ts'
import { writeSkew } from './write-skew.ts'

const onPostgres = {
  name: 'PostgreSQL',
  isolations: ['read-committed', 'repeatable-read', 'serializable'],
  async open() {
    const { url, drop } = await createDatabase(inject('postgresUrl'))
    const connections = [postgres({ url }), postgres({ url }), postgres({ url })] as const
    await createPostgresTables(connections[0])
    return {
      connections,
      close: async () => {
        for (const db of connections) await db.close()
        await drop()
      },
    }
  },
} as const
bankRules(onPostgres)
writeSkew(onPostgres)

const onMysql = {
  name: 'MariaDB',
  isolations: ['read-committed', 'repeatable-read', 'serializable'],
  async open() {
    const { url, drop } = await createMysqlDatabase(inject('mariadb'))
    // What reads is locked by serializable ones: who waits for it is told after a second.
    const settings = { innodb_lock_wait_timeout: 1 }
    const connections = [mysql({ url, settings }), mysql({ url, settings }), mysql({ url, settings })] as const
    await createMysqlTables(connections[0])
    return {
      connections,
      close: async () => {
        for (const db of connections) await db.close()
        await drop()
      },
    }
  },
} as const
describe.skipIf(mariadbMissing() !== undefined)('on MariaDB', () => {
  bankRules(onMysql)
  writeSkew(onMysql)
})

bankRules({
  name: 'SurrealDB',
  isolations: ['read-committed', 'repeatable-read'],
  async open() {
    // An embedded engine has no second client; its transactions are as much apart as those of several.
    const db = surrealdb({ url: 'mem://' })
    await createSurrealTables(db)
    return { connections: [db], close: () => db.close() }
  },
})
