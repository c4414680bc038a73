import { type AdapterUnderTest, testAdapter, testOperators } from '@vantage-ts/adapter-kit'
import { createDatabase, type TestDatabase } from '@vantage-ts/test-servers'
import { postgres } from '@vantage-ts/postgres'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { dropTables, makeTables } from './tables.ts'

let database: TestDatabase | undefined
let client = new pg.Client()
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'))
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(
    `CREATE COLLATION public."ignores_case" (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
  )
})
afterAll(async () => {
  await client.end()
  await database?.drop()
})

/** Every call of the kit gets a schema of its own. */
let places = 0
const placeOf = new WeakMap<object, string>()

function open(place: string) {
  const source = postgres({ url: database?.url ?? '', schema: place, max: 4, connectTimeoutMs: 2_000 })
  placeOf.set(source, place)
  return { source, close: () => source.close() }
}

const adapter: AdapterUnderTest = {
  name: 'postgres',
  results: 'kit-results.json',
  lacks: {
    instantNs: { verdict: 'impossible', why: 'timestamptz counts in microseconds' },
  },
  generates: ['int', 'uuid'],
  get secrets() {
    return database === undefined ? [] : [new URL(database.url).password]
  },
  open: async tables => {
    const place = `kit_${++places}`
    try {
      await makeTables(client, tables, place)
    } catch (thrown) {
      await dropTables(client, tables, place)
      throw thrown
    }
    const { source } = open(place)
    const close = async () => {
      await source.close()
      await dropTables(client, tables, place)
    }
    return { source, close }
  },
  reopen: async ({ source }) => open(placeOf.get(source) ?? ''),
}

testAdapter(adapter)
testOperators({
  ...adapter,
  refuses: { text: { why: 'text of PostgreSQL holds no NUL', lacks: value => String(value).includes('\0') } },
  refusesCalls: {
    why: 'PostgreSQL has no remainder of doubles, and what calculates one is not exact',
    isSuch: ({ kind, details }) => kind === 'unsupported' && details.ability === 'mod',
  },
})
