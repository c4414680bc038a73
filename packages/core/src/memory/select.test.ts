import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Parts, rowsOf, select, TestTable } from '../../test/evaluating.ts'
import { Aggregate, Case, ColumnNode, Literal, type Node, Subquery } from '../expression/node.ts'
import type { From, Occurrence } from '../expression/statement.ts'
import { bool } from '../types/bool.ts'
import { float } from '../types/float.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { uuid } from '../types/uuid.ts'

const people = (): Promise<TestTable> =>
  new TestTable({ id: { type: int, isId: true }, name: text, age: int, boss: int }, {}, 'people').insert(
    { id: 1, name: 'Ann', age: 50 },
    { id: 2, name: 'bob', age: 30, boss: 1 },
    { id: 3, name: 'Cy', boss: 1 },
    { id: 4, name: 'dee', age: 30, boss: 2 },
    { id: 5, age: 20, boss: 9 },
  )

/** The same table once more, as another occurrence. */
function again(table: TestTable): { readonly from: From; column(name: string): ColumnNode } {
  const occurrence: Occurrence = { ...table.occurrence, key: `${table.occurrence.key}'` }
  return { from: { kind: 'table', occurrence }, column: name => new ColumnNode(occurrence, table.column(name).column) }
}

const single = (table: TestTable, parts: Parts, mode: 'single' | 'column' | 'exists' = 'single'): Node =>
  new Subquery(select(parts), mode, table.source, mode === 'exists' ? bool : (parts.columns[0]?.type ?? int), true)

describe('order and window', () => {
  test('nulls are last in both directions, equal rows stay as they came', async () => {
    const table = await people()
    const [id, age] = [table.column('id'), table.column('age')]
    expect(await table.values({ columns: [id], order: [age.asc()] })).toEqual([5, 2, 4, 1, 3])
    expect(await table.values({ columns: [id], order: [age.desc()] })).toEqual([1, 2, 4, 5, 3])
    expect(await table.values({ columns: [id], order: [age.asc(), id.desc()] })).toEqual([5, 4, 2, 1, 3])
    expect(await table.values({ columns: [id], order: [table.column('name').desc()] })).toEqual([4, 2, 3, 1, 5])
  })

  test('order by an expression; limit and offset', async () => {
    const table = await people()
    const [id, age] = [table.column('id'), table.column('age')]
    expect(await table.values({ columns: [id], order: [age.negate().asc()], limit: 2 })).toEqual([1, 2])
    expect(await table.values({ columns: [id], order: [age.asc()], limit: 2, offset: 1 })).toEqual([2, 4])
    expect(await table.values({ columns: [id], limit: 2, offset: 4 })).toEqual([5])
    expect(await table.values({ columns: [id], limit: 0 })).toEqual([])
    expect(await table.values({ columns: [id], order: [age.asc()], limit: 0 })).toEqual([])
    expect(await table.values({ columns: [id], offset: 9 })).toEqual([])
  })

  test('agrees with sorting by hand', async () => {
    const row = fc.record({
      a: fc.option(fc.integer({ min: -3, max: 3 })),
      b: fc.option(fc.string({ unit: 'binary', maxLength: 2 })),
    })
    const window = fc.record({
      limit: fc.option(fc.nat(12), { nil: undefined }),
      offset: fc.option(fc.nat(5), { nil: undefined }),
    })
    const directions = fc.tuple(
      fc.constantFrom('asc' as const, 'desc' as const),
      fc.constantFrom('asc' as const, 'desc' as const),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        directions,
        window,
        async (rows, [first, second], { limit, offset }) => {
          const given = rows.map((cells, id) => ({ id, ...cells }))
          const table = await new TestTable({ id: int, a: int, b: text }).insert(...given)
          const order = [
            { node: table.column('a'), direction: first },
            { node: table.column('b'), direction: second },
          ]
          const found = await table.values({
            columns: [table.column('id')],
            order,
            ...(limit === undefined ? {} : { limit }),
            ...(offset === undefined ? {} : { offset }),
          })
          const start = offset ?? 0
          const sorted = given.toSorted((x, y) => byHand(x.a, y.a, first) || byHand(points(x.b), points(y.b), second))
          expect(found).toEqual(
            sorted.slice(start, limit === undefined ? undefined : start + limit).map(({ id }) => id),
          )
        },
      ),
    )
  })
})

const points = (value: string | null): string | null =>
  value === null ? null : [...value].map(one => (one.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('')

function byHand<T extends number | string>(a: T | null, b: T | null, direction: 'asc' | 'desc'): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
  const sign = a < b ? -1 : a > b ? 1 : 0
  return direction === 'asc' ? sign : -sign
}

describe('groups', () => {
  test('by one column and by several, null is a group, having filters', async () => {
    const table = await people()
    const [age, boss] = [table.column('age'), table.column('boss')]
    const count = new Aggregate('count', undefined)
    const ids = new Aggregate('sum', table.column('id'))
    expect(await table.rows({ columns: [age, count, ids], groupBy: [age], order: [age.asc()] })).toEqual([
      [20, 1, 5],
      [30, 2, 6],
      [50, 1, 1],
      [null, 1, 3],
    ])
    expect(await table.rows({ columns: [age, count], groupBy: [age], having: count.gt(1) })).toEqual([[30, 2]])
    const pairs = await table.rows({
      columns: [boss, age, count],
      groupBy: [boss, age],
      order: [boss.asc(), age.asc()],
    })
    expect(pairs).toEqual([
      [1, 30, 1],
      [1, null, 1],
      [2, 30, 1],
      [9, 20, 1],
      [null, 50, 1],
    ])
    expect(await table.rows({ columns: [age, count], groupBy: [age], order: [count.desc()], limit: 1 })).toEqual([
      [30, 2],
    ])
    expect(await table.rows({ columns: [count], groupBy: [age], where: age.gt(100) })).toEqual([])
  })

  test('keys of several columns do not run together', async () => {
    const table = await new TestTable({ a: text, b: text }).insert(
      { a: 'x1:', b: 'y' },
      { a: 'x', b: '1:y' },
      { a: '-', b: null },
      { a: null, b: '-' },
    )
    const groupBy = [table.column('a'), table.column('b')]
    expect(await table.rows({ columns: [new Aggregate('count', undefined)], groupBy })).toEqual([[1], [1], [1], [1]])
  })

  test('by an expression', async () => {
    const table = await people()
    const isOld = table.column('age').gte(30)
    expect(
      await table.rows({ columns: [isOld, new Aggregate('count', undefined)], groupBy: [isOld], order: [isOld.asc()] }),
    ).toEqual([
      [false, 1],
      [true, 3],
      [null, 1],
    ])
  })
})

describe('sub-queries', () => {
  test('single gives one value, null for no row, cardinality for several', async () => {
    const table = await people()
    const oldest = single(table, { from: table.from, columns: [new Aggregate('max', table.column('age'))] })
    const other = again(table)
    expect(
      await rowsOf(
        { from: other.from, columns: [other.column('id')], where: other.column('age').eq(oldest) },
        table.source,
      ),
    ).toEqual([[1]])
    const none = single(table, { from: table.from, columns: [table.column('age')], where: table.column('id').eq(99) })
    expect(await rowsOf({ columns: [none] }, table.source)).toEqual([[null]])
    const several = single(table, { from: table.from, columns: [table.column('age')] })
    await expect(rowsOf({ columns: [several] }, table.source)).rejects.toMatchObject({ kind: 'cardinality' })
  })

  test('a correlated one looks at the row outside, innermost table first', async () => {
    const table = await people()
    const staff = again(table)
    const count = single(table, {
      from: staff.from,
      columns: [new Aggregate('count', undefined)],
      where: staff.column('boss').eq(table.column('id')),
    })
    const name = single(table, {
      from: staff.from,
      columns: [staff.column('name')],
      where: staff.column('id').eq(table.column('boss')).and(staff.column('age').gt(10)),
    })
    expect(await table.rows({ columns: [table.column('id'), count, name] })).toEqual([
      [1, 2, null],
      [2, 1, 'Ann'],
      [3, 0, 'Ann'],
      [4, 0, 'bob'],
      [5, 0, null],
    ])
    const hasStaff = single(
      table,
      { from: staff.from, columns: [staff.column('id')], where: staff.column('boss').eq(table.column('id')) },
      'exists',
    )
    expect(await table.values({ columns: [table.column('id')], where: hasStaff })).toEqual([1, 2])
    expect(
      await table.values({
        columns: [table.column('id')],
        where: hasStaff.not(),
        order: [count.asc(), table.column('id').desc()],
      }),
    ).toEqual([5, 4, 3])
  })

  test('two levels out', async () => {
    const table = await people()
    const staff = again(table)
    const occurrence: Occurrence = { ...table.occurrence, key: 'deep' }
    const column = (name: string): ColumnNode => new ColumnNode(occurrence, table.column(name).column)
    const inner = single(table, {
      from: { kind: 'table', occurrence },
      columns: [new Aggregate('count', undefined)],
      where: column('boss')
        .eq(table.column('id'))
        .and(column('age').eq(staff.column('age'))),
    })
    const outer = single(table, { from: staff.from, columns: [new Aggregate('max', inner)] })
    expect(await table.rows({ columns: [table.column('id'), outer], where: table.column('id').lte(2) })).toEqual([
      [1, 1],
      [2, 1],
    ])
  })

  test('in and notIn over a column drop its nulls; an empty one matches nothing', async () => {
    const table = await people()
    const other = again(table)
    const [id, boss] = [table.column('id'), table.column('boss')]
    const column = (where?: Node): Node =>
      single(
        table,
        { from: other.from, columns: [other.column('boss')], ...(where === undefined ? {} : { where }) },
        'column',
      )
    expect(await table.values({ columns: [id], where: id.in(column()) })).toEqual([1, 2])
    expect(await table.values({ columns: [id], where: id.notIn(column()) })).toEqual([3, 4, 5])
    expect(await table.values({ columns: [id], where: id.in(column()).not() })).toEqual([3, 4, 5])
    expect(await table.values({ columns: [id], where: boss.notIn(column()) })).toEqual([])
    const nobody = column(other.column('id').gt(99))
    expect(await table.values({ columns: [id], where: boss.notIn(nobody) })).toEqual([1, 2, 3, 4, 5])
    expect(await table.values({ columns: [id], where: boss.in(nobody) })).toEqual([])
    const onlyNull = column(other.column('id').eq(1))
    expect(await table.values({ columns: [id], where: boss.notIn(onlyNull) })).toEqual([1, 2, 3, 4, 5])
  })

  test('a limited column keeps its order and limit', async () => {
    const table = await people()
    const other = again(table)
    const youngest = single(
      table,
      { from: other.from, columns: [other.column('id')], order: [other.column('age').asc()], limit: 2 },
      'column',
    )
    expect(await table.values({ columns: [table.column('id')], where: table.column('id').in(youngest) })).toEqual([
      2, 5,
    ])
  })
})

describe('derived tables', () => {
  test('a limited set and an aggregate query are tables again', async () => {
    const table = await people()
    const [id, age] = [table.column('id'), table.column('age')]
    const oldest = select({ from: table.from, columns: [id, age], order: [age.desc()], limit: 3 })
    const outer: Occurrence = { ...table.occurrence, key: 'derived' }
    const column = (name: string): ColumnNode => new ColumnNode(outer, table.column(name).column)
    const from: From = { kind: 'derived', select: oldest, occurrence: outer }
    expect(await rowsOf({ from, columns: [column('id')], where: column('age').lt(50) }, table.source)).toEqual([
      [2],
      [4],
    ])
    expect(await rowsOf({ from, columns: [new Aggregate('count', undefined)] }, table.source)).toEqual([[3]])
    const perBoss = select({ from: table.from, columns: [table.column('boss')], groupBy: [table.column('boss')] })
    const groups: From = { kind: 'derived', select: perBoss, occurrence: outer }
    expect(
      await rowsOf(
        { from: groups, columns: [column('boss')], order: [column('boss').desc()], limit: 2, offset: 1 },
        table.source,
      ),
    ).toEqual([[2], [1]])
  })
})

describe('cases and constants', () => {
  test('the first true branch wins, unknown is not true', async () => {
    const table = await people()
    const age = table.column('age')
    const kind = new Case(
      [
        { when: age.lt(30), then: new Literal(text, 'young') },
        { when: age.gte(30), then: new Literal(text, 'old') },
      ],
      new Literal(text, null),
    )
    expect(await table.values({ columns: [kind] })).toEqual(['old', 'old', null, 'old', 'young'])
  })
})

test('filters agree with plain JavaScript', async () => {
  const row = fc.record({
    n: fc.option(fc.integer({ min: -5, max: 5 })),
    f: fc.option(fc.constantFrom(-1.5, 0, 0.5, 2)),
    t: fc.option(fc.string({ maxLength: 2 })),
    b: fc.option(fc.boolean()),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 15 }),
      fc.integer({ min: -5, max: 5 }),
      fc.string({ maxLength: 1 }),
      async (rows, limit, part) => {
        const table = await new TestTable({ id: int, n: int, f: float, t: text, b: bool }).insert(
          ...rows.map((cells, id) => ({ id, ...cells })),
        )
        const [n, f, t, b] = ['n', 'f', 't', 'b'].map(name => table.column(name))
        if (n === undefined || f === undefined || t === undefined || b === undefined) throw new TypeError('columns')
        const where = n.gt(limit).or(f.lte(n)).and(t.contains(part).and(b).not())
        const wanted = rows.flatMap((cells, id) => (keeps(cells, limit, part) === true ? [id] : []))
        expect(await table.values({ columns: [table.column('id')], where })).toEqual(wanted)
        const sum = rows.reduce((total, { n: value }) => total + (value ?? 0), 0)
        expect(await table.aggregate('sum', n)).toBe(sum)
      },
    ),
  )
})

type Truth = boolean | null
const or = (a: Truth, b: Truth): Truth => (a === true || b === true ? true : a === null || b === null ? null : false)
const not = (a: Truth): Truth => (a === null ? null : !a)
const and = (a: Truth, b: Truth): Truth => not(or(not(a), not(b)))
function keeps(
  row: { n: number | null; f: number | null; t: string | null; b: boolean | null },
  limit: number,
  part: string,
): Truth {
  const above = row.n === null ? null : row.n > limit
  const below = row.f === null || row.n === null ? null : row.f <= row.n
  return and(or(above, below), not(and(row.t === null ? null : row.t.includes(part), row.b)))
}

test('a random uuid column is found through its index and by scanning', async () => {
  const ids = Array.from({ length: 30 }, () => crypto.randomUUID())
  const table = await new TestTable({ id: { type: uuid, isId: true }, n: int }).insert(
    ...ids.map((id, n) => ({ id, n })),
  )
  const [id, n] = [table.column('id'), table.column('n')]
  expect(await table.values({ columns: [n], where: id.eq(ids[7]?.toUpperCase()) })).toEqual([7])
  expect(await table.values({ columns: [n], where: id.in([ids[9], ids[3], ids[9]]) })).toEqual([3, 9])
  expect(await table.values({ columns: [n], where: id.in(ids) })).toEqual(ids.map((_, index) => index))
  expect(await table.values({ columns: [n], where: id.eq(ids[7]).and(n.gt(7)) })).toEqual([])
  expect(await table.values({ columns: [n], where: id.eq(ids[7]).or(n.eq(8)) })).toEqual([7, 8])
})
