import { expect } from 'vitest'
import { failure, fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'

const { id: _id, ...ada } = people[0]

const leaving = new Error('left by a throw')

export const transactions = topic(
  'transactions',
  ['read', 'where', 'insert', 'transaction'],
  [
    {
      what: 'commit',
      title: 'what a committed transaction wrote is there for all, and its source tells its state',
      needs: ['patch', 'delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        await using transaction = await source.begin()
        const inside = Person.table(transaction.source)
        await inside.insert(6, ada)
        await inside.patch(2, { age: 50 })
        await inside.delete(3)
        same([transaction.state, await inside.count()], ['open', 5])
        await transaction.commit()
        same(transaction.state, 'committed')
        sameRows(await Person.table(source).list(), [
          people[0],
          { ...people[1], age: 50 },
          people[3],
          people[4],
          { ...people[0], id: 6 },
        ])
      },
    },
    {
      what: 'work',
      title: 'work in a transaction is committed with its result, and undone with what it throws',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        same(await source.transaction(async tx => (await Person.table(tx).insert(1, ada)).name), 'Ada')
        const own = new RangeError('out')
        const failing = source.transaction(async tx => {
          await Person.table(tx).insert(2, ada)
          throw own
        })
        await expect(failing).rejects.toBe(own)
        sameRows(await Person.table(source).list(), [people[0]])
      },
    },
    {
      what: 'work-of-two-at-once',
      title: 'no update is lost between two that read and write one row at once, and repeat what met the other',
      needs: ['patch'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const other = opened.reopen === undefined ? opened : await opened.reopen()
        const older = async ({ source }: typeof opened): Promise<void> => {
          for (let time = 0; time < 5; time++)
            await source.transaction(
              async tx => {
                const ada = await Person.table(tx).load(1)
                ada.age = (ada.age ?? 0) + 1
                await ada.save()
              },
              { isolation: 'repeatable-read', retries: 50 },
            )
        }
        await Promise.all([older(opened), older(other), older(opened)])
        same((await Person.table(opened.source).get(1))?.age, 36 + 15)
      },
    },
    {
      what: 'over',
      title: 'what is over is neither used nor ended again, and says what to do',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const transaction = await source.begin()
        const inside = Person.table(source).withTransaction(transaction)
        await inside.insert(1, ada)
        await transaction.commit()
        for (const use of [
          () => inside.count(),
          () => inside.insert(2, ada),
          () => transaction.commit(),
          () => transaction.rollback(),
        ])
          expect((await fails('invalid', use)).message).toContain('begin another')
        same(await Person.table(source).count(), 1)
      },
    },
    {
      what: 'rollback',
      title: 'a rolled back transaction leaves nothing, nor does one that is left without a commit',
      needs: ['patch', 'delete', 'replace'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const transaction = await source.begin()
        await Person.table(transaction.source).deleteAll({ everything: true })
        await transaction.rollback()
        await transaction.rollback()
        same(transaction.state, 'rolled back')
        {
          await using left = await source.begin()
          await Person.table(left.source).insertMany([
            { id: 7, ...ada },
            { id: 8, ...ada },
          ])
          await Person.table(left.source).replace(1, { name: 'x', isActive: false })
        }
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'what-is-not-committed-is-not-seen',
      title: 'a read outside never sees what an open transaction wrote and then rolls back',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const transaction = await source.begin()
        await Person.table(transaction.source).insert(6, ada)
        const outside = Person.table(source).count()
        await Promise.race([outside, Promise.resolve()])
        await transaction.rollback()
        same(await outside, 5)
      },
    },
    {
      what: 'another-handle-sees-the-commit-only',
      title: 'another handle on the database sees the rows before or after the transaction, never half of it',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const other = opened.reopen === undefined ? opened : await opened.reopen()
        const transaction = await opened.source.begin()
        await Person.table(transaction.source).insert(6, ada)
        const between = Person.table(other.source).count()
        await Person.table(transaction.source).insert(7, ada)
        await transaction.commit()
        expect([5, 7]).toContain(await between)
        same(await Person.table(other.source).count(), 7)
      },
    },
    {
      what: 'reads-its-own-writes',
      title:
        'inside a transaction its writes are read, also by embedded sets and by sets of the plain source used as operands',
      needs: ['select', 'aggregate'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        await using transaction = await opened.source.begin()
        const inside = Person.table(transaction.source)
        await inside.insert(9, { ...ada, name: 'Nine' })
        same(transaction.source.database === opened.source.database, true)
        const visitors = Visit.table(transaction.source).where(v => v.personId.in(inside.fieldExpr(p => p.id)))
        const { value, count } = await sending(opened, () => visitors.count())
        same([value, count], [4, 1])
        const plain = Person.table(opened.source).fieldExpr(p => p.id)
        const mixed = await sending(opened, () =>
          Visit.table(transaction.source)
            .where(v => v.personId.in(plain))
            .count(),
        )
        same([mixed.value, mixed.count], [4, 1])
        same(await inside.maxExpr(p => p.id).run(), 9)
      },
    },
    {
      what: 'ids-deleted-and-inserted-again',
      title: 'inside a transaction ids that were deleted are free again, and one id twice in a call is created once',
      needs: ['delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const transaction = await source.begin()
        const inside = Person.table(transaction.source)
        same(await inside.deleteAll({ everything: true }), 5)
        same(
          await inside.insertMany([
            { id: 2, ...ada },
            { id: 2, ...ada, name: 'Second' },
          ]),
          1,
        )
        same((await inside.insert(2, { ...ada, name: 'Third' })).name, 'Ada')
        same(await inside.delete(2), true)
        same((await inside.insert(2, { ...ada, name: 'Fourth' })).name, 'Fourth')
        await transaction.commit()
        same(await Person.table(source).list(), [{ ...people[0], id: 2, name: 'Fourth' }])
      },
    },
    {
      what: 'a-failed-statement',
      title: 'after a statement that failed the transaction can be rolled back, and nothing of it stays',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people, { missing: ['name'] }))
        const transaction = await source.begin()
        same((await Person.table(transaction.source).select('age').list()).length, 5)
        await failure(() => Person.table(transaction.source).list())
        await transaction.rollback()
        same(transaction.state, 'rolled back')
        await fails('invalid', () => transaction.commit())
        same((await Person.table(source).select('age').list()).length, 5)
      },
    },
    {
      what: 'ended-transactions',
      title: 'an ended transaction refuses to be committed or read again, and a committed one to be rolled back',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const transaction = await source.begin()
        await transaction.commit()
        await fails('invalid', () => transaction.commit())
        await fails('invalid', () => transaction.rollback())
        await fails('invalid', () => Person.table(transaction.source).list())
        await fails('invalid', () => Person.table(transaction.source).insert(9, ada))
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'one-after-the-other',
      title: 'a hundred transactions one after the other leave no connection open',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        for (let id = 0; id < 100; id++) {
          await using transaction = await source.begin()
          await Person.table(transaction.source).insert(id, ada)
          if (id % 2 === 0) await transaction.commit()
        }
        same(await Person.table(source).count(), 50)
      },
    },
    {
      what: 'ten-thousand-scopes',
      title:
        '10,000 scopes that are left by throw or return, four at a time, leave no connection open and nothing written',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const leave = async (turn: number): Promise<void> => {
          await using transaction = await source.begin()
          // A statement now and then: what is counted here are scopes.
          if (turn % 50 < 2) await Person.table(transaction).insert(turn, ada)
          if (turn % 2 === 0) throw leaving
        }
        const lane = async (first: number): Promise<void> => {
          for (let turn = first; turn < 10_000; turn += 4)
            await leave(turn).catch(thrown => {
              if (thrown !== leaving) throw thrown
            })
        }
        await Promise.all([0, 1, 2, 3].map(lane))
        const all = await Promise.all([1, 2, 3, 4].map(() => source.transaction(tx => Person.table(tx).count())))
        same(all, [0, 0, 0, 0])
      },
    },
    {
      what: 'at-the-same-time',
      title: 'transactions opened at the same time all end, and what is counted is what was committed',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const run = async (id: number): Promise<boolean> => {
          const transaction = await source.begin()
          try {
            await Person.table(transaction.source).insert(id, ada)
            await transaction.commit()
            return true
          } catch (error) {
            await transaction.rollback().catch(() => undefined)
            expect(error).toMatchObject({ kind: 'conflict' })
            return false
          }
        }
        const committed = await Promise.all(Array.from({ length: 6 }, (_, id) => run(id)))
        same(await Person.table(source).count(), committed.filter(done => done).length)
      },
    },
    {
      what: 'read-only',
      title: 'a transaction that is only for reading reads, and refuses to write',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const transaction = await source.begin({ readOnly: true })
        same((await Person.table(transaction.source).list()).length, 5)
        await fails(['invalid', 'permission', 'unsupported'], () => Person.table(transaction.source).insert(9, ada))
        await transaction.rollback()
        sameRows(await Person.table(source).list(), people)
      },
    },
    {
      what: 'aborted-begin',
      title: 'beginning with an aborted signal is cancelled and leaves nothing open',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        for (let round = 0; round < 30; round++)
          await fails('cancelled', () => source.begin({ signal: AbortSignal.abort() }))
        same((await Person.table(source).insert(6, ada)).id, 6)
      },
    },
    {
      what: 'aborted-later',
      title: 'a transaction whose signal aborts is rolled back, says so when it is used, and leaves nothing open',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        let next = new AbortController()
        for (let round = 0; round < 30; round++) {
          const controller = new AbortController()
          const { signal } = controller
          const transaction = await source.begin({ signal })
          const inside = Person.table(transaction)
          await inside.insert(6, ada)
          controller.abort()
          same(transaction.state, 'rolled back')
          for (const use of [() => inside.count(), () => inside.insert(7, ada), () => transaction.commit()])
            expect((await fails('cancelled', use)).message).toContain('begin another')
          await transaction.rollback()
          await fails('cancelled', () =>
            source.transaction(
              async tx => {
                await Person.table(tx).insert(6, ada)
                // It aborts while nothing runs, and never settles.
                await new Promise(() => next.abort())
              },
              { signal: next.signal },
            ),
          )
          next = new AbortController()
        }
        same((await Person.table(source).insert(6, ada)).id, 6)
        const late = new AbortController()
        const committed = await source.begin({ signal: late.signal })
        await Person.table(committed).insert(7, ada)
        await committed.commit()
        late.abort()
        same([committed.state, await Person.table(source).count()], ['committed', 7])
      },
    },
  ],
)
