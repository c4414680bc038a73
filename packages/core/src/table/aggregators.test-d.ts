import { expectTypeOf, test } from 'vitest'
import type { Recording } from '../../test/recording.ts'
import type { UntypedRecord } from '../column/model.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import type { Expr } from '../expression/expr.ts'
import type { Source } from '../source/source.ts'
import { bigint } from '../types/bigint.ts'
import type { Decimal } from '../types/decimal.ts'
import { decimal } from '../types/decimal-type.ts'
import { duration } from '../types/duration.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { average, avg, count, groupConcat, percentile, sum } from './aggregators.ts'
import type { Query, RowsQuery } from './query.ts'
import type { Table } from './table.ts'

interface Main extends Recording {
  readonly '~vendor': 'main'
}
interface Log extends Source {
  readonly can: { readonly read: true; readonly append: true }
  readonly '~holds': (typeName: 'text' | 'int') => void
  readonly '~vendor': 'log'
}
declare const main: Main
declare const log: Log

class Stay extends Entity('stays', {
  id: col(int).id(),
  userId: col(int),
  place: col(text),
  note: col(text).optional(),
  guests: col(int).optional(),
  bytes: col(bigint),
  price: col(decimal),
  length: col(duration),
}) {}
class Fact extends Entity('facts', { what: col(text), n: col(int) }) {}

const stays = Stay.table(main)
type Stays = Table<Main, typeof Stay>

test('an aggregate of a column query is one value, narrowed and used as an operand', () => {
  const length = average(stays.fieldQuery(s => s.length))
  expectTypeOf(length).toEqualTypeOf<Query<'single', Temporal.Duration | null, Stays>>()
  expectTypeOf(length).toExtend<Expr<Temporal.Duration | null, Main>>()
  expectTypeOf(average(stays.fieldQuery(s => s.guests))).toEqualTypeOf<Query<'single', number | null, Stays>>()
  expectTypeOf(average(stays.fieldQuery(s => s.price))).toEqualTypeOf<Query<'single', Decimal | null, Stays>>()
  const middle = percentile(
    stays.fieldQuery(s => s.bytes),
    0.5,
  )
  expectTypeOf(middle).toEqualTypeOf<Query<'single', number | null, Stays>>()
  const places = groupConcat(stays.fieldQuery(s => s.note))
  expectTypeOf(places).toEqualTypeOf<Query<'single', string | null, Stays>>()
  expectTypeOf(length.where(s => s.userId.eq(1))).toEqualTypeOf(length)
  stays.where(s => s.length.gt(length).and(s.place.ne(places)))
  stays.withExpression('middle', () => middle).where(s => s.middle.gt(2))
})

test('aggregators of groups are null only where the column may be', () => {
  const groups = stays.groupBy('userId').aggregate({
    n: count(),
    guests: percentile(s => s.guests, 0.9),
    bytes: percentile(s => s.bytes, 0.9),
    places: groupConcat(s => s.place, '; '),
    notes: groupConcat(s => s.note),
    mean: avg(s => s.length),
  })
  groups.list().then(([group]) => {
    if (group === undefined) return
    expectTypeOf(group.guests).toEqualTypeOf<number | null>()
    expectTypeOf(group.bytes).toEqualTypeOf<number>()
    expectTypeOf(group.places).toEqualTypeOf<string>()
    expectTypeOf(group.notes).toEqualTypeOf<string | null>()
  })
})

test('a grouped query gives rows', () => {
  const rows = average(stays.fieldQuery(s => s.length)).groupBy(s => s.userId)
  expectTypeOf(rows).toEqualTypeOf<RowsQuery<Stays>>()
  expectTypeOf(rows.run()).toExtend<Promise<readonly UntypedRecord[]>>()
  expectTypeOf(stays.countQuery().groupBy(s => s.userId)).toEqualTypeOf<RowsQuery<Stays>>()
})

test('what must not compile', () => {
  percentile(
    // @ts-expect-error texts have nothing in between
    stays.fieldQuery(s => s.place),
    0.5,
  )
  percentile(
    // @ts-expect-error nor do decimals
    stays.fieldQuery(s => s.price),
    0.5,
  )
  // @ts-expect-error numbers are no text
  groupConcat(stays.fieldQuery(s => s.userId))
  // @ts-expect-error texts do not add up
  average(stays.fieldQuery(s => s.place))
  // @ts-expect-error an aggregate is no column
  average(stays.countQuery())
  // @ts-expect-error texts have nothing in between
  stays.groupBy('userId').aggregate({ x: percentile(s => s.place, 0.5) })
  // @ts-expect-error numbers are no text
  stays.groupBy('userId').aggregate({ x: groupConcat(s => s.userId) })
  // @ts-expect-error a misspelt column
  stays.groupBy('userId').aggregate({ x: percentile(s => s.guest, 0.5) })
  // @ts-expect-error a column is no aggregate
  stays.fieldQuery(s => s.length).groupBy(s => s.userId)
  // @ts-expect-error an aggregate has no limit
  average(stays.fieldQuery(s => s.length)).limit(1)
  // @ts-expect-error rows are no list of numbers
  stays.where(s => s.userId.in(stays.countQuery().groupBy(t => t.userId)))
  // @ts-expect-error rows are no value
  stays.where(s => s.userId.eq(stays.countQuery().groupBy(t => t.userId)))
  // @ts-expect-error the log cannot aggregate
  average(Fact.table(log).fieldQuery(f => f.n))
  // @ts-expect-error the log cannot group
  Fact.table(log)
    .groupBy('n')
    .aggregate({ n: sum(f => f.n) })
})
