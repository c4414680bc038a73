import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'
import { untyped } from '../untyped.ts'

const { id: _id, ...ada } = people[0]

export const deletes = topic(
  'set-deletes',
  ['read', 'where', 'delete'],
  [
    {
      what: 'removes-the-set',
      title: 'a delete removes every row of the set and no other, in one statement, and gives their number',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const londoners = Person.table(opened.source).where(p => p.city.eq('London'))
        const { value: rows, count } = await sending(opened, () => londoners.deleteQuery().run())
        same([rows, count], [2, 1])
        same(await londoners.deleteQuery().run(), 0)
        sameRows(await Person.table(opened.source).list(), personsOf(2, 3, 5))
      },
    },
    {
      what: 'returning',
      title: 'returning() gives the removed rows as they were, as entities or by columns, from the same statement',
      needs: ['returning'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value: rows, count } = await sending(opened, () =>
          table
            .where(p => p.city.eq('London'))
            .deleteQuery()
            .returning()
            .run(),
        )
        same(count, 1)
        sameRows(rows, personsOf(1, 4))
        same(rows.map(row => row.label).sort(), ['Ada of London', 'Dee of London'])
        const named = table
          .where(p => p.id.in([2, 3]))
          .deleteQuery()
          .returning('name', 'city')
        sameRows(
          await named.run(),
          [
            { name: 'Bob', city: 'Paris' },
            { name: 'Cy', city: null },
          ],
          'name',
        )
        same(await named.run(), [])
        sameRows(await table.list(), personsOf(5))
      },
    },
    {
      what: 'needs-narrowing',
      title:
        'a delete of a set that nothing narrows is refused unless { everything: true } is given; one of a limited set always',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        await fails('invalid', () => table.deleteQuery().run())
        await fails('invalid', () =>
          table
            .where(p => p.id.notIn([]))
            .deleteQuery()
            .run(),
        )
        if (isAble(opened, 'window'))
          await fails('invalid', () => table.limit(1).deleteQuery({ everything: true }).run())
        same(opened.sent.length, 0)
        same(await table.deleteQuery({ everything: true }).run(), 5)
        same(await table.list(), [])
      },
    },
    {
      what: 'as-an-expression',
      title: 'as an expression a delete is deferred, and preview and explain run nothing',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const gone = Person.table(opened.source)
          .where(p => p.city.eq('London'))
          .deleteQuery()
        gone.preview()
        gone.explain()
        const set = Person.table(other.source).where(p => p.id.eq(gone.expr()))
        set.explain()
        same(opened.sent.length, 0)
        sameRows(await set.list(), personsOf(2))
        sameRows(await Person.table(opened.source).list(), personsOf(2, 3, 5))
      },
    },
  ],
)

export const insertQueries = topic(
  'insert-queries',
  ['read', 'where', 'insert'],
  [
    {
      what: 'creates-what-is-not-there',
      title:
        'an insert query creates the records whose ids are not there, leaves stored rows as they are, and is one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person, personsOf(1)))
        const table = Person.table(opened.source)
        const query = table.insertQuery([
          { ...people[0], name: 'changed' },
          people[1],
          { ...people[1], name: 'twice' },
          people[2],
        ])
        const { value: rows, count } = await sending(opened, () => query.run())
        same([rows, count], [2, 1])
        sameRows(await table.list(), personsOf(1, 2, 3))
        same([await query.run(), await table.insertQuery(people[3]).run()], [0, 1])
        same(await table.insertQuery([]).run(), 0)
      },
    },
    {
      what: 'returning',
      title: 'returning() gives the rows that were created, and none for those that were there',
      needs: ['returning'],
      async run({ open }) {
        const opened = await open(tableOf(Person, personsOf(1)))
        const query = Person.table(opened.source).insertQuery([people[0], people[1], people[2]])
        const { value: rows, count } = await sending(opened, () => query.returning().run())
        same(count, 1)
        sameRows(rows, personsOf(2, 3))
        same(rows.map(row => row.label).sort(), ['Bob of Paris', 'Cy of nowhere'])
        same(await query.returning('id').run(), [])
      },
    },
    {
      what: 'checks-when-it-is-built',
      title: 'records are checked when the query is built, as every insert checks them, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        await fails('validation', () => table.insertQuery(untyped({ id: 1 })))
        await fails('invalid', () => table.insertQuery(untyped({ ...people[0], nope: 1 })))
        await fails('type-mismatch', () => table.insertQuery([people[0], untyped({ ...people[0], age: 'x' })]))
        await fails('conflict', () => table.where(p => p.city.eq('Rome')).insertQuery(people[0]))
        await fails('invalid', () => table.insertQuery(untyped('x')))
        if (isAble(opened, 'window')) await fails('invalid', () => table.limit(1).insertQuery(people[0]))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'keeps-to-the-set',
      title: 'equalities of the set fill their columns, and an id that a row outside holds is a conflict',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const set = Person.table(source).where(p => p.city.eq('Rome'))
        same(await set.insertQuery({ id: 6, name: 'Flo', isActive: true }).run(), 1)
        same((await set.get(6))?.city, 'Rome')
        const { city: _city, ...rest } = ada
        const error = await fails('conflict', () =>
          set
            .insertQuery([
              { id: 7, ...rest },
              { id: 2, ...rest },
            ])
            .run(),
        )
        same(error.details.reason, 'outside-set')
        same((await Person.table(source).list()).length, 6)
      },
    },
  ],
)
