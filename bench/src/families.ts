import Database from 'better-sqlite3'
import { col, Entity, float, hasMany, int, type Table, text } from '@vantage-ts/core'
import { type Sqlite, sqlite } from '@vantage-ts/sqlite'

/** Ten groups of a hundred parents, each with ten children. */
export const groupCount = 10
const parentCount = 1000
export const groupOf = (turn: number): number => turn % groupCount

export class Parent extends Entity('parents', { id: col(int).id(), grp: col(int), name: col(text) }) {
  static override refs = { children: hasMany(() => Child, 'parentId') }
}
export class Child extends Entity('children', {
  id: col(int).id(),
  parentId: col(int).named('parent_id'),
  name: col(text),
  amount: col(float),
}) {}

export interface ParentRow {
  readonly id: number
  readonly grp: number
  readonly name: string
}
export interface ChildRow {
  readonly id: number
  readonly parentId: number
  readonly name: string
  readonly amount: number
}

export const childColumns = 'id, parent_id as "parentId", name, amount'

const parents: readonly ParentRow[] = Array.from({ length: parentCount }, (_, index) => ({
  id: index + 1,
  grp: index % groupCount,
  name: `parent ${index}`,
}))
export const childRows: readonly ChildRow[] = parents.flatMap(({ id }) =>
  Array.from({ length: 10 }, (_, index) => ({
    id: id * 10 + index,
    parentId: id,
    name: `child ${index} of ${id}`,
    amount: index * 0.5 + 0.25,
  })),
)

/** One database in memory, filled. */
function filled(): Database.Database {
  const database = new Database(':memory:')
  database.exec(
    'create table parents (id integer primary key, grp integer not null, name text not null);' +
      'create index parents_grp on parents (grp);' +
      'create table children (id integer primary key, parent_id integer not null, name text not null, amount real not null);' +
      'create index children_parent on children (parent_id)',
  )
  const parent = database.prepare('insert into parents values (?, ?, ?)')
  const child = database.prepare('insert into children values (?, ?, ?, ?)')
  database.transaction(() => {
    for (const { id, grp, name } of parents) parent.run(id, grp, name)
    for (const { id, parentId, name, amount } of childRows) child.run(id, parentId, name, amount)
  })()
  database.exec('analyze')
  return database
}

export interface Families extends AsyncDisposable {
  readonly raw: Database.Database
  readonly source: Sqlite
  readonly parents: Table<Sqlite, typeof Parent>
}

/** Two databases with the same rows: for the driver itself and for us. */
export function openFamilies(): Families {
  const [raw, own] = [filled(), filled()]
  const source = sqlite<string>({ database: own })
  return {
    raw,
    source,
    parents: Parent.table(source),
    async [Symbol.asyncDispose]() {
      await source.close()
      for (const database of [raw, own]) database.close()
    },
  }
}

/** Rows of any contender in one form, by their ids: nobody asked for an order. */
export function asRows(answer: unknown): unknown {
  if (!Array.isArray(answer)) return answer
  return answer.map(row => ({ ...Object(row) })).sort((a, b) => Number(a.id) - Number(b.id))
}
