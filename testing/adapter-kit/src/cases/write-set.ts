import { deferred, text } from '@vantage-ts/core'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'
import { untyped } from '../untyped.ts'

const { id: _id, ...ada } = people[0]

export const writeSet = topic(
  'set-writes',
  ['read', 'where', 'insert'],
  [
    {
      what: 'insert-never-touches-a-row-outside',
      title: 'inserting an id that a row outside the set holds is a conflict, and that row stays as it was',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const londoners = Person.table(source).where(p => p.city.eq('London'))
        const error = await fails('conflict', () => londoners.insert(2, ada))
        same([error.details.reason, error.details.entity], ['outside-set', 'kit_person'])
        await fails('conflict', () => londoners.insertReturningId({ id: 2, ...ada }))
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'replace-never-touches-a-row-outside',
      title: 'replacing by an id that a row outside the set holds is a conflict, and that row stays as it was',
      needs: ['replace'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const londoners = Person.table(source).where(p => p.city.eq('London'))
        const error = await fails('conflict', () => londoners.replace(2, ada))
        same(error.details.reason, 'outside-set')
        await fails('conflict', () => londoners.where(p => p.isActive.eq(true)).replace(4, untyped({ name: 'x' })))
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'patch-never-touches-a-row-outside',
      title: 'patching by an id that a row outside the set holds is not found, and that row stays as it was',
      needs: ['patch'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const londoners = Person.table(source).where(p => p.city.eq('London'))
        await fails('not-found', () => londoners.patch(2, { name: 'Changed' }))
        await fails('not-found', () => londoners.patch(2, {}))
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'delete-never-touches-a-row-outside',
      title: 'deleting by an id that a row outside the set holds succeeds and removes nothing',
      needs: ['delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const londoners = Person.table(source).where(p => p.city.eq('London'))
        same(await londoners.delete(2), false)
        same(await londoners.where(p => p.age.gt(100)).delete(1), false)
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'by-id-writes-stay-inside-an-or',
      title: 'a set of two alternatives keeps its brackets in by-id writes',
      needs: ['patch', 'delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const some = Person.table(source).where(p => p.city.eq('Paris').or(p.city.isNull()))
        await fails('not-found', () => some.patch(1, { age: 99 }))
        same(await some.delete(4), false)
        same(await some.get(1), undefined)
        same((await some.get(2))?.name, 'Bob')
        same(await some.delete(3), true)
        sameRows(await Person.table(source).list(), personsOf(1, 2, 4, 5))
      },
    },
    {
      what: 'equality-fills-an-insert',
      title:
        'an equality of the set fills its column on insert where it is absent, and where it is null in an optional one',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const set = Person.table(source).where(p => p.city.eq('Rome').and(p.age.eq(7)))
        const record = { name: 'Flo', isActive: true }
        same(await set.insert(1, record), { id: 1, name: 'Flo', age: 7, city: 'Rome', score: null, isActive: true })
        same((await set.insert(2, { ...record, city: null, age: null })).city, 'Rome')
        same(await set.insertMany([{ id: 3, ...record }]), 1)
        same((await set.get(3))?.age, 7)
      },
    },
    {
      what: 'equality-fills-a-replace',
      title: 'an equality of the set fills its column on replace',
      needs: ['replace'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const set = Person.table(source).where(p => p.city.eq('London'))
        const expected = { id: 1, name: 'Flo', age: null, city: 'London', score: null, isActive: true }
        same(await set.replace(1, { name: 'Flo', isActive: true }), expected)
        same((await set.replace(6, { name: 'Gus', isActive: true, city: null })).city, 'London')
      },
    },
    {
      what: 'another-value-than-the-set-is-refused',
      title: 'a value that differs from an equality of the set is a conflict on insert, before anything is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const set = Person.table(opened.source).where(p => p.city.eq('Rome'))
        const record = { name: 'Flo', isActive: true, city: 'Oslo' }
        const error = await fails('conflict', () => set.insert(1, record))
        same([error.details.field, error.details.reason], ['city', 'outside-set'])
        await fails('conflict', () => set.insertMany([{ id: 1, ...record }]))
        await fails('conflict', () => set.insertReturningId({ id: 1, ...record }))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'another-value-than-the-set-is-refused-on-replace',
      title: 'a value that differs from an equality of the set is a conflict on replace, before anything is sent',
      needs: ['replace'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const set = Person.table(opened.source).where(p => p.city.eq('London'))
        await fails('conflict', () => set.replace(1, { name: 'Flo', isActive: true, city: 'Oslo' }))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'only-plain-equalities-fill',
      title: 'alternatives, negations, ranges and expressions fill nothing and are not checked again on insert',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const table = Person.table(source)
        const record = { name: 'Flo', isActive: true }
        await table.where(p => p.city.eq('Rome').or(p.city.eq('Oslo'))).insert(1, { ...record, city: 'Oslo' })
        await table.where(p => p.city.ne('Rome')).insert(2, { ...record, city: 'Oslo' })
        same((await table.get(1))?.city, 'Oslo')
        same((await table.get(2))?.city, 'Oslo')
      },
    },
    {
      what: 'an-equality-of-another-type-fills-nothing',
      title: 'an equality with a value that the column compares with but does not hold is refused as a filling value',
      needs: ['replace'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const set = Person.table(opened.source).where(p => p.age.eq(1.5))
        const record = { name: 'Flo', isActive: true }
        await fails('type-mismatch', () => set.insert(6, record))
        await fails('type-mismatch', () => set.insertMany([{ id: 6, ...record }]))
        await fails('type-mismatch', () => set.replace(6, record))
        same(opened.sent.length, 0)
        same(await set.count(), 0)
      },
    },
    {
      what: 'patch-may-leave-a-where',
      title: 'a patch may move a row out of the set: it is written and given back',
      needs: ['patch'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const londoners = Person.table(source).where(p => p.city.eq('London'))
        const moved = { ...people[0], city: 'Rome' }
        same(await londoners.patch(1, { city: 'Rome' }), moved)
        same(await londoners.get(1), undefined)
        same(await Person.table(source).get(1), moved)
      },
    },
    {
      what: 'nothing-leaves-a-scope',
      title: 'insert, replace and patch with a value outside the scope are conflicts, before anything is sent',
      needs: ['patch', 'replace'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const scoped = Person.table(opened.source).scope(p => p.city.eq('London'))
        const record = { name: 'Flo', isActive: true }
        for (const write of [
          () => scoped.insert(6, { ...record, city: 'Rome' }),
          () => scoped.replace(1, { ...record, city: 'Rome' }),
          () => scoped.patch(1, { city: 'Rome' }),
          () => scoped.patch(1, { city: null }),
          () => scoped.where(p => p.age.eq(36)).patch(1, { city: 'Rome' }),
        ])
          same((await fails('conflict', write)).details.reason, 'outside-set')
        same(opened.sent.length, 0)
        sameRows(await Person.table(opened.source).list(), people)
      },
    },
    {
      what: 'a-scope-of-other-conditions-takes-no-records',
      title: 'what is no equality in a scope narrows, and refuses writes that might leave it, before anything is sent',
      needs: ['patch', 'replace', 'delete'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const record = { name: 'Flo', isActive: true, city: 'London', age: 40 }
        const scopes = [
          table.scope(p => p.city.in(['London', 'Paris'])),
          table.scope(p => p.city.eq('London').and(p.age.gt(30))),
          table.scope(p => p.city.eq(deferred(text, async () => 'London'))),
          table.scope(p => p.city.eq('London').or(p.city.isNull())).where(p => p.id.gt(0)),
        ]
        for (const scoped of scopes)
          for (const write of [
            () => scoped.insert(6, record),
            () => scoped.insertMany([{ id: 6, ...record }]),
            () => scoped.insertReturningId({ id: 6, ...record }),
            () => scoped.replace(1, record),
            () => scoped.patch(1, { city: 'Rome', age: 1 }),
          ])
            await fails(['invalid', 'conflict'], write)
        await fails('invalid', () => table.scope(p => p.city.in([])).insert(6, record))
        same(opened.sent.length, 0)
        for (const scoped of scopes) same((await scoped.patch(1, { name: 'Bea' })).name, 'Bea')
        const [first] = scopes
        same(await first?.delete(2), true)
        sameRows(await table.list(), [{ ...people[0], name: 'Bea' }, ...personsOf(3, 4, 5)])
      },
    },
    {
      what: 'a-scope-fills-and-keeps-its-value',
      title: 'a scope fills its column, lets its own value pass, and narrows like a condition',
      needs: ['patch'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const scoped = Person.table(source).scope(p => p.city.eq('London'))
        sameRows(await scoped.list(), personsOf(1, 4))
        same((await scoped.insert(6, { name: 'Flo', isActive: true })).city, 'London')
        same((await scoped.patch(1, { city: 'London', age: 40 })).age, 40)
        await fails('not-found', () => scoped.patch(2, { age: 1 }))
      },
    },
    {
      what: 'a-condition-of-async-code-fills-nothing',
      title: 'an equality with a deferred value narrows, and fills nothing since nobody knows it yet',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const set = Person.table(opened.source).where(p => p.city.eq(deferred(text, async () => 'Rome')))
        const { value } = await sending(opened, () => set.insert(1, { name: 'Flo', isActive: true }))
        same(value.city, null)
      },
    },
  ],
)
