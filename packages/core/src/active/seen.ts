import type { ColumnNode } from '../expression/node.ts'
import { unchecked } from '../types/cast.ts'
import { putField } from '../types/own-field.ts'

/** What changed in one field of a record since it was in step with the database. */
export interface FieldChange {
  readonly before: unknown
  readonly after: unknown
}

type FieldsByName = Record<string, unknown>

/** The fields of a record when it was last in step with the database. */
export class Seen {
  readonly #row: FieldsByName

  /** The row as it was read, which nobody else changes: the record has fields of its own. */
  constructor(row: object) {
    this.#row = unchecked<FieldsByName>(row, 'rows have their fields by name')
  }

  /** The fields of a record as they are now. */
  static of(record: object): Seen {
    const fields: Record<string, unknown> = { ...record }
    for (const name of Object.keys(fields))
      if (fields[name] instanceof Uint8Array) putField(fields, name, keptApart(fields[name]))
    return new Seen(fields)
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#row, name) ? this.#row[name] : undefined
  }

  /** Takes over the value of a field that is stored now. */
  put(name: string, value: unknown): void {
    if (Object.hasOwn(this.#row, name)) this.#row[name] = keptApart(value)
    else putField(this.#row, name, keptApart(value))
  }

  /** The row for somebody who may change it. */
  get row(): object {
    return copyOf(this.#row)
  }

  /** The columns whose value is another one by now; a field that is gone says nothing. */
  changesIn(record: object, nodes: ReadonlyMap<string, ColumnNode>): ReadonlyMap<string, FieldChange> {
    const row = this.#row
    const now = unchecked<FieldsByName>(record, 'as above')
    let changes: Map<string, FieldChange> | undefined
    // The names of rows of one form are kept by the engine, and made by Object.keys() for each.
    for (const name in row) {
      const before = row[name]
      const after = now[name]
      if (Object.is(before, after) || after === undefined) continue
      if (!Object.hasOwn(row, name) || !Object.hasOwn(now, name)) continue
      if (isSame(nodes.get(name), before, after)) continue
      changes ??= new Map()
      changes.set(name, { before, after })
    }
    return changes ?? noChanges
  }
}
const noChanges: ReadonlyMap<string, FieldChange> = new Map()

/** A row of the same class with the same fields. */
export function copyOf(row: object): object {
  const copy: object = Object.create(Object.getPrototypeOf(row))
  for (const [name, value] of Object.entries(row)) putField(copy, name, keptApart(value))
  return copy
}

/** Whether two values of one column are the same; what is no value of its type is another one. */
export function isSame(node: Pick<ColumnNode, 'type'> | undefined, before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true
  const isValue = (value: unknown): boolean => value !== null && value !== undefined
  if (node === undefined || !isValue(before) || !isValue(after)) return false
  return node.type.problem(after) === undefined && node.type.equals(before, after)
}

/** A copy of bytes, which are the only values that change in place. */
export const keptApart = (value: unknown): unknown => (value instanceof Uint8Array ? value.slice() : value)
