import { type AdapterUnderTest, judge, kitCases } from '@vantage-ts/adapter-kit'
import { describe, expect, test } from 'vitest'
import { makeTables, openDatabase } from './databases.ts'

/** The references of the kit's bakery, each stored as a link: in fields, and in the parts of ids. */
const links = {
  kit_client: { bakeryId: 'kit_bakery', referredBy: 'kit_client' },
  kit_product: { bakeryId: 'kit_bakery' },
  kit_order: { clientId: 'kit_client' },
  kit_line: { orderId: 'kit_order', productId: 'kit_product' },
  kit_line_note: { orderId: 'kit_order', productId: 'kit_product' },
}

const linked: AdapterUnderTest = {
  name: 'surrealdb',
  open: async tables => {
    const database = await openDatabase('mem://', 'main', links)
    await makeTables(database.client, tables, links)
    return { source: database.source, close: database.close }
  },
}

const topics = ['references', 'links', 'imported-columns', 'groups', 'tables-from-queries', 'nested-insert']

describe('the kit over links', () => {
  for (const kitCase of kitCases)
    if (topics.includes(kitCase.topic))
      test(`${kitCase.id}: ${kitCase.title}`, async () => {
        expect(await judge(kitCase, linked)).toBe('passed')
      })
})
