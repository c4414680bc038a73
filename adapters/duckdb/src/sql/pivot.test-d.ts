import type { Columns } from '@vantage-ts/sql/build'
import { expectTypeOf, test } from 'vitest'
import { count, pivot, sum, table, unpivot } from './index.ts'

const s = table('sales', { as: 's', columns: ['product', 'sold', 'pieces'] })
const options = { on: s.product, values: ['bun', 'cake'] } as const

test('pivot knows the columns that it gives', () => {
  const one = pivot(s, 'p', { ...options, using: sum(s.pieces), groupBy: [s.sold] })
  expectTypeOf(one).toEqualTypeOf<Columns<'duckdb', 'sold' | 'bun' | 'cake'>>()
  const named = pivot(s, 'p', {
    on: s.sold,
    values: { first: '2026-01-15', second: 2 },
    using: { all: sum(s.pieces), n: count() },
    groupBy: [s.product],
  })
  expectTypeOf(named).toEqualTypeOf<Columns<'duckdb', 'product' | `${'first' | 'second'}_${'all' | 'n'}`>>()
  expectTypeOf(pivot(s, 'p', { ...options, using: count() })).toEqualTypeOf<Columns<'duckdb', string>>()
  // @ts-expect-error a date is no value that names a column
  pivot(s, 'p', { on: s.sold, values: { first: new Date() }, using: count() })
})

test('unpivot knows which columns are left', () => {
  const m = table('months', { as: 'm', columns: ['product', 'jan', 'feb'] })
  const rows = { name: 'month', value: 'pieces' } as const
  type Left = Columns<'duckdb', 'product' | 'month' | 'pieces'>
  expectTypeOf(unpivot(m, 'u', { ...rows, on: [m.jan, m.feb] })).toEqualTypeOf<Left>()
  expectTypeOf(unpivot(m, 'u', { ...rows, on: { January: m.jan, February: m.feb } })).toEqualTypeOf<Left>()
  const unknown: Columns<'duckdb'> = unpivot(table('months'), 'u', { ...rows, on: { jan: m.jan } })
  expectTypeOf(unknown('anything').column).toEqualTypeOf<string>()
  // @ts-expect-error text is no column
  unpivot(m, 'u', { ...rows, on: ['jan'] })
})

test('unpivot of groups knows which columns are left', () => {
  const r = table('results', { as: 'r', columns: ['who', 'a1', 'b1', 'a2', 'b2'] })
  const rows = { name: 'half', values: ['a', 'b'] } as const
  type Left = Columns<'duckdb', 'who' | 'half' | 'a' | 'b'>
  expectTypeOf(unpivot(r, 'u', { ...rows, on: { first: [r.a1, r.b1], second: [r.a2, r.b2] } })).toEqualTypeOf<Left>()
  const one = unpivot(r, 'u', { name: 'half', values: ['a'], on: { first: [r.a1], second: [r.a2] } })
  expectTypeOf(one).toEqualTypeOf<Columns<'duckdb', 'who' | 'b1' | 'b2' | 'half' | 'a'>>()
  const unknown: Columns<'duckdb'> = unpivot(table('results'), 'u', { ...rows, on: { first: [r.a1, r.b1] } })
  expectTypeOf(unknown('anything').column).toEqualTypeOf<string>()
  // @ts-expect-error text is no column
  unpivot(r, 'u', { ...rows, on: { first: ['a1', 'b1'] } })
  // @ts-expect-error groups have names
  unpivot(r, 'u', { ...rows, on: [[r.a1, r.b1]] })
  // @ts-expect-error either one value or several
  unpivot(r, 'u', { ...rows, value: 'a', on: [r.a1] })
})
