import { col, Entity, json, text, uuid, uuidV7 } from '@vantage-ts/core'
import { asyncContext, auditTrail, checkFlagged, checkRecord } from '@vantage-ts/core/records'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import type { KitSource } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'

const actor = asyncContext<string>()

class Trail extends Entity('kit_trail', {
  id: col(uuid).id().default(uuidV7),
  what: col(text),
  detail: col(json),
  by: col(text).optional(),
}) {}

/** People whose changes are kept in a trail, but for where they live. */
const trailed = (source: KitSource, trail: KitSource) =>
  Person.table(source).withHook(
    auditTrail(
      () => Trail.table(trail),
      ({ event, entity, id, changes }) => ({
        what: `${event} ${entity} ${id}`,
        detail: changes,
        by: actor.get() ?? null,
      }),
      { except: ['city'] },
    ),
  )

/** The same for every table of an entity, wherever it is opened. */
class Told extends Entity('kit_person', Person.fields) {
  static override hooks = [
    auditTrail(
      source => Trail.table(source),
      ({ event, entity, id }) => ({ what: `${event} ${entity} ${id}`, detail: {} }),
    ),
  ]
}

const kept = async (source: KitSource): Promise<unknown> =>
  (
    await Trail.table(source)
      .orderBy(t => t.id)
      .list()
  ).map(({ what, detail, by }) => ({ what, detail, by }))

const flo = { id: 6, name: 'Flo', isActive: true } as const

export const audits = topic(
  'audit',
  ['read', 'where', 'insert', 'patch', 'delete', 'order'],
  [
    {
      what: 'same-database',
      title: 'what is written is kept in a trail of the same database, in the same transaction, with who did it',
      types: [uuid, json],
      needs: ['transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people), tableOf(Trail))
        const table = trailed(source, source)
        await actor.run('ann', () => table.insert(6, flo))
        same(await table.insertReturningId(flo), 6)
        await table.patch(1, { age: 37, city: 'Rome' })
        await actor.run('bob', async () => {
          await using transaction = await source.begin()
          await table.withTransaction(transaction).delete(2)
          await transaction.commit()
        })
        {
          await using transaction = await source.begin()
          await table.withTransaction(transaction).delete(3)
        }
        const none = { before: null, after: null }
        same(await kept(source), [
          {
            what: 'insert kit_person 6',
            by: 'ann',
            detail: {
              id: { before: null, after: 6 },
              name: { before: null, after: 'Flo' },
              isActive: { before: null, after: true },
            },
          },
          { what: 'update kit_person 1', by: null, detail: { age: { before: 36, after: 37 }, city: none } },
          {
            what: 'delete kit_person 2',
            by: 'bob',
            detail: {
              id: { before: 2, after: null },
              name: { before: 'Bob', after: null },
              city: none,
              isActive: { before: false, after: null },
            },
          },
        ])
      },
    },
    {
      what: 'given-up',
      title: 'a trail that hangs is given up with the write that it is of, and leaves no transaction open',
      types: [uuid, json],
      needs: ['transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people), tableOf(Trail))
        const controller = new AbortController()
        const states: (() => unknown)[] = []
        const hanging = Trail.table(source).withHook('beforeInsert', ({ transaction, signal }) => {
          states.push(() => [transaction?.state, signal.aborted])
          controller.abort()
          return new Promise(() => {})
        })
        const table = Person.table(source).withHook(
          auditTrail(
            () => hanging,
            ({ event, changes }) => ({ what: event, detail: changes }),
          ),
        )
        const { signal } = controller
        await fails('partial', () => table.patch(1, { age: 37 }, { signal }))
        same(
          states.map(state => state()),
          [['rolled back', true]],
        )
        same((await table.patch(2, {})).name, 'Bob')
        await source.transaction(async tx => void (await Person.table(tx).patch(2, { age: 1 })))
        same([(await table.get(1))?.age, (await table.get(2))?.age, await Trail.table(source).count()], [37, 1, 0])
      },
    },
    {
      what: 'another-database-given-up',
      title: 'a trail in another database that hangs is given up with the transaction: committed, and not all was sent',
      types: [uuid, json],
      needs: ['transaction'],
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Trail))
        const controller = new AbortController()
        const states: (() => unknown)[] = []
        const hanging = Trail.table(other.source).withHook('beforeInsert', ({ transaction }) => {
          states.push(() => transaction?.state)
          controller.abort()
          return new Promise(() => {})
        })
        const table = Person.table(source).withHook(
          auditTrail(
            () => hanging,
            ({ event, changes }) => ({ what: event, detail: changes }),
          ),
        )
        const { signal } = controller
        const work = source.transaction(async tx => void (await table.withTransaction(tx).patch(1, { age: 37 })), {
          signal,
        })
        const { details } = await fails('partial', () => work)
        same([details.written, states.map(state => state()), (await table.get(1))?.age], [true, ['rolled back'], 37])
        expect(details.receipt).toMatchObject({
          afterCommit: [{ what: 'the audit trail of kit_person', outcome: 'failed' }],
        })
      },
    },
    {
      what: 'where-it-was-written',
      title:
        'the hook of an entity keeps the trail where the row was written: in each database, and in its transaction',
      types: [uuid, json],
      needs: ['transaction'],
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Told, people), tableOf(Trail))
        const other = await openMemory(tableOf(Told, people), tableOf(Trail))
        await Told.table(source).patch(1, { age: 37 })
        await Told.table(other.source).patch(2, { age: 3 })
        await source.transaction(async transaction => {
          await Told.table(transaction).patch(3, { age: 4 })
        })
        {
          await using dropped = await source.begin()
          await Told.table(dropped).patch(3, { age: 5 })
        }
        const what = (from: KitSource) =>
          Trail.table(from)
            .orderBy(t => t.id)
            .fieldValues(t => t.what)
        same(await what(source), ['update kit_person 1', 'update kit_person 3'])
        same(await what(other.source), ['update kit_person 2'])
      },
    },
    {
      what: 'another-database',
      title:
        'a trail in another database is written after the commit, and the receipt lists it; a rollback writes none',
      types: [uuid, json],
      needs: ['transaction'],
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Trail))
        const table = trailed(source, other.source)
        const transaction = await source.begin()
        await table.withTransaction(transaction).patch(1, { age: 37 })
        same(await kept(other.source), [])
        const { afterCommit } = await transaction.commit()
        same(afterCommit, [{ what: 'the audit trail of kit_person', outcome: 'done' }])
        {
          await using dropped = await source.begin()
          await table.withTransaction(dropped).patch(1, { age: 38 })
        }
        await table.patch(1, { age: 39 })
        const update = (before: number, after: number): object => ({
          what: 'update kit_person 1',
          by: null,
          detail: { age: { before, after } },
        })
        same(await kept(other.source), [update(36, 37), update(37, 39)])
      },
    },
  ],
)

/** A schema of any library: at least as long, and without blanks around it. */
const trimmed = {
  '~standard': {
    version: 1,
    vendor: 'kit',
    validate: async (value: unknown) =>
      String(value).trim().length < 3 ? { issues: [{ message: 'is too short' }] } : { value: String(value).trim() },
  },
} as const

const grownUp = {
  '~standard': {
    version: 1,
    vendor: 'kit',
    validate: (value: unknown) => {
      const { age, isActive } = Object(value)
      if (isActive === true && typeof age === 'number' && age < 18)
        return { issues: [{ message: 'is too young', path: ['age'] }, { message: 'does not fit together' }] }
      return { value }
    },
  },
} as const

export const checks = topic(
  'checks',
  ['read', 'where', 'insert', 'patch'],
  [
    {
      what: 'records-and-flags',
      title:
        'whole records and flagged columns are checked on create and change, and all that is refused is told together',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source).withHook(checkRecord(grownUp)).withHook(checkFlagged('searchable', trimmed))
        const refused = await fails('validation', () => table.insert(6, { name: ' F ', isActive: true, age: 3 }))
        same(refused.details.fields, [
          { field: 'age', path: ['age'], message: 'is too young' },
          { field: '', path: [], message: 'does not fit together' },
          { field: 'name', path: ['name'], message: 'is too short' },
        ])
        same((await table.insert(6, { name: ' Flo ', isActive: true, city: null })).name, 'Flo')
        // What a change leaves as it is passes: 'Cy' was stored before there was such a rule.
        same((await table.patch(3, { score: 1 })).name, 'Cy')
        await fails('validation', () => table.patch(3, { name: 'Jo' }))
        await fails('validation', () => table.patch(3, { age: 17 }))
        same((await table.patch(3, { age: 17, isActive: false })).age, 17)
        sameRows(await table.list(), [
          ...people.slice(0, 2),
          { ...people[2], age: 17, isActive: false, score: 1 },
          ...people.slice(3),
          { id: 6, name: 'Flo', age: null, city: null, score: null, isActive: true },
        ])
      },
    },
  ],
)
