import { col, type Condition, Entity, float, instant, int, now, type Table, Temporal, text } from '@vantage-ts/core'
import type { OperatorName } from '@vantage-ts/core/adapter'
import type { KitSource } from './kit-source.ts'
import { type KitTable, tableOf } from './kit-table.ts'

class Probe extends Entity('kit_probe', {
  id: col(int).id(),
  name: col(text).flag('searchable'),
  size: col(float),
}) {}
class Moment extends Entity('kit_moment', { id: col(int).id(), at: col(instant) }) {}

type Columns = Table<KitSource, typeof Probe>['$']
type Moments = Table<KitSource, typeof Moment>['$']

const probes: {
  readonly [Name in Exclude<OperatorName, MomentOperator | 'containsFolded'>]: (
    columns: Columns,
  ) => Condition<KitSource>
} = {
  eq: c => c.id.eq(1),
  ne: c => c.id.ne(1),
  lt: c => c.id.lt(1),
  lte: c => c.id.lte(1),
  gt: c => c.id.gt(1),
  gte: c => c.id.gte(1),
  isDistinctFrom: c => c.id.isDistinctFrom(1),
  isNotDistinctFrom: c => c.id.isNotDistinctFrom(1),
  isNull: c => c.id.isNull(),
  isNotNull: c => c.id.isNotNull(),
  in: c => c.id.in([1]),
  notIn: c => c.id.notIn([1]),
  like: c => c.name.like('a%'),
  contains: c => c.name.contains('a'),
  startsWith: c => c.name.startsWith('a'),
  endsWith: c => c.name.endsWith('a'),
  and: c => c.id.eq(1).and(c.id.eq(2)),
  or: c => c.id.eq(1).or(c.id.eq(2)),
  not: c => c.id.eq(1).not(),
  plus: c => c.id.plus(1).eq(2),
  minus: c => c.id.minus(1).eq(2),
  mul: c => c.id.mul(2).eq(2),
  div: c => c.id.div(2).eq(2),
  intDiv: c => c.id.intDiv(2).eq(2),
  mod: c => c.id.mod(2).eq(1),
  negate: c => c.id.negate().eq(1),
  abs: c => c.id.abs().eq(1),
  lower: c => c.name.lower().eq('a'),
  upper: c => c.name.upper().eq('A'),
  concat: c => c.name.concat('b').eq('ab'),
  length: c => c.name.length().eq(1),
  substring: c => c.name.substring(0, 1).eq('a'),
  coalesce: c => c.id.coalesce(1).eq(1),
  nullIf: c => c.id.nullIf(1).eq(2),
  toFloat: c => c.id.toFloat().eq(1),
  toDecimal: c => c.id.toDecimal().isNotNull(),
}

type MomentOperator = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'now'
const momentProbes: { readonly [Name in MomentOperator]: (columns: Moments) => Condition<KitSource> } = {
  year: c => c.at.year().eq(1),
  month: c => c.at.month().eq(1),
  day: c => c.at.day().eq(1),
  hour: c => c.at.hour().eq(1),
  minute: c => c.at.minute().eq(1),
  second: c => c.at.second().eq(1),
  now: c => c.at.lt(now()),
}

const isMoment = (operator: OperatorName): operator is MomentOperator => operator in momentProbes

/** The tables that probes read, those of types that the source holds. */
export const probedTables = (types: readonly string[]): readonly KitTable[] => [
  tableOf(Probe, [{ id: 1, name: 'a', size: 1 }]),
  ...(types.includes('instant')
    ? [tableOf(Moment, [{ id: 1, at: Temporal.Instant.from('2001-02-03T04:05:06Z') }])]
    : []),
]

export interface ListedSet {
  list(): PromiseLike<readonly unknown[]>
}

/** A set whose conditions need the operator; explaining it compiles it and sends nothing. */
export function operatorProbe(source: KitSource, operator: OperatorName): ListedSet & { explain(): unknown } {
  if (isMoment(operator)) return Moment.table(source).where(momentProbes[operator])
  const table = Probe.table(source)
  if (operator === 'containsFolded') return table.search('a')
  return table.where(probes[operator])
}
