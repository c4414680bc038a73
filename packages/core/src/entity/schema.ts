import type { ColumnFacts } from '../column/column.ts'
import type { EntityFacts } from '../set/definition.ts'
import { checkColumn } from '../table/column-check.ts'
import type { StandardProps } from '../types/standard-schema.ts'

/**
 * An entity as a Standard Schema: what forms and servers check a new record with. Types, required fields, refinements.
 *
 * Errors: of a column check that is asynchronous or gives no result, which is a mistake of the entity and no issue of the record.
 */
export function entitySchema({ name: entity, columns }: EntityFacts): StandardProps {
  return { version: 1, vendor: 'vantage', validate: value => check(value) }

  function check(value: unknown) {
    if (typeof value !== 'object' || value === null) return { issues: [{ message: 'must be an object' }] }
    const given = new Map(Object.entries(value))
    const issues: { readonly message: string; readonly path: readonly PropertyKey[] }[] = []
    const checked: Record<string, unknown> = {}
    for (const name of given.keys()) if (!columns.has(name)) issues.push({ message: 'is no column', path: [name] })
    for (const [name, facts] of columns) {
      const part = given.get(name) ?? (facts.fill === undefined ? given.get(name) : facts.fill())
      if (part === undefined || part === null) {
        const mayMiss = facts.isOptional || (part === undefined && isMadeLater(facts))
        if (!mayMiss) issues.push({ message: 'is required', path: [name] })
        else if (part === null || facts.isOptional) checked[name] = null
        continue
      }
      const problem = facts.type.problem(part)
      if (problem !== undefined) issues.push({ message: problem, path: [name] })
      else checked[name] = refined({ entity, field: name }, part, facts.checks, issues)
    }
    return issues.length > 0 ? { issues } : { value: checked }
  }
}

const isMadeLater = ({ isGenerated, isId, onInsert, onSave }: ColumnFacts): boolean =>
  isGenerated || isId || onInsert !== undefined || onSave !== undefined

function refined(
  place: { readonly entity: string; readonly field: string },
  value: unknown,
  checks: ColumnFacts['checks'],
  issues: { readonly message: string; readonly path: readonly PropertyKey[] }[],
): unknown {
  let current = value
  for (const schema of checks) {
    const result = checkColumn(schema, current, place)
    if (result.issues === undefined) current = result.value
    else for (const { message } of result.issues) issues.push({ message, path: [place.field] })
  }
  return current
}
