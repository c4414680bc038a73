import { describe, expect, test } from 'vitest'
import { type Parts, select, TestTable } from '../../test/evaluating.ts'
import { collect } from '../expression/collect.ts'
import { Aggregate, ColumnNode, Literal, Subquery } from '../expression/node.ts'
import { parameterize } from '../expression/rewrite.ts'
import type { Occurrence, StoredColumn } from '../expression/statement.ts'
import { looseExecution } from '../expression/evaluate.ts'
import { float } from '../types/float.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import type { Storage } from '../types/storage.ts'
import { asText } from '../types/storages.ts'
import { columnsUsed, type CompiledSelect, compileSelect, type RowFacts } from './index.ts'

/** A table whose cells are text, as in a file. */
const file = new TestTable({ id: { type: int, isId: true }, name: text, age: int }, {}, 'people')
const texts = new Map<unknown, Storage>([[int, asText()(int)]])
const inText = (column: StoredColumn): StoredColumn => ({
  ...column,
  storage: texts.get(column.type) ?? column.storage,
})
const table = {
  ...file.occurrence.table,
  columns: file.occurrence.table.columns.map(inText),
  ids: file.occurrence.table.ids.map(inText),
}
const occurrence: Occurrence = { ...file.occurrence, table }
const from = { kind: 'table', occurrence } as const
const [id, name, age] = table.columns.map(column => new ColumnNode(occurrence, column))
if (id === undefined || name === undefined || age === undefined) throw new TypeError('columns')

const facts: RowFacts = { storageOf: type => texts.get(type) ?? file.source.storageOf(type) }
const rows = [
  ['1', 'Ann', '50'],
  ['2', 'bob', '30'],
  ['3', 'Cy', null],
  ['4', 'dee', '30'],
  ['5', null, '20'],
]

function compiled(parts: Omit<Parts, 'from'>): {
  readonly ready: CompiledSelect
  readonly parameters: readonly unknown[]
} {
  const statement = select({ from, ...parts })
  return {
    ready: compileSelect(parameterize(statement), facts),
    parameters: collect(statement, looseExecution(undefined)),
  }
}

function run(
  parts: Omit<Parts, 'from'>,
  over: readonly (readonly unknown[])[] = rows,
  maxOrderBytes?: number,
): unknown {
  const { ready, parameters } = compiled(parts)
  return ready.run(over, { parameters, ...(maxOrderBytes === undefined ? {} : { maxOrderBytes }) })
}

/** Hands out one row per batch and tells how many were taken. */
class Batches {
  taken = 0
  isClosed = false
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly (readonly unknown[])[]> {
    try {
      for (const row of rows) {
        this.taken++
        yield [row]
      }
    } finally {
      this.isClosed = true
    }
  }
}

async function streamed(parts: Omit<Parts, 'from'>): Promise<{ readonly found: unknown[]; readonly batches: Batches }> {
  const { ready, parameters } = compiled(parts)
  const batches = new Batches()
  const found: unknown[] = []
  for await (const batch of ready.stream(batches, { parameters })) found.push(...batch)
  return { found, batches }
}

describe('rows in stored form', () => {
  test('cells are decoded where they are read, and handed out as they are', () => {
    expect(run({ columns: [id, age], where: age.gt(20) })).toEqual([
      ['1', '50'],
      ['2', '30'],
      ['4', '30'],
    ])
  })

  test('results of expressions are brought into stored form', () => {
    expect(run({ columns: [age.plus(1)], where: id.eq(1) })).toEqual([['51']])
    expect(run({ columns: [new Aggregate('sum', age), new Aggregate('count', undefined)] })).toEqual([['130', '5']])
  })

  test('order goes by values, not by text', () => {
    const numbers = [
      ['1', 'a', '9'],
      ['2', 'b', '10'],
      ['3', 'c', '-1'],
    ]
    expect(run({ columns: [id], order: [age.asc()] }, numbers)).toEqual([['3'], ['1'], ['2']])
  })

  test('a subset of the columns, wherever it stands', () => {
    const statement = parameterize(select({ from, columns: [name], where: age.gte(50) }))
    const used = columnsUsed(statement, occurrence)
    expect(used.map(column => column.property)).toEqual(['id', 'name', 'age'])
    const picked = compileSelect(statement, {
      ...facts,
      position: (_, column) => ['age', 'name'].indexOf(column.property),
    })
    expect(
      picked.run(
        [
          ['50', 'Ann'],
          ['49', 'bob'],
        ],
        { parameters: [50] },
      ),
    ).toEqual([['Ann']])
  })

  test('columnsUsed leaves out what is not read, and everything when rows are only counted', () => {
    expect(columnsUsed(select({ from, columns: [new Aggregate('count', undefined)] }), occurrence)).toEqual([])
    const ordered = columnsUsed(select({ from, columns: [id], order: [age.asc()] }), occurrence)
    expect(ordered.map(column => column.property)).toEqual(['id', 'age'])
  })
})

describe('streams', () => {
  test('rows come as they are found', async () => {
    const { found } = await streamed({ columns: [id], where: age.eq(30) })
    expect(found).toEqual([['2'], ['4']])
  })

  test('a limit without order stops reading and closes the input', async () => {
    const { found, batches } = await streamed({ columns: [id], where: age.gte(30), limit: 1, offset: 1 })
    expect(found).toEqual([['2']])
    expect(batches).toMatchObject({ taken: 2, isClosed: true })
  })

  test('a limit of 0 reads nothing', async () => {
    const { found, batches } = await streamed({ columns: [id], limit: 0 })
    expect([found, batches.taken]).toEqual([[], 0])
  })

  test('aggregates and orders answer at the end', async () => {
    expect((await streamed({ columns: [new Aggregate('avg', age)] })).found).toEqual([[32.5]])
    expect((await streamed({ columns: [id], order: [age.desc(), id.desc()], limit: 3 })).found).toEqual([
      ['1'],
      ['4'],
      ['2'],
    ])
  })

  test('sub-queries read tables that are at hand', async () => {
    const inner: Occurrence = { ...occurrence, key: 'inner' }
    const mean = new Subquery(
      select({
        from: { kind: 'table', occurrence: inner },
        columns: [new Aggregate('avg', new ColumnNode(inner, age.column))],
      }),
      'single',
      file.source,
      int,
      true,
    )
    const statement = select({ from, columns: [id], where: age.gt(mean) })
    const ready = compileSelect(parameterize(statement), facts)
    expect([ready.from?.key, ready.lookups.map(({ key }) => key)]).toEqual([occurrence.key, ['inner']])
    expect(ready.run(rows, { parameters: [], rowsOf: () => rows })).toEqual([['1']])
  })
})

describe('the byte budget', () => {
  const many = Array.from({ length: 1000 }, (_, index) => [String(index), 'x'.repeat(100), String(index % 7)])

  test('ordering more than fits is too-large and names the option', () => {
    expect(() => run({ columns: [id, name], order: [age.asc()] }, many, 10_000)).toThrowError(
      expect.objectContaining({ kind: 'too-large', message: expect.stringContaining('maxOrderBytes') }),
    )
  })

  test('a limit holds no more rows than it needs', () => {
    expect(run({ columns: [id], order: [age.desc(), id.desc()], limit: 2, offset: 1 }, many, 10_000)).toEqual([
      ['986'],
      ['979'],
    ])
  })

  test('groups count too, one result of all rows does not', () => {
    expect(() => run({ columns: [id], groupBy: [id] }, many, 10_000)).toThrowError(
      expect.objectContaining({ kind: 'too-large' }),
    )
    expect(run({ columns: [age, new Aggregate('count', undefined)], groupBy: [age], limit: 1 }, many, 10_000)).toEqual([
      ['0', '143'],
    ])
    expect(run({ columns: [new Aggregate('count', name)] }, many, 1)).toEqual([['1000']])
  })

  test('the values that a percentile or joined texts hold count', () => {
    for (const held of [
      new Aggregate('percentile', age, new Literal(float, 0.5)),
      new Aggregate('concat', name, new Literal(text, ', ')),
    ])
      expect(() => run({ columns: [held] }, many, 5_000)).toThrowError(expect.objectContaining({ kind: 'too-large' }))
  })
})

describe('bad cells', () => {
  const spoiled = [
    ['1', 'Ann', 'x'],
    ['2', 'bob', '30'],
    ['3', 'Cy', '40'],
  ]

  test('one that a condition reads fails the read, naming entity, id and field', () => {
    expect(() => run({ columns: [name], where: age.gt(1) }, spoiled)).toThrowError(
      expect.objectContaining({ kind: 'type-mismatch', details: { entity: 'people', field: 'age', id: '1' } }),
    )
    expect(() => run({ columns: [new Aggregate('sum', age)] }, spoiled)).toThrowError(
      expect.objectContaining({ kind: 'type-mismatch' }),
    )
  })

  test('one that the row hands out goes on to the decoder, in the order too', () => {
    expect(run({ columns: [id, age], where: age.gt(30) }, spoiled)).toEqual([
      ['1', 'x'],
      ['3', '40'],
    ])
    expect(run({ columns: [id, age], order: [age.desc()] }, spoiled)).toEqual([
      ['3', '40'],
      ['2', '30'],
      ['1', 'x'],
    ])
  })

  test('a row that no value of the cell would keep is left out', () => {
    expect(run({ columns: [id], where: age.gt(1).and(id.gt(1)) }, spoiled)).toEqual([['2'], ['3']])
    expect(run({ columns: [new Aggregate('count', undefined)], where: age.gt(1).and(id.gt(1)) }, spoiled)).toEqual([
      ['2'],
    ])
  })

  test('one that nothing reads does not matter', () => {
    expect(run({ columns: [id], where: id.lt(3) }, spoiled)).toEqual([['1'], ['2']])
    expect(run({ columns: [new Literal(int, 1)], limit: 1 }, spoiled)).toEqual([['1']])
  })
})
