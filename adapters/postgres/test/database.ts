import { createDatabase } from '@vantage-ts/test-servers'
import { type Postgres, postgres, type PostgresOptions } from '@vantage-ts/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, inject } from 'vitest'

/** A database of its own for one test file, with a connection beside the adapter to prepare it and to look into it. */
export interface TestDatabase {
  readonly url: string
  /** Opens a source; it is closed after the test. */
  open(options?: Omit<PostgresOptions, 'url'>): Postgres
  /** Keeps something to close after the test. */
  use<T extends AsyncDisposable>(closable: T): T
  /** Runs SQL, one statement or several, and gives the rows of the last. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
}

/** Registers the hooks that make and drop the database of a test file. */
export function testDatabase(): TestDatabase {
  let url = ''
  let side: pg.Client | undefined
  let drop = async (): Promise<void> => {}
  const closables: AsyncDisposable[] = []
  beforeAll(async () => {
    const made = await createDatabase(inject('postgresUrl'))
    url = made.url
    drop = () => made.drop()
    side = new pg.Client({ connectionString: url })
    await side.connect()
  })
  afterEach(async () => {
    for (const closable of closables.splice(0).reverse()) await closable[Symbol.asyncDispose]()
  })
  afterAll(async () => {
    await side?.end()
    await drop()
  })
  const use = <T extends AsyncDisposable>(closable: T): T => {
    closables.push(closable)
    return closable
  }
  return {
    get url() {
      return url
    },
    use,
    open: options => use(postgres({ ...options, url })),
    async sql(text, values) {
      const result = await side?.query(text, values === undefined ? undefined : [...values])
      const last: pg.QueryResult | undefined = Array.isArray(result) ? result.at(-1) : result
      return last?.rows ?? []
    },
  }
}

/** The statements a source sends from now on. */
export function sentBy(source: Postgres): string[] {
  const sent: string[] = []
  source.on('statement', event => sent.push(event.text))
  return sent
}
