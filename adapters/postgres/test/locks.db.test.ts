import { table } from '@vantage-ts/postgres/sql'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()
const job = table('jobs', { as: 'job', columns: ['id', 'owner_id'] })
const owner = table('owners', { as: 'owner', columns: ['id'] })

beforeAll(async () => {
  await database.sql(`
    create table owners (id int primary key);
    create table jobs (id int primary key, owner_id int not null);
    insert into owners values (1);
    insert into jobs values (1, 1), (2, 1), (3, 1)`)
})

test('rows that another transaction holds are left out, or fail at once', async () => {
  const db = database.open()
  await using first = await db.begin()
  await using second = await db.begin()
  const next = (q: ReturnType<typeof db.query>) => q.select(job.id).from(job).orderBy(job.id.asc()).limit(1)
  expect(await next(first.query()).forUpdate({ skipLocked: true }).run()).toEqual([{ id: 1 }])
  expect(await next(second.query()).forUpdate({ skipLocked: true }).run()).toEqual([{ id: 2 }])
  expect(await next(second.query()).forNoKeyUpdate({ skipLocked: true }).run()).toEqual([{ id: 2 }])
  expect(await failure(() => next(second.query()).forShare({ noWait: true }).run())).toMatchObject({ kind: 'conflict' })
})

test('only rows of the tables that are named are held', async () => {
  const db = database.open()
  await using first = await db.begin()
  await using second = await db.begin()
  const joined = first.query().select(job.id).from(job).join(owner, owner.id.eq(job.owner_id)).where(job.id.eq(3))
  await joined.forUpdate({ of: [job] }).run()
  const owners = second.query().select(owner.id).from(owner)
  expect(await owners.forUpdate({ noWait: true }).run()).toEqual([{ id: 1 }])
  // A key that others refer to may be read while a column beside it changes.
  expect(await second.query().select(job.id).from(job).forKeyShare({ skipLocked: true }).run()).toEqual([
    { id: 1 },
    { id: 2 },
  ])
})
