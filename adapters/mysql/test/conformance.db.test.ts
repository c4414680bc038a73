import { type AdapterUnderTest, testAdapter, testOperators } from '@vantage-ts/adapter-kit'
import { Decimal, type VantageError } from '@vantage-ts/core'
import { createMysqlDatabase, type TestDatabase } from '@vantage-ts/test-servers'
import { mysql } from '@vantage-ts/mysql'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, inject } from 'vitest'
import { describeOnServer, flavor, isMysql } from './server.ts'
import { dropTables, makeTables } from './tables.ts'

let database: TestDatabase | undefined
let client: Connection | undefined

/** Every call of the kit gets a database of its own. */
let places = 0
const placeOf = new WeakMap<object, string>()

function open(place: string) {
  const url = new URL(database?.url ?? '')
  url.pathname = `/${place}`
  const source = mysql({ url: url.href, max: 4, connectTimeoutMs: 2_000 })
  placeOf.set(source, place)
  return { source, close: () => source.close() }
}

const lateral = {
  verdict: 'impossible',
  fails: 'unsupported',
  why: 'MariaDB lets no derived table look at the rows around it; MySQL does',
} as const

/** What holds of one of the two alone. */
const own = {
  mariadb: {
    results: 'kit-results.json',
    refusesSets: {
      refusesSets: {
        why: 'MariaDB lets no derived table look at the rows around it: a limited or grouped set that is linked is refused',
        isSuch: ({ kind, details }: VantageError) => kind === 'unsupported' && details.ability === 'lateral',
      },
    },
    gaps: {
      'links/back-to-the-table-outside-through-groups': lateral,
      'links/as-sources': lateral,
      'links/in-joins': lateral,
    },
  },
  mysql: {
    results: 'mysql.kit-results.json',
    refusesSets: {},
    gaps: {
      'insert-from/returning': {
        verdict: 'impossible',
        fails: 'unsupported',
        why: 'MySQL has no RETURNING, and does not tell the ids that a select inserts; MariaDB gives the rows back',
      },
    },
  },
} as const

describeOnServer(isMysql ? 'MySQL' : 'MariaDB', () => {
  beforeAll(async () => {
    database = await createMysqlDatabase(inject('mysql'))
    client = await createConnection({ uri: database.url })
    await client.query("SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'")
  })
  afterAll(async () => {
    await client?.end()
    await database?.drop()
  })

  const adapter: AdapterUnderTest = {
    name: 'mysql',
    results: own[flavor].results,
    lacks: {
      instantNs: { verdict: 'impossible', why: 'DATETIME counts in microseconds' },
    },
    generates: ['int', 'uuid'],
    refusesNames: {
      why: 'names are kept in three bytes of UTF-8 for each character, and end in no blank',
      lacks: name => /[\u{10000}-\u{10ffff}]| $/u.test(name),
    },
    ...own[flavor].refusesSets,
    get secrets() {
      return database === undefined ? [] : [new URL(database.url).password]
    },
    open: async tables => {
      if (client === undefined || database === undefined) throw new Error('the server did not start')
      const [connection, place] = [client, `${database.name}_${++places}`]
      try {
        await makeTables(connection, tables, place)
      } catch (thrown) {
        await dropTables(connection, tables, place)
        throw thrown
      }
      const { source } = open(place)
      const close = async () => {
        await source.close()
        await dropTables(connection, tables, place)
      }
      return { source, close }
    },
    reopen: async ({ source }) => open(placeOf.get(source) ?? ''),
    gaps: {
      'templates/values-are-bound': {
        verdict: 'by-design',
        fails: 'wrong-answer',
        why: 'vendor text compares by the collation of its column, which here takes texts for equal that are not; template.db.test.ts shows that values are bound',
      },
      ...own[flavor].gaps,
    },
  }

  testAdapter(adapter)
  testOperators({
    ...adapter,
    refuses: {
      text: {
        why: 'MariaDB sorts texts alike that differ by NUL characters at their end only',
        lacks: value => !isMysql && String(value).endsWith('\0'),
      },
      decimal: {
        why: 'products are computed to 30 digits behind the point, and rounded there',
        lacks: value => value instanceof Decimal && value.scale > 15,
      },
    },
  })
})
