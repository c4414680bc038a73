import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdapterUnderTest, judge, kitCases, type KitTable } from '@vantage-ts/adapter-kit'
import { afterAll, describe, expect, test } from 'vitest'
import type { Links } from '../src/links.ts'
import { abilities } from '../src/abilities.ts'
import { keyTypes } from '../src/record-key.ts'
import { makeTables, openDatabase } from './databases.ts'

/** The references of the kit's bakery, each stored as a link: in fields, and in the parts of ids. */
const bakery: Links = {
  kit_client: { bakeryId: 'kit_bakery', referredBy: 'kit_client' },
  kit_product: { bakeryId: 'kit_bakery' },
  kit_order: { clientId: 'kit_client' },
  kit_line: { orderId: 'kit_order', productId: 'kit_product' },
  kit_line_note: { orderId: 'kit_order', productId: 'kit_product' },
}

/** Every column that could hold an id as a link to a table that is not there. */
const everything = (tables: readonly KitTable[]): Links =>
  Object.fromEntries(
    tables.map(({ name, columns }) => {
      const fields = columns.filter(({ isId, type }) => !isId && keyTypes.has(type.name))
      return [name, Object.fromEntries(fields.map(field => [field.name, 'far']))]
    }),
  )

/** What a column is said to hold ids of, as links to that table. */
const declared = (tables: readonly KitTable[]): Links =>
  Object.fromEntries(
    tables.map(({ name, columns, references = {} }) => {
      const linked = columns.filter(({ property }) => Object.hasOwn(references, property))
      return [name, Object.fromEntries(linked.map(column => [column.name, references[column.property] ?? '']))]
    }),
  )

const root = mkdtempSync(join(tmpdir(), 'vantage-surreal-'))
let folders = 0
// The engine may still write to a folder that it has closed.
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 10 }))

const linkedBy = (linksOf: (tables: readonly KitTable[]) => Links): AdapterUnderTest => ({
  name: 'surrealdb',
  generates: ['text', 'uuid'],
  maxNesting: 5,
  open: async tables => {
    const links = linksOf(tables)
    // What two actors rely on a database in memory does not keep: see snapshots.db.test.ts.
    const isShared = tables.some(({ name }) => name === 'kit_entry')
    const database = await openDatabase(isShared ? `surrealkv://${root}/${++folders}` : 'mem://', 'main', links)
    await makeTables(database.client, tables, links)
    return { source: database.source, close: database.close }
  },
})

/** They time out, stream and abort, take long, or are about what surrounds a write: nothing of it is about how a column is stored. */
const besides: ReadonlySet<string> = new Set(
  `stream cancel import insert-many transactions meeting-transactions misused-transactions transaction-chains audit outboxes hooks
  hook-order soft-delete versions stamps events errors source time-zones text arithmetic precision search`.split(/\s+/),
)
const others: ReadonlySet<string> = new Set([
  // Values are told as they are sent: as records.
  'events/tell-what-was-sent',
  // Vendor text compares a field with text.
  'tables-from-queries/of-vendor-text',
  'names/tables-of-a-schema',
  // Deeper than the engine reads, as in the kit of the adapter.
  'links/back-to-the-table-outside-through-groups',
])
const references: ReadonlySet<string> = new Set([
  'references',
  'links',
  'imported-columns',
  'groups',
  'tables-from-queries',
  'nested-insert',
])

describe('the kit over the references of the bakery as links', () => {
  for (const kitCase of kitCases)
    if (references.has(kitCase.topic) && !others.has(kitCase.id))
      test(`${kitCase.id}: ${kitCase.title}`, async () => {
        const isAble = kitCase.needs.every(ability => Reflect.get(abilities, ability) === true)
        expect(
          await judge(
            kitCase,
            linkedBy(() => bakery),
          ),
        ).toBe(isAble ? 'passed' : 'refused')
      })
})

describe('random sets over their references as links', () => {
  for (const kitCase of kitCases)
    if (kitCase.topic === 'random-sets')
      test(`${kitCase.id}: ${kitCase.title}`, async () => {
        expect(await judge(kitCase, linkedBy(declared))).toBe('passed')
      })
})

describe('the kit over links wherever there can be one', () => {
  for (const kitCase of kitCases)
    if (!besides.has(kitCase.topic) && !others.has(kitCase.id))
      test(`${kitCase.id}: ${kitCase.title}`, async () => {
        expect(await judge(kitCase, linkedBy(everything))).toMatch(/^(?:passed|refused)$/)
      })
})
