import { suggest, VantageError } from '@vantage-ts/core/adapter'
import { operandOf, type SqlExpression } from './expression.ts'
import { checkedName } from './names.ts'
import type { RowSource } from './row-source.ts'
import type { Writer } from './writer.ts'

export interface Assignment {
  readonly column: string
  readonly value: SqlExpression
}

/** Columns with what they become. Errors: `invalid` for nothing, and for a column that is known not to be there. */
export function assignmentsOf(target: RowSource, values: unknown, place: string): readonly Assignment[] {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new VantageError(`${place}() takes columns with their values: { name: 'Doc', visits: c.visits.plus(1) }`, {
      kind: 'invalid',
    })
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  if (given.length === 0) throw new VantageError(`${place}() sets nothing`, { kind: 'invalid' })
  return given.map(([name, value]) => ({
    column: storedName(target, name, place),
    value: operandOf(value, `${place}(): ${name}`),
  }))
}

/** The name of a column in the database. Errors: `invalid` for one that is known not to be there. */
export function storedName(target: RowSource, given: string, place: string): string {
  const { columns, alias } = target
  const name = checkedName(given, 'a column', place)
  if (columns !== undefined && !columns.includes(name))
    throw new VantageError(`${place}(): ${alias} has no column "${name}".${suggest(name, columns)}`, {
      kind: 'invalid',
      details: { field: name },
    })
  return target.storedName(name)
}

/** `table`: what stands before the columns, where they may be of several tables. */
export const writeAssignments = (out: Writer, assignments: readonly Assignment[], table?: string): void =>
  out.each(assignments, ({ column, value }) => {
    if (table !== undefined) {
      out.name(table)
      out.text('.')
    }
    out.name(column)
    out.text(' = ')
    value.write(out)
  })
