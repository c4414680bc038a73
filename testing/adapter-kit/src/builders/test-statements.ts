import { expressionKey, type Node, unchecked, VantageError } from '@vantage-ts/core/adapter'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Loose, LooseBuilt } from './loose.ts'

export interface StatementTests {
  readonly query: () => Loose
  readonly words: Loose
  /** A list that is longer than the values which a statement may bind. */
  readonly tooLong: number
}

const keyOf = (statement: unknown): string =>
  unchecked<{ [expressionKey](): Node }>(statement, 'a statement is an expression')[expressionKey]().key
const run = async (statement: unknown): Promise<unknown> => unchecked<LooseBuilt>(statement, 'statements run').run()
const tooLarge = expect.objectContaining({ kind: 'too-large', constructor: VantageError })
const times = <T>(count: number, first: T, next: (before: T, index: number) => T): T => {
  let made = first
  for (let index = 0; index < count; index++) made = next(made, index)
  return made
}
const numbersTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)
const cells = (rows: unknown): unknown =>
  unchecked<readonly object[]>(rows, 'rows are objects').map(row => Object.values(row).map(Number))

/** What a statement is told apart by, what it shares, and how large it may get. */
export function testStatements({ query, words, tooLong }: StatementTests): void {
  const { value, table, count, cte, when, window, rowNumber } = words
  const t = table('t', 'a')

  interface Parts {
    readonly name?: string
    readonly alias?: string
    readonly result?: string
    readonly column?: string
    readonly given?: unknown
    readonly nothing?: unknown
    readonly sign?: string
    readonly direction?: 'asc' | 'desc'
    readonly type?: string
    readonly collation?: string
    readonly inner?: string
    readonly named?: string
    readonly list?: readonly unknown[]
    readonly limit?: number
  }
  const made = (parts: Parts = {}): Loose => {
    const { name = 't', alias = 'a', result = 'r', column = 'c', given = 'v', nothing = 'w', sign = '=' } = parts
    const { direction = 'asc', type = 'text', collation = 'x', inner = 'i', named = 'n', list = ['p', 'q'] } = parts
    const rows = table(name, alias)
    const big = cte(
      named,
      query()
        .select({ [inner]: rows(column) })
        .from(rows),
    )
    return query()
      .with(big)
      .select(
        { [result]: rows(column).operator(sign, given) },
        { b: when(rows('d').eq(nothing), 1).otherwise(words.cast(rows('e'), type)) },
        { w: rowNumber().over(window().orderBy(rows('f')[direction]())) },
      )
      .from(rows, big)
      .where(rows('g').in(list), rows('h').collate(collation).eq(big(inner)))
      .limit(parts.limit ?? 3)
  }

  describe('the key of a statement', () => {
    test('is the same for the same statement, whoever builds it and whatever its values', () => {
      expect(keyOf(made())).toBe(keyOf(made()))
      expect(keyOf(made({ given: 'another', nothing: 'x', list: ['y', 'z'], limit: 10 }))).toBe(keyOf(made()))
    })

    const others: { readonly [what: string]: Parts } = {
      'the name of a table': { name: 'u' },
      'the name of its rows': { alias: 'b' },
      'the name of a result': { result: 's' },
      'the name of a column': { column: 'd' },
      'a null for a value': { nothing: null },
      'a value of another type': { given: 1 },
      'a sign': { sign: '<>' },
      'a direction': { direction: 'desc' },
      'a type': { type: 'integer' },
      'a collation': { collation: 'y' },
      'the name of a column inside': { inner: 'j' },
      'the name of a part': { named: 'm' },
      'one value more': { list: ['p', 'q', 'r'] },
      'a null in a list': { list: ['p', null] },
    }
    test.each(Object.entries(others))('is another with %s', (_what, parts) => {
      expect(keyOf(made(parts))).not.toBe(keyOf(made()))
    })
    test('is another for each of these', () => {
      const keys = Object.values(others).map(parts => keyOf(made(parts)))
      expect(new Set(keys).size).toBe(keys.length)
    })
    test('tells one value in two places from two values that are equal', () => {
      const [one, two] = [value(1), value(1)]
      const named = (...given: readonly unknown[]): string =>
        keyOf(query().select(...given.map((each, index) => ({ [`c${index}`]: each }))))
      const shapes = [named(one, one, two), named(one, two, one), named(one, two, two), named(one, two, value(1))]
      expect(new Set(shapes).size).toBe(shapes.length)
      expect(named(two, one, two)).toBe(named(one, two, one))
    })
    test('does not run names together', () => {
      const named = (a: string, b: string): string => keyOf(query().select({ [a]: value(1) }, { [b]: value(1) }))
      expect(named('x', 'y" , "z')).not.toBe(named('x" , "y', 'z'))
      expect(named('x"', 'y')).not.toBe(named('x', '"y'))
    })
  })

  describe('a statement in several places', () => {
    test('at once, within itself and beside itself', async () => {
      const inner = query().select({ n: value(2) })
      const rows = inner.as('x')
      const outer = query()
        .select({ a: rows('n') }, { b: inner }, { c: when(value(2).in(inner), inner).otherwise(0) })
        .from(rows)
        .where(inner.eq(inner))
      const both = await Promise.all([run(outer), run(inner), run(outer), run(inner.union(inner)), run(inner)])
      expect(both.map(cells)).toEqual([[[2, 2, 2]], [[2]], [[2, 2, 2]], [[2]], [[2]]])
    })
    test('goes on without changing what it went on from', () => {
      const start = query()
        .select({ n: t('n') })
        .from(t)
      const before = keyOf(start)
      start.where(t('n').eq(1)).orderBy(t('n')).limit(1)
      start.union(start).orderBy(words.resultColumn('n'))
      const condition = t('n').eq(1)
      condition.and(t('n').eq(2)).or(t('n').eq(3)).not()
      expect(keyOf(start)).toBe(before)
      expect(
        keyOf(
          query()
            .select({ n: t('n') })
            .from(t),
        ),
      ).toBe(before)
      expect(keyOf(start.where(condition))).toBe(keyOf(start.where(t('n').eq(1))))
    })
  })

  describe('size', () => {
    let q: Loose
    // A source of a test ends with it.
    beforeEach(() => {
      q = query()
    })
    const one = (): Loose => q.select({ n: value(1) })

    test('10,000 values in a list', async () => {
      expect(cells(await run(one().where(value(9999).in(numbersTo(10_000)))))).toEqual([[1]])
      expect(cells(await run(one().where(value(10_000).in(numbersTo(10_000)))))).toEqual([])
    })
    test('a list that is longer than what a statement may bind says so', async () => {
      await expect(run(one().where(value(1).in(numbersTo(tooLong))))).rejects.toEqual(tooLarge)
      await expect(run(one())).resolves.toBeDefined()
    })
    test('500 operators in one another', async () => {
      const sum = times(500, value(1), before => before.plus(1))
      expect(cells(await run(q.select({ n: sum })))).toEqual([[501]])
      const either = times(200, value(1).eq(2), (before, index) => before.or(value(1).eq(1)).and(value(index).ne(-1)))
      expect(await run(one().where(either))).toHaveLength(1)
    })
    test('300 statements in one another', async () => {
      const derived = times(300, one(), (before, index) => {
        const rows = before.as(`t${index}`)
        return query()
          .select({ n: rows('n') })
          .from(rows)
      })
      await orTooLarge(async () => expect(cells(await run(derived))).toEqual([[1]]))
      const scalar = times(300, one(), before => q.select({ n: before }))
      await orTooLarge(async () => expect(cells(await run(scalar))).toEqual([[1]]))
      const compound = times(300, one(), before => one().unionAll(before).limit(2))
      await orTooLarge(async () => expect(cells(await run(compound))).toEqual([[1], [1]]))
    })
    test('2,000 conditions in a chain', async () => {
      const either = words.or(...numbersTo(2000).map(n => value(n).eq(-1)), value(1).eq(1))
      expect(await run(one().where(either))).toHaveLength(1)
    })
    test('any number of conditions can be given', () => {
      const all = numbersTo(100_000).map(n => value(n).eq(n))
      expect(() => one().where(words.or(...all), words.and(...all))).not.toThrow()
    })
    test.each([5000, 20_000])('%d levels of anything are too large, and no stack overflows', async levels => {
      const deep = {
        operators: () => q.select({ n: times(levels, value(1), before => value(1).plus(before)) }),
        calls: () => q.select({ n: times(levels, value(1), before => words.coalesce(before, 1)) }),
        cases: () => q.select({ n: times(levels, value(1), before => when(value(true), before).otherwise(0)) }),
        nots: () => q.select({ n: times(levels, value(true), before => before.not()) }),
        statements: () => times(levels, one(), before => q.select({ n: before })),
        compounds: () => times(levels, one(), before => before.union(one()).limit(1)),
        rows: () =>
          times(levels, one(), before => {
            const rows = before.as('t')
            return query()
              .select({ n: rows('n') })
              .from(rows)
          }),
      }
      for (const build of Object.values(deep)) await orTooLarge(() => run(build()))
    })
    test('counts of rows that are read from WITH', async () => {
      const all = times(50, one(), before => before.unionAll(one()))
      const rows = cte('all', all)
      expect(cells(await run(q.with(rows).select({ n: count() }).from(rows)))).toEqual([[51]])
    })
  })

  test('rows have columns that are called as prototypes are', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'then', 'length', 'name', 'hasOwnProperty']
    const columns = names.map((name, index) => ({ [name]: value(index) }))
    const [row] = unchecked<readonly object[]>(await run(query().select(...columns)), 'rows are objects')
    expect(Object.keys(row ?? {})).toEqual(names)
    expect(Object.values(row ?? {}).map(Number)).toEqual(names.map((_, index) => index))
    const rows = query()
      .select(...columns)
      .as('constructor')
    const again = await run(query().select(words.every(rows)).from(rows).where(rows('__proto__').eq(0)))
    expect(Object.keys(unchecked<readonly object[]>(again, 'rows are objects')[0] ?? {})).toEqual(names)
  })
}

/** Works, or says that it is too much. */
async function orTooLarge(work: () => PromiseLike<unknown>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    expect(thrown).toEqual(tooLarge)
  }
}
