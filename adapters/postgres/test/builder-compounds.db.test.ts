import { unchecked } from '@vantage-ts/core/adapter'
import { ascending, compounds, type LooseStatement } from '@vantage-ts/adapter-kit/builders'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Postgres } from '../src/index.ts'
import { cte, resultColumn, value } from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

// Statements of statements, in any nesting: the engine gives what sets of numbers give here.

const database = testDatabase()
type Query = ReturnType<Postgres['query']>

const loose = (statement: unknown): LooseStatement => unchecked(statement, 'statements have these')
const written = (q: Query, numbers: readonly number[]) => q.values(...numbers.map(n => [n]))

/** Ways to give numbers: rows that are written, read through WITH, through a statement in brackets, selects one by one. */
const plain = (q: Query) => [
  (numbers: readonly number[]) => {
    const rows = written(q, numbers).as('v')
    return loose(q.select({ n: rows('column1') }).from(rows))
  },
  (numbers: readonly number[]) => {
    const rows = cte('v', written(q, numbers))
    return loose(
      q
        .with(rows)
        .select({ n: rows('column1') })
        .from(rows),
    )
  },
  (numbers: readonly number[]) => {
    const [first = 0, ...rest] = numbers
    return loose(
      rest.reduce<{ unionAll(other: never): unknown }>(
        (all, n) => unchecked(all.unionAll(unchecked(q.select({ n: value(n) }), 'a statement')), 'a statement'),
        q.select({ n: value(first) }),
      ),
    )
  },
]

const treesOf = (q: Query) =>
  compounds({
    words: ['union', 'unionAll', 'intersect', 'except', 'intersectAll', 'exceptAll'],
    plain: plain(q),
    order: () => resultColumn('n').asc(),
  })

test('600 compounds of compounds give what sets of numbers give', async () => {
  const q = database.open().query()
  let several = 0
  await fc.assert(
    fc.asyncProperty(treesOf(q), async tree => {
      if (tree.text.startsWith('(') || tree.text.includes('](')) several++
      const statement = unchecked<{ run(): Promise<readonly { readonly n: unknown }[]>; render(): { text: string } }>(
        tree.build(),
        'a statement',
      )
      const rows = await statement.run()
      expect(ascending(rows.map(({ n }) => Number(n))), statement.render().text).toEqual(ascending(tree.rows))
    }),
    { numRuns: 600 },
  )
  expect(several).toBeGreaterThan(100)
})

test('a compound in a condition and in the place of a table', async () => {
  const q = database.open().query()
  const numbers = q.values([1], [2], [3]).union(q.values([4]))
  const rows = numbers.as('r')
  const statement = q
    .select({ n: rows('column1') })
    .from(rows)
    .where(rows('column1').in(q.values([2], [3], [9]).intersect(q.values([3], [4], [2]).except(q.values([2])))))
  expect(await statement.run()).toEqual([{ n: 3n }])
})
