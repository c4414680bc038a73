import { VantageError } from '../errors/vantage-error.ts'
import type { ColumnNode, Node } from '../expression/node.ts'
import { isSame } from '../active/seen.ts'
import type { Definition } from '../set/definition.ts'
import { shownId, type Values } from './record.ts'

/** What has to be true of a row for a write of it to be done; it is looked at in the same statement. */
export interface Expected {
  readonly condition: Node
  /** The row was read before: where it is gone, nothing is created in its place. */
  readonly isOfKnownRow?: boolean
  /** Why a row that is there was not written; undefined where the condition holds of it. */
  refuse(row: object): Promise<VantageError | undefined> | VantageError | undefined
}

/** Several expectations as one: the first that does not hold refuses. */
export function allExpected(...all: readonly (Expected | undefined)[]): Expected | undefined {
  const known = all.filter(one => one !== undefined)
  const [first] = known
  if (first === undefined || known.length === 1) return first
  return {
    condition: known.map(({ condition }) => condition).reduce((joined, condition) => joined.and(condition)),
    isOfKnownRow: known.some(({ isOfKnownRow }) => isOfKnownRow === true),
    refuse: async row => {
      for (const one of known) {
        const refusal = await one.refuse(row)
        if (refusal !== undefined) return refusal
      }
      return undefined
    },
  }
}

/** That columns of a row still are what they were when it was read. */
export function unchanged(
  definition: Definition,
  seen: ReadonlyMap<ColumnNode, unknown>,
  reason: 'version' | 'changed',
): Expected | undefined {
  const [first, ...rest] = [...seen].map(([node, value]) => holds(node, value))
  if (first === undefined) return undefined
  return {
    condition: rest.reduce((all, one) => all.and(one), first),
    isOfKnownRow: true,
    refuse: row => {
      const now = new Map(Object.entries(row))
      const changed = [...seen].find(([node, value]) => !isSame(node, now.get(node.name) ?? null, value ?? null))
      return changed === undefined ? undefined : changedMeanwhile(definition, row, reason)
    },
  }
}

const holds = (node: ColumnNode, value: unknown): Node =>
  value === null || value === undefined ? node.isNull() : node.eq(value)

/** Of a write that met another state of the row than its caller knew. */
export function changedMeanwhile(definition: Definition, row: object, reason: 'version' | 'changed'): VantageError {
  const { name: entity } = definition.entity
  const cells = new Map(Object.entries(row))
  const ids: Values = new Map(definition.ids.map(({ column }) => [column, cells.get(column.property)]))
  const id = shownId(definition, ids)
  const details = { entity, id, reason }
  // For the program: rows do not belong into logs.
  Object.defineProperty(details, 'current', { value: row })
  return new VantageError(`${entity} ${id} was changed since it was read; read it again and repeat the change`, {
    kind: 'conflict',
    retry: 'after-reread',
    details,
  })
}
