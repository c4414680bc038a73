import { VantageError } from '../errors/vantage-error.ts'
import type { StoredColumn } from '../expression/statement.ts'
import type { Definition } from '../set/definition.ts'
import { accept } from '../types/type.ts'

/** A value of the column's type, or null where the column is optional. */
export function checkedValue(definition: Definition, column: StoredColumn, value: unknown): unknown {
  if (value === null) {
    if (column.isNullable) return null
    throw refused(
      definition,
      column,
      `must be ${column.type.name}, not null; make the column optional()`,
      'type-mismatch',
    )
  }
  try {
    return accept(column.type, value, () => `${definition.entity.name}.${column.property}`)
  } catch (thrown) {
    const details = { entity: definition.entity.name, field: column.property }
    throw VantageError.from(thrown).withDetails(details)
  }
}

/** The refusal of what is given for a column. */
export function refused(
  definition: Definition,
  { property }: StoredColumn,
  why: string,
  kind: 'invalid' | 'conflict' | 'type-mismatch' | 'constraint',
  reason?: string,
): VantageError {
  const { name: entity } = definition.entity
  return new VantageError(`${entity}.${property}: ${why}`, {
    kind,
    details: { entity, field: property, ...(reason === undefined ? {} : { reason }) },
  })
}

/** Errors: `invalid` for a promise in the place of a value that a column makes. */
export function refuseLate(definition: Definition, column: StoredColumn, made: unknown): void {
  if (!(made instanceof Promise)) return
  // Nobody else waits for it, and a rejection without a listener ends the process.
  made.catch(() => undefined)
  const why = 'makes its value as the row is written, and a promise comes too late; set it in a hook'
  throw refused(definition, column, why, 'invalid')
}

/** The value that `default()` makes. Errors: `invalid` for a promise; what the function throws says whose it is. */
export function defaultValue(definition: Definition, column: StoredColumn, fill: () => unknown): unknown {
  const made = attempt(fill, () => `the default of ${definition.entity.name}.${column.property}`)
  refuseLate(definition, column, made)
  return made
}

/** Runs code of the application: what it throws says whose it is. */
export function attempt<T>(work: () => T, what: () => string): T {
  try {
    return work()
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(what())
  }
}
