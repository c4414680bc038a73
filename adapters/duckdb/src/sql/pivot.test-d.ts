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
