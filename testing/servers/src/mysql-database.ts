import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import type { TestDatabase } from './database.ts'
import { askFor, type ServerDesk } from './on-demand.ts'

async function runOn(url: string, statement: string): Promise<void> {
  const connection = await createConnection({ uri: url })
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}

/** Makes an empty database on the MariaDB of the test run, so that each test file has its own; starts the server when it is the first. */
export async function createMysqlDatabase(desk: ServerDesk): Promise<TestDatabase> {
  const serverUrl = await askFor(desk)
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOn(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const drop = () => runOn(serverUrl, `drop database if exists ${name}`)
  return { name, url: url.href, drop, [Symbol.asyncDispose]: drop }
}
