import { col, Entity, int, text } from '@vantage-ts/core'
import { surrealdb } from '@vantage-ts/surrealdb'
import { table } from '@vantage-ts/surrealdb/ql'
import { DateTime, Decimal, Duration, Range, RecordId, Uuid } from 'surrealdb'

/** The tables that the constructs read. */
export const p = table('person', { fields: ['name', 'age', 'city', 'tags', 'joined', 'address'] })
export const g = table('product', { fields: ['name', 'price', 'tags'] })
export const b = table('buys', { fields: ['in', 'out', 'count', 'at'] })
export const k = table('knows', { fields: ['in', 'out', 'since'] })
export const audit = table('audit', { fields: ['what', 'who'] })
/** Made once: the engine prints lines for each change of such a table, and the process ends where nobody takes them in time. */
export const trail = table('trail', { fields: ['what'] })

export const db = surrealdb({ url: 'mem://' })
export type GraphQuery = ReturnType<typeof db.query>

/** The people as a set. */
export class Person extends Entity('person', { id: col(text).id(), name: col(text), age: col(int) }) {}
export const people = Person.table(db)

/** The graph, as it is made before each construct. */
export const graph = `
    REMOVE TABLE IF EXISTS person; REMOVE TABLE IF EXISTS product; REMOVE TABLE IF EXISTS buys;
    REMOVE TABLE IF EXISTS knows; REMOVE TABLE IF EXISTS audit;
    DEFINE TABLE audit;
    DEFINE ANALYZER OVERWRITE plain TOKENIZERS blank, class FILTERS lowercase;
    DEFINE TABLE product;
    DEFINE INDEX words ON product FIELDS name FULLTEXT ANALYZER plain BM25 HIGHLIGHTS;
    DEFINE PARAM OVERWRITE $vat VALUE 0.25;
    DEFINE FUNCTION OVERWRITE fn::twice($n: number) { RETURN $n * 2 };
    INSERT INTO person [
      { id: 'ann', name: 'Ann', age: 31, city: 'Oslo', tags: ['chess', 'ski'], joined: d'2024-01-15T08:30:00Z',
        address: { street: 'Elm 1', zip: '0150' } },
      { id: 'bob', name: 'Bob', age: 40, city: 'Rome', tags: ['ski'], joined: d'2024-06-01T00:00:00Z' },
      { id: 'cy', name: 'Cy', age: 22, city: 'Oslo', tags: [], joined: d'2025-03-10T12:00:00Z' },
      { id: 'dee', name: 'dee', age: 35, city: NULL, tags: ['chess'], joined: d'2025-03-11T00:00:00Z' }
    ];
    INSERT INTO product [
      { id: 1, name: 'Red pen', price: 2, tags: ['office'] },
      { id: 2, name: 'Ink', price: 5, tags: ['office', 'art'] },
      { id: 3, name: 'Sketch pad', price: 9, tags: ['art'] }
    ];
    INSERT RELATION INTO buys [
      { id: 1, in: person:ann, out: product:1, count: 2, at: d'2025-01-05T10:00:00Z' },
      { id: 2, in: person:ann, out: product:2, count: 1, at: d'2025-01-20T10:00:00Z' },
      { id: 3, in: person:bob, out: product:1, count: 7, at: d'2025-02-03T10:00:00Z' },
      { id: 4, in: person:cy, out: product:3, count: 1, at: d'2025-02-14T10:00:00Z' },
      { id: 5, in: person:cy, out: product:2, count: 3, at: d'2025-03-01T10:00:00Z' }
    ];
    INSERT RELATION INTO knows [
      { id: 1, in: person:ann, out: person:bob, since: 2015 },
      { id: 2, in: person:bob, out: person:cy, since: 2019 },
      { id: 3, in: person:cy, out: person:dee, since: 2020 },
      { id: 4, in: person:ann, out: person:dee, since: 2023 }
    ];
  `

let isFollowed = false

/** The graph of the constructs, as it is before each of them: four people, three products, who bought what and knows whom. */
export async function fillGraph(): Promise<void> {
  if (!isFollowed) await db.query().ql`DEFINE TABLE trail CHANGEFEED 1h`.run()
  isFollowed = true
  await db.expr(Object.assign([graph], { raw: [graph] })).run()
}

/** Values of the driver as text, so that answers are compared and shown whole. */
export function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown)
  if (value instanceof RecordId || value instanceof Range) return String(value)
  if (value instanceof DateTime) return value.toISOString()
  if (value instanceof Uuid || value instanceof Duration || value instanceof Decimal) return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON()
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shown(one)]))
}
