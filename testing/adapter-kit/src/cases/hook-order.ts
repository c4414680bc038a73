import { Entity, hook, type HookEvent } from '@vantage-ts/core'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending, withRow } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'

let told: string[] = []
const tell = (what: string) => (): void => void told.push(what)

/** What ran since it was asked last. */
function ran(): readonly string[] {
  const all = told
  told = []
  return all
}

/** A person whose entity has hooks of its own, the later phases first. */
class Watched extends Entity('kit_person', Person.fields) {
  static override hooks = [
    hook('beforeSave', tell('entity validates')),
    hook('beforeInsert', tell('entity populates an insert'), { phase: 'populate' }),
    hook('beforeSave', tell('entity populates'), { phase: 'populate' }),
    hook('beforeSave', tell('entity normalizes'), { phase: 'normalize' }),
    hook('afterSave', tell('entity is told')),
  ]
}

const events: readonly HookEvent[] = [
  'beforeInsert',
  'afterInsert',
  'beforeUpdate',
  'afterUpdate',
  'beforeDelete',
  'afterDelete',
]

/** The order of hooks, and which of them a write runs. */
export const hookOrder = topic(
  'hook-order',
  ['read', 'where', 'insert', 'patch', 'delete'],
  [
    {
      what: 'phases-and-owners',
      title:
        'hooks run by phase; within one save before insert, then those of the entity, the table and the record, as registered',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Watched.table(source)
          .withHook('beforeSave', tell('table validates'))
          .withHook('beforeSave', tell('table normalizes'), { phase: 'normalize' })
          .withHook('afterSave', tell('table is told'))
        const draft = table.newEntity({ id: 6, name: 'Flo', isActive: true })
        draft.addHook('beforeSave', tell('record validates'))
        draft.addHook('beforeInsert', tell('record normalizes an insert'), { phase: 'normalize' })
        draft.addHook('afterSave', tell('record is told'))
        ran()
        await draft.create()
        same(ran(), [
          'entity normalizes',
          'table normalizes',
          'record normalizes an insert',
          'entity populates',
          'entity populates an insert',
          'entity validates',
          'table validates',
          'record validates',
          'entity is told',
          'table is told',
          'record is told',
        ])
      },
    },
    {
      what: 'of-each-write',
      title:
        'an insert that finds its row is told before and not after; a replace updates a row that is there and inserts one that is not',
      needs: ['replace'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = events.reduce((set, event) => set.withHook(event, tell(event)), Person.table(opened.source))
        const record = { name: 'Flo', isActive: true }
        const writes: readonly (readonly [string, () => PromiseLike<unknown>, readonly HookEvent[]])[] = [
          ['insert', () => table.insert(6, record), ['beforeInsert', 'afterInsert']],
          ['insert of an id that is there', () => table.insert(6, record), ['beforeInsert']],
          ['replace', () => table.replace(6, record), ['beforeUpdate', 'afterUpdate']],
          ['replace of an id that is not there', () => table.replace(7, record), ['beforeInsert', 'afterInsert']],
          ['patch', () => table.patch(7, { age: 1 }), ['beforeUpdate', 'afterUpdate']],
          ['patch of nothing', () => table.patch(7, {}), []],
          ['insertReturningId', () => table.insertReturningId({ id: 8, ...record }), ['beforeInsert', 'afterInsert']],
          ['insertReturningId of what is there', () => table.insertReturningId({ id: 8, ...record }), ['beforeInsert']],
          ['delete', () => table.delete(8), ['beforeDelete', 'afterDelete']],
          ['delete', () => table.delete(7), ['beforeDelete', 'afterDelete']],
          ['delete of what is not there', () => table.delete(7), []],
          [
            'insertMany',
            () =>
              table.insertMany([
                { id: 6, ...record },
                { id: 8, ...record },
              ]),
            ['beforeInsert', 'beforeInsert', 'afterInsert'],
          ],
          [
            'updateQuery',
            () =>
              table
                .where(p => p.id.gte(6))
                .updateQuery()
                .set('age', 2)
                .run(),
            ['beforeUpdate', 'afterUpdate', 'beforeUpdate', 'afterUpdate'],
          ],
          [
            'deleteAll',
            () => table.where(p => p.id.gte(6)).deleteAll(),
            ['beforeDelete', 'afterDelete', 'beforeDelete', 'afterDelete'],
          ],
        ]
        ran()
        for (const [what, write, expected] of writes) {
          await write()
          same(ran(), expected, what)
        }
        await fails('not-found', () => table.patch(9, { age: 1 }))
        same(ran(), [])
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'nothing-half-written',
      title: 'what a hook throws before a write ends it before anything is sent to write; later hooks do not run',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
          .withHook('beforeSave', () => {
            throw new Error('closed')
          })
          .withHook('beforeSave', tell('later'))
          .withHook('afterSave', tell('after'))
        ran()
        await fails('validation', () => table.insert(6, { name: 'Flo', isActive: true }))
        const patched = await sending(opened, () => fails('validation', () => table.patch(1, { age: 1 })))
        same([patched.count, ran()], [1, []])
        await fails('validation', () => table.insertMany([{ id: 6, name: 'Flo', isActive: true }]))
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'writing-their-own-set',
      title:
        'hooks may write their own set; those that would do so for ever end with an error, and write nothing before',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const growing = table.withHook('afterUpdate', async ({ set, after }) => {
          if (after.age !== null && after.age < 40) await set.patch(after.id, { age: after.age + 1 })
        })
        await growing.patch(1, { age: 37 })
        same((await table.get(1))?.age, 40)
        const endless = table.withHook('beforeUpdate', async ({ set, before }) => {
          tell('again')()
          await set.patch(before.id, { age: 1 })
        })
        ran()
        const error = await fails('invalid', () => endless.patch(2, { age: 1 }))
        same([error.details.reason, error.details.entity], ['hooks-nested', 'kit_person'])
        same([ran().length, await table.get(2)], [32, people[1]])
      },
    },
    {
      what: 'of-other-writes',
      title: 'hooks of one kind of write cost the others nothing',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source).withHook('beforeDelete', tell('delete'))
        same((await sending(opened, () => table.patch(1, { age: 1 }))).count, withRow(opened))
        same((await sending(opened, () => table.insert(6, { name: 'Flo', isActive: true }))).count, withRow(opened))
        const whole = await sending(opened, () =>
          table
            .where(p => p.id.gt(1))
            .updateQuery()
            .set('age', 3)
            .run(),
        )
        same([whole.value, whole.count], [5, 1])
        ran()
        const removed = await sending(opened, () => table.delete(6))
        same([removed.count, ran()], [2, ['delete']])
      },
    },
  ],
)
