import { col, Entity, hasMany, hasOne, manyToMany, text } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { surrealdb } from '@vantage-ts/surrealdb'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  Bakery,
  Bought,
  Client,
  Order,
  Product,
  failure,
  fill,
  links,
  opened,
  plain,
  run,
  schema,
  type Shop,
} from './linked-shop.ts'

describe('writes', () => {
  test('rows, patches and changes of sets store links', async () => {
    const [db, oracle] = [await opened(), await fill(memory())]
    const change = async (source: Shop) => {
      const table = Client.table(source)
      return [
        await table.patch('biff', { referredBy: 'marty', bakeryId: "o'clock" }),
        await table.replace('marty', { name: 'Marty', bakeryId: 'a:b' }),
        await table
          .where(c => c.referredBy.eq('doc'))
          .updateQuery()
          .set('referredBy', 'biff')
          .run(),
        await table
          .where(c => c.bakeryId.eq('12'))
          .updateQuery()
          .set('referredBy', c => c.bakeryId)
          .run(),
        await table
          .where(c => c.bakeryId.eq('`'))
          .updateQuery()
          .set('referredBy', c => c.name.concat('!'))
          .run(),
        await table
          .where(c => c.bakeryId.eq('"'))
          .updateQuery()
          .set('name', c => c.bakeryId)
          .returning()
          .run(),
        await table
          .where(c => c.id.in(['NONE', 'NULL']))
          .updateQuery()
          .set('referredBy', null)
          .run(),
        await table
          .where(c => c.bakeryId.eq('a:b'))
          .getRef('orders')
          .deleteAll(),
        await Order.table(source)
          .insertFrom(
            table.where(c => c.id.eq('in')),
            c => ({ id: 900, clientId: c.id, isDone: true }),
          )
          .run(),
        await table.orderBy(c => c.id).list(),
        await Order.table(source)
          .orderBy(o => o.id)
          .list(),
      ]
    }
    expect(plain(await change(db))).toEqual(plain(await change(oracle)))
    expect(
      await run(db, ['SELECT VALUE id FROM kit_client WHERE referredBy > NULL AND !type::is_record(referredBy)']),
    ).toEqual([])
  })

  test('a tree goes in with its links and edges; repeating changes nothing', async () => {
    const db = surrealdb({ url: 'mem://', links: { kit_liked: { in: 'kit_client', out: 'kit_product' }, ...links } })
    onTestFinished(() => db.close())
    await run(db, [...schema, 'DEFINE TABLE kit_liked TYPE RELATION IN kit_client OUT kit_product SCHEMAFULL'])
    /** The key is both ends: whoever likes a product likes it once. */
    class Liked extends Entity('kit_liked', { in: col(text).id(), out: col(text).id() }) {}
    class Liking extends Entity('kit_client', { id: col(text).id(), name: col(text), bakeryId: col(text) }) {
      static override refs = {
        bakery: hasOne(() => Bakery, 'bakeryId'),
        orders: hasMany(() => Order, 'clientId'),
        liked: manyToMany(() => Product, { through: () => Liked, from: 'in', to: 'out' }),
      }
    }
    const jennifer = {
      name: 'Jennifer',
      bakery: { id: 'twin_pines', name: 'Twin Pines' },
      orders: [{ id: 501, isDone: false }],
      liked: [
        { id: 'cake', name: 'Cake' },
        { id: "o'pie", name: 'Pie' },
      ],
    }
    const table = Liking.table(db)
    for (let times = 0; times < 2; times++) {
      await table.insertNested('jennifer', jennifer)
      const liked = table.where(c => c.id.eq('jennifer')).getRef('liked')
      expect(await liked.orderBy(p => p.id).fieldValues(p => p.id)).toEqual(['cake', "o'pie"])
      expect(await run(db, ['SELECT VALUE ->kit_liked->kit_product.name FROM kit_client:jennifer'])).toEqual([
        expect.arrayContaining(['Cake', 'Pie']),
      ])
    }
    expect(await Order.table(db).get(501)).toEqual({ id: 501, clientId: 'jennifer', isDone: false })
    const pair = { in: 'jennifer', out: 'cake' }
    expect(await Liked.table(db).get(pair)).toEqual(pair)
    expect(
      await Liked.table(db)
        .where(l => l.out.eq('cake'))
        .list(),
    ).toEqual([pair])
    expect(await table.withExpression('n', t => t.getLink('liked').countExpr()).fieldValues(c => c.n)).toEqual([2])
    expect(await Liked.table(db).delete(pair)).toBe(true)
    expect(await run(db, ['SELECT VALUE ->kit_liked->kit_product.name FROM kit_client:jennifer'])).toEqual([['Pie']])
  })

  test('edges are related, once for each id, and deleted', async () => {
    const db = await opened()
    const table = Bought.table(db)
    const given = { in: 'biff', out: 'tart', quantity: 3 }
    expect(await table.insert('new', given)).toEqual({ id: 'new', ...given })
    expect(await table.insert('new', { ...given, quantity: 4 })).toEqual({ id: 'new', ...given })
    const more = { id: 'more', ...given }
    expect(await table.insertMany([{ id: 'new', ...given }, more, { ...more, in: 'doc' }])).toBe(1)
    const id = await table.insertReturningId(given)
    expect(await table.get(id)).toEqual({ id, ...given })
    expect(await table.replace('new', { ...given, quantity: 9 })).toEqual({ id: 'new', ...given, quantity: 9 })
    expect(await table.replace('other', given)).toEqual({ id: 'other', ...given })
    const tarts = 'SELECT VALUE array::len(->kit_bought->kit_product) FROM kit_client:biff'
    expect(await run(db, [tarts])).toEqual([4])
    const moved = await failure(table.patch('new', { in: 'doc' }))
    expect([moved.kind, moved.message]).toEqual(['unsupported', expect.stringContaining('edge')])
    expect(
      (
        await failure(
          table
            .where(b => b.in.eq('biff'))
            .updateQuery()
            .set('out', 'pie')
            .run(),
        )
      ).kind,
    ).toBe('unsupported')
    expect((await table.get('new'))?.in).toBe('biff')
    expect(await table.delete('new')).toBe(true)
    expect(
      await Client.table(db)
        .where(c => c.id.eq('biff'))
        .getRef('edges')
        .deleteAll(),
    ).toBe(3)
    expect(await run(db, [tarts])).toEqual([0])
    expect(
      await table
        .insertFrom(
          Order.table(db).where(o => o.id.lt(2)),
          o => ({ id: o.clientId, in: o.clientId, out: 'pie', quantity: o.id }),
        )
        .run(),
    ).toBe(2)
    expect(await table.get('marty')).toEqual({ id: 'marty', in: 'marty', out: 'pie', quantity: 1 })
  })

  test('an edge where there can be none, or half of one, is said', async () => {
    class Half extends Entity('kit_bought', { id: col(text).id(), in: col(text).optional(), out: col(text) }) {}
    const db = surrealdb({ url: 'mem://', links })
    onTestFinished(() => db.close())
    const half = await failure(Half.table(db).insert('x', { in: null, out: 'pie' }))
    expect([half.kind, half.details.field]).toEqual(['constraint', 'in'])
    await run(db, ['DEFINE TABLE kit_bought TYPE NORMAL'])
    const edge = await failure(Half.table(db).insert('x', { in: 'doc', out: 'pie' }))
    expect([edge.kind, edge.message]).toEqual(['constraint', expect.stringContaining('takes no edges')])
    const bare = surrealdb({ url: 'mem://' })
    onTestFinished(() => bare.close())
    await run(bare, ['DEFINE TABLE kit_bought TYPE RELATION'])
    const plainRow = await failure(Half.table(bare).insert('x', { in: 'doc', out: 'pie' }))
    expect([plainRow.kind, plainRow.message]).toEqual(['constraint', expect.stringContaining('are links')])
  })

  test('edges make their table, outside and inside a transaction', async () => {
    const db = surrealdb({ url: 'mem://', links })
    onTestFinished(() => db.close())
    const edge = { in: 'doc', out: 'pie', quantity: 1 }
    await using tx = await db.begin()
    expect(await Bought.table(tx.source).insert('a', edge)).toEqual({ id: 'a', ...edge })
    await tx.rollback()
    expect(
      await Bought.table(db).insertMany([
        { id: 'a', ...edge },
        { id: 'a', ...edge },
      ]),
    ).toBe(1)
    expect(await run(db, ['SELECT VALUE id.id() FROM kit_client:doc->kit_bought'])).toEqual(['a'])
  })

  test('edges inside a transaction, which sees its own', async () => {
    const db = await opened()
    const edge = { in: 'doc', out: 'tart', quantity: 1 }
    await Bought.table(db).insert('seen', edge)
    await using tx = await db.begin()
    const table = Bought.table(tx.source)
    expect(await table.delete('seen')).toBe(true)
    expect(await table.insert('seen', { ...edge, quantity: 2 })).toEqual({ id: 'seen', ...edge, quantity: 2 })
    expect(
      await table.insertMany([
        { id: 'seen', ...edge },
        { id: 'fresh', ...edge },
      ]),
    ).toBe(1)
    const tarts = table.where(b => b.in.eq('doc').and(b.out.eq('tart')))
    expect((await tarts.list()).map(({ id }) => id).sort()).toEqual(['fresh', 'seen'])
    const buyers = Client.table(tx.source)
      .where(c => c.name.eq('Doc'))
      .getRef('bought')
    expect((await buyers.fieldValues(p => p.id)).sort()).toEqual(['pie', 'tart', "o'clock"].sort())
    expect((await tarts.deleteQuery().returning('id').run()).length).toBe(2)
    await tx.rollback()
    expect((await Bought.table(db).get('seen'))?.quantity).toBe(1)
  })

  test('what the schema or a link refuses is said', async () => {
    const db = await opened()
    const text = await failure(Product.table(db, { name: 'kit_order' }).insert('x', { name: 'x' }))
    expect(text.kind).toBe('constraint')
    const swapped = surrealdb({ url: 'mem://', links: { kit_bought: { in: 'kit_product', out: 'kit_client' } } })
    onTestFinished(() => swapped.close())
    await run(swapped, schema)
    const wrong = await failure(Bought.table(swapped).insert('x', { in: 'pie', out: 'doc', quantity: 1 }))
    expect([wrong.kind, wrong.message]).toEqual(['type-mismatch', expect.stringContaining('record<kit_client>')])
  })
})
