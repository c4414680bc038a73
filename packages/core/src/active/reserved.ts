import type { Model } from '../column/model.ts'
import { VantageError } from '../errors/vantage-error.ts'

/** What records bring along: no column of an entity, and no method of its class, has one of these names. */
export const recordMembers = [
  'save',
  'saveTo',
  'patch',
  'replace',
  'reload',
  'delete',
  'create',
  'isDirty',
  'changes',
  'getRef',
  'getRelated',
  'addHook',
] as const

/** Columns that records would hide do not compile: `{ save?: 'is a member of records; …' }`. */
export type NoRecordMembers = {
  readonly [Name in (typeof recordMembers)[number]]?: 'is a member of records: choose another property, and the name in the database with named()'
}

/** A class whose rows have a method that records would hide opens no table: `{ save?: 'is a member of records; …' }`. */
export interface FreeOfRecordMembers extends Model {
  readonly prototype: NoRecordMethods
}
interface NoRecordMethods
  extends Readonly<Partial<Record<(typeof recordMembers)[number], 'is a member of records: choose another name'>>> {
  /** Every object has it; an interface that needs nothing would refuse classes that have none of its names. */
  toString(): string
}

/** Errors: `invalid` for a column or a method that records have a member of the same name for. */
export function refuseRecordMembers(entity: string, columns: Iterable<string>, prototype: object = {}): void {
  const taken: ReadonlySet<string> = new Set<string>(recordMembers)
  for (const name of columns)
    if (taken.has(name))
      throw new VantageError(
        `${entity}.${name} has the name of a member of records; choose another property, and the name in the database with named('${name}')`,
        { kind: 'invalid', details: { entity, field: name } },
      )
  for (const name of taken)
    if (name in prototype)
      throw new VantageError(`${entity} has a method ${name}(), which records bring along; choose another name`, {
        kind: 'invalid',
        details: { entity, field: name },
      })
}
