import type { AggregateName, Type } from '@vantage-ts/core/adapter'
import { type AggregateTemplate, closed, type Operand } from '@vantage-ts/sql'
import { halfEven } from './half-even.ts'
import { asDouble } from './operators.ts'
import type { Variant } from './server.ts'

const of =
  (render: (operand: Operand, type: Type<unknown>) => string): AggregateTemplate =>
  (operand, type) =>
    closed(operand === undefined ? 'NULL' : render(operand, type))

/** Begins a mark that joined texts do not hold, once each of it in them has become `\u00011`. */
const mark = '\u0001'
const between = `${mark}0`
const escaped = (sql: string): string => `replace(${sql}, '${mark}', '${mark}1')`

/** Neither database joins by a separator that is bound, nor computes percentiles of groups: both are made of one joined text. */
function percentile({ sql }: Operand, fraction: Operand | undefined): string {
  const at = `${fraction?.sql ?? 'NULL'} * (count(${sql}) - 1)`
  const list = `group_concat(${asDouble(sql)} ORDER BY ${sql} SEPARATOR ',')`
  const item = (index: string): string =>
    asDouble(`substring_index(substring_index(${list}, ',', ${index} + 1), ',', -1)`)
  const [low, high] = [item(`floor(${at})`), item(`ceil(${at})`)]
  return `(${low} + (${high} - ${low}) * (${at} - floor(${at})))`
}

/** How both databases render the aggregates: the sum of nothing is zero, every other of nothing is null. */
export function aggregatesFor({ collation, regexpGroup }: Variant): {
  readonly [Name in AggregateName]: AggregateTemplate
} {
  const extreme = (name: 'min' | 'max') => (operand: Operand) => {
    const { type, node, sql } = operand
    const isWord = type.name === 'text' || type.name === 'enum'
    const isByCodePoint = isWord && (node.kind !== 'column' || node.column.collation === 'binary')
    return `${name}(${sql}${isByCodePoint ? ` COLLATE ${collation}` : ''})`
  }
  const average = ({ sql, type }: Operand): string => {
    switch (type.arithmetic) {
      case 'decimal':
        return halfEven(`sum(${sql}) / count(${sql})`, 16, regexpGroup)
      case 'duration':
        return halfEven(`sum(${sql}) / count(${sql})`, 0, regexpGroup)
      case 'float':
        return `avg(${sql})`
      default:
        return `(${asDouble(`sum(${sql})`)} / count(${sql}))`
    }
  }
  return {
    count: operand => closed(`count(${operand?.sql ?? '*'})`),
    sum: of(({ sql }) => `coalesce(sum(${sql}), 0)`),
    avg: of(average),
    min: of(extreme('min')),
    max: of(extreme('max')),
    percentile: (operand, _type, fraction) => closed(operand === undefined ? 'NULL' : percentile(operand, fraction)),
    concat: (operand, _type, separator) => {
      const text = operand?.sql ?? 'NULL'
      const joined = `group_concat(${escaped(text)} ORDER BY ${text} COLLATE ${collation} SEPARATOR '${between}')`
      const parted = `replace(${joined}, '${between}', ${escaped(separator?.sql ?? 'NULL')})`
      return closed(`replace(${parted}, '${mark}1', '${mark}')`)
    },
  }
}
