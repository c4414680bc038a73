import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'

export const writeDelete = topic(
  'delete',
  ['read', 'where', 'delete'],
  [
    {
      what: 'says-whether-a-row-went',
      title: 'a delete says whether a row went, in one statement, and repeating it succeeds',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const first = await sending(opened, () => table.delete(1))
        same([first.value, first.count], [true, 1])
        const second = await sending(opened, () => table.delete(1))
        same([second.value, second.count], [false, 1])
        sameRows(await table.list(), personsOf(2, 3, 4, 5))
      },
    },
    {
      what: 'raced-by-others',
      title: 'of deletes of one id that run at once exactly one removes the row',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const gone = await Promise.all(Array.from({ length: 5 }, () => Person.table(source).delete(1)))
        same(gone.filter(went => went).length, 1)
      },
    },
    {
      what: 'without-an-id-is-refused',
      title: 'a delete by undefined or null is refused, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        for (const id of [undefined, null])
          await fails('invalid', () => Person.table(opened.source).delete(untyped(id)))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'all-of-a-set',
      title: 'deleting all of a set removes its rows and nothing else, gives their number, in one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const londoners = Person.table(opened.source).where(p => p.city.eq('London'))
        const { value, count } = await sending(opened, () => londoners.deleteAll())
        same([value, count], [2, 1])
        same(await londoners.deleteAll(), 0)
        sameRows(await Person.table(opened.source).list(), personsOf(2, 3, 5))
      },
    },
    {
      what: 'everything-has-to-be-said',
      title: 'deleting all of a set that nothing narrows is refused, and nothing is sent, unless everything is meant',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value: error, count } = await sending(opened, () => fails('invalid', () => table.deleteAll()))
        same([error.details.entity, count], ['kit_person', 0])
        await fails('invalid', () => table.deleteAll({ everything: false }))
        await fails('invalid', () => table.where(p => p.id.notIn([])).deleteAll())
        await fails('invalid', () => table.where(p => p.id.in([]).not()).deleteAll())
        same(opened.sent.length, 0)
        same(await table.deleteAll({ everything: true }), 5)
        same(await table.list(), [])
      },
    },
    {
      what: 'all-of-a-narrow-set-keeps-null-rows',
      title: 'rows for which the condition is unknown are not deleted, nor by its negation',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        same(await table.where(p => p.age.gt(30).not()).deleteAll(), 1)
        same(await table.where(p => p.age.gt(30)).deleteAll(), 2)
        sameRows(await table.list(), personsOf(2, 5))
      },
    },
    {
      what: 'all-of-nothing-sends-nothing',
      title: 'deleting all of a set that is known to be empty removes nothing and sends nothing',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, () => table.where(p => p.id.in([])).deleteAll())
        same([value, count], [0, 0])
        same(await table.count(), 5)
      },
    },
    {
      what: 'limited-set-is-refused',
      title: 'a limited or paged set deletes nothing, and nothing is sent',
      needs: ['window'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        await fails('invalid', () =>
          table
            .where(p => p.age.eq(36))
            .limit(1)
            .deleteAll(),
        )
        await fails('invalid', () => table.offset(1).deleteAll({ everything: true }))
        await fails('invalid', () => table.limit(1).delete(1))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'all-by-a-sub-query',
      title: 'the rows of a set that points to another set of the same database go in one statement',
      needs: ['select'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const active = Person.table(opened.source).where(p => p.isActive.eq(true))
        const theirs = Visit.table(opened.source).where(v => v.personId.in(active.fieldExpr(p => p.id)))
        const { value, count } = await sending(opened, () => theirs.deleteAll())
        same([value, count], [3, 1])
        sameRows(await Visit.table(opened.source).list(), visits.slice(3))
      },
    },
    {
      what: 'all-by-a-set-of-another-database',
      title: 'the rows of a set that points to another database go in one statement, after one for its ids',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Visit, visits))
        const other = await openMemory(tableOf(Person, people))
        const active = Person.table(other.source).where(p => p.isActive.eq(true))
        const theirs = Visit.table(opened.source).where(v => v.personId.in(active.fieldExpr(p => p.id)))
        const { value, count } = await sending(opened, () => theirs.deleteAll())
        same([value, count, other.sent.length], [3, 1, 1])
        sameRows(await Visit.table(opened.source).list(), visits.slice(3))
      },
    },
  ],
)
