import { failure, fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'

const { id: _id, ...ada } = people[0]

const _leaving = new Error('left by a throw')

export const savepoints = topic(
  'savepoints',
  ['read', 'where', 'insert', 'transaction', 'savepoint'],
  [
    {
      what: 'rollback-to-a-savepoint',
      title: 'rolling back to a savepoint takes back what came after it and nothing else',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const transaction = await source.begin()
        const inside = Person.table(transaction.source)
        await inside.insert(1, ada)
        const savepoint = await transaction.savepoint()
        await inside.insert(2, ada)
        await savepoint.rollback()
        await inside.insert(3, ada)
        await transaction.commit()
        sameRows(await Person.table(source).list(), [people[0], { ...people[0], id: 3 }])
      },
    },
    {
      what: 'nested-savepoints',
      title: 'savepoints nest; a released one keeps its rows, and an outer one takes back the inner',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const transaction = await source.begin()
        const inside = Person.table(transaction.source)
        const outer = await transaction.savepoint()
        await inside.insert(1, ada)
        const inner = await transaction.savepoint()
        await inside.insert(2, ada)
        await inner.release()
        same(await inside.fieldValues(p => p.id).then(ids => ids.sort()), [1, 2])
        await outer.rollback()
        same(await inside.list(), [])
        await inside.insert(4, ada)
        await transaction.commit()
        same(await Person.table(source).fieldValues(p => p.id), [4])
      },
    },
    {
      what: 'after-a-failed-statement',
      title: 'rolling back to a savepoint after a failed statement lets the transaction go on',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people, { missing: ['name'] }))
        const transaction = await source.begin()
        const savepoint = await transaction.savepoint()
        await failure(() => Person.table(transaction.source).list())
        await savepoint.rollback()
        same((await Person.table(transaction.source).select('age').list()).length, 5)
        await transaction.commit()
      },
    },
    {
      what: 'transactions-inside',
      title: 'a transaction inside another is undone alone or becomes a part of it, and the outer one waits for it',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        await source.transaction(async outer => {
          await Person.table(outer).insert(1, ada)
          const dropped = await outer.begin()
          await Person.table(dropped).insert(2, ada)
          await fails('invalid', () => Person.table(outer).count())
          await dropped.rollback()
          await outer.transaction(async inner => {
            await Person.table(inner).insert(3, ada)
            same(await Person.table(inner).count(), 2)
          })
          await fails('not-found', () =>
            outer.transaction(async inner => {
              await Person.table(inner).insert(4, ada)
              await Person.table(inner).patch(99, { age: 1 })
            }),
          )
        })
        sameRows(await Person.table(source).list(), [people[0], { ...people[0], id: 3 }])
      },
    },
  ],
)
