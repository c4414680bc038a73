import { col, decimal, Entity, hasMany, hasOne, int } from '@vantage-ts/core'
import { bakeryTables, Product } from '../bakery.ts'
import { same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { personsOf } from '../people.ts'

/** A person with some values changed. */
const _changed = (id: number, values: object): object => ({ ...personsOf(id)[0], ...values })

/** A row that leads to another one of its table. */
class Link extends Entity('kit_link', { id: col(int).id(), next: col(int).optional(), size: col(int) }) {
  static override refs = {
    next: hasOne(() => Link, 'next'),
    previous: hasMany(() => Link, 'next'),
  }
}

class Mark extends Entity('kit_mark', { id: col(int).id(), at: col(int) }) {
  static override refs = { link: hasOne(() => Link, 'at') }
}

/** Updates whose values are computed over the related rows of each row. */
export const relatedUpdates = topic(
  'set-updates',
  ['read', 'where', 'patch'],
  [
    {
      what: 'to-what-links-add-up-to',
      title: 'values are computed over the related rows of each row, nothing of them included',
      needs: ['select', 'correlate', 'aggregate'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const table = Product.table(opened.source)
        const sold = await sending(opened, () =>
          table
            .updateQuery({ everything: true })
            .set(
              'stock',
              table.getLink('lines').sumExpr(l => l.quantity),
            )
            .set('calories', table.getLink('lines').countExpr())
            .run(),
        )
        same([sold.value, sold.count], [5, 1])
        sameRows(
          (await table.list()).map(({ id, stock, calories }) => ({ id, stock, calories })),
          [
            { id: 'delorean_donut', stock: 1, calories: 1 },
            { id: 'flux_cupcake', stock: 3, calories: 1 },
            { id: 'hover_cookies', stock: 502, calories: 2 },
            { id: 'sea_pie', stock: 0, calories: 0 },
            { id: 'time_tart', stock: 1, calories: 1 },
          ],
        )
      },
    },
    {
      what: 'to-what-rows-that-change-add-up-to',
      title: 'related rows of the same table are seen as they were, whichever row is written first',
      needs: ['select', 'correlate', 'aggregate'],
      async run({ open }) {
        const rows = [
          { id: 1, next: 2, size: 10 },
          { id: 2, next: 3, size: 20 },
          { id: 3, next: 1, size: 30 },
          { id: 4, next: null, size: 40 },
          { id: 5, next: 5, size: 50 },
        ]
        const opened = await open(tableOf(Link, rows))
        const table = Link.table(opened.source)
        const update = table
          .updateQuery({ everything: true })
          .set(
            'size',
            table.getLink('next').sumExpr(l => l.size),
          )
          .set('next', table.getLink('previous').countExpr())
        const { value, count } = await sending(opened, () => update.run())
        same([value, count], [5, 1])
        sameRows(await table.list(), [
          { id: 1, next: 1, size: 20 },
          { id: 2, next: 1, size: 30 },
          { id: 3, next: 1, size: 10 },
          { id: 4, next: 0, size: 0 },
          { id: 5, next: 1, size: 50 },
        ])
      },
    },
    {
      what: 'to-what-rows-that-change-add-up-to-returning',
      title: 'so they are where the written rows are given back',
      needs: ['select', 'correlate', 'aggregate', 'returning'],
      async run({ open }) {
        const { source } = await open(
          tableOf(Link, [
            { id: 1, next: 2, size: 1 },
            { id: 2, next: 1, size: 2 },
            { id: 3, next: 1, size: 3 },
          ]),
        )
        const table = Link.table(source)
        const swapped = table
          .where(l => l.id.lt(3))
          .updateQuery()
          .set(
            'size',
            table.getLink('next').sumExpr(l => l.size),
          )
        sameRows(await swapped.returning('id', 'size').run(), [
          { id: 1, size: 2 },
          { id: 2, size: 1 },
        ])
        sameRows(
          (await table.list()).map(({ id, size }) => ({ id, size })),
          [
            { id: 1, size: 2 },
            { id: 2, size: 1 },
            { id: 3, size: 3 },
          ],
        )
      },
    },
    {
      what: 'along-references-of-what-the-transaction-wrote',
      title:
        'rows that a transaction wrote are changed and deleted along references, by what their ids say, and given back',
      needs: ['select', 'correlate', 'transaction', 'insert', 'delete', 'returning'],
      operators: ['plus'],
      async run({ open }) {
        const { source } = await open(tableOf(Link, [{ id: 1, next: 2, size: 1 }]), tableOf(Mark, [{ id: 2, at: 3 }]))
        await using transaction = await source.begin()
        const table = Link.table(transaction.source)
        await table.insertMany([
          { id: 2, next: 1, size: 2 },
          { id: 3, next: 2, size: 3 },
        ])
        const marked = Mark.table(transaction.source)
          .where(m => m.at.gt(0))
          .getRef('link')
        const sized = table
          .where(table.getLink('previous').countExpr().eq(2))
          .updateQuery()
          .set('size', l => l.id.plus(l.size))
        same(await sized.returning('id', 'size').run(), [{ id: 2, size: 4 }])
        same(
          await table
            .where(l => l.id.in([2, 3]))
            .updateQuery()
            .set('size', l => l.id.plus(10))
            .run(),
          2,
        )
        same(
          await marked
            .updateQuery({ everything: true })
            .set('next', l => l.id.plus(100))
            .returning('id', 'next')
            .run(),
          [{ id: 3, next: 103 }],
        )
        same(await marked.deleteQuery({ everything: true }).returning('id', 'next').run(), [{ id: 3, next: 103 }])
        sameRows(await table.list(), [
          { id: 1, next: 2, size: 1 },
          { id: 2, next: 1, size: 12 },
        ])
      },
    },
  ],
)
