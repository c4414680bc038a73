import { VantageError } from '@vantage-ts/core'
import { dynamicTable, type Introspection, printEntities, type TableDefinition } from '@vantage-ts/core/dynamic'
import { describe, expect, test } from 'vitest'
import { introspect, type Sqlite } from '../src/index.ts'
import { drivers, folder, opened } from './drivers.ts'
import { execute } from './tables.ts'
import { join } from 'node:path'

const script = [
  `CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email VARCHAR(80) COLLATE NOCASE,
    age INT,
    is_vip BOOLEAN NOT NULL DEFAULT 0,
    born DATE,
    seen DATETIME DEFAULT CURRENT_TIMESTAMP,
    balance DECIMAL(10, 2),
    points BIGINT,
    score REAL,
    photo BLOB,
    settings JSON,
    key UUID,
    loose,
    shape STRANGE,
    shout TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL,
    kept TEXT AS (lower(name)) STORED
  )`,
  'CREATE TABLE pairs (a INT, b TEXT, n INT NOT NULL, PRIMARY KEY (b, a)) WITHOUT ROWID',
  'CREATE TABLE slow_keys (id INTEGER PRIMARY KEY DESC, n INT)',
  'CREATE TABLE half (a INT, b, n INT, PRIMARY KEY (a, b))',
  'CREATE TABLE strict_one (id INTEGER PRIMARY KEY, a ANY, n INT) STRICT',
  'CREATE VIEW grown AS SELECT id, name, age FROM users WHERE age >= 18',
  `CREATE TABLE "hos""tile 'x' ]" ("a b" INT PRIMARY KEY, "select" TEXT, "x""y" TEXT, "__proto__" INT, "constructor" INT)`,
  'CREATE TABLE nameless (a, b)',
]

async function made(db: Sqlite, statements = script): Promise<Introspection> {
  for (const statement of statements) await execute(db, statement)
  return introspect(db)
}
const tableIn = ({ tables }: Introspection, name: string): TableDefinition =>
  tables.find(({ entity }) => entity === name) ?? expect.fail(`no table ${name}`)

describe.each(drivers)('introspection by %s', driver => {
  test('an empty name of a table or column is left, and hides nothing else', async () => {
    const statements = [
      'CREATE TABLE "" (id INTEGER)',
      'CREATE TABLE odd ("" TEXT, n INT)',
      'CREATE TABLE usual (n INT)',
    ]
    const { tables, left } = await made(opened({ file: ':memory:', driver }), statements)
    expect(tables.map(({ entity, columns }) => [entity, columns.map(({ property }) => property)])).toEqual([
      ['odd', ['n']],
      ['usual', ['n']],
    ])
    expect(left.map(({ table, column }) => [table, column])).toEqual([
      ['', '*'],
      ['odd', ''],
    ])
    expect(printEntities({ tables, left })).toContain('class Usual')
  })

  test('finds tables and views with columns, keys, and what is filled by itself', async () => {
    const found = await made(opened({ file: ':memory:', driver }))
    expect(found.tables.map(({ entity }) => entity)).toEqual([
      'grown',
      'half',
      `hos"tile 'x' ]`,
      'pairs',
      'slow_keys',
      'strict_one',
      'users',
    ])
    expect(tableIn(found, 'users')).toEqual({
      entity: 'users',
      columns: [
        { property: 'id', type: 'int', isId: true, isGenerated: true },
        { property: 'name', type: 'text', collation: 'unknown' },
        { property: 'email', type: 'text', isOptional: true, collation: 'unknown' },
        { property: 'age', type: 'int', isOptional: true },
        { property: 'is_vip', type: 'bool', isGenerated: true },
        { property: 'born', type: 'plainDate', isOptional: true },
        { property: 'seen', type: 'text', isOptional: true, isGenerated: true, collation: 'unknown' },
        { property: 'balance', type: 'float', isOptional: true },
        { property: 'points', type: 'bigint', isOptional: true },
        { property: 'score', type: 'float', isOptional: true },
        { property: 'photo', type: 'bytes', isOptional: true },
        { property: 'settings', type: 'json', isOptional: true },
        { property: 'key', type: 'text', isOptional: true, collation: 'unknown' },
        { property: 'shout', type: 'text', isOptional: true, isGenerated: true, collation: 'unknown' },
        { property: 'kept', type: 'text', isOptional: true, isGenerated: true, collation: 'unknown' },
      ],
    })
    expect(tableIn(found, 'pairs').columns).toEqual([
      { property: 'a', type: 'int', isId: true },
      { property: 'b', type: 'text', isId: true },
      { property: 'n', type: 'int' },
    ])
    expect(tableIn(found, 'slow_keys').columns[0]).toEqual({ property: 'id', type: 'int', isId: true })
    expect(tableIn(found, 'half').columns).toEqual([
      { property: 'a', type: 'int' },
      { property: 'n', type: 'int', isOptional: true },
    ])
    expect(tableIn(found, 'grown').columns).toEqual([
      { property: 'id', type: 'int', isOptional: true },
      { property: 'name', type: 'text', isOptional: true },
      { property: 'age', type: 'int', isOptional: true },
    ])
    expect(found.left.map(({ table, column, vendorType }) => [table, column, vendorType])).toEqual([
      ['half', 'b', ''],
      ['nameless', 'a', ''],
      ['nameless', 'b', ''],
      ['strict_one', 'a', 'ANY'],
      ['users', 'loose', ''],
      ['users', 'shape', 'STRANGE'],
    ])
  })

  test('gives tables to work with', async () => {
    const db = opened({ file: ':memory:', driver })
    const found = await made(db)
    const users = dynamicTable(db, tableIn(found, 'users'))
    expect(await users.insertReturningId({ name: 'Marty', age: 17 })).toBe(1)
    await users.insertMany([
      { name: 'Doc', age: 65, is_vip: true, points: 2n ** 60n, settings: { a: [1] } },
      { id: 9, name: 'Biff' },
    ])
    expect(await users.where(users.column('age').gt(18)).fieldValues(users.column('shout'))).toEqual(['DOC'])
    expect(await users.get(2)).toMatchObject({ is_vip: true, points: 2n ** 60n, settings: { a: [1] }, kept: 'doc' })
    expect(await users.sum(users.column('age'))).toBe(82)
    expect(await users.where(users.column('name').eq('doc')).count()).toBe(0)
    const grown = dynamicTable(db, tableIn(found, 'grown'))
    expect(await grown.list()).toEqual([{ id: 2, name: 'Doc', age: 65 }])
    const pairs = dynamicTable(db, tableIn(found, 'pairs'))
    await pairs.insert({ a: 1, b: 'x' }, { n: 5 })
    expect(await pairs.get({ a: 1, b: 'x' })).toEqual({ a: 1, b: 'x', n: 5 })
    const hostile = dynamicTable(db, tableIn(found, `hos"tile 'x' ]`))
    await hostile.insert(1, { select: 's', 'x"y': 'q', __proto___: 3, constructor: 4 })
    expect(await hostile.where(hostile.column('x"y').eq('q')).list()).toEqual([
      { 'a b': 1, select: 's', 'x"y': 'q', __proto___: 3, constructor: 4 },
    ])
  })

  test('knows attached files by their schema, and takes only what was asked for', async () => {
    const db = opened({ file: ':memory:', driver, attach: { old: join(folder(), 'old.db') } })
    const statements = ['CREATE TABLE a (n INT)', 'CREATE TABLE old.a (m TEXT)', 'CREATE TABLE old.b (m TEXT)']
    expect((await made(db, statements)).tables).toEqual([
      { entity: 'a', columns: [{ property: 'n', type: 'int', isOptional: true }] },
      { entity: 'a', schema: 'old', columns: [{ property: 'm', type: 'text', isOptional: true }] },
      { entity: 'b', schema: 'old', columns: [{ property: 'm', type: 'text', isOptional: true }] },
    ])
    const names = async (options: Parameters<typeof introspect>[1]) =>
      (await introspect(db, options)).tables.map(({ entity, schema }) => [schema, entity])
    expect(await names({ schema: 'old' })).toEqual([
      ['old', 'a'],
      ['old', 'b'],
    ])
    expect(await names({ schema: ['main'] })).toEqual([[undefined, 'a']])
    expect(await names({ tables: ['b'] })).toEqual([['old', 'b']])
    const missing: unknown = await introspect(db, { tables: ['c'] }).catch((error: unknown) => error)
    expect(VantageError.is(missing) && missing.kind).toBe('not-found')
    const [, second] = (await introspect(db)).tables
    if (second === undefined) return expect.fail('it is there')
    const table = dynamicTable(db, second)
    await table.insertMany([{ m: 'x' }])
    expect(await table.count()).toBe(1)
  })
})

test('a view of a table that is gone hides no other', async () => {
  const db = opened({ file: ':memory:' })
  const statements = [
    'CREATE TABLE a (n INT)',
    'CREATE TABLE b (n INT)',
    'CREATE VIEW v AS SELECT n FROM a',
    'DROP TABLE a',
  ]
  const { tables, left } = await made(db, statements)
  expect(tables.map(({ entity }) => entity)).toEqual(['b'])
  expect(left).toMatchObject([{ table: 'v', column: '*', why: expect.stringContaining('no such table: main.a') }])
})

test('an empty file has no tables', async () => {
  expect(await introspect(opened({ file: ':memory:' }))).toEqual({ tables: [], left: [] })
})

test('printed classes say what was found', async () => {
  expect(printEntities(await made(opened({ file: ':memory:' })))).toMatchInlineSnapshot(`
    "import { bigint, bool, bytes, col, Entity, float, int, json, plainDate, text } from '@vantage-ts/core'

    export class Grown extends Entity('grown', {
      id: col(int).optional(),
      name: col(text).optional(),
      age: col(int).optional(),
    }) {}

    export class Half extends Entity('half', {
      a: col(int),
      n: col(int).optional(),
      // left: 'half'.'b'  (a column without a declared type holds anything)
    }) {}

    export class HosTileX extends Entity('hos"tile \\'x\\' ]', {
      aB: col(int).id().named('a b'),
      select: col(text).optional(),
      xY: col(text).optional().named('x"y'),
      proto: col(int).optional().named('__proto__'),
      constructor2: col(int).optional().named('constructor'),
    }) {}

    export class Pairs extends Entity('pairs', {
      a: col(int).id(),
      b: col(text).id(),
      n: col(int),
    }) {}

    export class SlowKeys extends Entity('slow_keys', {
      id: col(int).id(),
      n: col(int).optional(),
    }) {}

    export class StrictOne extends Entity('strict_one', {
      id: col(int).id().generated(),
      n: col(int).optional(),
      // left: 'strict_one'.'a' ANY (nothing is known of a type of this name)
    }) {}

    export class Users extends Entity('users', {
      id: col(int).id().generated(),
      name: col(text).collation('unknown'),
      email: col(text).optional().collation('unknown'),
      age: col(int).optional(),
      isVip: col(bool).generated().named('is_vip'),
      born: col(plainDate).optional(),
      seen: col(text).optional().generated().collation('unknown'),
      balance: col(float).optional(),
      points: col(bigint).optional(),
      score: col(float).optional(),
      photo: col(bytes).optional(),
      settings: col(json).optional(),
      key: col(text).optional().collation('unknown'),
      shout: col(text).optional().generated().collation('unknown'),
      kept: col(text).optional().generated().collation('unknown'),
      // left: 'users'.'loose'  (a column without a declared type holds anything)
      // left: 'users'.'shape' STRANGE (nothing is known of a type of this name)
    }) {}

    // Tables of which no column can be held:
    // left: 'nameless'.'a'  (a column without a declared type holds anything)
    // left: 'nameless'.'b'  (a column without a declared type holds anything)
    "
  `)
})
