import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { type KitSource, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { expect } from 'vitest'
import type { Page, PageOptions } from '@vantage-ts/core'
import { untyped } from '../untyped.ts'

const grades = Array.from({ length: 23 }, (_, at) => ({
  id: (at * 9) % 23,
  name: `n${at % 4}`,
  age: at % 5 === 0 ? null : at % 3,
  city: at % 4 === 1 ? null : `c${at % 2}`,
  score: at % 7 === 0 ? null : (at % 6) / 4,
  isActive: at % 2 === 0,
}))

interface Paged {
  list(): PromiseLike<readonly { readonly id: number }[]>
  page(options: PageOptions): PromiseLike<Page<{ readonly id: number }>>
}

async function walk(set: Paged, size: number, between?: (page: number) => Promise<void>): Promise<number[]> {
  const ids: number[] = []
  let after: string | undefined
  for (let page = 0; page < 100; page++) {
    const { rows, next } = await set.page({ size, after })
    expect(rows.length).toBeLessThanOrEqual(size)
    ids.push(...rows.map(({ id }) => id))
    if (next === undefined) return ids
    same(rows.length, size, 'a page before the last one is full')
    after = next
    await between?.(page)
  }
  throw new Error('paging does not end')
}

const orders = (source: KitSource): readonly Paged[] => {
  const table = Person.table(source)
  return [
    table,
    table.orderBy(p => p.id.desc()),
    table.orderBy(p => p.age),
    table.orderBy(p => p.age.desc()),
    table.orderBy(
      p => p.city,
      p => p.score.desc(),
    ),
    table.orderBy(
      p => p.city.desc(),
      p => p.age,
      p => p.name.desc(),
    ),
    table.orderBy(
      p => p.isActive,
      p => p.score,
    ),
    table.orderBy(
      p => p.score.desc(),
      p => p.id.desc(),
    ),
  ]
}

export const readPage = topic(
  'page',
  ['read', 'where', 'order', 'window'],
  [
    {
      what: 'walks-the-whole-set',
      title: 'pages walk every row once and in order, under every order, with nulls and ties, one statement each',
      operators: ['gt', 'lt', 'eq', 'isNull', 'and', 'or'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, grades))
        const oracle = await openMemory(tableOf(Person, grades))
        const expected = orders(oracle.source)
        for (const [at, set] of orders(opened.source).entries())
          for (const size of [1, 4, 23, 24]) {
            const { value, count } = await sending(opened, () => walk(set, size))
            same(count, Math.ceil(23 / size), `statements of order ${at}, size ${size}`)
            const all = (await expected[at]?.page({ size: 100 }))?.rows.map(({ id }) => id)
            same(value, all, `order ${at}, size ${size}`)
            same(new Set(value).size, 23)
          }
      },
    },
    {
      what: 'rows-added-between-pages',
      title: 'rows added before a cursor shift nothing, and those added behind it are met',
      needs: ['insert'],
      operators: ['gt', 'lt', 'eq', 'isNull', 'and', 'or'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const record = { isActive: true, age: 36 }
        const ids = await walk(
          table.orderBy(p => p.name),
          2,
          async page => {
            if (page > 0) return
            await table.insert(6, { ...record, name: 'Aaa' })
            await table.insert(7, { ...record, name: 'Bz' })
            await table.insert(8, { ...record, name: 'Zoe' })
          },
        )
        same(ids, [1, 2, 7, 3, 4, 5, 8])
      },
    },
    {
      what: 'rows-removed-between-pages',
      title: 'removing the row a cursor stands on loses no other',
      needs: ['delete'],
      operators: ['gt', 'lt', 'eq', 'isNull', 'and', 'or'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const ids = await walk(
          table.orderBy(
            p => p.age,
            p => p.name,
          ),
          2,
          async page => {
            if (page === 0) await table.delete(1)
          },
        )
        same(ids, [3, 1, 4, 2, 5])
      },
    },
    {
      what: 'by-an-expression-like-a-column',
      title: 'pages go by their own key, though a calculated column differs from it in a value only',
      operators: ['gt', 'lt', 'eq', 'isNull', 'and', 'or', 'mod'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, grades))
        const set = Person.table(source)
          .withExpression('half', p => p.$.id.mod(2))
          .orderBy(p => p.id.mod(3).desc())
        const all = (await set.list()).map(({ id }) => id % 3)
        same(all, [...all].sort().reverse())
        const ids = await walk(set, 2)
        same(
          ids.map(id => id % 3),
          all,
        )
        same(new Set(ids).size, 23)
      },
    },
    {
      what: 'conditions-and-chosen-columns',
      title: 'pages keep the conditions, and show no column that was not chosen, the keys of the order neither',
      operators: ['gt', 'lt', 'eq', 'isNull', 'and', 'or'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const set = Person.table(source)
          .where(p => p.isActive.eq(true))
          .select('name')
          .orderBy(
            p => p.score,
            p => p.city,
          )
        const first = await set.page({ size: 2 })
        same(first.rows, [
          { id: 3, name: 'Cy' },
          { id: 1, name: 'Ada' },
        ])
        const second = await set.page({ size: 2, after: first.next })
        same([second.rows, second.next], [[{ id: 5, name: 'Eve' }], undefined])
      },
    },
    {
      what: 'bad-sizes-and-cursors',
      title:
        'a size out of range, a cursor of another order and one that is no cursor are refused before anything is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { next } = await table.orderBy(p => p.name).page({ size: 2 })
        const before = opened.sent.length
        for (const size of [0, -1, 1.5, Number.NaN, 10_001, untyped('2')])
          await fails('invalid', () => table.page({ size }))
        for (const after of ['', 'x', '!!!', 'bnVsbA', 'e30', '1'.repeat(5000)])
          await fails('invalid', () => table.page({ size: 2, after }))
        await fails('invalid', () => table.orderBy(p => p.age).page({ size: 2, after: next }))
        await fails('invalid', () => table.orderBy(p => p.name.desc()).page({ size: 2, after: next }))
        await fails('invalid', () => table.limit(3).page({ size: 2 }))
        same(opened.sent.length, before)
      },
    },
  ],
)
