import { bytes, col, Entity, hasMany, hasOne, int } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending, withRow } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'

export const records = topic(
  'records',
  ['read', 'where', 'patch'],
  [
    {
      what: 'save',
      title:
        'a record is loaded and saved in one statement each; only what changed is written, and nothing where nothing did',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value: ada, count: loading } = await sending(opened, () => table.load(1))
        expect(ada).toBeInstanceOf(Person)
        same([loading, ada.label, ada.isDirty], [1, 'Ada of London', false])
        same((await sending(opened, () => ada.save())).count, 0)
        await table.patch(1, { city: 'Rome' })
        ada.age = 37
        const saved = await sending(opened, () => ada.save())
        same([saved.count, ada.isDirty, ada.city], [withRow(opened), false, 'Rome'])
        sameRows(await table.list(), [{ ...people[0], age: 37, city: 'Rome' }, ...personsOf(2, 3, 4, 5)])
        await fails('not-found', () => table.where(p => p.age.gt(100)).load(1))
      },
    },
    {
      what: 'create-and-delete',
      title:
        'a record is created once, reloaded and deleted; an id that is taken is a conflict, and a deleted record is not saved',
      needs: ['insert', 'delete'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value: made, count } = await sending(opened, () => table.create({ id: 6, name: 'Flo', isActive: true }))
        same(count, withRow(opened))
        await table.patch(6, { age: 5 })
        same((await made.reload()).age, 5)
        await fails('conflict', () => table.create({ id: 6, name: 'x', isActive: false }))
        same((await table.get(6))?.name, 'Flo')
        same([await made.delete(), await made.delete()], [true, false])
        made.age = 6
        await fails('invalid', () => made.save())
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'row-that-went',
      title: 'a record whose row went is not found when it is saved or reloaded',
      needs: ['delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const ada = await table.load(1)
        await table.delete(1)
        ada.age = 1
        await fails('not-found', () => ada.save())
        await fails('not-found', () => ada.reload())
        sameRows(await table.list(), personsOf(2, 3, 4, 5))
      },
    },
    {
      what: 'update-each',
      title:
        'each record of a set is changed once and saved where it changed; a failure undoes its batch, or says what is saved',
      needs: ['order', 'window'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const old = table.where(p => p.age.gte(20))
        const { value, count } = await sending(opened, () =>
          old.updateEach(person => {
            if (person.age === 36) person.age = 19
          }),
        )
        // Inside a transaction nobody else can have changed them: they are not read back.
        const each = isAble(opened, 'transaction') ? 1 : withRow(opened)
        same([value, count], [{ seen: 3, saved: 2 }, 1 + 2 * each])
        sameRows(await table.list(), [
          { ...people[0], age: 19 },
          people[1],
          people[2],
          { ...people[3], age: 19 },
          people[4],
        ])
        const failing = await fails('partial', () =>
          table.updateEach(
            person => {
              if (person.id === 4) throw new Error('no')
              person.city = 'Rome'
            },
            { everything: true, batchRows: 2 },
          ),
        )
        same(failing.details.saved, [1, 2])
        same(await table.where(p => p.city.eq('Rome')).count(), 2)
      },
    },
    {
      what: 'update-each-by-itself',
      title: 'records that the function writes by itself count as saved, and a failure of a later batch names them',
      needs: ['order', 'window', 'delete', 'replace'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const failing = await fails('partial', () =>
          table.updateEach(
            async person => {
              if (person.id === 5) throw new Error('no')
              if (person.id === 1) await person.patch({ age: 1 })
              if (person.id === 2) await person.patch({})
              if (person.id === 3) await person.replace({ name: 'Cyd', isActive: true })
              if (person.id === 4) await person.delete()
            },
            { everything: true, batchRows: 2 },
          ),
        )
        same([failing.details.saved, failing.details.written], [[1, 3, 4], true])
        sameRows(await table.list(), [
          { ...people[0], age: 1 },
          people[1],
          { ...people[2], name: 'Cyd', age: null, city: null, score: null },
          people[4],
        ])
        const done = await table.updateEach(
          async person => {
            person.score = person.id
            if (person.id < 3) await person.save()
          },
          { everything: true, batchRows: 3 },
        )
        same(done, { seen: 4, saved: 4 })
      },
    },
    {
      what: 'references',
      title: 'the rows of a reference are a set with the key of the record filled, which no write changes',
      needs: ['insert', 'delete'],
      async run({ open }) {
        const opened = await open(tableOf(Host, people), tableOf(Visit, visits))
        const host = await Host.table(opened.source).load(1)
        const theirs = host.getRef('visits')
        const read = await sending(opened, () => theirs.list())
        same(read.count, 1)
        sameRows(
          read.value,
          visits.filter(({ personId }) => personId === 1),
        )
        same((await theirs.insert(90, { place: 'zoo' })).personId, 1)
        await fails('conflict', () => theirs.insert(91, { place: 'zoo', personId: 2 }))
        await fails('conflict', () => theirs.patch(90, { personId: 2 }))
        await theirs.deleteAll()
        same(await Visit.table(opened.source).get(90), undefined)
      },
    },
    {
      what: 'references-of-chosen-columns',
      title:
        'a record of chosen columns knows the keys of its references: it finds the other end, and no guard is passed by',
      needs: ['select', 'insert', 'delete'],
      async run({ open }) {
        const opened = await open(tableOf(Stay, visits), tableOf(Host, people))
        const table = Stay.table(opened.source).select('place')
        const stay = await sending(opened, () => table.load(11))
        const found = await sending(opened, () => stay.value.getRelated('host'))
        same([stay.count, found.count, found.value?.name], [1, 1, 'Ada'])
        same(await stay.value.getRef('host').count(), 1)
        same(await (await table.load(14)).getRelated('host'), undefined)
        same(
          (await (await table.create(untyped({ id: 90, personId: 3, place: 'zoo' }))).getRelated('host'))?.name,
          'Cy',
        )
        const guarded = table.withHook('beforeDelete', async ({ record }) => {
          if ((await record.getRelated('host')) !== undefined) throw new Error('there is a host')
        })
        const loaded = await guarded.load(11)
        await fails('validation', () => loaded.delete())
        await fails('validation', () => guarded.delete(11))
        same(await (await guarded.load(14)).delete(), true)
        same(await table.count(), visits.length)
      },
    },
  ],
)

class Stay extends Entity('kit_visit', Visit.fields) {
  static override refs = { host: hasOne(() => Host, 'personId') }
}

/** A person with references of a record. */
class Host extends Entity('kit_person', Person.fields) {
  static override refs = { visits: hasMany(() => Visit, 'personId') }
}

class Photo extends Entity('kit_photo', { id: col(int).id(), n: col(int), raw: col(bytes) }) {}

export const hooks = topic(
  'hooks',
  ['read', 'where', 'insert', 'patch', 'delete'],
  [
    {
      what: 'before',
      title:
        'hooks before a write see the row, change what is written and refuse it; the row is read once more for them',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
          .withHook('beforeSave', ({ after }) => {
            if (after.name !== undefined) after.city = `${after.name}ville`
          })
          .withHook('beforeDelete', ({ before }) => {
            if (before.isActive) throw new Error('stays')
          })
        same((await table.insert(6, { name: 'Flo', isActive: false })).city, 'Floville')
        const patched = await sending(opened, () => table.patch(1, { age: 1 }))
        same([patched.value.city, patched.count], ['Adaville', 1 + withRow(opened)])
        await fails('validation', () => table.delete(1))
        same(await table.delete(6), true)
        sameRows(await table.list(), [{ ...people[0], age: 1, city: 'Adaville' }, ...personsOf(2, 3, 4, 5)])
      },
    },
    {
      what: 'bytes-in-place',
      title: 'what a hook changes inside of bytes is written, and the row as it was stays so',
      types: [bytes],
      async run({ open }) {
        const { source } = await open(tableOf(Photo, [{ id: 1, n: 0, raw: Uint8Array.of(1, 2) }]))
        const seen: unknown[] = []
        const photos = Photo.table(source)
          .withHook('beforeSave', ({ after }) => void after.raw?.fill(9))
          .withHook('afterUpdate', ({ before }) => void seen.push(...before.raw))
        same((await photos.patch(1, { n: 1 })).raw, Uint8Array.of(9, 9))
        same([await Photo.table(source).list(), seen], [[{ id: 1, n: 1, raw: Uint8Array.of(9, 9) }], [1, 2]])
      },
    },
    {
      what: 'whole-sets',
      title: 'changes of whole sets run row by row and pass by no hook; as a whole where there are transactions',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const seen: unknown[] = []
        const table = Person.table(opened.source)
          .withHook('afterUpdate', ({ after }) => void seen.push(after.id))
          .withHook('beforeDelete', ({ before }) => {
            if (before.id === 5) throw new Error('stays')
          })
        const old = table.where(p => p.age.gte(20))
        same(await old.updateQuery().set('score', 9).run(), 3)
        same(seen, [1, 3, 4])
        const error = await fails(['validation', 'partial'], () => table.deleteAll({ everything: true }))
        const isWhole = isAble(opened, 'transaction')
        same([error.kind, await table.count()], isWhole ? ['validation', 5] : ['partial', 1])
        await fails('unsupported', () => old.deleteQuery().expr())
        await fails('unsupported', () => old.updateQuery().set('score', 9).expr())
      },
    },
    {
      what: 'inserted-sets',
      title: 'inserts of many records and of other sets run record by record too, and are no expressions then',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const seen: unknown[] = []
        const table = Person.table(source).withHook('afterInsert', ({ after }) => void seen.push(after.id))
        const flo = { id: 6, name: 'Flo', isActive: true }
        const some = Person.table(source).where(p => p.id.eq(1))
        const copies = () => table.insertFrom(some, p => ({ id: p.id.plus(6), name: p.name, isActive: p.isActive }))
        await fails('unsupported', () => table.insertQuery(flo).expr())
        await fails('unsupported', () => copies().expr())
        same([await table.count(), seen], [5, []])
        same([await table.insertQuery([flo, { ...flo, id: 1 }]).run(), await copies().run(), seen], [1, 1, [6, 7]])
      },
    },
    {
      what: 'after',
      title:
        'a hook that fails after a write undoes it inside a transaction; outside of one the error says that it is written',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source).withHook('afterSave', () => {
          throw new Error('no')
        })
        const error = await fails('partial', () => table.patch(1, { age: 99 }))
        same([error.details.written, (await table.get(1))?.age], [true, 99])
      },
    },
    {
      what: 'after-inside-a-transaction',
      title: 'a hook that fails after a write inside a transaction rolls the transaction back',
      needs: ['transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source).withHook('afterSave', () => {
          throw new Error('no')
        })
        const transaction = await source.begin()
        await fails('validation', () => table.withTransaction(transaction).patch(1, { age: 100 }))
        same(transaction.state, 'rolled back')
        await fails('invalid', () => transaction.commit())
        same((await table.get(1))?.age, 36)
      },
    },
  ],
)
