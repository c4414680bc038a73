import { type Loose, postgresScanner, testHostileText } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as words from '@vantage-ts/duckdb/sql'
import { afterAll } from 'vitest'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())

type OwnWord = 'copyFrom' | 'pivot' | 'unpivot' | 'struct' | 'field' | 'lambda' | 'listTransform' | 'everyBut'
const q = unchecked<Loose>(db.query(), 'built without types')
const loose = unchecked<Loose & { readonly [Name in OwnWord]: Loose }>(words, 'built without types')
const { copyFrom, table, pivot, unpivot, func, struct, field, lambda, listTransform, everyBut } = loose

testHostileText({
  query: q,
  words: loose,
  own: {
    'a pivot': (n, v) => {
      const t = table(n(0), n(1))
      const p = pivot(t, n(2), {
        on: t(n(3)),
        values: { [n(4)]: n(5), [n(6)]: n(7) },
        using: { [n(8)]: func(n(9))(t(n(10)).concat(v(0))) },
        groupBy: [t(n(11))],
      })
      return q
        .select(p(n(11)), { [n(12)]: p(n(11)).eq(v(1)) })
        .from(p)
        .where(p(n(11)).eq(v(2)))
    },
    'a pivot of names': n => {
      const t = table(n(0), n(1))
      return q
        .select({ [n(2)]: words.value(1) })
        .from(pivot(t, n(3), { on: t(n(4)), values: [n(5)], using: func(n(6))() }))
    },
    'fields, elements and changed columns': (n, v) => {
      const t = table(n(0), n(1))
      const made = struct({ [n(2)]: t(n(3)), [n(4)]: v(0) })
      const each = lambda([n(5), n(6)], (one: Loose, place: Loose) => one.concat(place, v(1)))
      return q
        .select(
          everyBut(t, { exclude: [n(7)], replace: { [n(8)]: t(n(8)).concat(v(2)) }, rename: { [n(9)]: n(10) } }),
          {
            [n(11)]: field(made, n(2)),
            [n(12)]: listTransform(t(n(13)), each),
          },
        )
        .from(t)
    },
    'an unpivot': (n, v) => {
      const t = table(n(0), n(1))
      const u = unpivot(t, n(2), { on: { [n(3)]: t(n(4)), [n(5)]: t(n(6)).concat(v(0)) }, name: n(7), value: n(8) })
      return q
        .select(u(n(7)), u(n(8)))
        .from(u)
        .where(u(n(9)).eq(v(1)))
    },
    'an unpivot of groups': (n, v) => {
      const t = table(n(0), n(1))
      const on = { [n(2)]: [t(n(3)), t(n(4))], [n(5)]: [t(n(6)), t(n(7))] }
      const u = unpivot(t, n(8), { on, name: n(9), values: [n(10), n(11)] })
      return q
        .select(u(n(10)), u(n(11)))
        .from(u)
        .where(u(n(9)).eq(v(0)))
    },
    'a merge by columns': (n, v) => {
      const [t, come] = [words.table(n(0), n(1)), words.table(n(2), n(3))]
      const merge = db
        .query()
        .mergeInto(t)
        .usingColumns(come, n(4), n(5))
        .whenMatched(t(n(6)).eq(v(0)))
      return unchecked<Loose>(merge.update({ [n(7)]: come(n(8)) }), 'a statement')
    },
    'a copy from a file': (n, v) =>
      copyFrom(db.query(), table(n(0), n(1)), 'x', {
        format: 'csv',
        columns: [n(2), n(3)],
        nullText: v(0),
        quote: v(1),
      }),
  },
  scanner: postgresScanner,
  rules: { maxBytes: 200, sameAs: name => name.toLowerCase() },
  returnsValues: false,
})
