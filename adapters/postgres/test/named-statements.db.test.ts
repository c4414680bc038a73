import { col, Entity, int, text } from '@vantage-ts/core'
import { type Postgres, postgres } from '@vantage-ts/postgres'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()
class Note extends Entity('note', { id: col(int).id(), words: col(text) }) {}

let pool = new pg.Pool()
let source: Postgres
beforeEach(async () => {
  await database.sql(`
    drop table if exists note;
    create table note (id int4 primary key, words text not null);
    insert into note values (1, 'one'), (2, 'two')`)
  pool = new pg.Pool({ connectionString: database.url, max: 1 })
  source = postgres({ pool })
})
afterEach(async () => {
  expect([pool.totalCount, pool.idleCount]).toEqual([1, 1])
  await source.close()
  await pool.end()
})

/** What the only connection of the pool has prepared. */
const prepared = async () => {
  const { rows } = await pool.query('select name, statement from pg_prepared_statements order by prepare_time')
  return rows
}

describe('named statements', () => {
  test('one per text, whatever its values and how often it runs', async () => {
    for (let id = 1; id < 20; id++) await Note.table(source).get(id)
    await Note.table(source)
      .where(n => n.id.in([1, 2, 3]))
      .list()
    await Note.table(source)
      .where(n => n.id.in([1]))
      .list()
    expect(await prepared()).toEqual([
      { name: expect.stringMatching(/^vantage_[\w-]{22}$/), statement: expect.stringContaining('"id" = $1::int8') },
      { name: expect.stringMatching(/^vantage_[\w-]{22}$/), statement: expect.stringContaining('ANY($1)') },
    ])
  })

  test('have one name in every source', async () => {
    await Note.table(source).get(1)
    const before = await prepared()
    await Note.table(postgres({ pool })).get(2)
    expect(await prepared()).toEqual(before)
  })

  test('are kept within bounds; what was dropped is prepared again', async () => {
    const text = (index: number) => source.expr`select ${index}::int as n /* kept */`
    expect(await text(1).run()).toEqual([{ n: 1 }])
    for (let index = 0; index < 700; index++) {
      const words = Array.from({ length: index }, () => ' ')
      const parts = Object.assign([`select ${index} as n, `, '::int as v'], { raw: [] })
      expect(await source.expr(parts, words.length).run()).toEqual([{ n: index, v: index }])
    }
    const names = await prepared()
    expect(names.length).toBeGreaterThan(100)
    expect(names.length).toBeLessThanOrEqual(256)
    expect(await text(1).run()).toEqual([{ n: 1 }])
  })

  test('can be switched off for proxies that pool by transaction', async () => {
    const plain = postgres({ pool, namedStatements: false })
    for (let id = 1; id < 5; id++) expect((await Note.table(plain).get(id))?.id).toBe(id < 3 ? id : undefined)
    expect(await prepared()).toEqual([])
  })

  test('of a failed statement are known as the server knows them', async () => {
    const insert = (id: number) => source.expr`insert into note values (${id}, 'x')`
    expect(await failure(() => insert(1).run())).toMatchObject({ kind: 'conflict' })
    await insert(3).run()
    expect(await failure(() => insert(3).run())).toMatchObject({ kind: 'conflict' })
    const wrong = () => source.expr`selec ${1}`.run()
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await failure(wrong)).toMatchObject({ details: { code: '42601' } })
    expect(await Note.table(source).count()).toBe(3)
  })
})

describe('a plan that no longer fits', () => {
  const all = () =>
    Note.table(source)
      .orderBy(n => n.id)
      .list()

  test('because a column has another type is made again', async () => {
    expect(await all()).toHaveLength(2)
    await database.sql('alter table note alter column words type varchar(100)')
    expect(await all()).toHaveLength(2)
    await database.sql('alter table note alter column words type int4 using length(words)')
    expect(await failure(all)).toMatchObject({ kind: 'type-mismatch', details: { field: 'words', id: '1' } })
    await database.sql('alter table note alter column words type text')
    expect(await all()).toEqual([
      { id: 1, words: '3' },
      { id: 2, words: '3' },
    ])
  })

  test('because the server forgot it is made again', async () => {
    expect(await all()).toHaveLength(2)
    await pool.query('deallocate all')
    expect(await all()).toHaveLength(2)
    await pool.query('discard all')
    expect(await all()).toHaveLength(2)
  })

  test('because somebody else took its name is made again', async () => {
    await all()
    const [statement] = await prepared()
    const fresh = new pg.Pool({ connectionString: database.url, max: 1 })
    await fresh.query(`prepare "${String(statement.name)}" as select 1, 'x'`)
    expect(
      await Note.table(postgres({ pool: fresh }))
        .orderBy(n => n.id)
        .list(),
    ).toHaveLength(2)
    await fresh.end()
  })

  test('inside a transaction fails it, since PostgreSQL lets nothing else happen', async () => {
    const transaction = await source.begin()
    const inside = () => Note.table(transaction.source).list()
    expect(await inside()).toHaveLength(2)
    await transaction.source.expr`deallocate all`.run()
    expect(await failure(inside)).toMatchObject({ kind: 'invalid', details: { reason: 'named-statement' } })
    await transaction.rollback()
    expect(await all()).toHaveLength(2)
  })
})
