import { expectTypeOf, test } from 'vitest'
import { type Recording, recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { hasMany, hasOne } from '../relation/ref.ts'
import type { Source } from '../source/source.ts'
import type { Held } from '../table/relating.ts'
import type { Table } from '../table/table.ts'
import { unchecked } from '../types/cast.ts'
import { int } from '../types/int.ts'
import { json } from '../types/json.ts'
import { text } from '../types/text.ts'
import { type Contained, containsMany, containsOne } from './index.ts'

interface Main extends Recording {
  readonly '~vendor': 'main'
}
interface Billing extends Recording {
  readonly '~vendor': 'billing'
}
const main = unchecked<Main>(recording('main').source, 'nothing is sent')
const billing = unchecked<Billing>(recording('billing').source, 'nothing is sent')

class Cake extends Entity('cakes', { name: col(text).id(), weight: col(int) }) {
  static override refs = { pieces: hasMany(() => Cake, 'name') }
}
class Invoice extends Entity('invoices', { id: col(int).id(), cake: col(text) }) {}
class Label extends Entity('labels', { text: col(text).id(), cake: col(text) }) {
  static override refs = { cake: hasOne(() => Cake, 'cake') }
}
class Piece extends Entity('pieces', { product: col(text).id(), like: col(text).optional(), label: col(json) }) {
  static override refs = {
    cake: hasOne(() => Cake, 'product'),
    like: hasMany(() => Piece, 'like', { references: 'product' }),
    invoices: hasMany(() => Invoice.table(billing), 'cake'),
    label: containsOne(() => Label, 'label'),
  }
}
class Parcel extends Entity('parcels', { id: col(int).id(), pieces: col(json) }) {
  static override refs = { pieces: containsMany(() => Piece, 'pieces') }
}
const pieces = Parcel.table(main).getRef('pieces')

test('contained rows are rows of their entity, which sets of them stay', () => {
  expectTypeOf(pieces).toEqualTypeOf<Table<Contained, Held<typeof Piece, Main>>>()
  expectTypeOf(pieces.list()).resolves.toEqualTypeOf<Piece[]>()
  expectTypeOf(
    pieces
      .where(p => p.product.eq('x'))
      .orderBy(p => p.like)
      .list(),
  ).resolves.toEqualTypeOf<Piece[]>()
  // @ts-expect-error no reference
  pieces.getRef('cakes')
})

test('their references lead to the source of their hosts, within the column, or to a table where it is', async () => {
  expectTypeOf(pieces.getRef('cake')).toEqualTypeOf<Table<Main, typeof Cake>>()
  expectTypeOf(pieces.where(p => p.product.eq('x')).getRef('cake')).toEqualTypeOf<Table<Main, typeof Cake>>()
  expectTypeOf(pieces.getRef('like')).toEqualTypeOf<typeof pieces>()
  expectTypeOf(pieces.getRef('like').getRef('cake')).toEqualTypeOf<Table<Main, typeof Cake>>()
  expectTypeOf(pieces.getRef('invoices')).toEqualTypeOf<Table<Billing, typeof Invoice>>()
  expectTypeOf(pieces.getRef('label').getRef('cake')).toEqualTypeOf<Table<Main, typeof Cake>>()
  const [piece] = await pieces.activeList()
  expectTypeOf(piece?.getRef('cake')).toEqualTypeOf<Table<Main, typeof Cake> | undefined>()
  expectTypeOf((await piece?.getRelated('cake'))?.weight).toEqualTypeOf<number | undefined>()
})

test('so they do in functions that are generic over the source of the hosts', () => {
  const cakesOf = <DS extends Main>(parcels: Table<DS, typeof Parcel>): Table<DS, typeof Cake> =>
    parcels.getRef('pieces').getRef('cake')
  expectTypeOf(cakesOf(Parcel.table(main))).toEqualTypeOf<Table<Main, typeof Cake>>()
  const heaviest = <DS extends Source & { readonly can: Main['can'] }>(parcels: Table<DS, typeof Parcel>) =>
    parcels
      .getRef('pieces')
      .getRef('cake')
      .max(c => c.weight)
  expectTypeOf(heaviest(Parcel.table(main))).resolves.toEqualTypeOf<number | undefined>()
})
