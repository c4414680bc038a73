import type { ColumnNode } from '../expression/node.ts'

/** What changed in one field of a record since it was in step with the database. */
export interface FieldChange {
  readonly before: unknown
  readonly after: unknown
}

/** The fields of a record when it was last in step with the database. */
export class Seen {
  readonly row: object
  readonly #values: ReadonlyMap<string, unknown>

  constructor(row: object) {
    this.row = Object.assign(Object.create(Object.getPrototypeOf(row)), row)
    this.#values = new Map(Object.entries(row).map(([name, value]) => [name, keptApart(value)]))
  }

  get(name: string): unknown {
    return this.#values.get(name)
  }
  has(name: string): boolean {
    return this.#values.has(name)
  }
  get names(): Iterable<string> {
    return this.#values.keys()
  }

  /** The stored columns whose value is another one by now; a field that is gone says nothing. */
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

/** Two values of one column; what is no value of its type is another one. */
function isSame(node: ColumnNode | undefined, a: unknown, b: unknown): boolean {
  if (b instanceof Uint8Array || node === undefined || a === null || b === null || a === undefined) {
    return node !== undefined && a instanceof Uint8Array && b instanceof Uint8Array
      ? node.type.equals(a, b)
      : Object.is(a, b)
  }
  return Object.is(a, b) || (node.type.problem(b) === undefined && node.type.equals(a, b))
}

/** Bytes are the only values that change in place. */
const keptApart = (value: unknown): unknown => (value instanceof Uint8Array ? value.slice() : value)
