import { bool, col, Entity, hasMany, hasOne, int, manyToMany, text, VantageError } from '@vantage-ts/core'
import { templateParts } from '@vantage-ts/core/adapter'
import type { Memory } from '@vantage-ts/core/memory'
import { type SurrealDb, surrealdb } from '@vantage-ts/surrealdb'
import { expect, onTestFinished } from 'vitest'

export class Bakery extends Entity('kit_bakery', { id: col(text).id(), name: col(text) }) {
  static override refs = { clients: hasMany(() => Client, 'bakeryId') }
}
export class Client extends Entity('kit_client', {
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
export class Order extends Entity('kit_order', { id: col(int).id(), clientId: col(text), isDone: col(bool) }) {
  static override refs = { client: hasOne(() => Client, 'clientId') }
}
export class Product extends Entity('kit_product', { id: col(text).id(), name: col(text) }) {
  static override refs = { buyers: manyToMany(() => Client, { through: () => Bought, from: 'out', to: 'in' }) }
}
/** The edges of `client -> bought -> product`. */
export class Bought extends Entity('kit_bought', {
  id: col(text).id(),
  in: col(text),
  out: col(text),
  quantity: col(int),
}) {
  static override refs = { client: hasOne(() => Client, 'in'), product: hasOne(() => Product, 'out') }
}

export const links = {
  kit_client: { bakeryId: 'kit_bakery', referredBy: 'kit_client' },
  kit_order: { clientId: 'kit_client' },
  kit_bought: { in: 'kit_client', out: 'kit_product' },
}
export const schema = [
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
export const hostile = [
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

export async function fill<S extends SurrealDb | Memory>(source: S): Promise<S> {
  await Bakery.table(source).insertMany(rowsOf.bakeries)
  await Client.table(source).insertMany(clients)
  await Order.table(source).insertMany(rowsOf.orders)
  await Product.table(source).insertMany(rowsOf.products)
  expect(await Bought.table(source).insertMany(rowsOf.bought)).toBe(rowsOf.bought.length)
  return source
}

export async function run(db: SurrealDb, statements: readonly string[]): Promise<unknown> {
  let last: unknown
  for (const statement of statements) last = await db.expr(templateParts(statement)).run().context(statement)
  return last
}

export async function empty(options: object = { links }): Promise<SurrealDb> {
  const db = surrealdb({ url: 'mem://', ...options })
  onTestFinished(() => db.close())
  await run(db, schema)
  return db
}
export const opened = async (): Promise<SurrealDb> => fill(await empty())

export type Shop = SurrealDb | Memory

export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null')

export const failure = async (work: Promise<unknown>): Promise<VantageError> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  return VantageError.is(error) ? error : expect.fail(`no error of ours: ${String(error)}`)
}
