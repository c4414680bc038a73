import type { Loose } from './loose.ts'

/** A name or a value by its number. */
export type Numbered = (index: number) => string
export type HostileStatement = (names: Numbered, values: Numbered) => unknown

/** What RETURNING of a dialect takes. */
export interface Returning {
  /** Whether a value may stand in it; where not, one is refused as `unsupported`. Default: it may. */
  readonly returnsValues?: boolean
}

/** How many names and values the statements take. */
export const hostileCounts = { names: 18, values: 20 } as const

/** What the statements have that some dialects write otherwise. */
export interface HostileForms {
  /** An aggregate of the rows that meet a condition. */
  filtered(condition: Loose): Loose
  /** A sign between a column and a value. */
  readonly sign: string
}

/** Statements of every dialect with a name or a value in each place that takes one, which nobody has to be able to run. */
export function hostileStatements(
  q: Loose,
  words: Loose,
  {
    filtered = condition => words.count().filter(condition),
    sign = '->>',
    returnsValues = true,
  }: Partial<HostileForms> & Returning = {},
): { readonly [about: string]: HostileStatement } {
  const rows = (n: Numbered) => ({
    t: words.table(n(0), { schema: n(1), as: n(2) }),
    u: words.table(n(3), n(4)),
  })
  return {
    'a select with everything': (n, v) => {
      const { t, u } = rows(n)
      const named = words.cte(n(5), q.select({ [n(6)]: t(n(7)) }).from(t))
      const condition = words.and(t(n(7)).between(v(10), v(11)), u(n(9)).in([v(12), v(13), u(n(7))]))
      return q
        .with(named)
        .select(t(n(7)), words.every(u), {
          [n(8)]: words
            .when(t(n(7)).eq(v(0)), v(1))
            .when(u(n(9)).isDistinctFrom(v(2)), t(n(7)))
            .otherwise(v(3)),
          [n(9)]: words.caseOf(named(n(6))).when(v(4), v(5)),
          [n(10)]: words.func(n(11), n(12))(v(6), t(n(7)).concat(v(7))),
          [n(13)]: words.rowNumber().over(n(14)),
          [n(15)]: filtered(t(n(7)).like(v(8), '!')).over(words.window(n(14))),
          [n(16)]: words.sql(template(' ', ' + ', ''), words.ident(n(1), n(0)), v(9)),
        })
        .from(t)
        .join(u, condition)
        .leftJoin(named, words.or(named(n(6)).ne(v(14)), t(n(7)).collate(n(17)).lt(v(15))))
        .where(t(n(7)).notLike(v(16)), u(n(9)).operator(sign, v(17)))
        .groupBy(t(n(7)), words.func(n(12))())
        .having(words.count(u(n(9))).gt(v(18)))
        .window(
          n(14),
          words
            .window()
            .partitionBy(t(n(7)))
            .orderBy(u(n(9)).desc()),
        )
        .orderBy(t(n(7)).asc().nullsFirst(), words.resultColumn(n(8)))
        .limit(words.value(v(19)))
    },
    'names that both sides share, compounds, recursion': (n, v) => {
      const { t, u } = rows(n)
      const tree = words.recursive(n(5), [n(6), n(8)], (all: Loose) =>
        q
          .select(t(n(6)), { [n(8)]: words.value(v(0)) })
          .from(t)
          .unionAll(
            q
              .select(all(n(6)), u(n(9)))
              .from(all)
              .joinUsing(u, n(6), n(10)),
          ),
      )
      const derived = q
        .select({ [n(11)]: t(n(7)).concat(v(1)), [n(9)]: words.value(v(5)) })
        .from(t)
        .limit(1)
        .as(n(12))
      return q
        .with(tree)
        .select(words.every(tree))
        .from(tree)
        .union(
          q
            .select(derived(n(11)), { [n(13)]: words.value(v(2)) })
            .from(derived)
            .leftJoinUsing(u, n(11)),
        )
        .except(q.values([v(3), v(4)]))
        .orderBy(words.resultColumn(n(6)).desc())
    },
    'an insert with an upsert': (n, v) => {
      const { t } = rows(n)
      return q
        .insertInto(t)
        .values(
          { [n(5)]: v(0), [n(6)]: v(1), [n(7)]: words.value(v(2)).concat(v(2)) },
          { [n(5)]: v(3), [n(6)]: v(4), [n(7)]: v(5) },
        )
        .onConflict(t(n(5)), t(n(6)).collate(n(17)))
        .targetWhere(t(n(9)).eq(v(6)))
        .where(t(n(7)).ne(v(7)))
        .doUpdate((excluded: Loose) => ({ [n(6)]: excluded(n(6)), [n(7)]: v(8) }))
        .returning(t(n(5)), { [n(10)]: t(n(6)).concat(returnsValues ? v(9) : t(n(7))) })
    },
    'an insert from a select': (n, v) => {
      const { t, u } = rows(n)
      const selected = q.select(u(n(7)), { [n(8)]: words.value(v(0)) }).from(u)
      return q.insertInto(t).from(selected, n(5), n(6)).onConflict().doNothing()
    },
    'an update from other rows': (n, v) => {
      const { t, u } = rows(n)
      const inside = q
        .select(u(n(9)))
        .from(u)
        .where(u(n(9)).gt(v(2)))
      return q
        .update(t)
        .set({ [n(5)]: v(0), [n(6)]: u(n(7)).concat(v(1)) })
        .from(u)
        .where(t(n(5)).eq(u(n(8))), u(n(9)).in(inside))
        .returning({ [n(10)]: t(n(5)) })
    },
    'a delete': (n, v) => {
      const { t } = rows(n)
      const condition = t(n(5))
        .eq(v(0))
        .or(t(n(6)).notIn([v(1), v(2)]))
      return q
        .deleteFrom(t)
        .where(condition.not())
        .returning(t(n(5)))
    },
  }
}

/** What a tag is given. */
export const template = (...parts: readonly string[]): readonly string[] => Object.assign([...parts], { raw: parts })
