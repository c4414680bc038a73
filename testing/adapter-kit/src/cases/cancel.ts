import { deferred, int } from '@vantage-ts/core'
import { expect } from 'vitest'
import { failure, fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

const many = Array.from({ length: 500 }, (_, id) => ({ ...people[id % 5], id, name: `person ${id}` }))
const { id: _id, ...ada } = people[0]

/** A value that comes only when the call that waits for it ends. */
const never = deferred(
  int,
  ({ signal }) =>
    new Promise<number>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    }),
)

export const cancel = topic(
  'cancel',
  ['read'],
  [
    {
      what: 'aborted-before',
      title: 'a call whose signal is already aborted is cancelled, and nothing is sent',
      needs: ['where', 'aggregate', 'window', 'order'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const options = { signal: AbortSignal.abort() }
        for (const call of [
          () => table.list(options),
          () => table.listValues(options),
          () => table.get(1, options),
          () => table.first(options),
          () => table.page({ size: 2, ...options }),
          () => table.count(options),
          () => table.sum(p => p.age, options),
          () => table.fieldValues(p => p.age, options),
          () => table.maxExpr(p => p.age).run(options),
          () => table.stream(options)[Symbol.asyncIterator]().next(),
        ])
          await fails('cancelled', call, String(call))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'writes-aborted-before',
      title: 'a write whose signal is already aborted is cancelled, nothing is sent, and nothing changes',
      needs: ['where', 'insert', 'replace', 'patch', 'delete'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const options = { signal: AbortSignal.abort() }
        for (const call of [
          () => table.insert(9, ada, options),
          () => table.insertMany([{ id: 9, ...ada }], options),
          () => table.insertReturningId({ id: 9, ...ada }, options),
          () => table.replace(1, ada, options),
          () => table.patch(1, { age: 1 }, options),
          () => table.delete(1, options),
          () => table.deleteAll({ everything: true, ...options }),
          () => table.import(Person.table(opened.source), options),
        ])
          await fails('cancelled', call, String(call))
        same(opened.sent.length, 0)
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'aborted-between-the-statements-of-a-write',
      title: 'a write of several statements that is aborted after the first says that nobody knows what it did',
      needs: ['insert'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const controller = new AbortController()
        const stop = source.on('statement', () => controller.abort())
        const records = [
          { id: 8, ...ada },
          { id: 9, name: 'Flo', isActive: true },
        ]
        const error = await fails('cancelled', () => table.insertMany(records, { signal: controller.signal }))
        stop()
        same([error.details.outcome, error.retry], ['unknown', 'after-reread'])
        same(await table.insertMany(records), 1)
        sameRows(await table.list(), [
          ...people,
          { id: 8, ...ada },
          { id: 9, name: 'Flo', age: null, city: null, score: null, isActive: true },
        ])
      },
    },
    {
      what: 'aborted-while-a-part-resolves',
      title: 'a call aborted while a deferred part runs is cancelled, the part is told, and the statement is not sent',
      needs: ['where'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const controller = new AbortController()
        let told = false
        const part = deferred(int, async ({ signal }) => {
          controller.abort()
          told = signal?.aborted === true
          return 1
        })
        await fails('cancelled', () =>
          Person.table(opened.source)
            .where(p => p.id.eq(part))
            .list({ signal: controller.signal }),
        )
        same([told, opened.sent.length], [true, 0])
      },
    },
    {
      what: 'deadline-while-a-part-resolves',
      title: 'a deadline ends a call whose deferred part does not come: timeout, safe to repeat, nothing sent',
      needs: ['where', 'aggregate'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const set = Person.table(opened.source).where(p => p.id.eq(never))
        for (const call of [
          () => set.list({ timeoutMs: 1 }),
          () => set.count({ timeoutMs: 1 }),
          () => set.get(1, { timeoutMs: 0 }),
        ]) {
          const error = await fails('timeout', call)
          same(error.retry, 'safe')
        }
        await fails('timeout', () => set.list({ signal: AbortSignal.timeout(1) }))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'deadline-covers-the-whole-call',
      title: 'one deadline holds for a whole write, and a write that it ends before sending changes nothing',
      needs: ['where', 'patch', 'delete'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const set = Person.table(opened.source).where(p => p.id.eq(never))
        await fails('timeout', () => set.deleteAll({ timeoutMs: 1 }))
        await fails('timeout', () => set.patch(1, { age: 1 }, { timeoutMs: 1 }))
        same(opened.sent.length, 0)
        sameRows(await Person.table(opened.source).list(), people)
      },
    },
    {
      what: 'generous-deadlines',
      title: 'a deadline that is not reached changes nothing, and one that is no number is refused',
      needs: ['where'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        sameRows(await table.list({ timeoutMs: 60_000 }), people)
        same(await table.get(1, { timeoutMs: 60_000, signal: new AbortController().signal }), people[0])
        for (const timeoutMs of [2 ** 40, Number.POSITIVE_INFINITY]) sameRows(await table.list({ timeoutMs }), people)
        const before = opened.sent.length
        for (const timeoutMs of [-1, Number.NaN, untyped('5')]) await fails('invalid', () => table.list({ timeoutMs }))
        same(opened.sent.length, before)
      },
    },
    {
      what: 'reads-aborted-two-hundred-times',
      title:
        'reads aborted as soon as they are sent give their rows or are cancelled; the source then works and closes',
      needs: ['where', 'order'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, many))
        const set = Person.table(source)
          .where(p => p.isActive.eq(true))
          .orderBy(p => p.name.desc())
        for (let round = 0; round < 200; round++) {
          const controller = new AbortController()
          const call = set.list({ signal: controller.signal }).then(
            rows => rows.length,
            error => error.kind,
          )
          controller.abort()
          expect(['cancelled', 300]).toContain(await call)
        }
        same((await set.list()).length, 300)
      },
    },
    {
      what: 'writes-aborted-two-hundred-times',
      title:
        'inserts aborted as soon as they are sent are whole or absent, and say that nobody knows; the source then works',
      needs: ['insert', 'where'],
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        for (let id = 0; id < 200; id++) {
          const controller = new AbortController()
          const call = table.insert(id, ada, { signal: controller.signal }).then(
            row => row.id,
            error => error,
          )
          controller.abort()
          const outcome = await call
          if (outcome === id) continue
          same([outcome.kind, outcome.details.outcome ?? 'unknown'], ['cancelled', 'unknown'])
        }
        for (const row of await table.list()) same(row, { ...people[0], id: row.id })
        same((await table.insert(1000, ada)).id, 1000)
      },
    },
    {
      what: 'errors-two-hundred-times',
      title: 'calls that fail in the database leave nothing open: after 200 the source works and closes',
      async run({ open }) {
        const opened = await open(tableOf(Person, people, { missing: ['name'] }))
        const table = Person.table(opened.source)
        for (let round = 0; round < 200; round++) await failure(() => table.list())
        if (isAble(opened, 'where')) same((await table.select('age').list()).length, 5)
      },
    },
  ],
)
