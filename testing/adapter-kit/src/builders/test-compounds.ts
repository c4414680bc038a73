import { unchecked } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ascending, type CompoundDialect, compounds, type LooseStatement } from './compound.ts'
import type { Loose } from './loose.ts'

export interface CompoundTests extends Pick<CompoundDialect, 'words'> {
  readonly query: () => Loose
  readonly words: CompoundDialect['words']
  /** The words of the builder. */
  readonly language: Loose
  /** What the language calls the first column of rows that are written down. */
  readonly firstColumn: string
}

/** Statements of statements, in any nesting: the engine gives what sets of numbers give here. */
export function testCompounds({ query, words, language, firstColumn }: CompoundTests): void {
  const { cte, resultColumn, value } = language
  const loose = (statement: Loose): LooseStatement => unchecked(statement, 'statements have these')
  const rowsOf = async (statement: unknown): Promise<readonly number[]> => {
    const rows = await unchecked<{ run(): Promise<readonly { readonly n: unknown }[]> }>(statement, 'runs').run()
    return rows.map(({ n }) => Number(n))
  }

  /** Ways to give numbers: rows that are written, read through WITH, through a statement in brackets, selects one by one. */
  const plain = (q: Loose) => [
    (numbers: readonly number[]) => {
      const rows = q.values(...numbers.map(n => [n])).as('v')
      return loose(q.select({ n: rows(firstColumn) }).from(rows))
    },
    (numbers: readonly number[]) => {
      const rows = cte('v', q.values(...numbers.map(n => [n])))
      return loose(
        q
          .with(rows)
          .select({ n: rows(firstColumn) })
          .from(rows),
      )
    },
    (numbers: readonly number[]) => {
      const [first = 0, ...rest] = numbers
      const one = (n: number): Loose => q.select({ n: value(n) })
      return loose(rest.reduce((all, n) => all.unionAll(one(n)), one(first)))
    },
  ]

  test('600 compounds of compounds give what sets of numbers give', async () => {
    const trees = compounds({ words, plain: plain(query()), order: () => resultColumn('n').asc() })
    let several = 0
    await fc.assert(
      fc.asyncProperty(trees, async tree => {
        if (tree.text.startsWith('(') || tree.text.includes('](')) several++
        const statement = tree.build()
        const { text } = unchecked<{ render(): { text: string } }>(statement, 'a statement').render()
        expect(ascending(await rowsOf(statement)), text).toEqual(ascending(tree.rows))
      }),
      { numRuns: 600 },
    )
    expect(several).toBeGreaterThan(100)
  })

  test('a compound in a condition and in the place of a table', async () => {
    const q = query()
    const rows = q
      .values([1], [2], [3])
      .union(q.values([4]))
      .as('r')
    const column = rows(firstColumn)
    const list = q.values([2], [3], [9]).intersect(q.values([3], [4], [2]).except(q.values([2])))
    expect(await rowsOf(q.select({ n: column }).from(rows).where(column.in(list)))).toEqual([3])
  })
}
