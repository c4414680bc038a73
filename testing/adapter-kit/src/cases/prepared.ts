import { bigint, col, Entity, int, text, type VantageError } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'

export const prepared = topic(
  'prepared',
  ['read', 'where'],
  [
    {
      what: 'other-values-other-rows',
      title: 'a set built once gives the rows of the values of each run, one statement each',
      needs: ['order', 'window'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const byCity = Person.table(opened.source).prepare({ city: text, age: int }, (table, given) =>
          table
            .where(p => p.city.eq(given.city).and(p.age.gte(given.age)).and(p.id.lt(100)))
            .orderBy(p => p.name.desc()),
        )
        const { value, count } = await sending(opened, async () => [
          (await byCity.list({ city: 'London', age: 36 })).map(({ id }) => id),
          (await byCity.list({ city: 'London', age: 37 })).map(({ id }) => id),
          (await byCity.first({ city: 'London', age: 0 }))?.id,
          await byCity.first({ city: 'nowhere', age: 0 }),
        ])
        same([value, count], [[[4, 1], [], 4, undefined], 4])
      },
    },
    {
      what: 'at-the-same-time',
      title: 'runs of one prepared set at the same time do not mix their values',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const byId = Person.table(source).prepare({ id: int }, (table, given) => table.where(p => p.id.eq(given.id)))
        const rows = await Promise.all(Array.from({ length: 50 }, (_, at) => byId.list({ id: (at % 6) + 1 })))
        same(
          rows.map(found => found.map(({ name }) => name)),
          Array.from({ length: 50 }, (_, at) => people.filter(({ id }) => id === (at % 6) + 1).map(({ name }) => name)),
        )
      },
    },
    {
      what: 'checks-its-values',
      title: 'a missing value and one of another type are refused before anything is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const byId = Person.table(opened.source).prepare({ id: int }, (table, given) =>
          table.where(p => p.id.eq(given.id)),
        )
        await fails('invalid', () => byId.list(untyped({})))
        await fails(['invalid', 'type-mismatch'], () => byId.list({ id: untyped(null) }))
        await fails('type-mismatch', () => byId.list({ id: untyped('1') }))
        await fails('type-mismatch', () => byId.list({ id: 1.5 }))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'when-nobody-listens',
      title: 'without a listener, which takes another way, runs give the same rows and errors',
      types: [bigint],
      async run({ open }) {
        class Large extends Entity('kit_large', { id: col(int).id(), size: col(bigint) }) {}
        const size = 2n ** 53n + 1n
        const opened = await open(
          tableOf(Large, [
            { id: 1, size },
            { id: 2, size: -1n },
          ]),
        )
        opened.unwatch()
        const bySize = Large.table(opened.source).prepare({ size: bigint }, (table, given) =>
          table.where(l => l.size.eq(given.size)),
        )
        same(await bySize.list({ size }), [{ id: 1, size }])
        same(await bySize.list({ size: size - 1n }), [])
        same((await bySize.first({ size: -1n }))?.id, 2)
        same((await bySize.list({ size }))[0] instanceof Large, true)
        const beyond = await bySize.list({ size: 2n ** 70n }).then(
          rows => rows.length,
          (error: VantageError) => error.kind,
        )
        expect([0, 'type-mismatch']).toContain(beyond)
        await fails('type-mismatch', () => bySize.list({ size: untyped(1) }))
        await opened.source.close()
        await fails(['connection', 'invalid'], () => bySize.list({ size }))
      },
    },
    {
      what: 'with-parts-of-other-databases',
      title: 'parts of other databases are read anew in each run',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const visitors = Visit.table(other.source)
          .where(v => v.place.eq('park'))
          .fieldExpr(v => v.personId)
        const above = Person.table(opened.source).prepare({ id: int }, (table, given) =>
          table.where(p => p.id.in(visitors).and(p.id.gte(given.id))),
        )
        same(
          (await above.list({ id: 2 })).map(({ id }) => id),
          [3],
        )
        await Visit.table(other.source).insert(20, { place: 'park', personId: 5 })
        same((await above.list({ id: 2 })).map(({ id }) => id).sort(), [3, 5])
        same(other.sent.length, 3)
      },
    },
  ],
)
