import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type AdapterUnderTest, testAdapter, testOperators } from '@vantage-ts/adapter-kit'
import { Decimal } from '@vantage-ts/core'
import { duckdb } from '@vantage-ts/duckdb'
import { afterAll, beforeAll } from 'vitest'
import { dropTables, makeTables } from './tables.ts'

const file = ':memory:kit'
/** Sources of one process share an instance, which wants the same settings. */
const settings = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', threads: '1' }

let instance: DuckDBInstance | undefined
let connection: DuckDBConnection | undefined
beforeAll(async () => {
  instance = await DuckDBInstance.fromCache(file, settings)
  connection = await instance.connect()
})
afterAll(() => {
  connection?.closeSync()
  instance?.closeSync()
})

function beside(): DuckDBConnection {
  if (connection === undefined) throw new Error('the instance is opened before')
  return connection
}

/** Every call of the kit gets a schema of its own: an instance costs more than all the rest of most cases. */
let places = 0
const placeOf = new WeakMap<object, string>()

function open(place: string) {
  const source = duckdb({ file, schema: place, threads: 1 })
  placeOf.set(source, place)
  return { source, close: () => source.close() }
}

const adapter: AdapterUnderTest = {
  name: 'duckdb',
  results: 'kit-results.json',
  lacks: {
    savepoint: { verdict: 'impossible', why: 'the engine has no savepoints' },
  },
  generates: ['int', 'uuid'],
  open: async tables => {
    const place = `kit_${++places}`
    await makeTables(beside(), tables, place)
    const { source } = open(place)
    const close = async () => {
      await source.close()
      await dropTables(beside(), tables, place)
    }
    return { source, close }
  },
  reopen: async ({ source }) => open(placeOf.get(source) ?? ''),
  refusesSets: {
    why: 'DuckDB has no plan for joins of some kinds inside a correlated sub-query, nor for sub-queries in the condition of an outer join',
    isSuch: error => error.kind === 'unsupported' && error.details.reason === 'no-plan',
  },
  losesBoth:
    'it never waits for rows that another transaction has changed, so that of two that change the same rows crosswise both may be refused, to be repeated',
  gaps: {
    'arithmetic/decimals': {
      verdict: 'impossible',
      fails: 'too-large',
      why: 'a DECIMAL of DuckDB has 38 digits: a quotient with 18 after the point has 20 before it, and the case wants 30',
    },
  },
}

testAdapter(adapter)
testOperators({
  ...adapter,
  refuses: {
    decimal: {
      why: 'a DECIMAL has 38 digits, 18 of them after the point',
      lacks: value => value instanceof Decimal && (value.scale > 18 || value.abs().compare(Decimal.from('1e20')) >= 0),
    },
  },
})
