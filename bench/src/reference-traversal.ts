import { col, Entity, hasMany, int, text } from '@vantage-ts/core'
import { postgres } from '@vantage-ts/postgres'
import { startPostgres } from '@vantage-ts/test-servers'
import { Client } from 'pg'
import { type Arena, comparison } from './comparison.ts'
import { asRows, Child, childColumns, childRows, groupOf, openFamilies } from './families.ts'
import { statementCount } from './statement-count.ts'

export const referenceTraversal = comparison({
  name: 'reference-traversal',
  about: '1,000 children of 100 parents by getRef in SQLite; baseline: the same in SQL by better-sqlite3',
  unit: 'us',
  target: 1.5,
  answer: asRows,
  async open(): Promise<Arena> {
    const families = openFamilies()
    const { raw, parents, source } = families
    const statement = raw.prepare(
      `select ${childColumns} from children where parent_id in (select id from parents where grp = ?)`,
    )
    const call = (turn: number) =>
      parents
        .where(p => p.grp.eq(groupOf(turn)))
        .getRef('children')
        .list()
    return {
      baseline: { name: 'better-sqlite3, prepared', run: turn => statement.all(groupOf(turn)) },
      ours: { name: 'vantage', run: call },
      counts: async () => [
        await statementCount({ name: 'reference-traversal', sources: [source], call: () => call(0), baseline: 1 }),
      ],
      [Symbol.asyncDispose]: () => families[Symbol.asyncDispose](),
    }
  },
})

/** A server of its own with the children. */
async function openChildren() {
  const server = await startPostgres()
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(
    'create table children (id integer primary key, parent_id integer not null, name text not null, amount float8 not null)',
  )
  await client.query(
    'insert into children select * from json_to_recordset($1) as r(id int, "parentId" int, name text, amount float8)',
    [JSON.stringify(childRows)],
  )
  await client.query('create index on children (parent_id)')
  await client.query('vacuum analyze children')
  return {
    url: server.url,
    client,
    async [Symbol.asyncDispose]() {
      await client.end()
      await server.stop()
    },
  }
}

export const referenceTraversalAcross = comparison({
  name: 'reference-traversal-sqlite-postgres',
  about: '1,000 children in PostgreSQL of 100 parents in SQLite by getRef; baseline: the same two statements by hand',
  unit: 'us',
  target: 1.5,
  answer: asRows,
  async open(): Promise<Arena> {
    const families = openFamilies()
    const server = await openChildren()
    const there = postgres({ url: server.url, max: 1 })
    class Family extends Entity('parents', { id: col(int).id(), grp: col(int), name: col(text) }) {
      static override refs = { children: hasMany(() => Child.table(there), 'parentId') }
    }
    const parents = Family.table(families.source)
    const ids = families.raw.prepare('select id from parents where grp = ?').pluck()
    const call = (turn: number) =>
      parents
        .where(p => p.grp.eq(groupOf(turn)))
        .getRef('children')
        .list()
    return {
      baseline: {
        name: 'drivers, by hand',
        run: async turn => {
          const { rows } = await server.client.query({
            name: 'children',
            text: `select ${childColumns} from children where parent_id = any($1)`,
            values: [ids.all(groupOf(turn))],
          })
          return rows
        },
      },
      ours: { name: 'vantage', run: call },
      counts: async () => [
        await statementCount({
          name: 'reference-traversal-sqlite-postgres',
          sources: [families.source, there],
          call: () => call(0),
          baseline: 2,
        }),
      ],
      async [Symbol.asyncDispose]() {
        await there.close()
        await families[Symbol.asyncDispose]()
        await server[Symbol.asyncDispose]()
      },
    }
  },
})
