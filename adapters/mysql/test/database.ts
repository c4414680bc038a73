import { createMysqlDatabase } from '@vantage-ts/test-servers'
import { type Mysql, type MysqlOptions, mysql } from '@vantage-ts/mysql'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, inject } from 'vitest'

/** A database of its own for one test file, with a connection beside the adapter to prepare it and to look into it. */
export interface TestDatabase {
  readonly url: string
  /** Opens a source; it is closed after the test. */
  open(options?: Omit<MysqlOptions, 'url'>): Mysql
  /** Keeps something to close after the test. */
  use<T extends AsyncDisposable>(closable: T): T
  /** Runs SQL, one statement or several, and gives the rows of the last. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>
}

/** Registers the hooks that make and drop the database of a test file; to be called inside `describeOnServer`. */
export function testDatabase(): TestDatabase {
  let url = ''
  let side: Connection | undefined
  let drop = async (): Promise<void> => {}
  const closables: AsyncDisposable[] = []
  beforeAll(async () => {
    const made = await createMysqlDatabase(inject('mysql'))
    url = made.url
    drop = () => made.drop()
    side = await createConnection({ uri: url, multipleStatements: true, dateStrings: true, timezone: 'Z' })
    await side.query("SET time_zone = '+00:00'")
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
    open: options => use(mysql({ ...options, url })),
    async sql(text) {
      const [result] = (await side?.query(text)) ?? [[]]
      const results: readonly unknown[] = Array.isArray(result) ? result : []
      const last = results.findLast(Array.isArray) ?? results
      return last.filter((row: unknown): row is Record<string, unknown> => typeof row === 'object' && row !== null)
    },
  }
}

/** The statements a source sends from now on. */
export function sentBy(source: Mysql): string[] {
  const sent: string[] = []
  source.on('statement', event => sent.push(event.text))
  return sent
}
