import { afterEach, expect, test, vi } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { hasMany } from '../relation/ref.ts'
import { int } from '../types/int.ts'
import { Database } from './database.ts'
import { memory } from './index.ts'

/** Rows that are related to all rows, by a key of two columns, which looks at each row. */
class Thing extends Entity('things', { id: col(int).id(), x: col(int), y: col(int) }) {
  static override refs = { all: hasMany(() => Thing, ['x', 'y'], { references: ['x', 'y'] }) }
}
const size = 12
const things = async () => {
  const table = Thing.table(memory())
  await table.insertMany(Array.from({ length: size }, (_, id) => ({ id, x: 0, y: 0 })))
  return table
}
type Things = Awaited<ReturnType<typeof things>>

afterEach(() => {
  vi.restoreAllMocks()
})

/** How often a list of a set reads a table. */
async function reads(set: Things): Promise<{ readonly rows: number; readonly count: number }> {
  const read = vi.spyOn(Database.prototype, 'read')
  const { length } = await set.list()
  const count = read.mock.calls.length
  read.mockRestore()
  return { rows: length, count }
}

/** A set, followed so many times. */
const followed = (start: Things, steps: number, prepared: (set: Things) => Things): Things =>
  steps === 0 ? start : prepared(followed(start, steps - 1, prepared)).getRef('all')

test.each<[string, (set: Things) => Things, number]>([
  ['a set as a source', set => set.asSource(), 1],
  ['a limited set', set => set.orderBy(t => t.id).limit(size), 1],
  // The links of each row, once.
  ['a set with links', set => set.where(set.getLink('all').countExpr().gt(0)).asSource(), 1 + size],
])(
  'what is the same for all rows is evaluated once for all of them: %s, step by step',
  async (_what, prepared, each) => {
    const table = await things()
    for (let steps = 1; steps <= 6; steps++) {
      const { rows, count } = await reads(followed(table, steps, prepared))
      expect([rows, count]).toEqual([size, 1 + steps * each])
    }
  },
)

test('what depends on the row around it alone is evaluated once for each of its rows', async () => {
  const none = (await things()).where(t => t.id.lt(0))
  for (let steps = 1; steps <= 6; steps++) {
    const { rows, count } = await reads(followed(none, steps, set => set))
    expect(rows).toBe(0)
    expect(count).toBeLessThanOrEqual(1 + size * steps)
  }
})
