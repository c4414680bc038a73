import type { AggregateName, Type } from '@vantage-ts/core/adapter'
import { type AggregateTemplate, closed, type Operand } from '@vantage-ts/sql'
import { halfEvenQuotient } from './half-even.ts'
import { asText } from './operators.ts'

/** The sum as the type of its values: PostgreSQL widens integers to numeric. A number past the type fails as too large. */
function sum({ sql, type }: Operand): string {
  if (type.arithmetic === 'int' || type.arithmetic === 'bigint') return `coalesce(sum(${sql}), 0)::int8`
  if (type.arithmetic === 'duration') return `coalesce(sum(${sql}), interval '0')`
  return `coalesce(sum(${sql}), 0)`
}

function avg({ sql, type }: Operand): string {
  switch (type.arithmetic) {
    case 'decimal':
      return halfEvenQuotient(`sum(${sql})`, `count(${sql})`, 16)
    case 'duration':
      return averageDuration(sql)
    case 'float':
      return `avg(${sql})`
    default:
      // As JavaScript divides; avg() itself would round a numeric first.
      return `(sum(${sql})::float8 / nullif(count(${sql}), 0)::float8)`
  }
}

/** Half-even to the microsecond, put together from whole seconds and the rest, since factors of intervals are doubles. */
function averageDuration(sql: string): string {
  const micros = halfEvenQuotient(`extract(epoch from sum(${sql})) * 1000000`, `count(${sql})`, 0)
  return (
    `(SELECT div(m, 1000000)::float8 * interval '1 second' + (m % 1000000)::float8 * interval '1 microsecond' ` +
    `FROM (SELECT ${micros} AS m) AS average)`
  )
}

/** The least or greatest by the order of the glue type, also of types for which PostgreSQL has no such aggregate. */
const extreme =
  (name: 'min' | 'max') =>
  (operand: Operand): string => {
    const { sql, type } = operand
    switch (type.name) {
      case 'bool':
        return name === 'min' ? `bool_and(${sql})` : `bool_or(${sql})`
      case 'text':
      case 'enum':
        return isByCodePoint(operand) ? `${name}(${asText(operand)} COLLATE "C")` : `${name}(${sql})`
      case 'uuid':
        return `${name}(${asText(operand)} COLLATE "C")::uuid`
      case 'bytes':
        return `decode(${name}(encode(${sql}, 'hex') COLLATE "C"), 'hex')`
      default:
        return `${name}(${sql})`
    }
  }

const isByCodePoint = ({ node }: Operand): boolean => node.kind !== 'column' || node.column.collation === 'binary'

/** Continuous, over doubles: whole numbers of 64 bits are brought there first. */
const percentile: AggregateTemplate = (operand, _type, fraction) =>
  closed(`percentile_cont(${fraction?.sql}) WITHIN GROUP (ORDER BY ${operand?.sql}::float8)`)

const concat: AggregateTemplate = (operand, _type, separator) => {
  const text = operand === undefined ? 'NULL' : asText(operand)
  return closed(`string_agg(${text}, ${separator?.sql} ORDER BY ${text} COLLATE "C")`)
}

const of =
  (render: (operand: Operand, type: Type<unknown>) => string): AggregateTemplate =>
  (operand, type) =>
    closed(operand === undefined ? 'NULL' : render(operand, type))

/** How PostgreSQL renders the aggregates: the sum of nothing is zero, every other of nothing is null. */
export const postgresAggregates: { readonly [Name in AggregateName]: AggregateTemplate } = {
  count: operand => closed(`count(${operand?.sql ?? '*'})`),
  sum: of(sum),
  avg: of(avg),
  min: of(extreme('min')),
  max: of(extreme('max')),
  percentile,
  concat,
}
