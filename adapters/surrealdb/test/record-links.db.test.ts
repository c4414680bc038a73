import { bool, col, Entity, hasMany, hasOne, int, manyToMany, text } from '@vantage-ts/core'
import { templateParts } from '@vantage-ts/core/adapter'
import { type Memory, memory } from '@vantage-ts/core/memory'
import { type SurrealDb, surrealdb } from '@vantage-ts/surrealdb'
import { describe, expect, onTestFinished, test } from 'vitest'

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
