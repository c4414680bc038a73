import { describe, expect, test } from 'vitest'
import { TestTable } from '../../test/evaluating.ts'
import type { Node } from '../expression/node.ts'
import { deleteKey, updateKey } from '../expression/statement-key.ts'
import type { Delete, Insert, Update } from '../expression/statement.ts'
import { decimal } from '../types/decimal-type.ts'
import { Decimal } from '../types/decimal.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'

const wanted = { form: 'tuple', entity: 'items' } as const
const items = (): Promise<TestTable> =>
  new TestTable({
    id: { type: int, isId: true },
    name: { type: text, isRequired: true },
    n: int,
    price: decimal(4, 2),
  }).insert({ id: 1, name: 'a', n: 1 }, { id: 2, name: 'b', n: 2 }, { id: 3, name: 'c' })

const ids = (table: TestTable): Promise<readonly unknown[]> => table.values({ columns: [table.column('id')] })
const send = async (table: TestTable, statement: Insert | Update | Delete): Promise<unknown> =>
  table.source.fetch(statement, wanted)

function update(table: TestTable, set: Readonly<Record<string, Node>>, where?: Node): Update {
  const parts = {
    table: table.occurrence,
    set: Object.entries(set).map(([name, node]) => ({ column: table.column(name).column, node })),
    ...(where === undefined ? {} : { where }),
    returning: table.occurrence.table.columns.slice(0, 3),
  }
  return { kind: 'update', ...parts, key: updateKey(parts) }
}

describe('insert', () => {
  test('of several rows creates all or none', async () => {
    const table = await items()
    const refused = [
      [
        [
          { id: 4, name: 'd' },
          { id: 2, name: 'x' },
        ],
        { kind: 'conflict', details: { reason: 'unique', field: 'id' } },
      ],
      [
        [
          { id: 4, name: 'd' },
          { id: 4, name: 'x' },
        ],
        { kind: 'conflict' },
      ],
      [
        [
          { id: 4, name: 'd' },
          { id: 5, name: null },
        ],
        { kind: 'constraint', details: { reason: 'not-null', field: 'name' } },
      ],
      [[{ id: 4, name: 'd' }, { id: 5 }], { kind: 'constraint', details: { entity: 'items', field: 'name' } }],
    ] as const
    for (const [rows, error] of refused) await expect(send(table, table.insertion(rows))).rejects.toMatchObject(error)
    expect(await ids(table)).toEqual([1, 2, 3])
  })

  test('skips ids that exist and gives back what it created', async () => {
    const table = await items()
    const rows = [{ id: 2, name: 'x' }, { id: 4, name: 'd' }, { id: 4, name: 'e' }, { name: 'f' }]
    expect(await send(table, table.insertion(rows, 'skip'))).toEqual({
      rows: [
        [4, 'd', null, null],
        [5, 'f', null, null],
      ],
      count: 2,
    })
    expect(await table.values({ columns: [table.column('name')] })).toEqual(['a', 'b', 'c', 'd', 'f'])
  })

  test('composite ids are unique together', async () => {
    const table = await new TestTable({ a: { type: text, isId: true }, b: { type: decimal, isId: true } }).insert({
      a: '1',
      b: Decimal.from('2.0'),
    })
    await expect(send(table, table.insertion([{ a: '1', b: Decimal.from('2') }]))).rejects.toMatchObject({
      kind: 'conflict',
    })
    await table.insert({ a: '12', b: Decimal.from('0') }, { a: '1', b: Decimal.from('20') })
    const where = table.column('b').eq(Decimal.from('2.00')).and(table.column('a').eq('1'))
    expect(await table.rows({ columns: [table.column('a'), table.column('b')], where })).toEqual([
      ['1', Decimal.from('2')],
    ])
  })
})

describe('update', () => {
  test('computes from the rows as they were and gives back the new ones', async () => {
    const table = await items()
    const [id, n] = [table.column('id'), table.column('n')]
    const statement = update(table, { n: n.plus(10), name: table.column('name').concat('!') }, id.lte(2))
    expect(await send(table, statement)).toEqual({
      rows: [
        [1, 'a!', 11],
        [2, 'b!', 12],
      ],
      count: 2,
    })
    expect(await table.rows({ columns: [id, n] })).toEqual([
      [1, 11],
      [2, 12],
      [3, null],
    ])
  })

  test('may move ids among rows, and never gives two rows one', async () => {
    const table = await items()
    const id = table.column('id')
    await send(table, update(table, { id: id.plus(1) }))
    expect(await ids(table)).toEqual([2, 3, 4])
    expect(await table.values({ columns: [table.column('name')], where: id.eq(2) })).toEqual(['a'])
    await expect(send(table, update(table, { id: id.plus(1) }, id.eq(2)))).rejects.toMatchObject({ kind: 'conflict' })
    await expect(send(table, update(table, { id: id.minus(id) }))).rejects.toMatchObject({ kind: 'conflict' })
    expect(await ids(table)).toEqual([2, 3, 4])
  })

  test('refuses what a column does not hold, and changes nothing', async () => {
    const table = await items()
    const [n, price] = [table.column('n'), table.column('price')]
    await expect(send(table, update(table, { n: n.div(2) }))).rejects.toMatchObject({
      kind: 'type-mismatch',
      details: { field: 'n' },
    })
    await expect(send(table, update(table, { name: table.column('name').nullIf('b') }))).rejects.toMatchObject({
      kind: 'constraint',
      details: { reason: 'not-null', field: 'name' },
    })
    await send(table, update(table, { price: price.coalesce(Decimal.from('9.99')) }))
    await expect(send(table, update(table, { price: price.mul(Decimal.from('1.5')) }))).rejects.toMatchObject({
      kind: 'type-mismatch',
    })
    expect(await table.values({ columns: [price] })).toEqual([1, 2, 3].map(() => Decimal.from('9.99')))
  })
})

describe('delete', () => {
  test('of many and of few keeps the others in their order', async () => {
    const table = new TestTable({ id: { type: int, isId: true } })
    await table.insert(...Array.from({ length: 50 }, (_, id) => ({ id })))
    const remove = (where: Node): Promise<unknown> => {
      const parts = { table: table.occurrence, where, returning: [] }
      return send(table, { kind: 'delete', ...parts, key: deleteKey(parts) })
    }
    const id = table.column('id')
    expect(await remove(id.mod(5).ne(0))).toEqual({ rows: [], count: 40 })
    expect(await remove(id.in([5, 10, 11]))).toEqual({ rows: [], count: 2 })
    expect(await remove(id.eq(99))).toEqual({ rows: [], count: 0 })
    expect(await ids(table)).toEqual([0, 15, 20, 25, 30, 35, 40, 45])
    await table.insert({ id: 5 })
    expect(await table.values({ columns: [id], where: id.eq(5) })).toEqual([5])
  })
})

test('a read answers at once, without a promise', async () => {
  const table = await items()
  const parts = { table: table.occurrence, where: table.column('id').eq(1), returning: [] }
  expect(table.source.fetch({ kind: 'delete', ...parts, key: deleteKey(parts) }, wanted)).toEqual({
    rows: [],
    count: 1,
  })
})
