import { type Loose, mysqlScanner, testHostileText } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { mysql } from '../src/index.ts'
import * as language from '../src/sql/index.ts'
import { quote, rules } from './builder-names.ts'

// Nothing is sent.
const query = unchecked<Loose>(mysql({ host: 'none' }).query(), 'built without types')
const words = unchecked<Loose>(language, 'built without types')

testHostileText({
  query,
  words,
  scanner: mysqlScanner,
  rules,
  quote,
  forms: { filtered: condition => words.count(words.when(condition, 1)), sign: 'RLIKE' },
  // ON CONFLICT, RETURNING of an update.
  without: ['an insert with an upsert', 'an insert from a select', 'an update from other rows'],
  own: {
    'an insert that changes a row that is there': (n, v) => {
      const t = words.table(n(0), { schema: n(1), as: n(2) })
      return query
        .insertInto(t)
        .values({ [n(5)]: v(0), [n(6)]: words.value(v(1)).concat(v(1)) }, { [n(5)]: v(2), [n(6)]: v(3) })
        .onDuplicateKeyUpdate((inserted: Loose) => ({ [n(6)]: inserted(n(6)).concat(v(4)), [n(7)]: v(5) }))
    },
    'an insert from a select without more': (n, v) => {
      const u = words.table(n(3), n(4))
      return query
        .insertInto(words.table(n(0), { schema: n(1) }))
        .from(query.select(u(n(7)), { [n(8)]: words.value(v(0)) }).from(u), n(5), n(6))
    },
    'an update from other rows without more': (n, v) => {
      const t = words.table(n(0), { schema: n(1), as: n(2) })
      const u = words.table(n(3), n(4))
      return query
        .update(t)
        .set({ [n(5)]: v(0), [n(6)]: u(n(7)).concat(v(1)) })
        .from(u)
        .where(t(n(5)).eq(u(n(8))))
    },
    'a delete by other rows': (n, v) => {
      const t = words.table(n(0), { schema: n(1), as: n(2) })
      const u = words.table(n(3), n(4))
      return query
        .deleteFrom(t)
        .using(u)
        .where(t(n(5)).eq(u(n(6))), u(n(7)).notIn([v(0), v(1)]))
    },
  },
})
