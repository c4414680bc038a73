import { bool, col, Entity, float, int, text } from '@vantage-ts/core'
import { and, eq, gte, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { integer, real, sqliteTable, text as textColumn } from 'drizzle-orm/sqlite-core'
import type { Generated } from 'kysely'
import { renderingSource } from './build-source.ts'
import { comparison } from './comparison.ts'
import { compilingKysely } from './compiling-kysely.ts'
import type { Contender } from './contender.ts'

class Person extends Entity('people', {
  id: col(int).id(),
  name: col(text),
  age: col(int),
  score: col(float),
  isVip: col(bool).named('is_vip'),
}) {}

interface Database {
  readonly people: { id: Generated<number>; name: string; age: number; score: number; is_vip: boolean }
}

const people = sqliteTable('people', {
  id: integer('id').primaryKey(),
  name: textColumn('name').notNull(),
  age: integer('age').notNull(),
  score: real('score').notNull(),
  isVip: integer('is_vip').notNull(),
})

const ageOf = (turn: number): number => 18 + (turn % 50)

function ours(): Contender {
  const { source, last } = renderingSource()
  const table = Person.table(source)
  return {
    name: 'vantage',
    run(turn) {
      // The source answers at once, so everything up to the driver has happened when the promise is there.
      void table
        .where(p => p.age.gte(ageOf(turn)))
        .where(p => p.name.eq('Ada'))
        .where(p => p.isVip.eq(true))
        .where(p => p.score.lt(4.5))
        .list()
      return last()
    },
  }
}

function oursUncached(): Contender {
  const { source } = renderingSource()
  const table = Person.table(source)
  return {
    name: 'vantage, rendered every time',
    run: turn =>
      table
        .where(p => p.age.gte(ageOf(turn)))
        .where(p => p.name.eq('Ada'))
        .where(p => p.isVip.eq(true))
        .where(p => p.score.lt(4.5))
        .explain(),
  }
}

function kysely(): Contender {
  const db = compilingKysely<Database>()
  return {
    name: 'kysely',
    run: turn =>
      db
        .selectFrom('people')
        .select(['id', 'name', 'age', 'score', 'is_vip'])
        .where('age', '>=', ageOf(turn))
        .where('name', '=', 'Ada')
        .where('is_vip', '=', true)
        .where('score', '<', 4.5)
        .compile(),
  }
}

function drizzleOrm(): Contender {
  const db = drizzle.mock()
  return {
    name: 'drizzle',
    run: turn =>
      db
        .select()
        .from(people)
        .where(and(gte(people.age, ageOf(turn)), eq(people.name, 'Ada'), eq(people.isVip, 1), lt(people.score, 4.5)))
        .toSQL(),
  }
}

/** How many values are bound: `explain()` shows no values, so there is no more to compare. */
function boundCount(built: unknown): number {
  if (typeof built !== 'object' || built === null) return 0
  if ('steps' in built && Array.isArray(built.steps)) return built.steps[0]?.parameterTypes.length
  const values = 'parameters' in built ? built.parameters : 'params' in built ? built.params : []
  return Array.isArray(values) ? values.length : 0
}

export const buildFourConditions = comparison({
  name: 'build-four-conditions',
  about: 'four conditions from the table to text and values, no database; baseline: the same by Kysely',
  unit: 'us',
  target: 0.5,
  timing: 'direct',
  answer: boundCount,
  open: async () => ({
    baseline: kysely(),
    ours: ours(),
    peers: [oursUncached(), drizzleOrm()],
    [Symbol.asyncDispose]: async () => {},
  }),
})
