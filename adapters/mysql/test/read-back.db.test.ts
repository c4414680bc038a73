import { col, Entity, int, text } from '@vantage-ts/core'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'
import { describeOnServer } from './server.ts'

// Where no MySQL is at hand: MariaDB takes the statements that MySQL gets, but for its collation and what two functions are called. So a
// source that takes it for MySQL shows that written rows are read back as they should be.
vi.mock(import('../src/server.ts'), async original => {
  const real = await original()
  const { mysqlFlavor } = await import('@vantage-ts/test-servers')
  if (mysqlFlavor() === 'mysql') return real
  const { collation, regexpGroup, jsonKey } = real.variants.mariadb
  return {
    ...real,
    variants: { ...real.variants, mysql: { ...real.variants.mysql, collation, regexpGroup, jsonKey } },
    serverVersionOf: () => ({ flavor: 'mysql', version: '8.4.2' }) as const,
  }
})

class Item extends Entity('item', {
  id: col(int).id().generated(),
  name: col(text),
  size: col(int).optional(),
  best: col(int),
}) {}
class Pair extends Entity('pair', { a: col(int).id(), b: col(text).id(), n: col(int) }) {}

describeOnServer('rows that the server does not give back', () => {
  const database = testDatabase()
  beforeAll(() =>
    database.sql(`
      create table item (id int auto_increment primary key, name varchar(40) not null, size int, best int not null default 1);
      create table pair (a int, b varchar(20), n int not null, primary key (a, b))`),
  )
  beforeEach(() =>
    database.sql(`truncate table item; truncate table pair;
      insert into item values (1, 'a', 1, 10), (2, 'b', 2, 20), (3, 'c', null, 30);
      insert into pair values (1, 'x', 1), (1, 'y', 2), (2, 'x', 3)`),
  )
  const stored = () => database.sql('select id, name, size, best from item order by id')

  test('of inserts are read by the ids that were made or given', async () => {
    const table = Item.table(database.open())
    expect(await table.create({ name: 'd', best: 4 })).toEqual({ id: 4, name: 'd', size: null, best: 4 })
    expect(await table.insertReturningId({ name: 'e', best: 5 })).toBe(5)
    expect(await table.insert(2, { name: 'other', best: 0 })).toEqual({ id: 2, name: 'b', size: 2, best: 20 })
    const given = [
      { id: 2, name: 'z', best: 0 },
      { id: 9, name: 'new', best: 9 },
    ]
    expect(await table.insertQuery(given).returning('id', 'name').run()).toEqual([{ id: 9, name: 'new' }])
    expect((await stored()).length).toBe(6)
  })

  test('of changes are read by the ids that were found', async () => {
    const source = database.open()
    expect(await Item.table(source).patch(1, { size: 7 })).toEqual({ id: 1, name: 'a', size: 7, best: 10 })
    const rows = await Pair.table(source)
      .where(p => p.a.eq(1))
      .updateQuery()
      .set('n', p => p.n.plus(10))
      .returning()
      .run()
    expect(rows.map(({ a, b, n }) => [a, b, n]).toSorted()).toEqual([
      [1, 'x', 11],
      [1, 'y', 12],
    ])
    expect(
      await Item.table(source)
        .where(i => i.id.gt(7))
        .updateQuery()
        .set('size', 0)
        .returning()
        .run(),
    ).toEqual([])
  })

  test('of deletes are read before', async () => {
    const table = Pair.table(database.open())
    const rows = await table
      .where(p => p.b.eq('x'))
      .deleteQuery()
      .returning('a', 'n')
      .run()
    expect(rows.toSorted((one, other) => one.a - other.a)).toEqual([
      { a: 1, n: 1 },
      { a: 2, n: 3 },
    ])
    expect(await table.count()).toBe(1)
  })

  test('of a transaction are read in it, and what fails half-way leaves nothing', async () => {
    const source = database.open()
    await using tx = await source.begin({ isolation: 'repeatable-read' })
    expect(await Item.table(tx).patch(1, { name: 'in' })).toMatchObject({ name: 'in' })
    const twice = [
      { id: 50, name: 'x', best: 1 },
      { id: 1, name: 'y', best: 1 },
    ]
    expect(await failure(() => tx.expr`insert into item (id, name) values (50, 'x'), (1, 'y')`.run())).toMatchObject({
      kind: 'conflict',
    })
    expect(await Item.table(tx).insertQuery(twice).returning('id').run()).toEqual([{ id: 50 }])
    await tx.rollback()
    expect((await stored()).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  test('columns of a change are computed from the row as it was', async () => {
    const table = Item.table(database.open())
    await table
      .where(i => i.id.lt(3))
      .updateQuery()
      .set('size', i => i.best)
      .set('best', i => i.size.coalesce(0))
      .run()
    expect((await stored()).map(({ size, best }) => [size, best])).toEqual([
      [10, 1],
      [20, 2],
      [null, 30],
    ])
  })
})
