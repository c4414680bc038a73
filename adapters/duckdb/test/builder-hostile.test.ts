import { type Loose, postgresScanner, testHostileText } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as words from '@vantage-ts/duckdb/sql'
import { afterAll } from 'vitest'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())

const q = unchecked<Loose>(db.query(), 'built without types')
const loose = unchecked<Loose & { readonly [Name in 'pivot' | 'unpivot']: Loose }>(words, 'built without types')
const { table, pivot, unpivot, func } = loose

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
    'an unpivot': (n, v) => {
      const t = table(n(0), n(1))
      const u = unpivot(t, n(2), { on: { [n(3)]: t(n(4)), [n(5)]: t(n(6)).concat(v(0)) }, name: n(7), value: n(8) })
      return q
        .select(u(n(7)), u(n(8)))
        .from(u)
        .where(u(n(9)).eq(v(1)))
    },
  },
  scanner: postgresScanner,
  rules: { maxBytes: 200, sameAs: name => name.toLowerCase() },
  returnsValues: false,
})
