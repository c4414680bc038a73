import { VantageError } from '../errors/vantage-error.ts'
import type { StoredColumn } from '../expression/statement.ts'
import { TypeProblem } from '../types/type.ts'
import { notNull } from './refusal.ts'

/** A computed value as its column stores it. Errors: `constraint` for null where a value is required; `type-mismatch`. */
export function storedForm(value: unknown, column: StoredColumn, entity: string): unknown {
  if (value === null) {
    if (column.isNullable) return null
    throw notNull(entity, column.property)
  }
  const { type, storage, property } = column
  const refused = (problem: string, cause?: unknown): VantageError =>
    new VantageError(`${entity}.${property} ${problem}`, {
      kind: 'type-mismatch',
      details: { entity, field: property },
      ...(cause === undefined ? {} : { cause }),
    })
  const problem = type.problem(value)
  if (problem !== undefined) throw refused(problem)
  const exact = type.canonical === undefined ? value : type.canonical(value)
  try {
    return storage.encode === undefined ? exact : storage.encode(exact)
  } catch (thrown) {
    throw thrown instanceof TypeProblem ? refused(thrown.message, thrown) : thrown
  }
}
