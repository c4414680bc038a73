import {
  caseWhen,
  coalesce,
  deferred,
  deferredList,
  type Expr,
  instant,
  int,
  now,
  text,
  VantageError,
} from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { expect } from 'vitest'
import { failure, fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'
import { untyped } from '../untyped.ts'

const idsOf = async (set: { list(): PromiseLike<readonly { readonly id: number }[]> }): Promise<number[]> =>
  (await set.list()).map(({ id }) => id).sort((a, b) => a - b)

/** A deferred value that counts its runs. */
function counted<T>(give: () => T): { readonly work: () => Promise<T>; runs(): number } {
  let runs = 0
  return {
    work: async () => {
      runs++
      return give()
    },
    runs: () => runs,
  }
}

export const deferreds = topic(
  'deferred',
  ['read', 'where'],
  [
    {
      what: 'runs-once-per-execution',
      title:
        'a deferred value is not run while building, once per call however often it is used, and again in the next call',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const { work, runs } = counted(() => 36)
        const age = deferred(int, work)
        const set = Person.table(opened.source).where(p => p.age.eq(age).or(p.id.eq(age)).or(p.age.gt(age)))
        set.explain()
        set.$.age.eq(age).preview()
        same(runs(), 0)
        same(await idsOf(set), [1, 4])
        same(runs(), 1)
        same(await idsOf(set), [1, 4])
        same([runs(), opened.sent.length], [2, 2])
      },
    },
    {
      what: 'reads-state-when-it-runs',
      title: 'state that changes between two calls gives two answers',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        let wanted = 'Ada'
        const set = Person.table(source).where(p => p.name.eq(deferred(text, async () => wanted)))
        same(await idsOf(set), [1])
        wanted = 'Bob'
        same(await idsOf(set), [2])
      },
    },
    {
      what: 'null-is-unknown',
      title: 'a deferred value that is null makes a comparison unknown, as a null column does',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const missing = deferred(int, async () => null)
        same(await idsOf(table.where(p => p.age.eq(missing))), [])
        same(await idsOf(table.where(p => p.age.eq(missing).not())), [])
        same(await idsOf(table.where(p => p.age.ne(missing))), [])
        same(await idsOf(table.where(p => p.age.isNotDistinctFrom(missing))), [2, 5])
        same(await idsOf(table.where(p => p.age.isDistinctFrom(missing))), [1, 3, 4])
        same(await idsOf(table.where(p => p.age.eq(missing).or(p.id.eq(1)))), [1])
      },
    },
    {
      what: 'in-nested-parts',
      title: 'deferred values are found inside case, coalesce, not, calculated values and lists',
      operators: ['plus', 'coalesce', 'not', 'concat'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const age = deferred(int, async () => 20)
        const name = deferred(text, async () => 'Ada')
        const conditions: readonly (readonly [ReturnType<typeof table.where>, number[]])[] = [
          [table.where(p => p.age.gt(age).not()), [3]],
          [table.where(p => coalesce(p.age, age).eq(20)), [2, 3, 5]],
          [table.where(p => p.age.plus(untyped(age)).eq(40)), [3]],
          [table.where(p => caseWhen(int, [{ when: p.age.gt(age), then: age }], 1).eq(20)), [1, 4]],
          [table.where(p => caseWhen(int, [{ when: p.isActive, then: 1 }], age).eq(20)), [2, 4]],
          [table.where(p => p.name.eq(name).or(p.age.eq(age)).and(p.isActive.eq(true))), [1, 3]],
          [table.where(p => p.name.concat(untyped(name)).eq('BobAda')), [2]],
          [table.where(p => p.age.in(deferredList(int, async () => [1, 20]))), [3]],
          [table.where(p => p.age.notIn(deferredList(int, async () => [20]))), [1, 4]],
          [table.where(p => p.age.in(deferredList(int, async () => [])).not()), [1, 2, 3, 4, 5]],
        ]
        for (const [set, ids] of conditions) {
          const { value: found, count } = await sending(opened, () => idsOf(set))
          same(found, ids, set.explain().toString())
          expect(count).toBe(1)
        }
      },
    },
    {
      what: 'in-an-embedded-set',
      title: 'a deferred value inside an embedded set is found, and runs once though it is used outside too',
      needs: ['select'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { work, runs } = counted(() => 30)
        const age = deferred(int, work)
        const older = table.where(q => q.age.gt(age)).fieldExpr(q => q.city)
        const { value: found, count } = await sending(opened, () =>
          idsOf(table.where(p => p.city.in(older).and(p.age.gt(age)))),
        )
        same([found, count, runs()], [[1, 4], 1, 1])
      },
    },
    {
      what: 'in-orders-and-aggregates',
      title: 'deferred values stand in order keys, calculated values and sums',
      needs: ['order', 'aggregate'],
      operators: ['mul', 'plus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { work, runs } = counted(() => -1)
        const sign = unchecked<Expr<number, never>>(deferred(int, work), 'it never gives null')
        same(
          (await table.orderBy(p => p.id.mul(sign)).list()).map(({ id }) => id),
          [5, 4, 3, 2, 1],
        )
        same(await table.sum(p => p.id.mul(sign)), -15)
        same(await table.orderBy(p => p.id).fieldValues(p => p.id.plus(sign)), [0, 1, 2, 3, 4])
        same([runs(), opened.sent.length], [3, 3])
      },
    },
    {
      what: 'expressions-that-give-expressions',
      title: 'a deferred value may be an expression, whose value may be one again',
      needs: ['aggregate'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const oldest = unchecked<Expr<number, unknown>>(
          Person.table(other.source).maxExpr(p => p.age),
          'somebody has an age',
        )
        const inner = deferred(int, async () => oldest)
        const outer = deferred(int, async () => deferred(int, async () => inner))
        const { value: found, count } = await sending(opened, () =>
          idsOf(Person.table(opened.source).where(p => p.age.eq(outer))),
        )
        same([found, count, other.sent.length], [[1, 4], 1, 1])
        const here = deferred(int, async () =>
          unchecked<Expr<number, unknown>>(
            Person.table(opened.source).minExpr(p => p.age),
            'somebody has an age',
          ),
        )
        same(await idsOf(Person.table(opened.source).where(p => p.age.eq(here))), [3])
      },
    },
    {
      what: 'independent-parts-run-at-once',
      title: 'two deferred values that wait for each other both come, so they run at the same time',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        let arrived = 0
        let open2: () => void = () => {}
        const both = new Promise<void>(resolve => {
          open2 = resolve
        })
        const meet = (result: number) =>
          deferred(int, async () => {
            if (++arrived === 2) open2()
            await both
            return result
          })
        same(await idsOf(Person.table(source).where(p => p.age.gt(meet(20)).and(p.id.lt(meet(4))))), [1])
      },
    },
    {
      what: 'a-failure-sends-nothing',
      title: 'a deferred value that fails fails the call, keeps kind and cause, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const own = new Error('the service is away')
        const failing = deferred(int, async () => Promise.reject(own), 'the service')
        const error = await fails('internal', () => table.where(p => p.age.gt(failing)).list())
        same([error.cause === own, opened.sent.length], [true, 0])
        expect(error.message).toContain('the service')
        const typed = deferred(int, async () => Promise.reject(new VantageError('no', { kind: 'permission' })))
        await fails('permission', () => table.where(p => p.age.gt(20).and(p.id.gt(typed))).count())
        same(opened.sent.length, 0)
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'wrong-values-send-nothing',
      title:
        'a deferred value of another type, or a list where one value is wanted, is refused before anything is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const giving = (given: unknown) => deferred(int, async () => untyped(given))
        for (const wrong of ['36', 1.5, Number.NaN, 2 ** 53, {}, true, 36n])
          await fails('type-mismatch', () => table.where(p => p.age.eq(giving(wrong))).list(), String(wrong))
        for (const wrong of [5, 'x', {}])
          await fails('type-mismatch', () =>
            table.where(p => p.age.in(deferredList(int, async () => untyped(wrong)))).list(),
          )
        await fails('type-mismatch', () =>
          table.where(p => p.age.in(deferredList(int, async () => untyped(['1'])))).list(),
        )
        const hole = deferredList(int, async () => untyped([36, undefined]))
        await fails('invalid', () => table.where(p => p.age.in(hole)).list())
        await fails('invalid', () => table.where(p => p.age.notIn(hole)).list())
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'several-rows-for-one-value',
      title:
        'several values where one is wanted are a cardinality error before anything is sent; one is the value, none is null',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const table = Person.table(opened.source)
        const list = (...names: readonly string[]) =>
          untyped(
            Person.table(other.source)
              .where(p => p.name.in(names))
              .fieldExpr(p => p.age),
          )
        const one = (...names: readonly string[]) => deferred(int, async () => list(...names))
        await fails('cardinality', () => table.where(p => p.age.eq(one('Ada', 'Cy'))).list())
        await fails('cardinality', () =>
          table.where(p => p.age.eq(deferred(int, async () => untyped([36, 20])))).list(),
        )
        same(opened.sent.length, 0)
        same(await idsOf(table.where(p => p.age.eq(one('Cy')))), [3])
        same(await idsOf(table.where(p => p.age.eq(one('nobody')))), [])
      },
    },
    {
      what: 'mapped-values',
      title: 'map converts a value of a query here, once, and may be asynchronous',
      needs: ['aggregate'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const { work, runs } = counted(() => undefined)
        const name = Person.table(other.source)
          .countExpr()
          .map(text, async count => {
            await work()
            return count === 5 ? 'Eve' : 'nobody'
          })
        const { value: found, count } = await sending(opened, () =>
          idsOf(Person.table(opened.source).where(p => p.name.eq(name).or(p.city.eq(name)))),
        )
        same([found, count, runs(), other.sent.length], [[5], 1, 1, 1])
      },
    },
    {
      what: 'one-moment-for-all',
      title: 'now is the same moment in a statement and in the parts that run before it',
      types: [instant],
      needs: ['select'],
      operators: ['now', 'eq'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const then = now().map(instant, moment => moment)
        const rows = await Person.table(source)
          .where(p => now().eq(then).and(p.id.lt(3)))
          .list()
        sameRows(rows, personsOf(1, 2))
      },
    },
  ],
)

export const deferredWrites = topic(
  'deferred-writes',
  ['read', 'where', 'insert', 'replace', 'patch', 'delete'],
  [
    {
      what: 'run-once-in-every-write',
      title: 'a deferred condition runs once in a write, however many statements that takes',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const { work, runs } = counted(() => 0)
        const set = Person.table(source).where(p => p.id.gt(deferred(int, work)))
        const record = { name: 'Flo', isActive: true }
        const outside = Person.table(source).where(p => p.id.gt(deferred(int, work).plus(100)))
        const writes: readonly (() => PromiseLike<unknown>)[] = [
          () => failure(() => outside.replace(1, record)),
          () => failure(() => outside.insert(1, record)),
          () => set.insert(1, record),
          () =>
            set.insertMany([
              { id: 2, ...record },
              { id: 7, ...record },
            ]),
          () => set.replace(1, record),
          () => set.replace(8, record),
          () => set.patch(1, { age: 1 }),
          () => set.patch(1, {}),
          () => set.delete(1),
          () => set.deleteAll(),
        ]
        for (const write of writes) {
          const before = runs()
          await write()
          expect(runs() - before, String(write)).toBeLessThanOrEqual(1)
        }
      },
    },
    {
      what: 'a-failure-writes-nothing',
      title: 'a condition that fails to resolve leaves everything as it was',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const failing = deferred(int, async () => Promise.reject(new VantageError('no', { kind: 'permission' })))
        const set = Person.table(opened.source).where(p => p.id.gt(failing))
        await fails('permission', () => set.deleteAll())
        await fails('permission', () => set.patch(1, { age: 1 }))
        await fails('permission', () => set.delete(1))
        await fails('permission', () => set.replace(1, { name: 'x', isActive: true }))
        same(opened.sent.length, 0)
        sameRows(await Person.table(opened.source).list(), people)
      },
    },
  ],
)
