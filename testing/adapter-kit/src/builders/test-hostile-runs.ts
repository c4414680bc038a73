import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Returning, template } from './hostile-statements.ts'
import { hostileNames, hostileText, type NameRules } from './hostile.ts'
import type { Loose, LooseBuilt } from './loose.ts'
import { type Quote, quotedAs } from './tokens.ts'

export interface HostileRuns extends Returning {
  readonly query: () => Loose
  readonly words: Loose
  readonly rules: NameRules
  /** The function that makes a JSON list of its arguments. */
  readonly jsonList: string
  readonly quote?: Quote
  /** The type of a column whose texts are equal where they are the same. Default: text. */
  readonly textColumn?: string
  /** The type that CAST makes a text by. Default: text. */
  readonly textType?: string
  /** Whether a character outside of ASCII may escape in LIKE. Default: it may. */
  readonly wideEscape?: boolean
  /** Two texts as one, in text of the database. Default: by `||`. */
  readonly joined?: readonly [before: string, between: string, after: string]
  /** What is written and given back, by a database that has no ON CONFLICT. */
  readonly writes?: (q: Loose, names: RunNames, values: RunValues) => Promise<void>
  /** Runs text without values. */
  run(text: string): PromiseLike<unknown>
}

export type RunNames = readonly [string, string, string, string, string, string, string, string, string, string]
export type RunValues = readonly [string, string, string, string, string, string]

/** What a statement gives: the names and cells of its rows in order, or how many it wrote. */
export const rowsOf = async (statement: unknown): Promise<unknown> => {
  const answer = await unchecked<LooseBuilt>(statement, 'statements run').run()
  return Array.isArray(answer) ? answer.map(row => Object.entries(unchecked<object>(row, 'rows are objects'))) : answer
}
const row = (...cells: readonly (readonly [string, unknown])[]): readonly unknown[] => [...cells]
const pattern = (text: string, escapedBy: string): string =>
  [...text].map(each => (each === '%' || each === '_' || each === escapedBy ? `${escapedBy}${each}` : each)).join('')

/** 1,200 names and 720 values in statements that run: each comes back as it was, finds its row and no other. */
export function testHostileRuns(tests: HostileRuns): void {
  const { query, words, rules, returnsValues = true, wideEscape = true } = tests
  const { quote = quotedAs, textColumn = 'text', textType = 'text', joined = ['', ' || ', ''] } = tests
  const escapes = ['!', '\\', '?', "'", '"', '$', '{', 'a', ...(wideEscape ? ['😀'] : [])]
  const texts = fc.uniqueArray(hostileText(), { minLength: 6, maxLength: 6, selector: text => text.toLowerCase() })

  test('hostile names and values in statements that run', { timeout: 60_000 }, async () => {
    const q = query()
    const property = fc.asyncProperty(
      hostileNames(10, rules),
      texts,
      fc.constantFrom(...escapes),
      async (given, values, escapedBy) => {
        const names = unchecked<RunNames>(given, 'so many')
        const columns = [names[1], names[2], names[3]].map(quote)
        const table = quote(names[0])
        await tests.run(
          `CREATE TABLE ${table} (${columns[0]} integer primary key, ${columns[1]} ${textColumn}, ${columns[2]} ${textColumn})`,
        )
        try {
          await reads(q, names, unchecked<RunValues>(values, 'so many'), escapedBy)
          await (tests.writes ?? writes)(q, names, unchecked<RunValues>(values, 'so many'))
          await refusals(q, names)
        } finally {
          await tests.run(`DROP TABLE ${table}`)
        }
      },
    )
    await fc.assert(property, { numRuns: 120 })
  })

  async function reads(q: Loose, names: RunNames, values: RunValues, escapedBy: string): Promise<void> {
    const [name, id, one, other, alias, named, result, again, windowed] = names
    const [a, b, c, d, e, f] = values
    const t = words.table(name, alias)
    await rowsOf(q.insertInto(t).values({ [id]: 1, [one]: a, [other]: b }, { [id]: 2, [one]: c, [other]: d }))
    const first = [row([id, 1])]
    const found = (condition: unknown): Promise<unknown> => rowsOf(q.select(t(id)).from(t).where(condition))
    expect(await found(t(one).eq(a))).toEqual(first)
    expect(await found(t(one).ne(c))).toEqual(first)
    expect(await found(t(one).in([a, e, f]))).toEqual(first)
    expect(await found(t(one).notIn([b, c, d]))).toEqual(first)
    expect(await found(t(one).like(pattern(a, escapedBy), escapedBy))).toEqual(first)
    expect(await found(t(one).concat(t(other)).eq(words.value('').concat(a, b)))).toEqual(first)
    expect(await found(t(one).between(a, a))).toEqual(first)
    const renamed = q
      .select(t(id), { [result]: t(one) }, { [again]: words.when(t(other).eq(b), e).otherwise(f) })
      .from(t)
      .orderBy(t(id).asc())
    const both = [row([id, 1], [result, a], [again, e]), row([id, 2], [result, c], [again, f])]
    expect(await rowsOf(renamed)).toEqual(both)
    const big = words.cte(named, renamed)
    expect(await rowsOf(q.with(big).select(words.every(big)).from(big).orderBy(big(id).asc()))).toEqual(both)
    const derived = renamed.as(named)
    const seen = q
      .select(derived(again), { [windowed]: derived(result) })
      .from(derived)
      .where(derived(result).eq(c))
    expect(await rowsOf(seen)).toEqual([row([again, f], [windowed, c])])
    const numbered = q
      .select({ [result]: words.rowNumber().over(windowed) }, t(one))
      .from(t)
      .window(windowed, words.window().partitionBy(t(one)).orderBy(t(id)))
      .orderBy(t(id).desc())
      .limit(1)
    expect(await rowsOf(numbered)).toEqual([row([result, expect.anything()], [one, c])])
    const list = words.func(tests.jsonList)(words.cast(e, textType), words.cast(f, textType))
    const raw = words.sql(template(...joined), words.cast(a, textType), words.cast(f, textType))
    const [json] = unchecked<[[string, unknown][]]>(
      await rowsOf(q.select({ [named]: list }, { [result]: raw })),
      'a row',
    )
    expect(
      json.map(([, cell]) =>
        typeof cell === 'string' && cell.startsWith('["') && cell !== a + f ? JSON.parse(cell) : cell,
      ),
    ).toEqual([[e, f], a + f])
    expect(json.map(([key]) => key)).toEqual([named, result])
  }

  async function writes(q: Loose, names: RunNames, values: RunValues): Promise<void> {
    const [name, id, one, other, alias, named, result] = names
    const [a, b, c, , e, f] = values
    const t = words.table(name, alias)
    const upsert = q
      .insertInto(t)
      .values({ [id]: 1, [one]: e, [other]: f }, { [id]: 3, [one]: f, [other]: e })
      .onConflict(t(id))
      .doUpdate((excluded: Loose) => ({ [other]: excluded(one).concat(t(other), excluded(other)) }))
      .returning(t(id), { [result]: t(other) })
    expect(await rowsOf(upsert)).toEqual([row([id, 1], [result, e + b + f]), row([id, 3], [result, e])])
    const twin = words.table(name, named)
    const update = q
      .update(t)
      .set({ [one]: twin(one).concat(a) })
      .from(twin)
      .where(t(id).eq(3), twin(one).eq(c))
      .returning(t(one), { [result]: returnsValues ? words.value(f) : t(other) })
    expect(await rowsOf(update)).toEqual([row([one, c + a], [result, returnsValues ? f : e])])
    expect(
      await rowsOf(
        q
          .deleteFrom(t)
          .where(t(one).eq(c + a))
          .returning(t(id)),
      ),
    ).toEqual([row([id, 3])])
    expect(await rowsOf(q.select({ [result]: words.count() }).from(t))).toEqual([[[result, expect.anything()]]])
    expect(await rowsOf(q.deleteFrom(t).where(t(one).in([a, c])))).toBe(2)
  }

  async function refusals(q: Loose, [name, id, one, , , , , , , strange]: RunNames): Promise<void> {
    // There are functions that are called so, and PostgreSQL takes t.name for one of them.
    if (/^\w+$/.test(strange)) return
    const t = words.table(name)
    // By itself it may be the name of a function, such as length.
    const absent = `no ${strange}`
    const unknown = [
      q.select({ a: words.func(absent)(t(one)) }).from(t),
      q.select(t(id)).from(t).where(t(one).collate(absent).eq('a')),
      q.select(t(id)).from(words.table(name, { schema: absent, as: 't' })),
      q.select({ a: t(absent) }).from(t),
    ]
    for (const statement of unknown)
      await expect(rowsOf(statement)).rejects.toEqual(expect.objectContaining({ constructor: VantageError }))
  }
}
