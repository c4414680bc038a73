import { expectTypeOf, test } from 'vitest'
import { duckdb } from '../source.ts'
import { table } from './index.ts'

const q = duckdb().query()
const c = table('clients', { as: 'c', columns: ['id', 'name'] })

test('a merge by columns knows the table as one by a condition does', () => {
  const come = table('come', { columns: ['id', 'more'] })
  const merge = q.mergeInto(c).usingColumns(come, 'id', 'name')
  expectTypeOf(merge).toEqualTypeOf(q.mergeInto(c))
  // @ts-expect-error it has no such column
  merge.whenMatched().update({ more: come.more })
  q.mergeInto(table('clients')).usingColumns(come, 'id').whenMatched().update({ anything: come.more })
  // @ts-expect-error a condition is no name
  q.mergeInto(c).usingColumns(come, come.id.eq(c.id))
})
