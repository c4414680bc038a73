import type { ColumnFacts } from '../column/column.ts'
import { VantageError } from '../errors/vantage-error.ts'

/** Errors: `invalid` for columns that cannot change by themselves as they say. */
export function checkChangingColumns(entity: string, columns: ReadonlyMap<string, ColumnFacts>): void {
  const refuse = (field: string, why: string): never => {
    throw new VantageError(`${entity}.${field}: ${why}`, { kind: 'invalid', details: { entity, field } })
  }
  let counting: string | undefined
  for (const [name, facts] of columns) {
    const { isId, isOptional, isGenerated, isVersion, onInsert, onSave } = facts
    if (isId && onSave !== undefined) refuse(name, 'an id never changes; make it with onInsert() or default()')
    if (isVersion !== true) continue
    if (isId) refuse(name, 'an id never changes, and a version does; take a column of its own')
    if (isOptional) refuse(name, 'a version that is null would not count; leave out optional()')
    if (isGenerated || onInsert !== undefined || onSave !== undefined)
      refuse(name, 'a version counts by itself; leave out generated(), onInsert() and onSave()')
    if (counting !== undefined) refuse(name, `${counting} is the version already; an entity has one`)
    counting = name
  }
}
