import type { OpenTransaction } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import type { KitSource } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'

const { id: _id, ...ada } = people[0]

export const misusedTransactions = topic(
  'misused-transactions',
  ['read', 'where', 'insert', 'patch', 'delete', 'transaction'],
  [
    {
      what: 'ended-twice-at-once',
      title:
        'of several ends of one transaction at once the first counts, and the others are refused and change nothing',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        type Ends = (transaction: OpenTransaction<KitSource>) => readonly Promise<unknown>[]
        const ended = async (id: number, ends: Ends): Promise<unknown> => {
          const transaction = await source.begin()
          await Person.table(transaction).insert(id, ada)
          const outcomes = await Promise.allSettled(ends(transaction))
          return outcomes.map(outcome => (outcome.status === 'fulfilled' ? 'done' : outcome.reason.kind))
        }
        same(await ended(1, tx => [tx.commit(), tx.commit(), tx.rollback()]), ['done', 'invalid', 'invalid'])
        same(await ended(2, tx => [tx.rollback(), tx.rollback(), tx.commit()]), ['done', 'done', 'invalid'])
        same(await Person.table(source).fieldValues(p => p.id), [1])
      },
    },
    {
      what: 'record-of-one-that-is-over',
      title: 'a record of a transaction that is over is not saved, read again or deleted, and says what to do',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        for (const end of ['commit', 'rollback'] as const) {
          const transaction = await source.begin()
          const record = await Person.table(transaction).load(1)
          await transaction[end]()
          record.age = 99
          for (const use of [() => record.save(), () => record.reload(), () => record.delete(), () => record.patch({})])
            expect((await fails('invalid', use)).message).toContain('begin another')
        }
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'of-another-database',
      title: 'a set is not put into a transaction of another database, nor a record saved from one into the other',
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        await using here = await source.begin()
        await using there = await other.source.begin()
        const told = await fails('invalid', () => Person.table(source).withTransaction(there))
        expect(told.message).toMatch(
          /the transaction on .+ is of another database than kit_person on .+; begin one there/,
        )
        await fails('invalid', () => Person.table(other.source).withTransaction(here))
        const record = await Person.table(here).load(1)
        record.age = 99
        const refused = await fails('invalid', () => record.saveTo(Person.table(other.source)))
        expect(refused.message).toContain('unprotected')
        await here.rollback()
        await there.rollback()
        for (const each of [source, other.source]) sameRows(await Person.table(each).list(), people)
      },
    },
    {
      what: 'stuck-hooks',
      title:
        'a hook that never settles ends with the signal of the call; its transaction is rolled back and its connection free',
      needs: ['order', 'window'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people), tableOf(Visit, visits))
        for (let round = 0; round < 10; round++) {
          const [call, second] = [new AbortController(), new AbortController()]
          const stuck = () => new Promise<void>(() => call.abort())
          // Every row is written in one transaction of the call, which the hook of the second one holds up.
          let rows = 0
          const each = Person.table(source).withHook('afterUpdate', () => (++rows === 2 ? stuck() : undefined))
          const change = each.where(p => p.id.lt(4)).updateQuery().set('age', 99) // biome-ignore format: one line
          await fails('cancelled', () => change.run({ signal: call.signal }))
          const deaf = Person.table(source).withHook('beforeUpdate', async ({ transaction }) => {
            if (transaction !== undefined) await Visit.table(transaction.source).insert(100, { place: 'zoo' })
            await new Promise<void>(() => second.abort())
          })
          const work = source.transaction(async tx => {
            await deaf.withTransaction(tx).patch(1, { age: 99 }, { signal: second.signal })
          })
          await fails('cancelled', () => work)
          same(await Visit.table(source).get(100), undefined)
        }
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'hooks-that-throw-anything',
      title: 'a hook may throw what is no error: the write is refused all the same, and its transaction undone',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        for (const thrown of ['no', undefined, null, 0, { code: 1 }, Object.create(null)]) {
          const table = Person.table(source).withHook('afterSave', () => Promise.reject(thrown))
          const transaction = await source.begin()
          const error = await fails('validation', () => table.withTransaction(transaction).patch(1, { age: 99 }))
          same([error.message.length > 'afterSave of kit_person: '.length, transaction.state], [true, 'rolled back'])
        }
        sameRows(await Person.table(source).list(), people)
      },
    },
  ],
)
