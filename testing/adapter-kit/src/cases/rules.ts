import { Entity, hasMany, hook, VantageError } from '@vantage-ts/core'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending, withRow } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf, Visit, visits } from '../people.ts'

/** A person with visits. */
class Visitor extends Entity('kit_person', Person.fields) {
  static override refs = { visits: hasMany(() => Visit, 'personId') }
  static override hooks = [
    hook<'beforeDelete', typeof Visitor>('beforeDelete', {
      rule: v => v.getLink('visits').countExpr().eq(0),
      message: 'there are visits',
    }),
  ]
}

export const rules = topic(
  'rules',
  ['read', 'where', 'insert', 'patch', 'delete'],
  [
    {
      what: 'before',
      title:
        'a rule before a write is a part of its statement; where it does not hold, nothing is written and its message is told',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source).withHook('beforeUpdate', {
          rule: p => p.$.age.gte(21),
          message: 'must be of age',
          field: 'age',
        })
        const patched = await sending(opened, () => table.patch(1, { city: 'Rome' }))
        same(patched.count, withRow(opened))
        const refused = await fails('validation', () => table.patch(3, { city: 'Rome' }))
        same(refused.details.fields, [{ field: 'age', path: ['age'], message: 'must be of age' }])
        // Unknown is not true.
        await fails('validation', () => table.patch(2, { city: 'Rome' }))
        await fails('not-found', () => table.patch(9, { city: 'Rome' }))
        const record = await table.load(3)
        record.city = 'Rome'
        await fails('validation', () => record.save())
        same((await sending(opened, () => table.delete(5))).count, 1)
        sameRows(await table.list(), [{ ...people[0], city: 'Rome' }, ...personsOf(2, 3, 4)])
      },
    },
    {
      what: 'over-references',
      title: 'a rule looks at related rows, of one row and of whole sets, for every table of the entity',
      needs: ['correlate', 'aggregate'],
      async run({ open }) {
        const opened = await open(tableOf(Visitor, people), tableOf(Visit, visits))
        const table = Visitor.table(opened.source)
        const refused = await fails('validation', () => table.delete(1))
        same(
          [refused.message.includes('there are visits'), refused.details.fields],
          [true, [{ field: '', path: [], message: 'there are visits' }]],
        )
        same((await sending(opened, () => table.delete(2))).value, true)
        same(await table.delete(2), false)
        const some = await fails(['validation', 'partial'], () => table.where(v => v.id.gte(3)).deleteAll())
        same(some.message.includes('there are visits'), true)
        same(await table.where(v => v.id.gte(4)).deleteAll(), 2)
        await Visit.table(opened.source)
          .where(v => v.personId.eq(1))
          .deleteAll()
        same(await (await table.load(1)).delete(), true)
        sameRows(await table.list(), personsOf(3))
      },
    },
    {
      what: 'at-once',
      title: 'of changes that run row by row at once none is lost: one that met another is a conflict',
      needs: ['transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source).withHook('beforeUpdate', {
          rule: p => p.$.age.lt(100),
          message: 'is too old',
        })
        const add = async (): Promise<number> =>
          table
            .where(p => p.id.eq(1))
            .updateQuery()
            .set('age', p => p.age.plus(1))
            .run()
        const outcomes = await Promise.allSettled([add(), add(), add(), add(), add()])
        const failures = outcomes.flatMap(one => (one.status === 'rejected' ? [VantageError.from(one.reason)] : []))
        same(
          failures.map(({ kind, retry }) => [kind, retry]),
          failures.map(() => ['conflict', 'safe']),
        )
        same((await table.get(1))?.age, 36 + outcomes.length - failures.length)
      },
    },
    {
      what: 'after',
      title:
        'a rule after a write is looked at in a transaction, which is begun where there is none; what it refuses is undone',
      needs: ['transaction', 'replace'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source).withHook('afterSave', {
          rule: p => p.$.age.isNull().or(p.$.age.gte(0)),
          message: 'cannot be negative',
          field: 'age',
        })
        const writes: readonly (() => unknown)[] = [
          () => table.patch(1, { age: -1 }),
          () => table.insert(6, { name: 'Flo', isActive: true, age: -1 }),
          () => table.create({ id: 6, name: 'Flo', isActive: true, age: -1 }),
          () =>
            table.insertMany([
              { id: 7, name: 'Gus', isActive: true },
              { id: 6, name: 'Flo', isActive: true, age: -1 },
            ]),
          () => table.replace(1, { name: 'Ada', isActive: true, age: -1 }),
          () =>
            table
              .where(p => p.age.gt(20))
              .updateQuery()
              .set('age', p => p.age.minus(37))
              .run(),
        ]
        for (const write of writes) {
          const refused = await fails('validation', write)
          same(refused.details.fields, [{ field: 'age', path: ['age'], message: 'cannot be negative' }])
        }
        sameRows(await table.list(), people)
        await table.patch(1, { age: 0 })
        const left = table.where(p => p.age.eq(0))
        same((await left.patch(1, { age: 5 })).age, 5)
        await using transaction = await source.begin()
        const inside = table.withTransaction(transaction)
        await inside.patch(2, { age: 1 })
        await fails('validation', () => inside.patch(3, { age: -3 }))
        same(transaction.state, 'rolled back')
        sameRows(await table.list(), [{ ...people[0], age: 5 }, ...personsOf(2, 3, 4, 5)])
      },
    },
  ],
)
