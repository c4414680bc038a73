import { col, decimal, Decimal, Entity, hasMany, hasOne, int, json, sum, text, VantageError } from '@vantage-ts/core'
import { containsMany, containsOne } from '@vantage-ts/core/contained'
import { expect } from 'vitest'
import { failure, fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { untyped } from '../untyped.ts'

class Cake extends Entity('kit_cake', { name: col(text).id(), weight: col(int) }) {}
class Piece extends Entity('piece', {
  product: col(text).id(),
  quantity: col(int),
  price: col(decimal),
  note: col(text).optional(),
}) {
  static override refs = {
    cake: hasOne(() => Cake, 'product'),
    like: hasMany(() => Piece, 'note', { references: 'product' }),
  }
}
class Address extends Entity('address', { street: col(text), zip: col(text).optional() }) {}
class Parcel extends Entity('kit_parcel', {
  id: col(int).id(),
  to: col(text),
  pieces: col(json),
  address: col(json).optional(),
}) {
  static override refs = {
    pieces: containsMany(() => Piece, 'pieces'),
    address: containsOne(() => Address, 'address'),
    wrong: containsMany(() => Piece, 'to'),
    gone: containsMany(() => Piece, 'piecez'),
  }
}

const parcels = () => [
  {
    id: 1,
    to: 'Ann',
    pieces: [
      { product: 'cake', quantity: 2, price: '1.50', wrapped: true },
      { product: 'bun', quantity: 10, price: '0.25', note: 'fresh' },
    ],
    address: { street: 'Main 1', floor: 3 },
  },
  { id: 2, to: 'Bob', pieces: [{ product: 'cake', quantity: 1, price: '2' }], address: null },
  { id: 3, to: 'Cyd', pieces: [], address: null },
]
const cake = { product: 'cake', quantity: 2, price: Decimal.from('1.50'), note: null }
const bun = { product: 'bun', quantity: 10, price: Decimal.from('0.25'), note: 'fresh' }

export const contained = topic(
  'contained-relations',
  ['read', 'where'],
  [
    {
      what: 'are-read-as-rows',
      title:
        'objects in a column are rows: of one host or of all, narrowed, ordered, counted and grouped; one statement',
      types: [json],
      async run({ open }) {
        const opened = await open(tableOf(Parcel, parcels()))
        const table = Parcel.table(opened.source)
        const first = table.where(p => p.id.eq(1)).getRef('pieces')
        const { count } = await sending(opened, async () => {
          same(await first.list(), [cake, bun])
          same(await first.where(p => p.quantity.gt(5)).list(), [bun])
        })
        same(count, 2)
        const [asked, here] = first.explain().steps
        same([asked?.source, asked?.gives, here?.gives], [opened.source.name, 'a list', 'rows'])
        same(await first.get('bun'), bun)
        same((await first.list())[0] instanceof Piece, true)
        const all = table.getRef('pieces')
        same(await all.count(), 3)
        same(
          await all
            .orderBy(p => p.quantity.desc())
            .limit(1)
            .list(),
          [bun],
        )
        sameRows(
          await all
            .groupBy('product')
            .aggregate({ n: sum(p => p.quantity) })
            .list(),
          [
            { product: 'bun', n: 10 },
            { product: 'cake', n: 3 },
          ],
          'product',
        )
        same(
          await table
            .where(p => p.id.eq(3))
            .getRef('pieces')
            .list(),
          [],
        )
        same(await table.getRef('address').listValues(), [{ street: 'Main 1', zip: null }])
      },
    },
    {
      what: 'refer-to-rows-of-the-database',
      title: 'what they refer to is read where their hosts are; for each of them it is refused when built',
      types: [json],
      async run({ open }) {
        const cakes = [
          { name: 'cake', weight: 900 },
          { name: 'bun', weight: 60 },
          { name: 'tart', weight: 400 },
        ]
        const opened = await open(tableOf(Parcel, parcels()), tableOf(Cake, cakes))
        const table = Parcel.table(opened.source)
        const pieces = table.where(p => p.id.eq(2)).getRef('pieces')
        const { count } = await sending(opened, async () => {
          same(await pieces.getRef('cake').list(), [{ name: 'cake', weight: 900 }])
          same(
            await table
              .getRef('pieces')
              .getRef('cake')
              .sum(c => c.weight),
            960,
          )
        })
        same(count, 4, 'the hosts, then the rows')
        const { steps } = pieces.getRef('cake').explain()
        same(
          steps.map(step => step.gives),
          ['a list', 'a list', 'rows'],
        )
        same([steps[0]?.source, steps[2]?.source], [opened.source.name, opened.source.name])
        for (const build of [
          () => pieces.getLink('cake'),
          () => pieces.withImported('cake.weight'),
          () => pieces.withExpression('n', p => untyped(p.getLink('cake'))),
        ]) {
          const across = await fails('unsupported', build)
          expect(across.message).toContain('getRef()')
        }
      },
    },
    {
      what: 'refer-to-rows-of-the-column',
      title: 'what they refer to in the same column is read in the column',
      needs: ['patch'],
      types: [json],
      async run({ open }) {
        const table = Parcel.table((await open(tableOf(Parcel, parcels()))).source)
        const likeBun = table.where(p => p.id.eq(3)).getRef('pieces')
        await likeBun.insertMany([
          { product: 'bun', quantity: 1, price: Decimal.from('1') },
          { product: 'roll', quantity: 2, price: Decimal.from('2'), note: 'bun' },
        ])
        same(await likeBun.getRef('like').fieldValues(p => p.product), ['roll'])
        same(
          await likeBun
            .withExpression('n', p => p.getLink('like').countExpr())
            .orderBy(p => p.product)
            .select('n')
            .list(),
          [
            { product: 'bun', n: 1 },
            { product: 'roll', n: 0 },
          ],
        )
      },
    },
    {
      what: 'refer-to-rows-of-their-transaction',
      title: 'in a transaction, what they refer to is read and changed in it',
      types: [json],
      needs: ['transaction', 'patch'],
      async run({ open }) {
        const { source } = await open(tableOf(Parcel, parcels()), tableOf(Cake, [{ name: 'cake', weight: 900 }]))
        await using transaction = await source.begin()
        const inside = Parcel.table(transaction.source)
          .where(p => p.id.eq(1))
          .getRef('pieces')
        await Cake.table(transaction.source).insert('bun', { weight: 60 })
        same(
          await inside
            .getRef('cake')
            .where(c => c.weight.lt(100))
            .updateQuery()
            .set('weight', 61)
            .run(),
          1,
        )
        same(await inside.getRef('cake').sum(c => c.weight), 961)
        await transaction.rollback()
        same(await Cake.table(source).list(), [{ name: 'cake', weight: 900 }])
      },
    },
    {
      what: 'are-written-into-their-host',
      title: 'inserts, patches and deletes change the host row and nothing else of it; undeclared fields stay',
      types: [json],
      needs: ['patch'],
      async run({ open }) {
        const opened = await open(tableOf(Parcel, parcels()))
        const table = Parcel.table(opened.source)
        const pieces = table.where(p => p.id.eq(1)).getRef('pieces')
        const { count } = await sending(opened, async () => {
          same(await pieces.patch('cake', { quantity: 3 }), { ...cake, quantity: 3 })
        })
        same(count, 2, 'the host is read and written')
        const pie = { quantity: 1, price: Decimal.from('9.99') }
        same(await pieces.insert('pie', pie), { product: 'pie', ...pie, note: null })
        same(await pieces.insert('pie', { quantity: 7, price: pie.price }), { product: 'pie', ...pie, note: null })
        same(await pieces.delete('bun'), true)
        same(await pieces.delete('bun'), false)
        same(await table.get(1), {
          id: 1,
          to: 'Ann',
          pieces: [
            { product: 'cake', quantity: 3, price: '1.5', wrapped: true },
            { product: 'pie', quantity: 1, price: '9.99' },
          ],
          address: { street: 'Main 1', floor: 3 },
        })
        for (const other of parcels().slice(1)) same(await table.get(other.id), other)
        same(await pieces.where(p => p.quantity.gt(2)).deleteAll(), 1)
        same(
          (await pieces.list()).map(p => p.product),
          ['pie'],
        )
      },
    },
    {
      what: 'are-not-lost-to-one-another',
      title: 'of writes into one host at the same time, those that succeed are all there; the others are conflicts',
      types: [json],
      needs: ['transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Parcel, parcels()))
        const pieces = Parcel.table(source)
          .where(p => p.id.eq(3))
          .getRef('pieces')
        const names = ['a', 'b', 'c', 'd']
        const tried = await Promise.allSettled(
          names.map(name => pieces.insert(name, { quantity: 1, price: Decimal.from('1') })),
        )
        const written = names.filter((_, index) => tried[index]?.status === 'fulfilled')
        expect(written).not.toEqual([])
        for (const one of tried) if (one.status === 'rejected') same(VantageError.from(one.reason).kind, 'conflict')
        same((await pieces.fieldValues(p => p.product)).toSorted(), written)
      },
    },
    {
      what: 'are-not-lost-within-a-transaction',
      title: 'writes into one host at the same time, in one transaction, are all there',
      types: [json],
      needs: ['transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Parcel, parcels()))
        const names = ['a', 'b', 'c', 'd']
        await source.transaction(async tx => {
          const pieces = Parcel.table(tx)
            .where(p => p.id.eq(3))
            .getRef('pieces')
          await Promise.all(names.map(name => pieces.insert(name, { quantity: 1, price: Decimal.from('1') })))
        })
        const table = Parcel.table(source).where(p => p.id.eq(3))
        same((await table.getRef('pieces').fieldValues(p => p.product)).toSorted(), names)
      },
    },
    {
      what: 'are-not-lost-between-transactions',
      title: 'transactions that write into one host at the same time, and repeat what met another, lose nothing',
      types: [json],
      needs: ['transaction'],
      async run({ open }) {
        const opened = await open(tableOf(Parcel, parcels()))
        const other = opened.reopen === undefined ? opened : await opened.reopen()
        const adds = ({ source }: typeof opened, name: string): Promise<unknown> =>
          source.transaction(
            async tx => {
              const host = Parcel.table(tx).where(p => p.id.eq(3))
              await host.getRef('pieces').insert(name, { quantity: 1, price: Decimal.from('1') })
            },
            { retries: 50 },
          )
        await Promise.all([adds(opened, 'a'), adds(other, 'b'), adds(opened, 'c'), adds(other, 'd')])
        const table = Parcel.table(opened.source).where(p => p.id.eq(3))
        same((await table.getRef('pieces').fieldValues(p => p.product)).toSorted(), ['a', 'b', 'c', 'd'])
      },
    },
    {
      what: 'hooks-that-write-into-the-same-host',
      title:
        'a write into a host from a hook around a write into it is refused, for one would undo the other; into others it is not',
      types: [json],
      needs: ['transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Parcel, parcels()))
        const price = Decimal.from('1')
        const hooked = Parcel.table(source).withHook('beforeSave', async ({ transaction }) => {
          const { source: inside } = transaction ?? { source }
          await Parcel.table(inside)
            .where(p => p.id.eq(3))
            .getRef('pieces')
            .insert('of-the-hook', { quantity: 1, price })
        })
        const pieces = hooked.where(p => p.id.eq(3)).getRef('pieces')
        const refused = await failure(() => pieces.insert('a', { quantity: 1, price }))
        expect(refused.message).toContain('under way')
        same(await Parcel.table(source).get(3), parcels()[2])
        await hooked
          .where(p => p.id.eq(1))
          .getRef('pieces')
          .deleteAll({ everything: true })
        const counts = [1, 2, 3].map(id =>
          Parcel.table(source)
            .where(p => p.id.eq(id))
            .getRef('pieces')
            .count(),
        )
        same(await Promise.all(counts), [0, 1, 1])
      },
    },
    {
      what: 'of-one-object',
      title: 'one object is one row: inserted where there is none, changed, and taken away',
      types: [json],
      needs: ['patch'],
      async run({ open }) {
        const { source } = await open(tableOf(Parcel, parcels()))
        const table = Parcel.table(source)
        const ofBob = table.where(p => p.id.eq(2)).getRef('address')
        same(await ofBob.insertMany([{ street: 'Side 2' }]), 1)
        same((await table.get(2))?.address, { street: 'Side 2' })
        await fails('conflict', () => ofBob.insertMany([{ street: 'Side 3' }]))
        same((await table.get(2))?.address, { street: 'Side 2' })
        same(await ofBob.deleteAll({ everything: true }), 1)
        same((await table.get(2))?.address, null)
      },
    },
    {
      what: 'refuse-what-is-unclear',
      title: 'writes into several hosts or none, columns that hold no json, broken values and wrong fields are refused',
      types: [json],
      needs: ['patch'],
      async run({ open }) {
        const rows = [
          ...parcels(),
          { id: 4, to: 'Dan', pieces: [1], address: [] },
          { id: 5, to: 'Eve', pieces: [{ product: 'x', quantity: 'many', price: '1' }], address: null },
        ]
        const opened = await open(tableOf(Parcel, rows))
        const table = Parcel.table(opened.source)
        const pie = { quantity: 1, price: Decimal.from('1') }
        const good = table.where(p => p.id.lt(4)).getRef('pieces')
        const several = await fails('invalid', () => good.insert('pie', pie))
        expect(several.message).toContain('one row')
        await fails('not-found', () =>
          table
            .where(p => p.id.eq(9))
            .getRef('pieces')
            .insert('pie', pie),
        )
        const none = table.where(p => p.id.eq(9)).getRef('pieces')
        same(await none.delete('pie'), false)
        await fails('not-found', () => none.patch('pie', { quantity: 1 }))
        if (isAble(opened, 'select'))
          await fails('invalid', () =>
            table
              .where(p => p.id.eq(1))
              .asSource()
              .getRef('pieces')
              .insert('pie', pie),
          )
        await fails('type-mismatch', () =>
          table
            .where(p => p.id.eq(4))
            .getRef('pieces')
            .list(),
        )
        const wrong = await fails('type-mismatch', () =>
          table
            .where(p => p.id.eq(5))
            .getRef('pieces')
            .list(),
        )
        same([wrong.details.field, wrong.details.id], ['quantity', 'x'])
        const before = opened.sent.length
        await fails('invalid', () => table.getRef('wrong'))
        const gone = await fails('invalid', () => table.getRef('gone'))
        expect(gone.message).toContain('"pieces"')
        await fails('invalid', () => good.insert('pie', untyped({ ...pie, colour: 'red' })))
        await fails('type-mismatch', () => good.insert('pie', untyped({ ...pie, quantity: 'x' })))
        await fails('invalid', () => table.getRef('pieces').deleteAll())
        same(opened.sent.length - before, 0)
        same((await table.get(1))?.pieces, rows[0]?.pieces)
        same(isAble(opened, 'read'), true)
      },
    },
  ],
)
