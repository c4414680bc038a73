import { bool, col, Entity, hasMany, hasOne, int, text, uuid } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { recordLink, surrealdb } from '@vantage-ts/surrealdb'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  Bought,
  Client,
  Order,
  Product,
  empty,
  failure,
  fill,
  hostile,
  links,
  opened,
  plain,
  run,
  schema,
  type Shop,
} from './linked-shop.ts'

const questions: Readonly<Record<string, (source: Shop) => Promise<unknown>>> = {
  'rows and their links': s =>
    Client.table(s)
      .orderBy(c => c.id)
      .list(),
  'equal to an id': s =>
    Order.table(s)
      .where(o => o.clientId.eq("o'clock"))
      .list(),
  'equal to a missing one': s =>
    Order.table(s)
      .where(o => o.clientId.eq('nobody'))
      .list(),
  'unlike an id': s =>
    Client.table(s)
      .where(c => c.referredBy.ne('doc'))
      .orderBy(c => c.id)
      .listValues(),
  'not unlike': s =>
    Client.table(s)
      .where(c => c.referredBy.ne('doc').not())
      .orderBy(c => c.id)
      .listValues(),
  'above an id': s =>
    Client.table(s)
      .where(c => c.referredBy.gt('a:b'))
      .orderBy(c => c.id)
      .fieldValues(c => c.id),
  'in a list': s =>
    Client.table(s)
      .where(c => c.bakeryId.in(hostile.slice(0, 5)))
      .orderBy(c => c.id)
      .listValues(),
  'not in a list': s =>
    Client.table(s)
      .where(c => c.referredBy.notIn(['doc', '12']))
      .orderBy(c => c.id)
      .listValues(),
  'in a long list': s =>
    Client.table(s)
      .where(c => c.referredBy.in([...hostile, ...Array.from({ length: 500 }, (_, at) => `x${at}`)]))
      .count(),
  'not in a long list': s =>
    Client.table(s)
      .where(c => c.referredBy.notIn([...hostile.slice(3), ...Array.from({ length: 500 }, (_, at) => `x${at}`)]))
      .orderBy(c => c.id)
      .fieldValues(c => c.id),
  null: s =>
    Client.table(s)
      .where(c => c.referredBy.isNull())
      .orderBy(c => c.id)
      .fieldValues(c => c.id),
  'not null': s =>
    Client.table(s)
      .where(c => c.referredBy.isNotNull())
      .count(),
  'distinct from': s =>
    Client.table(s)
      .where(c => c.referredBy.isDistinctFrom('doc'))
      .count(),
  'two links of a row': s =>
    Client.table(s)
      .where(c => c.referredBy.eq(c.bakeryId))
      .count(),
  'a link and the id of its own row': s =>
    Client.table(s)
      .where(c => c.bakeryId.eq(c.id))
      .orderBy(c => c.id)
      .listValues(),
  'a link and a text': s =>
    Client.table(s)
      .where(c => c.name.ne(c.referredBy))
      .count(),
  'as text': s =>
    Client.table(s)
      .where(c => c.referredBy.startsWith('kit_'))
      .fieldValues(c => c.id),
  like: s =>
    Client.table(s)
      .where(c => c.referredBy.like('%o%'))
      .orderBy(c => c.id)
      .fieldValues(c => c.id),
  'ordered by a link': s =>
    Client.table(s)
      .orderBy(c => c.referredBy)
      .orderBy(c => c.id)
      .fieldValues(c => c.id),
  'ordered downwards': s =>
    Client.table(s)
      .orderBy(c => c.referredBy.desc())
      .orderBy(c => c.id)
      .limit(7)
      .listValues(),
  'least and greatest': async s => [
    await Client.table(s).min(c => c.referredBy),
    await Client.table(s).max(c => c.referredBy),
    await Client.table(s).count(),
  ],
  'values of a link': async s =>
    await Client.table(s)
      .orderBy(c => c.id)
      .fieldValues(c => c.referredBy),
  calculated: s =>
    Client.table(s)
      .withExpression('shown', t => t.$.referredBy.coalesce('nobody').concat('/', t.$.bakeryId))
      .withExpression('by', t => t.$.referredBy)
      .where(c => c.shown.contains('o'))
      .orderBy(c => c.shown)
      .listValues(),
  'followed one way': s =>
    Client.table(s)
      .where(c => c.name.ne('Doc'))
      .getRef('orders')
      .orderBy(o => o.id)
      .list(),
  'followed the other way': s =>
    Order.table(s)
      .where(o => o.isDone.eq(true))
      .getRef('client')
      .orderBy(c => c.id)
      .list(),
  'to itself': s =>
    Client.table(s)
      .getRef('referrer')
      .getRef('referred')
      .orderBy(c => c.id)
      .fieldValues(c => c.id),
  'over edges': s =>
    Client.table(s)
      .where(c => c.id.in(['doc', '12']))
      .getRef('bought')
      .orderBy(p => p.id)
      .list(),
  'over edges backwards': s =>
    Product.table(s)
      .where(p => p.id.eq('pie'))
      .getRef('buyers')
      .orderBy(c => c.id)
      .list(),
  'from a limited set': s =>
    Client.table(s)
      .orderBy(c => c.referredBy.desc())
      .limit(3)
      .getRef('referrer')
      .orderBy(c => c.id)
      .list(),
  'for each row': s =>
    Client.table(s)
      .withExpressions({
        orders: t => t.getLink('orders').countExpr(),
        bought: t => t.getLink('bought').countExpr(),
        spent: t => t.getLink('edges').sumExpr(b => b.quantity),
        friends: t => t.getLink('referred').countExpr(),
      })
      .orderBy(c => c.id)
      .listValues(),
  imported: s =>
    Order.table(s)
      .withImported('client.bakery.name')
      .withImported('client.referrer.name')
      .orderBy(o => o.id)
      .listValues(),
  'imported over edges': s =>
    Bought.table(s)
      .withImported('product.name')
      .orderBy(b => b.id)
      .listValues(),
  edges: s =>
    Bought.table(s)
      .where(b => b.in.eq('doc').or(b.out.eq('12')))
      .orderBy(b => b.id)
      .list(),
}

describe('links answer as the ids they hold do', () => {
  for (const [what, ask] of Object.entries(questions))
    test(what, async () => {
      const [stored, expected] = [await opened(), await fill(memory())]
      expect(plain(await ask(stored))).toEqual(plain(await ask(expected)))
    })
})
test('what is stored are links', async () => {
  const db = await opened()
  const raw = await run(db, ['SELECT VALUE [record::tb(bakeryId), record::tb(referredBy ?? id)] FROM kit_client'])
  expect(new Set(JSON.stringify(raw).match(/kit_\w+/g))).toEqual(new Set(['kit_bakery', 'kit_client']))
  expect(await run(db, ['SELECT VALUE ->kit_bought->kit_product.name FROM kit_client:doc'])).toEqual([
    [expect.stringContaining('the '), expect.stringContaining('the ')],
  ])
})

describe('storages', () => {
  test('are chosen where a table is opened as well', async () => {
    const db = await fill(await empty())
    const bare = surrealdb({ url: 'mem://' })
    onTestFinished(() => bare.close())
    await run(bare, schema)
    await run(bare, ["CREATE kit_client:doc SET name = 'Doc', bakeryId = kit_bakery:x, referredBy = kit_client:doc"])
    const columns = { bakeryId: recordLink('kit_bakery'), referredBy: { storage: recordLink('kit_client') } }
    const table = Client.table(bare, { columns })
    expect(await table.list()).toEqual([{ id: 'doc', name: 'Doc', bakeryId: 'x', referredBy: 'doc' }])
    expect(await table.getRef('referrer').count()).toBe(1)
    expect((await failure(Client.table(bare).list())).kind).toBe('type-mismatch')
    expect(
      await Client.table(db)
        .where(c => c.id.in(table.fieldExpr(c => c.referredBy)))
        .count(),
    ).toBe(1)
  })

  test('a link to another table is told with its row and field', async () => {
    const db = surrealdb({ url: 'mem://', links })
    onTestFinished(() => db.close())
    await run(db, [
      'CREATE kit_order:7 SET clientId = kit_product:pie, isDone = true',
      "CREATE kit_order:8 SET clientId = 'doc', isDone = true",
    ])
    const error = await failure(
      Order.table(db)
        .where(o => o.id.eq(7))
        .list(),
    )
    expect([error.kind, error.details]).toMatchObject(['type-mismatch', { field: 'clientId', id: '7' }])
    expect(error.message).toContain('kit_client')
    expect(
      (
        await failure(
          Order.table(db)
            .where(o => o.id.eq(8))
            .list(),
        )
      ).kind,
    ).toBe('type-mismatch')
    await run(db, ["CREATE kit_client:pie SET name = 'x', bakeryId = kit_bakery:x"])
    // It leads nowhere, although a client has the key that the product has.
    expect(
      await Order.table(db)
        .where(o => o.id.eq(7))
        .getRef('client')
        .list(),
    ).toEqual([])
  })

  test('of ids that are numbers or uuids, and as parts of an id', async () => {
    const db = surrealdb({
      url: 'mem://',
      links: { note: { order: 'orders', token: 'tokens' }, pairs: { a: 'orders', b: 'tokens' } },
    })
    onTestFinished(() => db.close())
    class Token extends Entity('tokens', { id: col(uuid).id() }) {}
    class Numbered extends Entity('orders', { id: col(int).id() }) {}
    class Note extends Entity('note', { id: col(int).id(), order: col(int).optional(), token: col(uuid) }) {
      static override refs = { order: hasOne(() => Numbered, 'order'), token: hasOne(() => Token, 'token') }
    }
    class Pair extends Entity('pairs', { a: col(int).id(), b: col(uuid).id(), n: col(int) }) {
      static override refs = { token: hasOne(() => Token, 'b') }
    }
    const token = await Token.table(db).insertReturningId({})
    await Numbered.table(db).insertMany([{ id: 1 }, { id: -2 }])
    await Note.table(db).insertMany([
      { id: 1, order: -2, token },
      { id: 2, token },
    ])
    expect(
      await Note.table(db)
        .where(n => n.order.lt(0))
        .getRef('order')
        .list(),
    ).toEqual([{ id: -2 }])
    expect(await Note.table(db).sum(n => n.order)).toBe(-2)
    expect(
      await Note.table(db)
        .where(n => n.token.eq(token))
        .getRef('token')
        .list(),
    ).toEqual([{ id: token }])
    await Pair.table(db).insertMany([{ a: 1, b: token, n: 5 }])
    expect(await Pair.table(db).get({ a: 1, b: token })).toEqual({ a: 1, b: token, n: 5 })
    expect(await Pair.table(db).getRef('token').count()).toBe(1)
    expect(await run(db, ['SELECT VALUE record::tb(id.id()[1]) FROM pairs'])).toEqual(['tokens'])
  })

  test('what cannot be a link is refused while building, or before anything is sent', async () => {
    const db = await empty()
    expect(() => recordLink('')).toThrow('name of the table')
    expect(() => surrealdb({ url: 'mem://', links: { kit_order: { clientId: '' } } })).toThrow('links.kit_order')
    expect(() => Order.table(db, { columns: { isDone: recordLink('kit_client') } })).toThrow('bool')
    expect((await failure(Order.table(db, { columns: { id: recordLink('kit_client') } }).list())).kind).toBe('invalid')
  })
})

test('into another database and back, ids are plain values', async () => {
  const [db, other] = [await opened(), await fill(memory())]
  class Far extends Entity('kit_order', { id: col(int).id(), clientId: col(text), isDone: col(bool) }) {
    static override refs = { client: hasOne(() => Client.table(other), 'clientId') }
  }
  class Near extends Entity('kit_order', { id: col(int).id(), clientId: col(text), isDone: col(bool) }) {
    static override refs = { client: hasOne(() => Client.table(db), 'clientId') }
  }
  class FarClient extends Entity('kit_client', { id: col(text).id() }) {
    static override refs = { orders: hasMany(() => Order.table(db), 'clientId') }
  }
  const far = Far.table(db).where(o => o.id.lt(9))
  const near = Near.table(other).where(o => o.id.lt(9))
  expect((await far.getRef('client').fieldValues(c => c.id)).sort()).toEqual(
    (await near.getRef('client').fieldValues(c => c.id)).sort(),
  )
  const orders = FarClient.table(other)
    .where(c => c.id.in(hostile))
    .getRef('orders')
  expect(await orders.count()).toBe(hostile.length)
})
