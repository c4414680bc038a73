import { bool, col, Entity, hasMany, hasOne, int, manyToMany, text, uuid, VantageError } from '@vantage-ts/core'
import { templateParts } from '@vantage-ts/core/adapter'
import { type Memory, memory } from '@vantage-ts/core/memory'
import { recordLink, type SurrealDb, surrealdb } from '@vantage-ts/surrealdb'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from './databases.ts'

class Bakery extends Entity('kit_bakery', { id: col(text).id(), name: col(text) }) {
  static override refs = { clients: hasMany(() => Client, 'bakeryId') }
}
class Client extends Entity('kit_client', {
  id: col(text).id(),
  name: col(text),
  bakeryId: col(text),
  referredBy: col(text).optional(),
}) {
  static override refs = {
    bakery: hasOne(() => Bakery, 'bakeryId'),
    orders: hasMany(() => Order, 'clientId'),
    referrer: hasOne(() => Client, 'referredBy'),
    referred: hasMany(() => Client, 'referredBy'),
    edges: hasMany(() => Bought, 'in'),
    bought: manyToMany(() => Product, { through: () => Bought, from: 'in', to: 'out' }),
  }
}
class Order extends Entity('kit_order', { id: col(int).id(), clientId: col(text), isDone: col(bool) }) {
  static override refs = { client: hasOne(() => Client, 'clientId') }
}
class Product extends Entity('kit_product', { id: col(text).id(), name: col(text) }) {
  static override refs = { buyers: manyToMany(() => Client, { through: () => Bought, from: 'out', to: 'in' }) }
}
/** The edges of `client -> bought -> product`. */
class Bought extends Entity('kit_bought', { id: col(text).id(), in: col(text), out: col(text), quantity: col(int) }) {
  static override refs = { client: hasOne(() => Client, 'in'), product: hasOne(() => Product, 'out') }
}

const links = {
  kit_client: { bakeryId: 'kit_bakery', referredBy: 'kit_client' },
  kit_order: { clientId: 'kit_client' },
  kit_bought: { in: 'kit_client', out: 'kit_product' },
}
const schema = [
  'DEFINE TABLE kit_bakery SCHEMAFULL',
  'DEFINE FIELD name ON kit_bakery TYPE string',
  'DEFINE TABLE kit_client SCHEMAFULL',
  'DEFINE FIELD name ON kit_client TYPE string',
  'DEFINE FIELD bakeryId ON kit_client TYPE record<kit_bakery>',
  'DEFINE FIELD referredBy ON kit_client TYPE option<record<kit_client> | null>',
  'DEFINE INDEX by_bakery ON kit_client FIELDS bakeryId',
  'DEFINE INDEX by_referrer ON kit_client FIELDS referredBy',
  'DEFINE TABLE kit_order SCHEMAFULL',
  'DEFINE FIELD clientId ON kit_order TYPE record<kit_client>',
  'DEFINE FIELD isDone ON kit_order TYPE bool',
  'DEFINE INDEX by_client ON kit_order FIELDS clientId',
  'DEFINE TABLE kit_product SCHEMAFULL',
  'DEFINE FIELD name ON kit_product TYPE string',
  'DEFINE TABLE kit_bought TYPE RELATION IN kit_client OUT kit_product SCHEMAFULL',
  'DEFINE FIELD quantity ON kit_bought TYPE int',
  'DEFINE INDEX by_in ON kit_bought FIELDS in',
  'DEFINE INDEX by_out ON kit_bought FIELDS out',
]

/** Quotes, colons, brackets and other signs of the language; numbers and records as text. */
const hostile = [
  "o'clock",
  '"',
  '`',
  'a:b',
  'kit_client:doc',
  '⟨x⟩',
  '12',
  '12.5',
  'NONE',
  'NULL',
  '🙂é',
  '\\',
  ' ',
  'in',
]

const clients = [
  { id: 'doc', name: 'Doc', bakeryId: 'hill_valley', referredBy: null },
  { id: 'marty', name: 'Marty', bakeryId: 'hill_valley', referredBy: 'doc' },
  { id: 'biff', name: 'Biff', bakeryId: 'elsewhere', referredBy: null },
  ...hostile.map((id, index) => ({ id, name: `n${index}`, bakeryId: id, referredBy: hostile[index - 1] ?? 'doc' })),
]
const rowsOf = {
  bakeries: ['hill_valley', 'elsewhere', ...hostile].map(id => ({ id, name: `bakery ${id}` })),
  orders: clients.map(({ id }, index) => ({ id: index, clientId: id, isDone: index % 2 === 0 })),
  products: ['pie', 'tart', ...hostile].map(id => ({ id, name: `the ${id}` })),
  bought: ['doc', 'marty', ...hostile].flatMap((id, index) => [
    { id: `${id}/pie`, in: id, out: 'pie', quantity: index },
    { id: `${id}/own`, in: id, out: hostile[index] ?? 'tart', quantity: 1 },
  ]),
}

async function fill<S extends SurrealDb | Memory>(source: S): Promise<S> {
  await Bakery.table(source).insertMany(rowsOf.bakeries)
  await Client.table(source).insertMany(clients)
  await Order.table(source).insertMany(rowsOf.orders)
  await Product.table(source).insertMany(rowsOf.products)
  expect(await Bought.table(source).insertMany(rowsOf.bought)).toBe(rowsOf.bought.length)
  return source
}

async function run(db: SurrealDb, statements: readonly string[]): Promise<unknown> {
  let last: unknown
  for (const statement of statements) last = await db.expr(templateParts(statement)).run().context(statement)
  return last
}

async function empty(options: object = { links }): Promise<SurrealDb> {
  const db = surrealdb({ url: 'mem://', ...options })
  onTestFinished(() => db.close())
  await run(db, schema)
  return db
}
const opened = async (): Promise<SurrealDb> => fill(await empty())

type Shop = SurrealDb | Memory
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
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null')

test('what is stored are links', async () => {
  const db = await opened()
  const raw = await run(db, ['SELECT VALUE [record::tb(bakeryId), record::tb(referredBy ?? id)] FROM kit_client'])
  expect(new Set(JSON.stringify(raw).match(/kit_\w+/g))).toEqual(new Set(['kit_bakery', 'kit_client']))
  expect(await run(db, ['SELECT VALUE ->kit_bought->kit_product.name FROM kit_client:doc'])).toEqual([
    [expect.stringContaining('the '), expect.stringContaining('the ')],
  ])
})

const failure = async (work: Promise<unknown>): Promise<VantageError> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  return VantageError.is(error) ? error : expect.fail(`no error of ours: ${String(error)}`)
}

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

describe('plans', () => {
  async function watched() {
    const database = await openDatabase('mem://', 'main', links)
    onTestFinished(() => database.close())
    const { source, client } = database
    await run(source, schema)
    await fill(source)
    const query = vi.spyOn(client, 'query')
    /** The statement that a question sends, and what it binds. */
    const sentBy = async (ask: () => Promise<unknown>) => {
      query.mockClear()
      await ask()
      const [text, values]: readonly unknown[] = query.mock.calls[0] ?? []
      expect(query).toHaveBeenCalledTimes(1)
      return { text: String(text), values: { ...(typeof values === 'object' ? values : {}) } }
    }
    const explained = async (text: string, values: Record<string, unknown>): Promise<string> =>
      JSON.stringify(await client.query(text, values).collect())
    return { source, sentBy, explained }
  }

  test('a link is looked up by its index: one, a list, and for writes', async () => {
    const { source, sentBy, explained } = await watched()
    const orders = Order.table(source)
    const one = await sentBy(() => orders.where(o => o.clientId.eq('doc')).list())
    expect(await explained(`${one.text} EXPLAIN`, one.values)).toMatch(
      /^(?!.*TableScan).*"= kit_client:doc".*IndexScan/,
    )
    const list = await sentBy(() => orders.where(o => o.clientId.in(['doc', 'a:b'])).list())
    expect(await explained(`${list.text} EXPLAIN`, list.values)).toMatch(/^(?!.*TableScan).*UnionIndexScan/)
    const above = await sentBy(() => orders.where(o => o.clientId.gt('marty')).list())
    expect(await explained(`${above.text} EXPLAIN`, above.values)).toMatch(/^(?!.*TableScan).*IndexScan/)
    const change = orders
      .where(o => o.clientId.eq('doc'))
      .updateQuery()
      .set('isDone', true)
    const update = await sentBy(() => change.returning().run())
    expect(await explained(`${update.text} EXPLAIN`, update.values)).toContain('Iterate Index')
  })

  /** The part of a statement that a pattern finds, after the definitions before it. */
  const partOf = (text: string, pattern: RegExp): string => {
    const found = pattern.exec(text)
    const [, select] = found ?? expect.fail(text)
    const before = text.slice(0, found?.index)
    return `${before.slice(0, before.lastIndexOf('; ') + 2)}${select} EXPLAIN }`
  }

  test('sets that are followed find links by their index, and records by themselves', async () => {
    const { source, sentBy, explained } = await watched()
    const some = Client.table(source).where(c => c.name.in(['Doc', 'Marty']))
    const orders = await sentBy(() => some.getRef('orders').list())
    const byLink = partOf(orders.text, /ELSE \{ \((SELECT VALUE [^;]* FROM `kit_order` WHERE [^;)]*)\) \};/)
    expect(await explained(byLink, orders.values)).toMatch(/^(?!.*TableScan).*UnionIndexScan/)
    const bought = await sentBy(() => some.getRef('bought').list())
    const edges = partOf(bought.text, /array::distinct\(\((SELECT VALUE `out` FROM `kit_bought` WHERE [^;)]*)\)/)
    expect(await explained(edges, bought.values)).toMatch(/^(?!.*TableScan).*UnionIndexScan/)
    const products = partOf(bought.text, /ELSE \{ \((SELECT VALUE [^;]* FROM array::distinct\([^;]*)\) \};/)
    expect(await explained(products, bought.values)).not.toMatch(/TableScan/)
    const back = await sentBy(() => Order.table(source).getRef('client').list())
    expect(back.text).not.toContain('FROM `kit_client`')
  })

  test('links of each row find links by their index, and records by themselves', async () => {
    const { source, sentBy, explained } = await watched()
    const counted = Client.table(source).withExpression('n', t => t.getLink('orders').countExpr())
    const { text, values } = await sentBy(() => counted.list())
    const [, name, select] = /LET (\$\w+) = id; .*?(SELECT count\(\) .*? GROUP ALL)/.exec(text) ?? expect.fail(text)
    expect(await explained(`{ LET ${name} = kit_client:doc; ${select} EXPLAIN }`, values)).toMatch(
      /^(?!.*TableScan).*"= kit_client:doc".*IndexScan/,
    )
    const imported = await sentBy(() => Order.table(source).withImported('client.bakery.name').list())
    expect(imported.text).not.toMatch(/FROM `kit_(?:client|bakery)`/)
    const products = Client.table(source).withExpression('n', t => t.getLink('bought').countExpr())
    expect((await sentBy(() => products.list())).text).not.toContain('FROM `kit_product`')
  })
})
