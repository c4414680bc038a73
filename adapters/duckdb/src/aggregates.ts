import type { AggregateName, Type } from '@vantage-ts/core/adapter'
import { type AggregateTemplate, closed, type Operand } from '@vantage-ts/sql'
import { cast, exactly, intervalOf, microsecondsIn } from './operators.ts'

/** The sum as the type of its values: DuckDB widens integers to 128 bits. A number past the type fails as too large. */
function sum(operand: Operand): string {
  const { sql, type } = operand
  if (type.arithmetic === 'int' || type.arithmetic === 'bigint') return cast(`coalesce(sum(${sql}), 0)`, 'BIGINT')
  if (type.arithmetic === 'duration')
    return intervalOf(cast(`coalesce(sum(${microsecondsIn(operand)}), 0)`, 'BIGINT')).sql
  return `coalesce(sum(${sql}), 0)`
}

function avg(operand: Operand): string {
  const { sql, type } = operand
  switch (type.arithmetic) {
    case 'decimal':
      return exactly('divided', `sum(${sql})`, `count(${sql})`).sql
    case 'duration':
      return averageDuration(microsecondsIn(operand))
    case 'float':
      return `avg(${sql})`
    default:
      // As JavaScript divides the exact sum.
      return `(${cast(`sum(${sql})`, 'DOUBLE')} / nullif(${cast(`count(${sql})`, 'DOUBLE')}, 0))`
  }
}

/** Half-even to the microsecond. */
function averageDuration(microseconds: string): string {
  const total = `sum(${microseconds})`
  const count = `nullif(count(${microseconds}), 0)`
  const quotient = `(${total} // ${count})`
  const twice = `2 * abs(${total} % ${count})`
  const isAway = `${twice} > ${count} OR (${twice} = ${count} AND ${quotient} % 2 <> 0)`
  const whole = `${quotient} + CASE WHEN ${isAway} THEN CAST(sign(${total}) AS BIGINT) ELSE 0 END`
  return intervalOf(cast(whole, 'BIGINT')).sql
}

const extreme =
  (name: 'min' | 'max') =>
  ({ sql, type }: Operand): string =>
    // An enum of the database has an order of its own.
    type.name === 'enum' ? `${name}(${cast(sql, 'VARCHAR')})` : `${name}(${sql})`

/** Between the two neighbours, as core defines it: DuckDB's own quantile_cont rounds otherwise in the last digit. */
const percentile: AggregateTemplate = (operand, _type, fraction) => {
  const sql = operand?.sql ?? 'NULL'
  const values = `list_sort(list(${cast(sql, 'DOUBLE')}) FILTER (WHERE ${sql} IS NOT NULL))`
  const place = `(${fraction?.sql} * (len(v) - 1))`
  const [low, high] = ['floor', 'ceil'].map(rounded => `v[${cast(`${rounded}(${place})`, 'BIGINT')} + 1]`)
  const value = `CASE WHEN ${low} = ${high} THEN ${low} ELSE ${low} + (${place} - floor(${place})) * (${high} - ${low}) END`
  return closed(`list_transform([${values}], lambda v: ${value})[1]`)
}

const of =
  (render: (operand: Operand, type: Type<unknown>) => string): AggregateTemplate =>
  (operand, type) =>
    closed(operand === undefined ? 'NULL' : render(operand, type))

/** How DuckDB renders the aggregates: the sum of nothing is zero, every other of nothing is null. */
export const aggregates: { readonly [Name in AggregateName]: AggregateTemplate } = {
  count: operand => closed(`count(${operand?.sql ?? '*'})`),
  sum: of(sum),
  avg: of(avg),
  min: of(extreme('min')),
  max: of(extreme('max')),
  percentile,
  concat: (operand, _type, separator) =>
    closed(`string_agg(${operand?.sql}, ${separator?.sql} ORDER BY ${cast(operand?.sql ?? 'NULL', 'VARCHAR')})`),
}
