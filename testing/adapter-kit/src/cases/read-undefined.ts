import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

const nothing: never = untyped(undefined)

export const readUndefined = topic(
  'refused-conditions',
  ['read', 'where'],
  [
    {
      what: 'undefined-never-matches-all',
      title: 'undefined in a condition or a list is refused while the set is built, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        for (const build of [
          () => table.where(p => p.age.eq(nothing)),
          () => table.where(p => p.age.ne(nothing)),
          () => table.where(p => p.age.gt(nothing)),
          () => table.where(p => p.age.between(1, nothing)),
          () => table.where(p => p.age.in(nothing)),
          () => table.where(p => p.age.in([1, nothing])),
          () => table.where(p => p.age.notIn([nothing])),
          () => table.where(p => p.age.isDistinctFrom(nothing)),
          () => table.where(p => p.name.contains(nothing)),
          () => table.where(p => p.name.like(nothing)),
          () => table.where(nothing),
          () => table.where(() => nothing),
          () => table.where(p => p.isActive.eq(true).and(nothing)),
          () => table.where(p => p.isActive.eq(true).or(nothing)),
        ])
          await fails('invalid', build, String(build))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'null-compares-to-nothing',
      title: 'null given to a comparison is refused and names isNull',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const missing: never = untyped(null)
        for (const build of [() => table.where(p => p.age.eq(missing)), () => table.where(p => p.age.gt(missing))]) {
          const error = await fails('invalid', build)
          same(error.message.includes('isNull'), true)
        }
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'wrong-types-in-conditions',
      title: 'a value of another type in a condition is refused while the set is built',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        for (const build of [
          () => table.where(p => p.age.eq(untyped('36'))),
          () => table.where(p => p.age.gt(untyped(36n))),
          () => table.where(p => p.age.gt(Number.NaN)),
          () => table.where(p => p.score.lt(Number.POSITIVE_INFINITY)),
          () => table.where(p => p.name.eq(untyped(1))),
          () => table.where(p => p.name.in(untyped(['a', 1]))),
          () => table.where(p => p.isActive.eq(untyped(1))),
          () => table.where(p => p.name.eq(untyped('\ud800'))),
          () => table.where(p => p.age.eq(untyped(p.name))),
        ])
          await fails('type-mismatch', build, String(build))
        for (const build of [
          () => table.where(untyped('age = 36')),
          () => table.where(untyped({ age: 36 })),
          () => table.where(untyped(true)),
        ])
          await fails('invalid', build, String(build))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'unknown-columns',
      title: 'a column that is not there is refused by naming the entity and the nearest one',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const error = await fails('invalid', () => table.where(p => Reflect.get(p, 'nmae').eq('x')))
        same([error.details.entity, error.details.field, error.message.includes('name')], ['kit_person', 'nmae', true])
        await fails('invalid', () => table.select(untyped('nope')))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'columns-of-another-set',
      title: 'a column of another table or another database is refused while the set is built',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        class Stranger extends Person {}
        const table = Person.table(opened.source)
        await fails('invalid', () => table.where(() => untyped(Person.table(other.source).$.age.eq(36))))
        await fails('invalid', () => table.where(Stranger.table(opened.source).$.age.eq(36)))
        same(opened.sent.length + other.sent.length, 0)
      },
    },
  ],
)
