import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, Words } from '@vantage-ts/sql/build'
import { mysqlLanguage } from './language.ts'
import type { Expression, Given } from './speech.ts'

/** Values to compare from left to right: `row(o.total, o.id).gt(row(70, 3))`. Errors: `invalid` for fewer than two. */
export function row(...values: readonly Given[]): Expression {
  if (values.length < 2) throw new VantageError('row() takes at least two values', { kind: 'invalid' })
  const between = values.slice(1).map(() => ', ')
  return new Words<'mysql'>(
    ['(', ...between, ')'],
    values.map(value => operandOf(value, 'row')),
    mysqlLanguage,
  )
}
