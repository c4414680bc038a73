import { deferred, int, Transaction } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { type KitSource, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'

const { id: _id, ...ada } = people[0]
const age = async (source: KitSource, id: number) => (await Person.table(source).get(id))?.age
const one = (source: KitSource, id: number) => Person.table(source).where(p => p.id.eq(id))
const setAge = (source: KitSource, id: number, to: number) => one(source, id).updateQuery().set('age', to)

export const transactionChains = topic(
  'transaction-chains',
  ['read', 'where', 'select', 'aggregate', 'insert', 'patch', 'delete', 'transaction'],
  [
    {
      what: 'commit',
      title: 'the steps of a transaction run in their order, see what those before wrote, and give their values',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const all = Person.table(source)
        const chain = Transaction.of(source)
          .exec(all.insertQuery({ id: 6, ...ada }))
          .andThen(all.countQuery())
          .andThen(count => setAge(source, 6, count))
          .andThen(one(source, 6).fieldQuery(p => p.age))
          .andThen(one(source, 6).deleteQuery())
          .andThen(all.countQuery())
        same(await all.count(), 5)
        same(await chain.runAll(), { values: [1, 6, 1, [6], 1, 5], receipt: { unprotected: [], afterCommit: [] } })
        same(await chain.run(), 5)
      },
    },
    {
      what: 'rollback',
      title: 'a step that fails undoes all of them, and the next transaction goes on',
      async run({ open }) {
        const opened = await open(tableOf(Person, people, { missing: ['name'] }))
        const { source } = opened
        const good = Transaction.of(source).exec(setAge(source, 1, 50))
        const failing = good.andThen(Person.table(source).fieldQuery(p => p.name)).andThen(setAge(source, 2, 50))
        const { value, count } = await sending(opened, () => failing.run().catch((error: Error) => error.message))
        expect(value).toContain('step 2 of the transaction on')
        same(count, 2)
        const ages = Person.table(source)
          .where(p => p.id.lte(2))
          .fieldQuery(p => p.age)
        same((await ages.run()).includes(50), false)
        same(await good.run(), 1)
        same((await ages.run()).includes(50), true)
      },
    },
    {
      what: 'parts-before',
      title: 'parts of other databases are read before it begins, each once; sets of its own stay in their statement',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const { source } = opened
        const order: string[] = []
        source.on('statement', () => order.push('here'))
        other.source.on('statement', () => order.push('there'))
        const all = Person.table(source)
        const seen = Visit.table(other.source).countQuery()
        // What is committed before it begins is in its snapshot; of what is committed later it would know nothing.
        const early = deferred(int, async () => {
          await all.insert(9, ada)
          return 1
        })
        const oldest = all.where(p => p.id.in(all.fieldExpr(p => p.id)))
        const { values } = await Transaction.of(source)
          .exec(all.countQuery())
          .andThen(
            oldest
              .where(p => p.id.eq(1))
              .updateQuery()
              .set('age', seen),
          )
          .andThen(
            oldest
              .where(p => p.id.eq(2))
              .updateQuery()
              .set('age', p => p.id.plus(seen).plus(early)),
          )
          .runAll({ isolation: 'repeatable-read' })
        same([order.filter(place => place === 'there').length, order.slice(-3)], [1, ['here', 'here', 'here']])
        same(values, [6, 1, 1])
        same([await age(source, 1), await age(source, 2)], [visits.length, visits.length + 3])
      },
    },
    {
      what: 'parts-of-parts',
      title: 'what other databases need of its own is read inside, as it is by then',
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const named = Person.table(source)
          .where(p => p.name.eq('New'))
          .fieldExpr(p => p.id)
        const theirs = Visit.table(other.source).where(v => v.personId.in(named))
        const chain = Transaction.of(source)
          .exec(one(source, 1).updateQuery().set('name', 'New'))
          .andThen(one(source, 2).updateQuery().set('age', theirs.countQuery()))
          .andThen(theirs.countQuery())
        same(await chain.run(), visits.filter(({ personId }) => personId === 1).length)
        same(await age(source, 2), visits.filter(({ personId }) => personId === 1).length)
      },
    },
    {
      what: 'two-at-once',
      title: 'no update is lost between transactions that run at once and repeat what met the other',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const other = opened.reopen === undefined ? opened : await opened.reopen()
        const older = async ({ source }: typeof opened): Promise<void> => {
          const chain = Transaction.of(source)
            .exec(one(source, 1).maxQuery(p => p.age))
            .andThen(before => setAge(source, 1, (before ?? 0) + 1))
          for (let time = 0; time < 5; time++) await chain.run({ isolation: 'repeatable-read', retries: 50 })
        }
        await Promise.all([older(opened), older(other), older(opened)])
        same(await age(opened.source, 1), 36 + 15)
      },
    },
    {
      what: 'other-databases',
      title: 'a step of another database is read before it begins; one that writes is refused, or in the receipt',
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const theirs = Visit.table(other.source).where(v => v.id.eq(11))
        const chain = Transaction.of(source)
          .exec(Visit.table(other.source).countQuery())
          .andThen(setAge(source, 1, 50))
          .andThen(theirs.deleteQuery())
        await fails('invalid', () => chain.run())
        same([await age(source, 1), await theirs.count()], [36, 1])
        const { values, receipt } = await chain.runAll({ unprotected: true })
        same([values, receipt.unprotected.length], [[visits.length, 1, 1], 1])
        same([await age(source, 1), await theirs.count()], [50, 0])
      },
    },
    {
      what: 'hooks',
      title: 'hooks of rows run inside, and what one of them throws undoes all',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const hooked = Person.table(source).withHook('beforeUpdate', ({ after, refuse }) => {
          if ((after.age ?? 0) > 90) refuse('age', 'is too much')
        })
        const both = (to: number) =>
          hooked
            .where(p => p.id.in([1, 2]))
            .updateQuery()
            .set('age', to)
        const chain = Transaction.of(source)
          .exec(setAge(source, 3, 50))
          .andThen(both(77))
        same([await chain.run(), await age(source, 1), await age(source, 3)], [2, 77, 50])
        const refused = Transaction.of(source)
          .exec(setAge(source, 3, 51))
          .andThen(both(78))
          .andThen(both(91))
        await fails('validation', () => refused.run())
        same([await age(source, 1), await age(source, 2), await age(source, 3)], [77, 77, 50])
      },
    },
    {
      what: 'inside-another',
      title: 'inside a transaction it is a part of that: undone alone, and with it',
      needs: ['savepoint'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const outer = await source.begin()
        const chain = Transaction.of(outer).exec(setAge(source, 1, 50))
        await chain.run()
        const own = new RangeError('out')
        const failing = Transaction.of(outer)
          .exec(setAge(source, 2, 50))
          .andThen(() => {
            throw own
          })
        await expect(failing.run()).rejects.toBe(own)
        same(
          await Person.table(outer)
            .where(p => p.age.eq(50))
            .fieldValues(p => p.id),
          [1],
        )
        await outer.rollback()
        same(await age(source, 1), 36)
      },
    },
  ],
)
