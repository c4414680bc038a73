import { inspect } from 'node:util'
import { col, Entity, int, text } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { createNodeEngines } from '@surrealdb/node'
import { Surreal } from 'surrealdb'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { explained, rowOf } from '../src/errors.ts'
import { surrealdb } from '../src/index.ts'
import { openDatabase, type TestDatabase } from './databases.ts'
import { failure } from './failure.ts'

// The texts of the error table are those of the engine: each row that can be provoked in a process is.

class Person extends Entity('person', {
  id: col(text).id(),
  name: col(text).optional(),
  age: col(int).optional(),
  born: col(int).optional(),
}) {}

let database: TestDatabase | undefined
const opened = (): TestDatabase => database ?? expect.fail('the database is open')
const people = () => Person.table(opened().source)

beforeAll(async () => {
  database = await openDatabase()
  await database.client.query(`
    DEFINE TABLE person SCHEMAFULL;
    DEFINE FIELD name ON person TYPE string;
    DEFINE FIELD age ON person TYPE option<int> ASSERT $value > 17;
    DEFINE FIELD born ON person TYPE option<int> READONLY;
    DEFINE INDEX by_name ON person FIELDS name UNIQUE;
    DEFINE EVENT refuse ON person WHEN $after.age = 99 THEN { THROW 'nobody is that old' };
    DEFINE TABLE loose;
    CREATE loose:1 SET n = 1;
  `)
  await people().insert('S3CRET one', { name: 'S3CRET', age: 20, born: 2000 })
})
afterAll(() => database?.close())

/** What the driver throws for a text, and what it means. */
async function thrownBy(client: Surreal, says: string, values: Record<string, unknown> = {}) {
  const thrown: unknown = await client
    .query(says, values)
    .collect()
    .then(
      () => expect.fail('it has to fail'),
      (error: unknown) => error,
    )
  const error = explained(thrown, 's')
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('S3CRET')
  return { id: rowOf(thrown)?.id, error }
}

describe('the engine says', () => {
  const person = "person:['S3CRET', 'a b']"
  test.for([
    ['raised by a statement of ours', "THROW 'vantage:too-large'"],
    ['record exists', "CREATE person:⟨S3CRET one⟩ SET name = 'x'"],
    ['unique index', "CREATE person SET name = 'S3CRET'"],
    ['required field', `CREATE ${person}`],
    ['required field', `CREATE ${person} SET name = NULL`],
    ['type of a field', `CREATE ${person} SET name = ['S3CRET']`],
    ['type of a field', "CREATE person SET name = 'x', age = 'S3CRET'"],
    ['assertion of a field', `CREATE ${person} SET name = 'x', age = 5`],
    ['read-only field', 'UPDATE person:⟨S3CRET one⟩ SET born = 7'],
    ['unknown field', "CREATE person SET name = 'x', strange = 'S3CRET'"],
    ['other id', "CREATE person:1 SET id = 'S3CRET', name = 'x'"],
    ['missing table', 'SELECT * FROM nope'],
    ['unknown function', "RETURN fn::nope('S3CRET')"],
    ['statement timeout', 'SELECT sleep(100ms) FROM loose TIMEOUT 1ms'],
    ['permission', "RETURN http::get('http://S3CRET.example')"],
    ['nesting', `RETURN ${'('.repeat(40)}1${')'.repeat(40)}`],
    ['parse error', "SELEC 'S3CRET' FROM"],
    ['calculation with null', "RETURN 'S3CRET' + NONE"],
    ['calculation with null', 'RETURN -NULL'],
    ['calculation beyond its type', 'RETURN 9223372036854775807 + 1'],
    ['calculation beyond its type', 'RETURN 79228162514264337593543950335dec * 10'],
    ['calculation beyond its type', 'RETURN -(-9223372036854775808)'],
    ['calculation with no number', "RETURN 'S3CRET' * 3"],
    ['arithmetic overflow', 'RETURN math::abs(-9223372036854775808)'],
    ['cast to a number', 'RETURN <decimal>1e300'],
    ['cast', "RETURN <int>'S3CRET'"],
    ['cast', "RETURN <decimal>'S3CRET'"],
    ['cast', "RETURN <record<person>>'S3CRET'"],
    ['cast', "RETURN <uuid>'S3CRET'"],
    ['result longer than a function gives', "RETURN string::repeat('S3CRET', 1000000)"],
    ['arguments of a function', "RETURN math::sum('S3CRET')"],
    ['result below the least of its type', 'RETURN 1s - 2s'],
    ['raised by the database', 'THROW "no \'S3CRET\' here"'],
    ['raised by the database', "CREATE person SET name = 'x', age = 99"],
    ['statement with a wrong part', "INSERT INTO person 'S3CRET'"],
    ['statement with a wrong part', "SELECT * FROM loose LIMIT 'S3CRET'"],
    ['statement with a wrong part', 'COMMIT'],
    ['statement with a wrong part', 'RETURN [1].map(|$x| { LET $u = (CREATE loose); $u })'],
  ] as const)('%s: %s', async ([id, says]) => {
    expect((await thrownBy(opened().client, says)).id).toBe(id)
  })

  test('value that cannot be sent', async () => {
    expect((await thrownBy(opened().client, 'RETURN $x', { x: 2n ** 70n })).id).toBe('value that cannot be sent')
  })

  test('nesting, of a value', async () => {
    const deep = Array.from({ length: 500 }).reduce<unknown>(inner => [inner], 1)
    expect((await thrownBy(opened().client, 'RETURN $deep', { deep })).id).toBe('nesting')
  })

  test('retryable conflict, and transaction gone', async () => {
    const { client } = opened()
    const [first, second] = [await client.beginTransaction(), await client.beginTransaction()]
    await first.query('UPDATE loose:1 SET n = 2').collect()
    await second.query('UPDATE loose:1 SET n = 3').collect()
    await first.commit()
    const late = await second.commit().then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(rowOf(late)?.id).toBe('retryable conflict')
    const over = await second.commit().then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(rowOf(over)?.id).toBe('transaction gone')
  })

  test('what it says of users, tokens and places', async () => {
    const client = new Surreal({ engines: createNodeEngines() })
    await client.connect('mem://')
    const rowOfFailure = async (work: Promise<unknown>) =>
      rowOf(
        await work.then(
          () => undefined,
          (error: unknown) => error,
        ),
      )?.id
    expect(await rowOfFailure(client.query('SELECT * FROM x').collect())).toBe('missing namespace or database')
    await client.use({ namespace: 'n', database: 'd' })
    await client.query("DEFINE USER reader ON ROOT PASSWORD 'sesame' ROLES VIEWER")
    expect(await rowOfFailure(client.signin({ username: 'reader', password: 'wrong' }))).toBe('authentication')
    expect(await rowOfFailure(client.authenticate('nonsense'))).toBe('unreadable token')
    await client.signin({ username: 'reader', password: 'sesame' })
    expect(await rowOfFailure(client.query('DEFINE TABLE x').collect())).toBe('permission, by text')
    await client.close()
    expect(await rowOfFailure(client.query('RETURN 1').collect())).toBe('ConnectionUnavailableError')
  })

  test('what the driver says of urls', async () => {
    const connecting = async (url: string) =>
      rowOf(
        await new Surreal({}).connect(url, { reconnect: false }).then(
          () => undefined,
          (error: unknown) => error,
        ),
      )?.id
    expect(await connecting('ftp://u:S3CRET@h')).toBe('unknown engine')
    expect(await connecting('nonsense')).toBe('bad url')
    expect(await connecting('http://127.0.0.1:1')).toBe('network')
  })
})

describe('writes of a table', () => {
  test('tell what refused them, never the value', async () => {
    const refused = async (work: () => unknown) => {
      const error = await failure(work)
      expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('S3CRET')
      return [error.kind, error.details.reason, error.details.field ?? error.details.constraint]
    }
    expect(await refused(() => people().insert('2', { name: 'S3CRET' }))).toEqual(['conflict', 'unique', 'by_name'])
    expect(await refused(() => people().insert('2', {}))).toEqual(['constraint', 'not-null', 'name'])
    expect(await refused(() => people().insert('2', { name: 'x', age: 5 }))).toEqual(['constraint', 'check', 'age'])
    expect(await refused(() => people().patch('S3CRET one', { born: 7 }))).toEqual(['constraint', 'read-only', 'born'])
    expect(await refused(() => people().insert('2', { name: 'x', age: 99 }))).toEqual([
      'constraint',
      'thrown',
      undefined,
    ])
    class Wider extends Entity('person', { id: col(text).id(), name: col(text), strange: col(text) }) {}
    const wider = Wider.table(opened().source)
    expect(await refused(() => wider.insert('2', { name: 'x', strange: 'S3CRET' }))).toEqual([
      'constraint',
      'unknown-field',
      'strange',
    ])
    expect(await people().fieldValues(p => p.id)).toEqual(['S3CRET one'])
  })

  test('are not repeated for a value that reads like a conflict of transactions', async () => {
    const name = 'This transaction can be retried'
    await people().insert('told once', { name })
    const sent = vi.spyOn(opened().client, 'query')
    const error = await failure(() => people().insert('told twice', { name }))
    const times = sent.mock.calls.length
    sent.mockRestore()
    expect([error.kind, error.details.constraint, error.retry]).toEqual(['conflict', 'by_name', 'never'])
    expect(times).toBe(1)
    await people().delete('told once')
  })
})

test('a calculation on stored values of another type says so', async () => {
  await opened().client.query("CREATE odd:1 SET n = 'many'")
  class Odd extends Entity('odd', { id: col(int).id(), n: col(int) }) {}
  const error = await failure(() => Odd.table(opened().source).fieldValues(o => o.n.mul(2)))
  expect([error.kind, error.message]).toEqual(['type-mismatch', expect.stringContaining('no number')])
})

test('a client that is given, not connected, is told', async () => {
  const client = new Surreal({ engines: createNodeEngines() })
  const db = surrealdb({ client })
  expect(await failure(() => db.ping())).toMatchObject({
    kind: 'connection',
    message: expect.stringContaining('connect it first'),
  })
  await db.close()
  expect(unchecked<string>(client.status, 'the driver types it')).toBe('disconnected')
})
