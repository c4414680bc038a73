import { ColumnName } from './columns.ts'
import { isOperand, operandOf, SqlExpression } from './expression.ts'
import { VantageError } from '@vantage-ts/core/adapter'
import { checkedName } from './names.ts'
import type { RowSource } from './row-source.ts'
import type { Writer } from './writer.ts'

/** What a write gives back of each row. */
export interface Returned {
  readonly name: string | undefined
  readonly of: SqlExpression
}

export function returnedOf(given: unknown): readonly Returned[] {
  if (given instanceof ColumnName) return [{ name: given.column, of: given }]
  if (given instanceof SqlExpression) return [{ name: undefined, of: given }]
  if (typeof given !== 'object' || given === null)
    throw new VantageError('returning() takes columns, and objects that name expressions: { total: o.price.mul(2) }', {
      kind: 'invalid',
    })
  if (isOperand(given))
    return [
      {
        name: 'name' in given && typeof given.name === 'string' ? given.name : undefined,
        of: operandOf(given, 'returning'),
      },
    ]
  return Object.entries(given).map(([name, value]) => ({
    name: checkedName(name, 'a column of the result', 'returning'),
    of: operandOf(value, `returning(): ${name}`),
  }))
}

export function writeReturning(out: Writer, target: RowSource, returned: readonly Returned[]): void {
  if (returned.length === 0) return
  out.text(' RETURNING ')
  const list = (): void => out.each(returned, one => writeReturned(out, target, one))
  const write = out.language.has.aliasInReturning ? list : (): void => out.unqualified(target, list)
  if (out.language.has.valuesInReturning === false) out.withoutValues('RETURNING', write)
  else write()
}

/** Columns of a set are known by the name of the table itself, where the name that the statement gives it is not. */
function writeValue(out: Writer, target: RowSource, of: SqlExpression): void {
  const { tableName } = target
  const { occurrence } = target.place()
  if (out.language.has.aliasInReturning || occurrence === undefined || tableName === undefined) {
    of.write(out)
    return
  }
  const value = out.expression(inside => {
    inside.place({ ...target.place(), name: tableName }, target.original)
    of.write(inside)
  })
  out.operand(value)
}

function writeReturned(out: Writer, target: RowSource, { name, of }: Returned): void {
  writeValue(out, target, of)
  if (name === undefined || (of instanceof ColumnName && of.column === name)) return
  out.text(' AS ')
  out.resultName(name)
}

export const namesReturned = (returned: readonly Returned[]): readonly string[] | undefined => {
  const names = returned.flatMap(({ name }) => (name === undefined ? [] : [name]))
  return names.length === returned.length ? names : undefined
}
