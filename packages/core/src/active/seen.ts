import type { ColumnNode } from '../expression/node.ts'

/** What changed in one field of a record since it was in step with the database. */
export interface FieldChange {
  readonly before: unknown
  readonly after: unknown
}

/** The fields of a record when it was last in step with the database. */
export class Seen {
  /** The row as it was read; the record has fields of its own. */
  readonly row: object
  readonly #values: ReadonlyMap<string, unknown>

  constructor(row: object) {
    this.row = row
    this.#values = new Map(Object.entries(row).map(([name, value]) => [name, keptApart(value)]))
  }

  get(name: string): unknown {
    return this.#values.get(name)
  }

  /** The columns whose value is another one by now; a field that is gone says nothing. */
  changesIn(record: object, nodes: ReadonlyMap<string, ColumnNode>): ReadonlyMap<string, FieldChange> {
    const now = new Map(Object.entries(record))
    const changes = new Map<string, FieldChange>()
    for (const [name, before] of this.#values) {
      const after = now.get(name)
      if (after === undefined || isSame(nodes.get(name), before, after)) continue
      changes.set(name, { before, after })
    }
    return changes
  }
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
