import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  readonly url: string
  drop(): Promise<void>
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Makes an empty database on the server of the URL, so that each test file has its own. */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOn(serverUrl, `create database ${name} template template0`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const drop = () => runOn(serverUrl, `drop database if exists ${name} with (force)`)
  return { name, url: url.href, drop, [Symbol.asyncDispose]: drop }
}
